// Slack's mrkdwn as DOM nodes. Emphasis needs a word boundary, as in Slack: *太字*です stays as written.
import { h } from "./dom.js";
import { emoji, picture } from "./emoji.js";
import { address } from "./place.js";
import { dateToken } from "./time.js";

let people = {};
let channels = new Map();
let groups = {};
let me = "";
export function setNames(screen) {
  people = Object.fromEntries(screen.people.map((one) => [one.id, one]));
  channels = screen.channels;
  groups = Object.fromEntries((screen.groups ?? []).map((one) => [one.id, one]));
  me = screen.me;
}

const RULES = [
  /```\n?([\s\S]+?)```/u,
  /`([^`\n]+)`/u,
  /<([^<>\n]+)>/u,
  /:([a-z0-9_+-]+(?:::skin-tone-[2-6])?):/u,
  /(?<![\p{L}\p{N}/])(https?:\/\/[^\s<>|]*[^\s<>|.,;:!?)\]}'"。、）」])/u,
  /(?<![\p{L}\p{N}*])\*(?![\s*])([^*\n]*[^\s*])\*(?![\p{L}\p{N}*])/u,
  /(?<![\p{L}\p{N}_])_(?![\s_])([^_\n]*[^\s_])_(?![\p{L}\p{N}_])/u,
  /(?<![\p{L}\p{N}~])~(?![\s~])([^~\n]*[^\s~])~(?![\p{L}\p{N}~])/u,
];

const plainText = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

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
    () => emojiNode(match[1]),
    () => link(match[1], plainText(match[1])),
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
  if (/^#[CG]/u.test(target)) return channelMention(target.slice(1), label);
  if (target.startsWith("!subteam^")) return groupMention(target.slice(9), label);
  if (target.startsWith("!")) return h("span", { class: "mention loud" }, `@${target.slice(1)}`);
  if (/^(https?|mailto|tel):/u.test(target)) return link(target, plainText(label ?? target.replace(/^(mailto|tel):/u, "")));
  return `<${plainText(inner)}>`;
}

/** An emoji with its name for screen readers; the name itself when it is unknown. */
export const emojiNode = (name) => (picture(name) ? h("span", { role: "img", "aria-label": name.replaceAll("_", " "), class: "emoji" }, picture(name)) : `:${name}:`);

export const link = (url, text) => h("a", { href: plainText(url), target: "_blank", rel: "noopener noreferrer" }, text);
export function channelMention(id, label) {
  const known = channels.get(id);
  return known ? h("a", { class: "mention", href: address({ channel: id, thread: "", at: "", tab: "" }) }, `#${known.name}`) : h("span", { class: "mention" }, `#${label || "private"}`);
}
export const mention = (id) => h("span", { class: id === me ? "mention me" : "mention" }, `@${people[id]?.real_name ?? id}`);

export function dateNode(epoch, format, fallback, url) {
  const text = dateToken(epoch, format, fallback);
  const node = h("time", { "data-epoch": epoch, "data-format": format, "data-fallback": fallback, title: fallback }, text);
  return url ? h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, node) : node;
}

export function groupMention(id, label) {
  const known = groups[id];
  return h("span", { class: known?.users.includes(me) ? "mention me" : "mention", title: known?.name }, known ? `@${known.handle}` : label ?? `@${id}`);
}

/** A text object as nodes. */
export function textObject(found) {
  if (!found) return [];
  if (found.type === "mrkdwn") return mrkdwn(found.text);
  return emoji(found.text).split("\n").flatMap((line, index) => (index ? [h("br"), line] : [line]));
}

export const textOf = (found) => (found ? emoji(found.text) : "");

/** A message's text in one line, for notices and screen readers: no marks, names and dates as people read them. */
export function spoken(text) {
  const said = text
    .replace(/<!date\^(\d+)\^([^|>^]+)(?:\^[^|>]*)?(?:\|([^>]*))?>/gu, (_, epoch, format, fallback) => dateToken(Number(epoch), format, fallback ?? ""))
    .replace(/<@([UW][A-Z0-9]+)(?:\|[^>]*)?>/gu, (_, id) => `@${people[id]?.real_name ?? id}`)
    .replace(/<!subteam\^(S[A-Z0-9]+)(?:\|[^>]*)?>/gu, (_, id) => `@${groups[id]?.handle ?? id}`)
    .replace(/<#([CG][A-Z0-9]+)(?:\|([^>]*))?>/gu, (_, id, label) => `#${channels.get(id)?.name ?? label ?? "private"}`)
    .replace(/<!(channel|here|everyone)(?:\|[^>]*)?>/gu, "@$1")
    .replace(/<([^|>]+)\|([^>]+)>/gu, "$2").replace(/<([^>]+)>/gu, "$1")
    .replace(/[*_~`]/gu, "").replace(/\s+/gu, " ");
  return emoji(plainText(said)).trim();
}
