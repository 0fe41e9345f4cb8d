// Practice time, zones, and Slack's date tokens.
import { inJapanese, word } from "./words.js";

let base = { now: Date.now() / 1000, rate: 1, seen: performance.now() };
let zone = "Asia/Tokyo";

export function setClock(clock) {
  base = { ...clock, seen: performance.now() };
}
export const setZone = (tz) => { zone = tz; };
export const viewerZone = () => zone;
export const rate = () => base.rate;
export const now = () => base.now + ((performance.now() - base.seen) / 1000) * base.rate;

const locale = () => (inJapanese() ? "ja-JP" : "en-GB");
const cache = new Map();

function formatter(options, tz = zone) {
  const key = JSON.stringify([locale(), tz, options]);
  if (!cache.has(key)) cache.set(key, new Intl.DateTimeFormat(locale(), { timeZone: tz, ...options }));
  return cache.get(key);
}

export const clockText = (epoch, tz = zone, seconds = false) =>
  formatter({ hour: "2-digit", minute: "2-digit", hourCycle: "h23", ...(seconds ? { second: "2-digit" } : {}) }, tz).format(epoch * 1000);
/** "Fri 27 Nov", in the reader's language. */
export const dayText = (epoch, tz = zone) =>
  formatter({ weekday: "short", day: "numeric", month: "short" }, tz).format(epoch * 1000);

const NUMBERS = { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" };

function parts(epoch, tz = zone) {
  const key = `parts ${tz}`;
  if (!cache.has(key)) cache.set(key, new Intl.DateTimeFormat("en-GB", { timeZone: tz, ...NUMBERS }));
  return Object.fromEntries(cache.get(key).formatToParts(epoch * 1000).map((part) => [part.type, part.value]));
}

const QUARTER = 900;
const days = new Map();

/** "2026-11-21" in a zone. Zones begin their days at a quarter of an hour, so one answer serves for each quarter. */
export const dayKey = (epoch, tz = zone) => {
  const key = `${tz} ${Math.floor(epoch / QUARTER)}`;
  if (!days.has(key)) {
    const p = parts(epoch, tz);
    if (days.size > 5000) days.clear();
    days.set(key, `${p.year}-${p.month}-${p.day}`);
  }
  return days.get(key);
};

/** "2026-11-21T03:05" in the viewer's zone, for datetime-local inputs. */
export function localInput(epoch, tz = zone) {
  const p = parts(epoch, tz);
  return `${p.year}-${p.month}-${p.day}T${p.hour}:${p.minute}`;
}

/** Back to epoch seconds: the instant at which a clock in the viewer's zone shows this. */
export function fromLocalInput(text, tz = zone) {
  const wanted = Date.parse(`${text}:00Z`) / 1000;
  let guess = wanted;
  for (let round = 0; round < 3; round += 1) guess += wanted - Date.parse(`${localInput(guess, tz)}:00Z`) / 1000;
  return guess;
}

/** The next 09:00 in Japan after practice time, as an ISO instant. */
export function nextMorning() {
  const tz = "Asia/Tokyo";
  let at = fromLocalInput(`${dayKey(now(), tz)}T09:00`, tz);
  if (at <= now()) at += 86400;
  return new Date(at * 1000).toISOString();
}

function relativeDay(epoch) {
  for (const [name, days] of [["today", 0], ["yesterday", -1], ["tomorrow", 1]]) {
    if (dayKey(epoch) === dayKey(now() + days * 86400)) return word(name);
  }
  return null;
}

function ago(epoch) {
  const seconds = epoch - now();
  const steps = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];
  const [unit, size] = steps.find(([, size]) => Math.abs(seconds) >= size) ?? steps[3];
  return new Intl.RelativeTimeFormat(locale(), { numeric: "always" }).format(Math.trunc(seconds / size), unit);
}

const ordinal = (number) => {
  const rest = number % 100;
  return `${number}${rest > 10 && rest < 14 ? "th" : ["th", "st", "nd", "rd"][number % 10] ?? "th"}`;
};
/** "November 18th, 2026", as Slack's English has it; in Japanese the usual form. */
const withOrdinal = (epoch, options) => {
  const found = formatter({ ...options, year: "numeric", month: "long", day: "numeric" }).formatToParts(epoch * 1000);
  if (inJapanese()) return found.map((part) => part.value).join("");
  const of = Object.fromEntries(found.map((part) => [part.type, part.value]));
  return `${of.weekday ? `${of.weekday}, ` : ""}${of.month} ${ordinal(Number(of.day))}, ${of.year}`;
};

const DATES = {
  date_num: (e) => dayKey(e),
  date_slash: (e) => (inJapanese() ? dayKey(e).replaceAll("-", "/") : dayKey(e).replace(/(\d+)-(\d+)-(\d+)/u, "$2/$3/$1")),
  date: (e) => withOrdinal(e, {}),
  date_short: (e) => formatter({ year: "numeric", month: "short", day: "numeric" }).format(e * 1000),
  date_long: (e) => withOrdinal(e, { weekday: "long" }),
  date_long_full: (e) => formatter({ weekday: "long", year: "numeric", month: "long", day: "numeric" }).format(e * 1000),
  time: (e) => clockText(e),
  time_secs: (e) => clockText(e, zone, true),
  ago: (e) => ago(e),
};
for (const name of ["date", "date_short", "date_long"]) DATES[`${name}_pretty`] = (e) => relativeDay(e) ?? DATES[name](e);
DATES.day_divider_pretty = (e) => relativeDay(e) ?? dayText(e);

/** The text of `<!date^EPOCH^FORMAT|fallback>`; the fallback when the token is not understood. */
export function dateToken(epoch, format, fallback) {
  if (!Number.isFinite(epoch)) return fallback;
  return format.replace(/\{(\w+)\}/g, (whole, name) => (DATES[name] ? DATES[name](epoch) : whole));
}

/** A duration of milliseconds, short. */
export const took = (milliseconds) => (milliseconds < 10 ? `${milliseconds.toFixed(1)} ms` : milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`);

/** "Tokyo 03:05" style name of a zone, short. */
export const zoneName = (tz) => tz.split("/").pop().replaceAll("_", " ");

/** Keep all date tokens on the page right while practice time moves. */
export function refreshTokens() {
  for (const node of document.querySelectorAll("time[data-epoch]")) {
    const text = dateToken(Number(node.dataset.epoch), node.dataset.format, node.dataset.fallback);
    if (node.textContent !== text) node.textContent = text;
  }
}
