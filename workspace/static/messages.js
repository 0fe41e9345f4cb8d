// One message: its face, its blocks, what hangs on it, and what one can do with it.
import { act } from "./act.js";
import { drawBlocks } from "./blocks.js";
import { encoded } from "./encoding.js";
import { h, icon, iconButton } from "./dom.js";
import { COMMON, picture, search } from "./emoji.js";
import { fileCard } from "./files.js";
import { ask, openMenu } from "./menu.js";
import { emojiNode, mrkdwn } from "./mrkdwn.js";
import { toast } from "./notices.js";
import { avatar, nameOf, personOf } from "./people.js";
import { address, go } from "./place.js";
import { clockText, dayText, localInput, viewerZone } from "./time.js";
import { counted, word } from "./words.js";

const epochOf = (message) => Number(message.ts);

function stampOf(message) {
  const epoch = epochOf(message);
  return h("time", { class: "stamp", datetime: localInput(epoch), title: `${dayText(epoch)} ${clockText(epoch, viewerZone(), true)}` }, clockText(epoch));
}

/** A message as a list item. `follows`: the same person just wrote, so the face is left out. */
export function drawMessage(message, screen, { follows, inThread }) {
  const person = personOf(screen, message.user);
  const name = message.username || nameOf(screen, message.user);
  const surface = {
    screen,
    press: (block, element, option) =>
      act({ do: "press", channel: message.channel, ts: message.ts, block: block.block_id, action: element.action_id, option }),
    suggest: (block, element, typed) =>
      act({ do: "suggest", channel: message.channel, ts: message.ts, block: block.block_id, action: element.action_id, typed }),
  };
  const system = message.subtype && !["bot_message", "thread_broadcast", "file_share"].includes(message.subtype);
  const body = message.blocks?.length ? drawBlocks(message.blocks, surface) : h("div", { class: "plain" }, mrkdwn(message.text ?? ""));
  const stamp = stampOf(message);
  return h("li", {
    class: ["message", follows && "follows", message.ephemeral && "ephemeral", message.pinned && "pinned", system && "system"].filter(Boolean).join(" "),
    "data-ts": message.ts, tabIndex: -1, "aria-label": `${name}, ${clockText(epochOf(message))}`,
  },
  follows ? h("span", { class: "gutter" }, stamp) : avatar(person),
  h("article", { "aria-label": name },
    message.ephemeral ? h("p", { class: "note" }, icon("eye"), word("onlyYou")) : null,
    message.pinned ? h("p", { class: "note" }, icon("pin"), word("pinned")) : null,
    message.broadcast && message.thread_ts !== message.ts ? h("p", { class: "note" }, icon("reply"),
      inThread ? word("toChannel") : h("a", { href: address({ thread: message.thread_ts }) }, word("inThread"))) : null,
    follows ? null : h("p", { class: "byline" }, h("strong", {}, name), person?.is_bot ? h("span", { class: "badge" }, word("app")) : null,
      person?.team ? h("span", { class: "badge outside" }, person.team) : null, stamp),
    h("div", { class: "content" }, body, message.edited ? h("small", { class: "edited" }, word("edited")) : null),
    message.attachments?.map((one) => attachment(one, surface)),
    message.files?.map(fileCard),
    message.reactions?.length ? h("div", { class: "reactions" }, message.reactions.map((one) => reaction(message, one, screen))) : null,
    message.reply_count && !inThread ? repliesLink(message, screen) : null),
  message.ephemeral ? null : tools(message, screen, inThread));
}

/** A secondary attachment: older than blocks, still sent by many apps. */
function attachment(one, surface) {
  return h("div", { class: "attachment" },
    one.pretext ? h("p", {}, mrkdwn(one.pretext)) : null, one.title ? h("strong", {}, one.title) : null,
    one.blocks ? drawBlocks(one.blocks, surface) : h("div", {}, mrkdwn(one.text ?? one.fallback ?? "")),
    one.fields?.length ? h("div", { class: "fields" }, one.fields.map((part) => h("div", {}, h("strong", {}, part.title), " ", mrkdwn(String(part.value ?? ""))))) : null,
    one.footer ? h("small", {}, one.footer) : null);
}

function reaction(message, one, screen) {
  const mine = (one.users ?? []).includes(screen.me);
  const who = (one.users ?? []).map((id) => nameOf(screen, id)).join(", ");
  return h("button", {
    type: "button", class: "reaction", "aria-pressed": String(mine), title: who, "aria-label": `${one.name} ${one.count ?? 1}: ${who}`, "data-action": `react ${one.name}`,
    onclick: () => act({ do: "react", channel: message.channel, ts: message.ts, name: one.name, on: !mine }),
  }, emojiNode(one.name), ` ${one.count ?? 1}`);
}

