// The bar on top: practice time and how to move it, the person one acts as, the guide and the instruments.
import { clock } from "./act.js";
import { h, icon, iconButton } from "./dom.js";
import { faultLine } from "./fault_panel.js";
import { current } from "./feed.js";
import { openMenu } from "./menu.js";
import { avatar, personOf } from "./people.js";
import { address, go, here } from "./place.js";
import { guideOpen } from "./side.js";
import { openSecond, secondOpen } from "./split.js";
import { clockText, dayText, nextMorning, now, rate, zoneName } from "./time.js";
import { chooseTheme, theme } from "./theme.js";
import { inJapanese, title, word } from "./words.js";

const JAPAN = "Asia/Tokyo";
let drawnFor = "";

export const jump = (minutes) => clock({ jump_minutes: minutes });

/** The next thing that is planned: epoch seconds, or null. */
export const nextDue = (screen) => [...screen.scheduled.map((one) => one.post_at), ...screen.upcoming.filter((one) => one.kind === "event_retry").map((one) => one.at)].sort((a, b) => a - b).find((at) => at > now()) ?? null;


export function drawTop(screen) {
  const pane = document.body.classList.contains("pane");
  const next = nextDue(screen);
  const stamp = JSON.stringify([screen.me, screen.people, screen.app.connected, screen.faults, next, guideOpen(screen), secondOpen(), here().tool, rate() === 0, rate() >= 60, screen.waiting, inJapanese(), pane, theme()]);
  if (stamp === drawnFor) return;
  drawnFor = stamp;
  const top = document.getElementById("top");
  const focused = top.contains(document.activeElement) ? document.activeElement.dataset.name : null;
  const stopped = rate() === 0;
  const fast = rate() >= 60;
  const lamp = word(screen.app.connected ? "online" : "offline");
  const clockPart = h("div", { class: "clock", role: "group", "aria-label": word("practiceTime") },
    h("button", { type: "button", class: "clock-face", "data-name": "face", "aria-label": word("practiceTime"), title: word("whatNext"), onclick: () => go({ tool: here().tool === "clock" ? "" : "clock" }) },
      h("small", {}, word("practiceTime"), stopped ? h("em", {}, word("stopped")) : null), h("b", { id: "face" }), h("small", { id: "face-day" })),
    iconButton(stopped ? "play" : "pause", word(stopped ? "play" : "pause"), () => clock({ rate: stopped ? 1 : 0 }), { "data-name": "pause" }),
    iconButton("fast", word("fast"), () => clock({ rate: fast ? 1 : 60 }), { "aria-pressed": fast ? "true" : "false", "data-name": "fast" }),
    h("span", { class: "jumps", role: "group", "aria-label": word("forward") },
      [1, 5, 15, 60].map((minutes) => h("button", { type: "button", class: "chip", "data-name": `jump${minutes}`, onclick: () => jump(minutes), "aria-label": `${word("forward")} ${minutes} ${word("minutes")}` },
        `+${minutes}`, h("span", { class: "unit" }, word("minutes")))),
      h("button", { type: "button", class: "chip", "data-name": "due", disabled: next === null, title: word("toNext"), onclick: () => clock({ at: new Date(nextDue(current()) * 1000).toISOString() }) },
        icon("next"), next === null ? word("toNextShort") : clockText(next, JAPAN)),
      h("button", { type: "button", class: "chip", "data-name": "morning", onclick: () => clock({ at: nextMorning() }), title: word("morning") }, icon("sun"), word("morningShort"))));
  top.replaceChildren(...[
    iconButton("menu", word("channels"), () => document.body.classList.toggle("sidebar-open"), { class: "icon-button only-narrow", "data-name": "menu" }),
    pane ? h("span", { class: "spring" }) : clockPart,
    h("span", { class: `lamp ${screen.app.connected ? "on" : ""}`, role: "img", "aria-label": lamp, title: lamp }),
    whoButton(screen),
    pane ? null : iconButton("gauge", word("tools"), () => go({ tool: here().tool ? "" : "traffic" }), { "aria-pressed": String(Boolean(here().tool)), "data-name": "tools" }),
    pane || !screen.guide.length ? null : iconButton("book", word("guide"), () => go({ guide: guideOpen(screen) ? "0" : "1", thread: "" }), { "aria-pressed": String(guideOpen(screen)), "data-name": "guide" }),
    pane ? null : themeButton(),
  ].filter(Boolean));
  if (focused) top.querySelector(`[data-name="${CSS.escape(focused)}"]`)?.focus();
  drawBanner(screen, pane);
  tick();
}

