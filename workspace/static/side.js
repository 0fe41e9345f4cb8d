// The panel on the right: a thread, or the guide.
import { clock } from "./act.js";
import { composer } from "./composer.js";
import { h, icon, iconButton } from "./dom.js";
import { current } from "./feed.js";
import { mrkdwn } from "./mrkdwn.js";
import { avatar, personOf, placeName } from "./people.js";
import { go, here } from "./place.js";
import { MessageList } from "./scroll.js";
import { inJapanese, word } from "./words.js";

const NARROW = 1000;
let drawnFor = "";
let list = null;

/** The guide stands open where there is room for it, until it is closed. */
export const guideOpen = (screen) => screen.guide.length > 0 && (here().guide === "1" || (here().guide !== "0" && innerWidth > NARROW && !document.body.classList.contains("pane")));

export function drawSide(screen, changed) {
  const side = document.getElementById("side");
  const open = here().thread ? "thread" : guideOpen(screen) ? "guide" : "";
  if (document.body.dataset.side !== open) { // writing the same again would have the browser think about every style anew
    side.hidden = !open;
    document.body.dataset.side = open;
  }
  const key = JSON.stringify([open, here().thread, screen.me, screen.channel.id, inJapanese()]);
  const fresh = key !== drawnFor;
  drawnFor = key;
  if (open === "thread") {
    if (fresh) {
      list = new MessageList(word("thread"), { inThread: true });
      side.setAttribute("aria-label", word("thread"));
      side.replaceChildren(head(word("thread"), placeName(screen, screen.channel), () => go({ thread: "" })), list.node, screen.channel.archived ? "" : composer(current, here().thread));
      if (matchMedia("(pointer: fine)").matches) side.querySelector("textarea")?.focus();
    }
    list.draw(screen.thread, screen, { fresh: fresh || changed.has("thread fresh") });
  } else if (open === "guide" && fresh) {
    side.setAttribute("aria-label", word("guide"));
    drawGuide(side, screen);
  }
}

/** Escape leaves the thread, and the keyboard is where it was. */
document.getElementById("side").addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !here().thread) return;
  const ts = here().thread;
  go({ thread: "" });
  setTimeout(() => document.querySelector(`#main [data-ts="${CSS.escape(ts)}"]`)?.focus(), 50);
});

/** Where there is no room for both, this panel is the page and its name the first heading. */
const head = (text, more, onclick) => h("header", { class: "side-head" }, h(innerWidth <= NARROW ? "h1" : "h2", {}, text, more ? h("small", {}, more) : null), iconButton("close", word("close"), onclick));

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
  side.replaceChildren(head(word("guide"), "", () => go({ guide: "0" })), h("div", { class: "scroll", tabIndex: 0, role: "region", "aria-label": word("guide") }, h("ol", { class: "guide" }, steps)));
}