function repliesLink(message, screen) {
  const count = message.reply_count === 1 ? word("reply1") : counted(message.reply_count, "replies");
  return h("button", { type: "button", class: "replies", "data-action": "thread", onclick: () => go({ thread: message.ts }) },
    (message.reply_users ?? []).slice(0, 4).map((id) => avatar(personOf(screen, id))), count, h("small", {}, clockText(Number(message.latest_reply))));
}

async function pickEmoji() {
  return ask(word("react"), (end) => {
    const grid = h("div", { class: "emoji-grid" });
    const draw = (typed) => grid.replaceChildren(...search(typed, 64).map(([name, shown]) =>
      h("button", { type: "button", "aria-label": name, title: `:${name}:`, onclick: () => end(name) }, shown)));
    const box = h("input", { type: "search", class: "wide", autofocus: true, placeholder: word("search"), "aria-label": word("search"), oninput: () => draw(box.value.trim().toLowerCase()) });
    box.addEventListener("keydown", (event) => event.key === "Enter" && grid.querySelector("button")?.click());
    draw("");
    return [h("h2", {}, word("react")), box, grid];
  }, "confirm picker");
}

/** What one wrote, as one typed it: ids become names again, marks become letters. */
const typed = (text, screen) => text
  .replace(/<@([UW][A-Z0-9]+)>/gu, (_, id) => `@${nameOf(screen, id)}`).replace(/<#[CG][A-Z0-9]+\|([^>]*)>/gu, "#$1").replace(/<!(channel|here|everyone)>/gu, "@$1")
  .replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

async function edit(message, screen) {
  const text = await ask(word("edit"), (end) => {
    const box = h("textarea", { class: "wide", rows: 4, autofocus: true, "aria-label": word("edit"), value: typed(message.text ?? "", screen) });
    return h("form", { onsubmit: (event) => { event.preventDefault(); end(box.value.trim()); } }, h("h2", {}, word("edit")), box,
      h("div", { class: "row end" }, h("button", { type: "button", class: "button", onclick: () => end(null) }, word("cancel")), h("button", { type: "submit", class: "button primary" }, word("save"))));
  });
  if (text) act({ do: "edit", channel: message.channel, ts: message.ts, text: encoded(text, screen) });
}

function tools(message, screen, inThread) {
  const at = { channel: message.channel, ts: message.ts };
  const react = (name) => act({ do: "react", ...at, name, on: true });
  const smile = iconButton("smile", word("react"), () => openMenu(smile, [
    ...COMMON.map((name) => ({ label: picture(name), hint: name.replaceAll("_", " "), act: () => react(name) })),
    { label: "…", hint: word("search"), act: async () => {
      const name = await pickEmoji();
      if (name) react(name);
    } },
  ], word("react")), { "aria-haspopup": "menu", "aria-expanded": "false" });
  const outside = Boolean(personOf(screen, screen.me)?.team);
  const offered = outside ? [] : screen.app.shortcuts.filter((one) => one.type === "message");
  const own = message.user === screen.me;
  const entries = () => [
    ...(offered.length ? [{ title: screen.app.name }] : []),
    ...offered.map((one) => ({ label: one.name, act: () => act({ do: "message_shortcut", callback_id: one.callback_id, ...at }) })),
    ...(offered.length ? [{ title: word("messages") }] : []),
    { label: word(message.pinned ? "unpin" : "pin"), act: () => act({ do: "pin", ...at, on: !message.pinned }) },
    { label: word("unreadHere"), act: () => act({ do: "unread", ...at }) },
    { label: word("copyLink"), act: async () => {
      await navigator.clipboard?.writeText(`${location.origin}/archives/${message.channel}/p${message.ts.replace(".", "")}`).catch(() => {});
      toast(word("copied"), "good");
    } },
    ...(own ? [{ label: word("edit"), act: () => edit(message, screen) }] : []),
    ...(own ? [{ label: word("remove"), act: () => act({ do: "delete", ...at }) }] : []),
  ];
  const more = iconButton("dots", word("more"), () => openMenu(more, entries(), word("more")), { "aria-haspopup": "menu", "aria-expanded": "false" });
  return h("div", { class: "tools" }, smile, inThread ? null : iconButton("reply", word("reply"), () => go({ thread: message.thread_ts ?? message.ts })), more);
}
