// Practice time: set it to a moment, and see what happens next.
import { clock } from "./act.js";
import { h, icon } from "./dom.js";
import { spoken } from "./mrkdwn.js";
import { placeName } from "./people.js";
import { clockText, dayText, fromLocalInput, localInput, now, viewerZone, zoneName } from "./time.js";
import { word } from "./words.js";

export function clockPanel() {
  const box = h("input", { type: "datetime-local", step: "1", value: localInput(now()) });
  const form = h("form", { class: "row", onsubmit: (event) => {
    event.preventDefault();
    if (box.value) clock({ at: new Date(fromLocalInput(box.value.slice(0, 16)) * 1000).toISOString() });
  } }, h("label", {}, `${word("setTime")} (${zoneName(viewerZone())})`, box), h("button", { type: "submit", class: "button primary" }, word("set")));
  const list = h("ol", { class: "next-list" });
  const node = h("div", { class: "clock-panel" }, form, h("h3", {}, word("whatNext")), list);
  const update = (screen, changed) => {
    if (!["all", "scheduled", "upcoming", "clock", "channels"].some((one) => changed.has(one))) return;
    const due = [
      ...screen.scheduled.map((one) => ({ at: one.post_at, kind: word("scheduledMessage"), channel: one.channel, text: spoken(one.text ?? ""), never: one.never })),
      ...(screen.upcoming ?? []).map((one) => ({ at: one.at, ...(one.kind === "event_retry" ? { kind: word("deliverAgain"), text: one.what } : { kind: word("answerEnds"), channel: one.what, text: "" }) })),
    ].sort((a, b) => a.at - b.at);
    const row = (one) => {
      const channel = screen.channels.get(one.channel);
      return h("li", {},
        h("button", { type: "button", class: "chip light", title: word("toNext"), onclick: () => clock({ at: new Date(one.at * 1000).toISOString() }) }, icon("next"), `${dayText(one.at)} ${clockText(one.at, viewerZone(), true)}`),
        h("strong", {}, one.kind), channel ? h("span", { class: "soft" }, placeName(screen, channel)) : null, h("span", {}, one.text), one.never ? h("span", { class: "mark bad" }, word("never")) : null);
    };
    list.replaceChildren(...(due.length ? due.slice(0, 100).map(row) : [h("li", { class: "empty" }, word("nothingNext"))]));
  };
  return { node, update };
}
