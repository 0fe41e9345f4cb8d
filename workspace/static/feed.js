// What the server tells this page. It holds one person's screen and brings it up to date with each piece of news.
import { here, onMove } from "./place.js";
import { setClock } from "./time.js";

const SPAN = 120;
const PARTS = ["me", "app", "people", "groups", "place", "faults", "scheduled", "upcoming", "guide", "stack", "modal", "home", "waiting", "calls", "sent", "mails"];

let screen = null;
let socket = null;
let lost = false;
const followers = [];
const lists = { messages: new Map(), thread: new Map() };

/** The screen as last told; null before the first news. */
export const current = () => screen;

/** Call `callback(screen, changed)` upon news; `changed` is a set of part names. */
export const onNews = (callback) => followers.push(callback);

const tell = (changed) => followers.forEach((one) => one(screen, changed));

function look() {
  if (socket?.readyState !== WebSocket.OPEN) return;
  const { as, channel, thread, at } = here();
  socket.send(JSON.stringify({ as, channel, thread, at, span: SPAN }));
}

function take(name, news) {
  const kept = lists[name];
  if (news.fresh) kept.clear();
  for (const ts of news.drop) kept.delete(ts);
  for (const message of news.put) kept.set(message.ts, message);
  screen[name] = [...kept.values()].sort((a, b) => (a.ts < b.ts ? -1 : 1));
}

function apply(news) {
  const changed = new Set();
  screen ??= { channels: new Map(), messages: [], thread: [] };
  for (const name of PARTS) {
    if (!(name in news)) continue;
    screen[name] = news[name];
    changed.add(name);
  }
  if (news.me) screen.channels = new Map();
  for (const row of news.channels ?? []) screen.channels.set(row.id, row);
  for (const id of news.left ?? []) screen.channels.delete(id);
  if (news.channels || news.left) changed.add("channels");
  for (const name of ["messages", "thread"]) {
    if (!news[name]) continue;
    take(name, news[name]);
    if (news[name].fresh) changed.add(`${name} fresh`);
    changed.add(name);
  }
  if (news.messages) Object.assign(screen, { older: news.messages.older, newer: news.messages.newer });
  screen.channel = screen.channels.get(screen.place.channel);
  setClock(news.clock);
  changed.add("clock");
  return changed;
}

function connect() {
  socket = new WebSocket(`${location.origin.replace("http", "ws")}/_practice/live`);
  socket.addEventListener("open", () => {
    screen = null;
    lost = false;
    look();
  });
  socket.addEventListener("message", (event) => tell(apply(JSON.parse(event.data))));
  socket.addEventListener("close", () => {
    if (!lost) tell(new Set(["lost"]));
    lost = true;
    setTimeout(connect, 1000);
  });
}

/** Begin to follow. */
export function start() {
  onMove(look);
  connect();
}
