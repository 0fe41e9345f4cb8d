// What the page says by itself: short notices, cards for calls, and what a screen reader hears.
import { h, iconButton } from "./dom.js";
import { word } from "./words.js";

const SHORT = 6000;
const LONG = 25000;

function shown(note, milliseconds) {
  const place = [...document.querySelectorAll("dialog[open]")].pop() ?? document.getElementById("toasts");
  place.append(note);
  setTimeout(() => note.remove(), milliseconds);
  return note;
}

/** A short sentence that goes away by itself. */
export const toast = (text, kind = "bad") => shown(h("div", { class: `toast ${kind}`, role: kind === "bad" ? "alert" : "status" }, text), SHORT);

/** Somebody is called: a card that stays a while and leads there. At most three stand at once. */
export function callCard({ mark, title, where, text, act, key, quiet = false }) {
  const stack = document.getElementById("calls");
  ([...document.querySelectorAll("dialog[open]")].pop() ?? document.body).append(stack);
  stack.querySelector(`[data-key="${CSS.escape(key)}"]`)?.remove();
  const leave = () => card.remove();
  const card = h("div", { class: `call${quiet ? " quiet" : ""}`, "data-key": key },
    h("button", {
      type: "button", class: "call-body",
      onclick: () => {
        leave();
        act();
      },
    }, mark, h("span", {}, h("strong", {}, title), h("small", {}, where), h("span", { class: "call-text" }, text))),
    iconButton("close", word("close"), leave));
  stack.append(card);
  while (stack.children.length > 3) stack.firstChild.remove();
  setTimeout(leave, quiet ? SHORT + 2000 : LONG);
}

/** A dialog is about to go: the cards that stood in it, to be seen over it, stay. */
export function keepCards(dialog) {
  const stack = document.getElementById("calls");
  if (dialog.contains(stack)) document.body.append(stack);
}

/** Read aloud: politely, or at once for a call. */
export function say(text, { now = false } = {}) {
  const log = document.getElementById(now ? "spoken-now" : "spoken");
  log.append(h("p", {}, text.slice(0, 500)));
  while (log.children.length > 12) log.firstChild.remove();
}
