// Messages of a channel or thread. A message is drawn anew only when it changed, so that focus and selects stay.
import { act, go } from "./app.js";
import { drawBlocks } from "./blocks.js";
import { h, icon, iconButton, openMenu } from "./dom.js";
import { mrkdwn } from "./mrkdwn.js";
import { clockText, dateToken, dayKey, dayText, localInput, viewerZone } from "./time.js";
import { word } from "./words.js";

const hue = (id) => [...id].reduce((sum, letter) => (sum * 33 + letter.charCodeAt(0)) % 65521, 7) % 8;

export function avatar(person) {
  if (!person) return h("span", { class: "avatar bot", "aria-hidden": "true" }, icon("bell"));
  if (person.is_bot) return h("span", { class: "avatar bot", "aria-hidden": "true" }, icon("bell"));
  return h("span", { class: `avatar hue${hue(person.id)}`, "aria-hidden": "true" }, person.real_name[0]);
}

export const personOf = (screen, id) => screen.people.find((one) => one.id === id);

/** Bring `list` up to date with `messages`. */
export function drawMessages(list, messages, screen, inThread = false) {
  const kept = new Map([...list.children].map((node) => [node.dataset.key, node]));
  const wanted = [];
  let day = "";
  let before = null;
  for (const message of messages) {
    const epoch = Number(message.ts);
    const today = dayKey(epoch);
    if (today !== day && !inThread) wanted.push(divider(kept, today, epoch));
    const follows = before && before.user === message.user && day === today && epoch - Number(before.ts) < 300 && !message.ephemeral && !before.ephemeral;
    day = today;
    const key = `${message.ts} ${JSON.stringify([message, follows, screen.me, document.documentElement.lang])}`;
    wanted.push(kept.get(key) ?? drawMessage(message, screen, { follows, inThread, key }));
    before = message;
  }
  const focused = document.activeElement;
  const place = focused && list.contains(focused) ? [focused.closest(".message")?.dataset.ts, focused.dataset.action] : null;
  wanted.forEach((node, index) => {
    if (list.children[index] !== node) list.insertBefore(node, list.children[index] ?? null);
  });
  while (list.children.length > wanted.length) list.lastChild.remove();
  if (place?.[1] && !list.contains(document.activeElement)) {
    list.querySelector(`[data-ts="${place[0]}"] [data-action="${CSS.escape(place[1])}"]`)?.focus();
  }
}

function divider(kept, day, epoch) {
  const key = `day ${day} ${document.documentElement.lang}`;
  return kept.get(key) ?? h("li", { class: "day", "data-key": key }, h("span", {}, dayText(epoch)));
}

function drawMessage(message, screen, { follows, inThread, key }) {
  const person = personOf(screen, message.user);
  const stamp = h("time", { class: "stamp", datetime: localInput(Number(message.ts)), title: `${dayText(Number(message.ts))} ${clockText(Number(message.ts), viewerZone(), true)}` },
    clockText(Number(message.ts)));
  const surface = {
    screen,
    press: (block, element, option) =>
      act({ do: "press", channel: message.channel, ts: message.ts, block: block.block_id, action: element.action_id, option }),
  };
  const blocks = message.blocks?.length ? drawBlocks(message.blocks, surface) : h("div", { class: "plain" }, mrkdwn(message.text));
  const name = person?.real_name ?? "Slackbot";
  return h("li", {
    class: `message${follows ? " follows" : ""}${message.ephemeral ? " ephemeral" : ""}`, "data-key": key, "data-ts": message.ts, tabindex: "-1",
  },
  follows ? h("span", { class: "gutter" }, stamp) : avatar(person),
  h("article", { "aria-label": name },
    message.ephemeral ? h("p", { class: "note" }, icon("eye"), word("onlyYou")) : null,
    message.pinned ? h("p", { class: "note" }, icon("pin"), word("pinned")) : null,
    follows ? null : h("p", { class: "byline" }, h("strong", {}, name), person?.is_bot ? h("span", { class: "badge" }, word("app")) : null, stamp),
    h("div", { class: "content" }, blocks,
      message.edited ? h("small", { class: "edited" }, word("edited")) : null),
    message.reactions ? h("p", { class: "reactions" }, message.reactions.map((one) => h("span", {}, mrkdwn(`:${one.name}:`), ` ${one.count}`))) : null,
    message.reply_count && !inThread ? repliesLink(message) : null),
  message.ephemeral ? null : tools(message, screen, inThread));
}

function repliesLink(message) {
  const count = message.reply_count === 1 ? word("reply1") : `${message.reply_count} ${word("replies")}`;
  return h("button", { type: "button", class: "replies", onclick: () => go({ thread: message.ts }) }, icon("reply"), count,
    h("small", {}, clockText(Number(message.latest_reply))));
}

function tools(message, screen, inThread) {
  const offered = screen.app.shortcuts.filter((one) => one.type === "message");
  const more = iconButton("dots", word("more"), () => openMenu(more, offered.map((one) => ({
    label: one.name, hint: screen.app.name,
    act: () => act({ do: "message_shortcut", callback_id: one.callback_id, channel: message.channel, ts: message.ts }),
  })), word("more")), { "aria-haspopup": "menu" });
  return h("div", { class: "tools" },
    inThread ? null : iconButton("reply", word("reply"), () => go({ thread: message.thread_ts ?? message.ts })),
    more);
}

/** Read new messages of the bot and others aloud, once. */
let heard = null;
export function speakNew(screen) {
  const place = `${screen.me} ${screen.channel.id}`;
  const newest = screen.messages.at(-1);
  if (heard?.place === place && newest && Number(newest.ts) > heard.ts && newest.user !== screen.me) {
    const name = personOf(screen, newest.user)?.real_name ?? "Slackbot";
    const text = newest.text.replace(/<!date\^(\d+)\^([^|>]+)(?:\|([^>]*))?>/g, (_, e, f, fallback) => dateToken(Number(e), f, fallback));
    const log = document.getElementById("spoken");
    log.append(h("p", {}, `${name}: ${text.slice(0, 500)}`));
    while (log.children.length > 20) log.firstChild.remove();
  }
  heard = { place, ts: Number(newest?.ts ?? 0) };
}
