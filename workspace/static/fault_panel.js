// Faults on purpose: switch one on, see what is on and what is left of it, switch it off.
import { send } from "./act.js";
import { h, icon } from "./dom.js";
import { toast } from "./notices.js";
import { inJapanese, word } from "./words.js";

const URL_ = "/_practice/faults";
const METHODS = ["*", "chat.postMessage", "chat.update", "views.open", "views.update", "views.publish", "conversations.open", "conversations.create", "users.info", "response_url"];
const PLACES = [["", "apiFaults"], ["delivery", "deliveryFaults"], ["sockets", "socketFaults"], ["history", "historyFaults"], ["scheduled", "scheduledMessage"], ["smtp", "mail"]];
const VALUES = { error: "internal_error", ratelimited: "5", http_status: "503", hang: "10", slow: "2", lag: "30", duplicate: "2", reorder: "1", smtp_status: "451", channel_archived: "" };
const TIMED = ["lag", "refuse", "silent"];
const HAPPENINGS = [["close", "cut"], ["expire_tickets", "tickets"], ["warning", "warning"], ["refresh_requested", "refresh"]];

/** What each kind does, in the reader's words; the server's own sentence for one that is new. */
const KIND_WORDS = {
  error: ["answers with an error", "エラーを返す"], ratelimited: ["too many requests: 429", "呼び出し過多: 429"], http_status: ["answers with an HTTP status", "HTTP ステータスを返す"],
  hang: ["does not answer", "応答しない"], slow: ["answers late", "応答が遅れる"], drop_before: ["connection closes, nothing is done", "何もせずに切断する"],
  drop_after_commit: ["done, but the answer is lost", "処理されるが応答が失われる"], channel_archived: ["the channel is archived", "チャンネルがアーカイブ済みになる"], token_revoked: ["the token is revoked", "トークンが無効になる"],
  lag: ["history lags behind", "履歴が遅れる"], duplicate: ["arrives more than once", "重複して届く"], reorder: ["arrives out of order", "順序が入れ替わる"], lost: ["never arrives", "届かない"],
  lost_ack: ["the acknowledgement is lost", "受領の応答が失われる"], refuse: ["connections are refused", "接続を拒否する"], silent: ["open sockets say nothing", "接続が沈黙する"], smtp_status: ["mail is refused with a code", "メールがコード付きで拒否される"],
};
export const kindWord = (kind, said = "") => KIND_WORDS[kind]?.[inJapanese() ? 1 : 0] ?? said;

/** One fault in a line: place, what it does, what is left. */
export const faultLine = (one) => [
  one.method === "*" ? word("all") : one.method, kindWord(one.kind, one.does), one.value === null || one.value === undefined ? "" : `(${one.value})`,
  one.times_left ? `×${one.times_left}` : "",
].filter(Boolean).join(" ");

export function faultPanel() {
  let kinds = { "": {} };
  let times = h("input", { type: "number", min: "1", max: "10000", value: "1" });
  const place = h("select", {}, PLACES.map(([value, name]) => h("option", { value }, word(name))));
  const method = h("input", { type: "text", value: "chat.postMessage", list: "fault-methods", spellcheck: "false" });
  const kind = h("select");
  const value = h("input", { type: "text", spellcheck: "false" });
  const seconds = h("input", { type: "number", min: "1", max: "3600", value: "60" });
  const labelled = (name, control) => h("label", {}, h("span", {}, word(name)), control);
  const rows = { method: labelled("method", method), value: labelled("value", value), times: labelled("times", times), seconds: labelled("seconds", seconds) };
  const on = h("ul", { class: "faults-on", "aria-live": "polite" });
  const post = async (body) => {
    const answer = await send("POST", URL_, body).catch(() => ({ ok: false, why: word("lost") }));
    if (!answer.ok) toast(answer.why);
  };
  const pick = () => {
    rows.method.hidden = place.value !== "";
    value.value = VALUES[kind.value] ?? "";
    rows.value.hidden = VALUES[kind.value] === undefined;
    const timed = TIMED.includes(kind.value) && place.value !== "smtp";
    rows.times.hidden = timed;
    rows.seconds.hidden = !timed;
  };
  const fill = () => {
    kind.replaceChildren(...Object.entries(kinds[place.value] ?? {}).map(([name, does]) => h("option", { value: name, title: does }, kindWord(name, does))));
    pick();
  };
  place.addEventListener("change", fill);
  kind.addEventListener("change", pick);
  const form = h("form", { class: "fault-form", onsubmit: (event) => {
    event.preventDefault();
    const timed = !rows.seconds.hidden;
    post({
      method: place.value || method.value.trim(), kind: kind.value, ...(rows.value.hidden || value.value === "" ? {} : { value: value.value.trim() }),
      ...(timed ? { seconds: Number(seconds.value) } : { times: Number(times.value) || 1 }),
    });
  } }, h("datalist", { id: "fault-methods" }, METHODS.map((one) => h("option", { value: one }))),
  labelled("where", place), rows.method, labelled("kind", kind), rows.value, rows.times, rows.seconds, h("button", { type: "submit", class: "button primary" }, word("switchOn")));
  const happenings = h("div", { class: "row", role: "group", "aria-label": word("sockets") }, h("span", { class: "soft" }, word("sockets")),
    HAPPENINGS.map(([name, said]) => h("button", { type: "button", class: "button", onclick: () => post({ sockets: name }) }, word(said))));
  const node = h("div", { class: "fault-panel" }, h("section", {}, form, happenings), h("section", {}, h("h3", {}, word("faultsOn")), on,
    h("button", { type: "button", class: "button", onclick: () => send("DELETE", URL_) }, word("allOff"))));
  fetch(URL_).then((answer) => answer.json()).then((found) => {
    kinds = found.kinds;
    fill();
  });
  const update = (screen, changed) => {
    if (!changed.has("all") && !changed.has("faults")) return;
    on.replaceChildren(...(screen.faults.length ? screen.faults.map((one) => h("li", {}, icon("fault"), h("span", {}, faultLine(one)), one.seconds_left ? h("small", {}, `${Math.ceil(one.seconds_left)} s`) : null,
      h("button", { type: "button", class: "chip light", onclick: () => send("DELETE", `${URL_}?id=${one.id}`) }, word("switchOff")))) : [h("li", { class: "empty" }, word("nothingOn"))]));
  };
  return { node, update };
}
