// The page: keeps one person's screen up to date and sends what that person does. Everything shown comes from /_practice/state.
import { carryOver, drawBlocks, readFields } from "./blocks.js";
import { composer } from "./composer.js";
import { h, icon, toast } from "./dom.js";
import { drawMessages, speakNew } from "./messages.js";
import { drawModal } from "./modal.js";
import { setNames } from "./mrkdwn.js";
import { drawSide, drawSidebar, guideOpen } from "./side.js";
import { refreshTokens, setClock, setZone } from "./time.js";
import { drawTop, tick } from "./top.js";
import { inJapanese, speak, word } from "./words.js";

let screen = null;
let place = readPlace();
let mainFor = "";
let list = null;
let homeFields = new Map();
let homeFor = "";
let asked = 0;

export const current = () => screen;

function readPlace() {
  return { as: "", channel: "", thread: "", tab: "", guide: "", ...Object.fromEntries(new URLSearchParams(location.hash.slice(1))) };
}

/** Go somewhere: the address keeps person, channel and thread, so that two windows can be two people. */
export function go(change) {
  const next = { ...place, ...change };
  delete next.message;
  location.hash = new URLSearchParams(Object.entries(next).filter(([, value]) => value)).toString();
}

export async function post(url, body) {
  const response = await fetch(url, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
  return response.json();
}

/** Do something as the person; says so when it went wrong. */
export async function act(body, { quiet = false } = {}) {
  try {
    const answer = await post("/_practice/act", { as: screen.me, ...body });
    if (!answer.ok && !quiet && answer.kind !== "errors") toast(answer.kind === "refused" ? answer.why : word("trouble"));
    await refresh();
    return answer;
  } catch {
    toast(word("lost"));
    return { ok: false };
  }
}

async function refresh() {
  const mine = (asked += 1);
  const query = new URLSearchParams({ as: place.as, channel: place.channel, thread: place.thread });
  const found = await (await fetch(`/_practice/state?${query}`)).json();
  if (mine !== asked) return;
  screen = found;
  setClock(screen.clock);
  draw();
}

function draw() {
  const me = screen.people.find((one) => one.id === screen.me);
  speak(me.locale);
  setZone(me.tz);
  setNames(screen);
  const unread = screen.channels.reduce((sum, one) => sum + one.unread, 0);
  document.title = `${unread ? `(${unread}) ` : ""}${me.real_name} · Hansho practice`;
  drawTop(screen, guideOpen(screen, place));
  drawSidebar(screen);
  drawMain();
  drawSide(screen, place);
  drawModal(screen);
  speakNew(screen);
  if (screen.channel.unread && document.visibilityState === "visible" && !onHome()) act({ do: "read", channel: screen.channel.id }, { quiet: true });
}

const onHome = () => screen.channel.kind === "im" && place.tab === "home";

function drawMain() {
  const main = document.getElementById("main");
  const key = JSON.stringify([screen.me, screen.channel.id, screen.channel.topic, screen.channel.members.length, screen.channel.archived, onHome(), inJapanese()]);
  const fresh = key !== mainFor;
  if (fresh) {
    mainFor = key;
    homeFor = "";
    list = h("ol", { class: "messages", "aria-label": word("messages") });
    const body = onHome() ? [h("div", { class: "scroll", id: "home" })]
      : [h("div", { class: "scroll", id: "scroll", tabindex: "0", "aria-label": word("messages") }, list),
        screen.channel.archived ? h("p", { class: "archived" }, word("archived")) : composer(current)];
    main.replaceChildren(channelHead(), ...body);
  }
  if (onHome()) {
    drawHome();
    return;
  }
  const scroll = document.getElementById("scroll");
  const atEnd = fresh || scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 120;
  drawMessages(list, screen.messages, screen);
  if (!screen.messages.length) list.replaceChildren(h("li", { class: "empty", "data-key": "empty" }, word("none")));
  if (place.message) {
    const wanted = list.querySelector(`[data-ts="${CSS.escape(place.message)}"]`);
    wanted?.classList.add("wanted");
    wanted?.scrollIntoView({ block: "center" });
    place.message = "";
  } else if (atEnd) scroll.scrollTop = scroll.scrollHeight;
}

function channelHead() {
  const one = screen.channel;
  if (one.kind !== "im") {
    return h("header", { class: "channel-head" },
      h("h1", {}, icon(one.kind === "private" ? "lock" : "hash"), one.name),
      h("p", {}, [one.topic, `${one.members.length} ${word("members")}`].filter(Boolean).join(" · ")));
  }
  const tab = (name) => h("button", {
    type: "button", role: "tab", "aria-selected": String(onHome() === (name === "home")),
    onclick: () => {
      go({ channel: one.id, tab: name, thread: "" });
      act({ do: "open_home", tab: name }, { quiet: true });
    },
  }, word(name));
  return h("header", { class: "channel-head" },
    h("h1", {}, h("span", { class: "avatar bot", "aria-hidden": "true" }, icon("bell")), screen.app.name, h("span", { class: "badge" }, word("app"))),
    h("div", { role: "tablist", class: "tabs", "aria-label": screen.app.name }, tab("home"), tab("messages")));
}

function drawHome() {
  const home = document.getElementById("home");
  const key = JSON.stringify([screen.me, screen.home?.hash, inJapanese()]);
  if (key === homeFor) return;
  homeFor = key;
  const before = homeFields;
  const focused = home.contains(document.activeElement) ? document.activeElement.dataset.action : null;
  homeFields = new Map();
  if (!screen.home) {
    home.replaceChildren(h("p", { class: "empty" }, word("noHome")));
    return;
  }
  const surface = {
    screen, values: screen.home.state.values, fields: homeFields,
    press: (block, element, option) => act({
      do: "press_view", view: screen.home.id, block: block.block_id, action: element.action_id, option, values: readFields(homeFields),
    }),
  };
  home.replaceChildren(h("div", { class: "home-blocks" }, drawBlocks(screen.home.blocks, surface)));
  carryOver(before, homeFields);
  if (focused) home.querySelector(`[data-action="${CSS.escape(focused)}"]`)?.focus();
}

let waiting = false;
function soon() {
  if (waiting) return;
  waiting = true;
  setTimeout(() => {
    waiting = false;
    refresh().catch(() => {});
  }, 30);
}

function listen() {
  const socket = new WebSocket(`${location.origin.replace("http", "ws")}/_practice/live`);
  socket.addEventListener("message", (event) => {
    document.body.classList.remove("lost");
    const news = JSON.parse(event.data);
    setClock(news.clock);
    tick();
    soon();
  });
  socket.addEventListener("close", () => {
    if (!document.body.classList.contains("lost")) toast(word("lost"));
    document.body.classList.add("lost");
    setTimeout(listen, 1500);
  });
}

addEventListener("hashchange", () => {
  place = readPlace();
  refresh().catch(() => toast(word("lost")));
});
document.addEventListener("visibilitychange", soon);
setInterval(tick, 250);
setInterval(refreshTokens, 1000);
listen();