function themeButton() {
  const button = iconButton("moon", word("theme"), () => openMenu(button, ["system", "light", "dark"].map((name) => ({
    label: word({ system: "themeSystem", light: "themeLight", dark: "themeDark" }[name]), checked: theme() === name, act: () => chooseTheme(name),
  })), word("theme")), { "aria-haspopup": "menu", "aria-expanded": "false", "data-name": "theme" });
  return button;
}

function drawBanner(screen, pane) {
  const banner = document.getElementById("banner");
  const on = screen.faults.length > 0 && !pane;
  banner.hidden = !on;
  banner.replaceChildren(...(on ? [icon("fault"), h("strong", {}, word("faultsOn")), h("span", {}, screen.faults.map(faultLine).join(" · ")),
    h("button", { type: "button", class: "chip", onclick: () => fetch("/_practice/faults", { method: "DELETE" }) }, word("allOff")),
    h("button", { type: "button", class: "chip", onclick: () => go({ tool: "faults" }) }, word("faultTab"))] : []));
}

/** Whom one acts as; a menu of everybody, with who has unread calls, and ways to see two at once. */
function whoButton(screen) {
  const me = personOf(screen, screen.me);
  const waiting = Object.entries(screen.waiting ?? {}).filter(([id, count]) => id !== me.id && count);
  const people = screen.people.filter((one) => !one.is_bot);
  const label = (one) => [title(one), zoneName(one.tz), one.locale.startsWith("ja") ? "日本語" : "English"].filter(Boolean).join(" · ");
  const choose = (act, name) => {
    const teams = [...new Set(people.map((one) => one.team ?? ""))];
    return teams.flatMap((team) => [
      ...(teams.length > 1 ? [{ title: team || word("ours") }] : []),
      ...people.filter((one) => (one.team ?? "") === team).map((one) => ({
        label: one.real_name, small: label(one), mark: avatar(one), checked: name === "act" ? one.id === me.id : undefined,
        hint: screen.waiting?.[one.id] && one.id !== me.id ? counted(screen.waiting[one.id]) : undefined, act: () => act(one),
      })),
    ]);
  };
  const counted = (count) => h("b", { class: "count loud" }, String(count));
  const button = h("button", {
    type: "button", class: "who", id: "person", "data-name": "who", "aria-haspopup": "menu", "aria-expanded": "false", "aria-label": `${word("actingAs")}: ${me.real_name}`,
    onclick: () => openMenu(button, [
      ...choose((one) => go({ as: one.id, thread: "" }), "act"),
      { title: word("second") },
      { label: word("newWindow"), mark: icon("window"), act: () => window.open(`/${address({})}`, "_blank", "noopener") },
      ...(document.body.classList.contains("pane") ? [] : secondOpen()
        ? [{ label: word("onePerson"), mark: icon("split"), act: () => openSecond(null) }]
        : [{ label: word("sideBySide"), mark: icon("split"), act: () => openMenu(button, choose((one) => openSecond(one.id), "beside"), word("sideBySide")) }]),
    ], word("switchPerson")),
  }, avatar(me), h("span", { class: "who-name" }, h("small", {}, word("actingAs")), h("strong", {}, me.real_name)),
  waiting.length ? h("span", { class: "count loud", role: "img", "aria-label": waiting.map(([id, count]) => `${personOf(screen, id)?.real_name} ${count} ${word("waiting")}`).join(", "), title: waiting.map(([id]) => personOf(screen, id)?.real_name).join(", ") }, String(waiting.length)) : null,
  icon("down"));
  return button;
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
