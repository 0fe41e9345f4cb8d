// Where this page looks. The address keeps it, so that two windows can be two people and a reload changes nothing.

const NAMES = ["as", "channel", "thread", "at", "tab", "guide", "tool"];
const followers = [];
let known = location.hash;
let place = read();

function read() {
  const found = new URLSearchParams(location.hash.slice(1));
  const made = Object.fromEntries(NAMES.map((name) => [name, found.get(name) ?? ""]));
  if (found.get("message")) made.at = found.get("message");
  return made;
}

/** {as, channel, thread, at, tab, guide, tool}; what is not set is empty. */
export const here = () => place;

export function address(change) {
  const next = { ...place, ...change };
  return `#${new URLSearchParams(NAMES.filter((name) => next[name]).map((name) => [name, next[name]]))}`;
}

/** Take over the address, at once and once: the browser's own event comes later, after other hands may have moved again. */
function moved() {
  if (location.hash === known) return;
  known = location.hash;
  place = read();
  nudge();
}

/** Tell everybody who follows, as after a step: something beside the address changed how the page looks. */
export const nudge = () => followers.forEach((one) => one(place));

/** Go somewhere. A new person or channel starts at the newest message. */
export function go(change) {
  const onward = "as" in change || "channel" in change;
  location.hash = address(onward ? { at: "", ...change } : change);
  moved();
}

/** The same without a step in the browser's history: for scrolling. */
export function drift(change) {
  history.replaceState(null, "", address(change));
  moved();
}

/** Call back whenever the place changes. */
export const onMove = (callback) => followers.push(callback);

addEventListener("hashchange", moved);
