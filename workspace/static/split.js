// A second screen beside the first one: the same page as another person, in a frame.
import { h } from "./dom.js";
import { nudge } from "./place.js";
import { word } from "./words.js";

let frame = null;

export const secondOpen = () => Boolean(frame);

/** Show this person's screen beside one's own; null closes it. */
export function openSecond(user) {
  frame?.remove();
  frame = null;
  document.body.classList.toggle("split", Boolean(user));
  if (user) {
    frame = h("iframe", { id: "second", src: `/?pane#as=${user}&guide=0`, title: word("second") });
    document.getElementById("frame").after(frame);
  }
  nudge();
}
