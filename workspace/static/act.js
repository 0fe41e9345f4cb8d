// What this page does at the server: act as the person, move the clock, read the instruments.
import { current } from "./feed.js";
import { toast } from "./notices.js";
import { word } from "./words.js";

export async function send(method, url, body) {
  const response = await fetch(url, {
    method, headers: { "Content-Type": "application/json" }, body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    return { ok: false, why: text || String(response.status) };
  }
}

export const post = (url, body) => send("POST", url, body);

/** The channel somebody marked unread while it stood before them: it counts as seen again once they leave and come back. */
export const held = { channel: "" };

/** Do something as the person; says so when it went wrong. The screen itself follows by the news. */
export async function act(body, { quiet = false } = {}) {
  if (body.do === "unread") held.channel = body.channel;
  try {
    const answer = await post("/_practice/act", { as: current().me, ...body });
    if (!answer.ok && !quiet && answer.kind !== "errors") toast(answer.kind === "trouble" ? word("trouble") : answer.why ?? word("trouble"));
    return answer;
  } catch {
    toast(word("lost"));
    return { ok: false, kind: "lost" };
  }
}

/** Move practice time; a refusal is shown. */
export async function clock(body) {
  const answer = await post("/_practice/clock", body).catch(() => ({ ok: false, why: word("lost") }));
  if (!answer.ok) toast(answer.why);
  return answer;
}
