// Slack's mrkdwn and rich text as DOM nodes. Emphasis needs a word boundary, as in Slack: *太字*です stays as written.
import { h } from "./dom.js";
import { dateToken } from "./time.js";

const EMOJI = {
  bell: "🔔", warning: "⚠️", white_check_mark: "✅", x: "❌", red_circle: "🔴", large_yellow_circle: "🟡", large_green_circle: "🟢",
  large_blue_circle: "🔵", large_orange_circle: "🟠", white_circle: "⚪", black_circle: "⚫", rotating_light: "🚨", hourglass: "⌛",
  hourglass_flowing_sand: "⏳", alarm_clock: "⏰", clock3: "🕒", telephone_receiver: "📞", phone: "☎️", email: "📧", memo: "📝",
  pushpin: "📌", lock: "🔒", key: "🔑", mag: "🔍", eyes: "👀", "+1": "👍", thumbsup: "👍", tada: "🎉", wave: "👋", bulb: "💡",
  calendar: "📅", clipboard: "📋", page_facing_up: "📄", link: "🔗", information_source: "ℹ️", heavy_check_mark: "✔️", fire: "🔥",
  arrow_right: "➡️", construction: "🚧", no_entry: "⛔", octagonal_sign: "🛑", question: "❓", exclamation: "❗", man_office_worker: "👨‍💼",
};

let people = {};
let channels = {};
let me = "";
export function setNames(screen) {
  people = Object.fromEntries(screen.people.map((one) => [one.id, one]));
  channels = Object.fromEntries(screen.channels.map((one) => [one.id, one]));
  me = screen.me;
}

const RULES = [
  /```\n?([\s\S]+?)```/u,
  /`([^`\n]+)`/u,
  /<([^<>\n]+)>/u,
  /:([a-z0-9_+-]+):/u,
  /(?<![\p{L}\p{N}*])\*(?![\s*])([^*\n]*[^\s*])\*(?![\p{L}\p{N}*])/u,
  /(?<![\p{L}\p{N}_])_(?![\s_])([^_\n]*[^\s_])_(?![\p{L}\p{N}_])/u,
  /(?<![\p{L}\p{N}~])~(?![\s~])([^~\n]*[^\s~])~(?![\p{L}\p{N}~])/u,
];

const plainText = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

export const emoji = (text) => text.replace(/:([a-z0-9_+-]+):/g, (whole, name) => EMOJI[name] ?? whole);

export function mrkdwn(text) {
  const nodes = [];
  let quote = null;
  const lines = text.split(/(```[\s\S]+?```)/u).flatMap((part, index) => (index % 2 ? [part] : part.split("\n").map((line) => ["line", line])));
  let first = true;
  for (const line of lines) {
    if (!Array.isArray(line)) {
      nodes.push(...inline(line));
      quote = null;
      first = true;
      continue;
    }
    const quoted = /^(?:&gt;|>) ?/u.exec(line[1]);
    if (quoted) {
      if (quote) quote.append(h("br"));
      else nodes.push((quote = h("blockquote")));
      quote.append(...inline(line[1].slice(quoted[0].length)));
      first = true;
      continue;
    }
    if (!first) nodes.push(h("br"));
    nodes.push(...inline(line[1]));
    quote = null;
    first = false;
  }
  return nodes;
}

function inline(text) {
  let best = null;
  RULES.forEach((rule, kind) => {
    const match = rule.exec(text);
    if (match && (!best || match.index < best.match.index)) best = { match, kind };
  });
  if (!best) return text ? [plainText(text)] : [];
  const { match, kind } = best;
  const made = [
    () => h("pre", {}, plainText(match[1])),
    () => h("code", {}, plainText(match[1])),
    () => special(match[1]),
    () => EMOJI[match[1]] ?? match[0],
    () => h("strong", {}, inline(match[1])),
    () => h("em", {}, inline(match[1])),
    () => h("s", {}, inline(match[1])),
  ][kind]();
  return [...inline(text.slice(0, match.index)), made, ...inline(text.slice(match.index + match[0].length))];
}

function special(inner) {
  const [target, label] = inner.split(/\|(.*)/su);
  if (target.startsWith("!date^")) {
    const [, epoch, format, url] = target.split("^");
    return dateNode(Number(epoch), format, plainText(label ?? ""), url);
  }
  if (/^@[UW]/u.test(target)) return mention(target.slice(1));
  if (/^#C/u.test(target)) return h("span", { class: "mention" }, `#${channels[target.slice(1)]?.name ?? label ?? "private"}`);
  if (target.startsWith("!subteam")) return h("span", { class: "mention" }, label ?? "@group");
  if (target.startsWith("!")) return h("span", { class: "mention loud" }, `@${target.slice(1)}`);
  if (/^(https?|mailto|tel):/u.test(target)) return link(target, plainText(label ?? target.replace(/^(mailto|tel):/u, "")));
  return `<${plainText(inner)}>`;
}

const link = (url, text) => h("a", { href: plainText(url), target: "_blank", rel: "noopener noreferrer" }, text);
const mention = (id) => h("span", { class: id === me ? "mention me" : "mention" }, `@${people[id]?.real_name ?? id}`);

function dateNode(epoch, format, fallback, url) {
  const text = dateToken(epoch, format, fallback);
  const node = h("time", { "data-epoch": epoch, "data-format": format, "data-fallback": fallback, title: fallback }, text);
  return url ? h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, node) : node;
}

/** A text object as nodes. */
export function textObject(found) {
  if (!found) return [];
  if (found.type === "mrkdwn") return mrkdwn(found.text);
  return emoji(found.text).split("\n").flatMap((line, index) => (index ? [h("br"), line] : [line]));
}

export const textOf = (found) => (found ? emoji(found.text) : "");

function styled(node, style = {}) {
  if (style.code) node = h("code", {}, node);
  if (style.bold) node = h("strong", {}, node);
  if (style.italic) node = h("em", {}, node);
  if (style.strike) node = h("s", {}, node);
  return node;
}

function richInline(element) {
  switch (element.type) {
    case "text": return styled(element.text, element.style);
    case "link": return styled(link(element.url, element.text ?? element.url), element.style);
    case "user": return mention(element.user_id);
    case "channel": return h("span", { class: "mention" }, `#${channels[element.channel_id]?.name ?? element.channel_id}`);
    case "emoji": return EMOJI[element.name] ?? `:${element.name}:`;
    case "broadcast": return h("span", { class: "mention loud" }, `@${element.range}`);
    case "date": return dateNode(element.timestamp, element.format, element.fallback ?? "", element.url);
    default: return "";
  }
}

export function richText(block) {
  return block.elements.map((part) => {
    const inside = (part.elements ?? []).map((one) => (one.type === "rich_text_section" ? h("li", {}, one.elements.map(richInline)) : richInline(one)));
    switch (part.type) {
      case "rich_text_list": return h(part.style === "ordered" ? "ol" : "ul", {}, inside);
      case "rich_text_preformatted": return h("pre", {}, inside);
      case "rich_text_quote": return h("blockquote", {}, inside);
      default: return h("p", { class: "rich" }, inside);
    }
  });
}
