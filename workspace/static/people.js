// Faces and names. A face is made from the person's id and first letter; nobody's picture is fetched.
import { h, icon } from "./dom.js";

const hue = (id) => [...id].reduce((sum, letter) => (sum * 33 + letter.charCodeAt(0)) % 65521, 7) % 8;

export function avatar(person) {
  if (!person || person.is_bot) return h("span", { class: "avatar bot", "aria-hidden": "true" }, icon("bell"));
  const letter = [...(person.real_name || person.name)][0];
  return h("span", { class: `avatar hue${hue(person.id)}${person.team ? " outside" : ""}`, "aria-hidden": "true" }, letter);
}

export const personOf = (screen, id) => screen.people.find((one) => one.id === id);
export const nameOf = (screen, id) => personOf(screen, id)?.real_name ?? (id === "USLACKBOT" ? "Slackbot" : id);

/** The other one of a direct message. */
export const otherOf = (screen, channel) => personOf(screen, channel.members.find((id) => id !== screen.me) ?? screen.me);

/** What a place is called for this person. */
export const placeName = (screen, channel) => (channel.kind === "im" ? otherOf(screen, channel)?.real_name ?? "" : `#${channel.name}`);
