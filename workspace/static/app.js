// The page: follows one person's screen and draws the parts that changed.
import { callCard, say, toast } from "./notices.js";
import { start, onNews, current } from "./feed.js";
import { drawMain, reading, seenNow } from "./main.js";
import { drawModal } from "./modal.js";
import { setNames, spoken } from "./mrkdwn.js";
import { avatar, nameOf, personOf, placeName } from "./people.js";
import { go, onMove } from "./place.js";
import { drawSide } from "./side.js";
import { drawSidebar } from "./sidebar.js";
import { apply as applyTheme } from "./theme.js";
import { refreshTokens, setZone } from "./time.js";
import { drawTop, tick } from "./top.js";
import { drawTools } from "./tools.js";
import { speak, word } from "./words.js";

let changes = new Set();
let waiting = false;
let heard = null;
let called = null;

if (new URLSearchParams(location.search).has("pane")) document.body.classList.add("pane");
applyTheme();

function soon(changed) {
  changed.forEach((one) => changes.add(one));
  if (waiting) return;
  waiting = true;
  const draw = () => {
    waiting = false;
    drawNow();
  };
  if (document.visibilityState === "visible") requestAnimationFrame(draw);
  else setTimeout(draw, 100);
}

const write = (node, text) => {
  if (node.textContent !== text) node.textContent = text;
};

function drawNow() {
  const screen = current();
  if (!screen?.channel) return;
  const changed = changes;
  changes = new Set();
  const me = personOf(screen, screen.me);
  speak(me.locale);
  setZone(me.tz);
  setNames(screen);
  write(document.getElementById("skip-messages"), word("skip"));
  write(document.getElementById("skip-write"), word("skipWrite"));
  const unread = [...screen.channels.values()].reduce((sum, one) => sum + (one.calls || 0), 0);
  const title = `${unread ? `(${unread}) ` : ""}${me.real_name} · ${screen.app.name}`;
  if (document.title !== title) document.title = title;
  drawTop(screen);
  drawSidebar(screen);
  drawMain(screen, changed);
  drawSide(screen, changed);
  drawTools(screen, changed);
  drawModal(screen);
  speakNew(screen);
  tellCalls(screen);
}

/** Read the newest message of the open channel aloud, once. */
function speakNew(screen) {
  const place = `${screen.me} ${screen.channel.id}`;
  const newest = screen.messages.at(-1);
  if (heard?.place === place && newest && newest.ts > heard.ts && newest.user !== screen.me && !screen.newer) say(`${nameOf(screen, newest.user)}: ${spoken(newest.text ?? "")}`);
  heard = { place, ts: newest?.ts ?? "" };
}

/** A message that calls this person, in a place they do not look at, gets a card and is said at once. Calls of others get a quiet one. */
function tellCalls(screen) {
  const before = called?.me === screen.me ? called : null;
  called = { me: screen.me, newest: new Map(), waiting: { ...screen.waiting } };
  for (const one of screen.channels.values()) {
    const ts = one.newest?.ts ?? "";
    called.newest.set(one.id, ts);
    if (!before || !ts || ts <= (before.newest.get(one.id) ?? "") || reading(screen, one.id)) continue;
    const who = personOf(screen, one.newest.user);
    const text = spoken(one.newest.text ?? "");
    const where = one.kind === "im" ? word("youCalled") : placeName(screen, one);
    const thread = one.newest.thread && one.newest.thread !== ts ? one.newest.thread : "";
    callCard({ mark: avatar(who), title: nameOf(screen, one.newest.user), where, text, key: one.id, act: () => go({ channel: one.id, tab: "messages", thread, at: "" }) });
    say(`${nameOf(screen, one.newest.user)}, ${where}: ${text}`, { now: true });
  }
  if (!before || document.body.classList.contains("pane") || document.body.classList.contains("split")) return;
  for (const [id, count] of Object.entries(screen.waiting ?? {})) {
    if (id === screen.me || count <= (before.waiting?.[id] ?? 0)) continue;
    const who = personOf(screen, id);
    callCard({ mark: avatar(who), title: `${who.real_name} ${word("called")}`, where: word("actAs").replace(/:$/u, ""), text: "", key: "elsewhere", quiet: true, act: () => go({ as: id, channel: "", tab: "messages", thread: "" }) });
  }
}

onNews((screen, changed) => {
  const gone = changed.has("lost");
  document.body.classList.toggle("lost", gone);
  if (gone) toast(word("lost"));
  else soon(changed);
});
onMove(() => soon(new Set(["moved"])));
document.addEventListener("visibilitychange", seenNow);
document.getElementById("skip-messages").addEventListener("click", (event) => {
  event.preventDefault();
  document.querySelector("#main .scroll")?.focus();
});
document.getElementById("skip-write").addEventListener("click", (event) => {
  event.preventDefault();
  document.querySelector("#main textarea")?.focus();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") document.body.classList.remove("sidebar-open");
});
addEventListener("resize", () => soon(new Set(["size"])));
setInterval(tick, 250);
setInterval(refreshTokens, 1000);
start();

