// The middle of the page: a channel's head with its pins and bookmarks, its messages, the composer; or the app's Home.
import { act, held } from "./act.js";
import { composer } from "./composer.js";
import { h, icon } from "./dom.js";
import { current } from "./feed.js";
import { drawHome } from "./home.js";
import { openMenu } from "./menu.js";
import { link, spoken } from "./mrkdwn.js";
import { avatar, otherOf, personOf } from "./people.js";
import { address, go, here } from "./place.js";
import { MessageList } from "./scroll.js";
import { counted, inJapanese, title, word } from "./words.js";

const READ_PAUSE = 400;
let drawnFor = "";
let list = null;
let homePlace = null;
let headFor = "";
let lastRead = 0;

export const onHome = (screen) => screen.channel.kind === "im" && here().tab === "home" && Boolean(otherOf(screen, screen.channel)?.is_bot);

/** Whether the newest messages of this channel stand before the person's eyes. */
export const reading = (screen, channel) =>
  channel === screen.channel.id && document.visibilityState === "visible" && !onHome(screen) && Boolean(list?.follow);

export function drawMain(screen, changed) {
  const main = document.getElementById("main");
  const one = screen.channel;
  const key = JSON.stringify([screen.me, one.id, one.archived, onHome(screen), inJapanese()]);
  const fresh = key !== drawnFor;
  if (fresh) {
    drawnFor = key;
    headFor = held.channel = "";
    homePlace = list = null;
    if (onHome(screen)) main.replaceChildren(h("div"), (homePlace = h("div", { class: "scroll", id: "home", tabIndex: 0, role: "region", "aria-label": word("home") })));
    else {
      list = new MessageList(word("messages"));
      list.readMark = one.unread ? one.read || "0" : "";
      main.replaceChildren(h("div"), list.node, one.archived ? h("p", { class: "archived" }, word("archived")) : composer(current));
      if (matchMedia("(pointer: fine)").matches && (document.activeElement === document.body || document.activeElement?.closest("#sidebar, #calls"))) main.querySelector(".composer textarea")?.focus();
    }
  }
  drawHead(screen, main);
  if (homePlace) drawHome(homePlace, screen);
  else {
    const { at } = here();
    const jump = at && at === screen.place.at && at !== list.asked && (fresh || changed.has("place")) ? at : "";
    list.draw(screen.messages, screen, { fresh: fresh || changed.has("messages fresh"), wanted: jump });
    seen(screen);
  }
}

/** Tell that the newest was read, at most a few times a second. */
function seen(screen) {
  if (!screen.channel.unread || held.channel === screen.channel.id || !reading(screen, screen.channel.id)) return;
  const wait = READ_PAUSE - (Date.now() - lastRead);
  if (wait > 0) {
    setTimeout(() => current() && seen(current()), wait + 10);
    return;
  }
  lastRead = Date.now();
  act({ do: "read", channel: screen.channel.id }, { quiet: true });
}
export const seenNow = () => current() && list && seen(current());

function drawHead(screen, main) {
  const one = screen.channel;
  const key = JSON.stringify([one.name, one.topic, one.members, one.pins, one.bookmarks, one.shared, screen.app.name, here().tab, inJapanese()]);
  if (key === headFor) return;
  headFor = key;
  main.firstChild.replaceWith(h("header", { class: "channel-top" }, one.kind === "im" ? directHead(screen, one) : channelHead(screen, one), bookmarkBar(screen, one)));
}

function channelHead(screen, one) {
  const people = h("button", { type: "button", class: "chip light", "aria-haspopup": "menu", "aria-expanded": "false", "aria-label": `${word("memberList")}: ${one.members.length}`,
    onclick: () => openMenu(people, one.members.map((id) => personOf(screen, id)).filter(Boolean).map((who) => ({
      label: who.real_name, small: [title(who), who.team].filter(Boolean).join(" · "), mark: avatar(who), act: () => (who.is_bot ? undefined : go({ as: who.id })),
    })), word("memberList")) }, one.members.slice(0, 3).map((id) => avatar(personOf(screen, id))), String(one.members.length));
  return h("div", { class: "channel-head" },
    h("h1", {}, icon(one.kind === "private" ? "lock" : "hash", one.kind === "private" ? word("privateChannel") : undefined), one.name,
      one.shared?.length ? h("span", { class: "badge outside", title: word("shared") }, icon("shared"), one.shared.join(", ")) : null),
    h("p", { title: one.topic }, spoken(one.topic ?? "")), people);
}

function directHead(screen, one) {
  const other = otherOf(screen, one);
  const tab = (name) => h("button", {
    type: "button", role: "tab", id: `tab-${name}`, "aria-selected": String(onHome(screen) === (name === "home")), tabIndex: onHome(screen) === (name === "home") ? 0 : -1,
    onclick: () => {
      go({ tab: name, thread: "" });
      act({ do: "open_home", tab: name }, { quiet: true });
    },
    onkeydown: (event) => {
      if (event.key !== "ArrowRight" && event.key !== "ArrowLeft") return;
      const next = name === "home" ? "messages" : "home";
      document.getElementById(`tab-${next}`).click();
      setTimeout(() => document.getElementById(`tab-${next}`)?.focus(), 60);
    },
  }, word(name));
  return h("div", { class: "channel-head" },
    h("h1", {}, avatar(other), other?.real_name, other?.is_bot ? h("span", { class: "badge" }, word("app")) : null),
    other?.is_bot ? h("div", { role: "tablist", class: "tabs", "aria-label": screen.app.name }, tab("home"), tab("messages")) : h("p", {}, title(other ?? {}) ?? ""));
}

function bookmarkBar(screen, one) {
  if (!one.pins.length && !one.bookmarks.length) return null;
  const pins = h("button", { type: "button", class: "chip light", "aria-haspopup": "menu", "aria-expanded": "false", onclick: () => openMenu(pins, one.pins.map((ts) => {
    const message = screen.messages.find((found) => found.ts === ts);
    return { label: message ? spoken(message.text ?? "").slice(0, 60) || ts : new Date(Number(ts) * 1000).toLocaleString(), act: () => go({ at: ts }) };
  }), word("pinned")) }, icon("pin"), counted(one.pins.length, "pins"));
  return h("nav", { class: "bookmarks", "aria-label": word("bookmarks") }, one.pins.length ? pins : null,
    one.bookmarks.map((mark) => {
      const here = /\/archives\/([A-Z0-9]+)\/p(\d+)/u.exec(mark.link ?? "");
      if (here) return h("a", { class: "chip light", href: address({ channel: here[1], at: `${here[2].slice(0, -6)}.${here[2].slice(-6)}` }) }, icon("mark"), mark.title);
      const node = link(mark.link ?? "#", mark.title);
      node.className = "chip light";
      return node;
    }));
}

