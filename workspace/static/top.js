// The bar on top: practice time and how to move it, the person one acts as, the guide.
import { current, go, post } from "./app.js";
import { h, icon, iconButton } from "./dom.js";
import { clockText, dayText, nextMorning, now, rate } from "./time.js";
import { title, word } from "./words.js";

const JAPAN = "Asia/Tokyo";
let drawnFor = "";

export const clock = (body) => post("/_practice/clock", body);
const jump = (minutes) => clock({ jump_minutes: minutes });

export function drawTop(screen, guideOpen) {
  const stamp = JSON.stringify([screen.me, screen.people, screen.app.connected, screen.faults, screen.next, guideOpen, rate() === 0, rate() >= 60]);
  if (stamp === drawnFor) return;
  drawnFor = stamp;
  const stopped = rate() === 0;
  const fast = rate() >= 60;
  const faulty = screen.faults.length > 0;
  document.getElementById("top").replaceChildren(
    iconButton("menu", word("channels"), () => document.body.classList.toggle("sidebar-open"), { class: "icon-button only-narrow" }),
    h("div", { class: "clock", role: "group", "aria-label": word("practiceTime") },
      h("span", { class: "clock-face" }, h("small", {}, word("practiceTime")), h("b", { id: "face" }), h("small", { id: "face-day" })),
      iconButton(stopped ? "play" : "pause", word(stopped ? "play" : "pause"), () => clock({ rate: stopped ? 1 : 0 })),
      iconButton("fast", word("fast"), () => clock({ rate: fast ? 1 : 60 }), { "aria-pressed": fast ? "true" : "false" }),
      h("span", { class: "jumps", role: "group", "aria-label": word("forward") },
        [1, 5, 10].map((minutes) => h("button", { type: "button", class: "chip", onclick: () => jump(minutes), "aria-label": `${word("forward")} ${minutes} ${word("minutes")}` },
          `+${minutes} ${word("minutes")}`)),
        h("button", { type: "button", class: "chip", onclick: () => clock({ at: nextMorning() }), title: word("morning") }, icon("sun"), word("morningShort"))),
      screen.next ? h("small", { class: "next" }, `${screen.next.count} ${word("scheduled")} ${clockText(screen.next.post_at, JAPAN)}`) : null),
    faulty ? h("span", { class: "faults", role: "status" }, word("faultsOn")) : "",
    h("span", { class: `lamp ${screen.app.connected ? "on" : ""}`, role: "img", "aria-label": word(screen.app.connected ? "online" : "offline"), title: word(screen.app.connected ? "online" : "offline") }),
    h("label", { class: "acting" }, h("span", {}, word("actingAs")), personSelect(screen)),
    screen.guide.length ? iconButton("book", word("guide"), () => go({ guide: guideOpen ? "0" : "1" }), { "aria-pressed": guideOpen ? "true" : "false" }) : "");
  tick();
}

function personSelect(screen) {
  const node = h("select", { id: "person", onchange: () => go({ as: node.value, thread: "" }) },
    screen.people.filter((one) => !one.is_bot).map((one) => h("option", { value: one.id }, `${one.real_name} — ${title(one)}`)));
  node.value = screen.me;
  return node;
}

export function tick() {
  const face = document.getElementById("face");
  if (!face || !current()) return;
  const time = `${clockText(now(), JAPAN, true)} JST`;
  if (face.textContent !== time) face.textContent = time;
  const day = dayText(now(), JAPAN);
  const place = document.getElementById("face-day");
  if (place.textContent !== day) place.textContent = day;
}
