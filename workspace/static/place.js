// Where this page looks. The address keeps it, so that two windows can be two people and a reload changes nothing.

const NAMES = ["as", "channel", "thread", "at", "tab", "guide", "tool"];
const followers = [];
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

/** Go somewhere. A new person or channel starts at the newest message. */
export function go(change) {
  const moved = "as" in change || "channel" in change;
  const next = address(moved ? { at: "", ...change } : change);
  if (next !== location.hash) location.hash = next;
}

/** The same without a step in the browser's history: for scrolling. */
export function drift(change) {
  history.replaceState(null, "", address(change));
  place = read();
  followers.forEach((one) => one(place));
}

/** Call back whenever the place changes. */
export const onMove = (callback) => followers.push(callback);

addEventListener("hashchange", () => {
  place = read();
  followers.forEach((one) => one(place));
});
