// The panel on the right: a thread, or the guide. And the sidebar on the left.
import { act, current, go } from "./app.js";
import { composer } from "./composer.js";
import { h, icon, iconButton } from "./dom.js";
import { avatar, drawMessages, personOf } from "./messages.js";
import { mrkdwn } from "./mrkdwn.js";
import { clock } from "./top.js";
import { inJapanese, word } from "./words.js";

let drawnFor = "";
let list = null;

/** The guide stands open where there is room for it, until it is closed. */
export const guideOpen = (screen, place) =>
  screen.guide.length > 0 && (place.guide === "1" || (place.guide !== "0" && innerWidth > 820));

export function drawSide(screen, place) {
  const side = document.getElementById("side");
  const guide = guideOpen(screen, place);
  const open = place.thread ? "thread" : guide ? "guide" : "";
  side.hidden = !open;
  document.body.dataset.side = open;
  const key = JSON.stringify([open, place.thread, screen.me, screen.channel.id]);
  if (open === "thread") {
    if (key !== drawnFor) {
      list = h("ol", { class: "messages" });
      side.replaceChildren(head(word("thread"), () => go({ thread: "" })), h("div", { class: "scroll" }, list), composer(current, place.thread));
    }
    drawMessages(list, screen.thread, screen, true);
  } else if (open === "guide" && key !== drawnFor) drawGuide(side, screen);
  drawnFor = key;
}

const head = (text, onclick) => h("header", { class: "side-head" }, h("h2", {}, text), iconButton("close", word("close"), onclick));

function drawGuide(side, screen) {
  const steps = screen.guide.map((step) => {
    const ja = inJapanese();
    const person = step.as && personOf(screen, step.as);
    return h("li", {},
      h("h3", {}, mrkdwn((ja && step.title_ja) || step.title)),
      h("div", {}, mrkdwn((ja && step.text_ja) || step.text)),
      h("div", { class: "row" },
        person && person.id !== screen.me
          ? h("button", { type: "button", class: "chip light", onclick: () => go({ as: person.id, thread: "" }) }, avatar(person), `${word("actAs")} ${person.real_name}`) : null,
        step.clock ? h("button", { type: "button", class: "chip light", onclick: () => clock({ jump_minutes: step.clock }) }, icon("fast"), `+${step.clock} ${word("minutes")}`) : null));
  });
  side.replaceChildren(head(word("guide"), () => go({ guide: "0" })), h("div", { class: "scroll" }, h("ol", { class: "guide" }, steps)));
}

let sidebarFor = "";
export function drawSidebar(screen) {
  const shown = screen.channels.map((one) => [one.id, one.name, one.unread, one.mentioned]);
  const key = JSON.stringify([shown, screen.channel.id, screen.me]);
  if (key === sidebarFor) return;
  sidebarFor = key;
  const me = personOf(screen, screen.me);
  const entry = (one, label, mark) => h("li", {}, h("button", {
    type: "button", class: `place${one.unread ? " unread" : ""}`, "aria-current": one.id === screen.channel.id ? "page" : null,
    onclick: () => {
      document.body.classList.remove("sidebar-open");
      go({ channel: one.id, thread: "", tab: "" });
      if (one.kind === "im") act({ do: "open_home", tab: "home" }, { quiet: true });
    },
  }, mark, h("span", { class: "place-name" }, label),
  one.unread ? h("span", { class: `count${one.mentioned ? " loud" : ""}`, "aria-label": `${one.unread} ${word("newMessages")}` }, String(one.unread)) : null));
  const rooms = screen.channels.filter((one) => one.kind !== "im").sort((a, b) => a.name.localeCompare(b.name));
  const direct = screen.channels.filter((one) => one.kind === "im");
  const nav = document.getElementById("sidebar");
  nav.setAttribute("aria-label", word("channels"));
  const focused = document.activeElement?.closest?.("#sidebar") ? [...nav.querySelectorAll("button")].indexOf(document.activeElement) : -1;
  nav.replaceChildren(
    h("div", { class: "self" }, avatar(me), h("div", {}, h("strong", {}, me.real_name), h("small", {}, me.tz.replace("_", " ")))),
    h("h2", {}, word("apps")),
    h("ul", {}, direct.map((one) => entry(one, screen.app.name, avatar(null)))),
    h("h2", {}, word("channels")),
    h("ul", {}, rooms.map((one) => entry(one, one.name, icon(one.kind === "private" ? "lock" : "hash")))));
  if (focused >= 0) nav.querySelectorAll("button")[focused]?.focus();
}
