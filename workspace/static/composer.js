// Where one writes: text, commands with their hints, names and emoji completed while typing, and the app's global shortcuts.
import { act } from "./act.js";
import { freshId, h, icon, iconButton } from "./dom.js";
import { search } from "./emoji.js";
import { encoded } from "./encoding.js";
import { openMenu } from "./menu.js";
import { toast } from "./notices.js";
import { avatar, personOf, placeName } from "./people.js";
import { title, word } from "./words.js";

const drafts = new Map();
const EVERYBODY = ["channel", "here"];
const fits = (text, typed) => text.normalize("NFKC").toLowerCase().includes(typed.normalize("NFKC").toLowerCase());

/** What could be meant by what stands before the cursor: {from, items: [{label, hint, small, mark, insert, whole}]}; null for nothing. */
function offers(box, screen, thread) {
  const before = box.value.slice(0, box.selectionStart);
  const outside = Boolean(personOf(screen, screen.me)?.team);
  if (box.value.startsWith("/") && !thread && !outside) {
    const typed = box.value.split(" ")[0];
    const items = screen.app.commands.filter((one) => one.command.startsWith(typed)).map((one) => ({
      label: one.command, hint: one.usage_hint, small: one.description, insert: `${one.command} `, whole: true, done: box.value.includes(" ") || box.value === one.command,
    }));
    return items.length ? { from: 0, items, command: true } : null;
  }
  const name = /(?:^|\s)@([^@\n]{0,20})$/u.exec(before);
  if (name) {
    const people = screen.people.filter((one) => screen.channel.members.includes(one.id) || name[1])
      .filter((one) => fits(one.real_name, name[1]) || fits(one.name, name[1])).slice(0, 8)
      .map((one) => ({ label: one.real_name, small: title(one), mark: avatar(one), insert: `@${one.real_name} ` }));
    const all = EVERYBODY.filter((one) => name[1] !== "" && one.startsWith(name[1])).map((one) => ({ label: `@${one}`, small: word("everybody"), insert: `@${one} ` }));
    const groups = (screen.groups ?? []).filter((one) => name[1] !== "" && (fits(one.handle, name[1]) || fits(one.name, name[1]))).slice(0, 4)
      .map((one) => ({ label: `@${one.handle}`, small: one.name, insert: `@${one.handle} ` }));
    const items = [...people, ...groups, ...all];
    return items.length ? { from: before.length - name[1].length - 1, items } : null;
  }
  const channel = /(?:^|\s)#([\p{L}\p{N}_-]{0,30})$/u.exec(before);
  if (channel) {
    const items = [...screen.channels.values()].filter((one) => one.kind !== "im" && fits(one.name, channel[1])).slice(0, 8)
      .map((one) => ({ label: one.name, mark: icon(one.kind === "private" ? "lock" : "hash"), insert: `#${one.name} ` }));
    return items.length ? { from: before.length - channel[1].length - 1, items } : null;
  }
  const emoji = /(?:^|\s):([a-z0-9_+-]{2,30})$/u.exec(before);
  if (emoji) {
    const items = search(emoji[1], 8).map(([key, shown]) => ({ label: `:${key}:`, mark: h("span", {}, shown), insert: `:${key}: ` }));
    return items.length ? { from: before.length - emoji[1].length - 1, items } : null;
  }
  return null;
}

/** A composer for a channel or thread; `screen` is a function that returns the newest screen. */
export function composer(screen, thread = null) {
  const state = screen();
  const key = `${state.me} ${state.channel.id} ${thread ?? ""}`;
  const label = `${word("messageTo")} ${placeName(state, state.channel)}`;
  const listId = freshId("offers");
  const list = h("ul", { class: "commands", id: listId, role: "listbox", "aria-label": word("suggestions"), hidden: true });
  const box = h("textarea", {
    rows: 1, "aria-label": thread ? `${label} (${word("thread")})` : label, placeholder: thread ? word("reply") : label, value: drafts.get(key) ?? "",
    "aria-autocomplete": "list", "aria-controls": listId, "aria-haspopup": "listbox",
  });
  const button = h("button", { type: "submit", class: "icon-button send", "aria-label": word("send"), title: word("send") }, icon("send"));
  let found = null;
  let active = 0;

  const hide = () => {
    found = null;
    list.hidden = true;
    box.removeAttribute("aria-activedescendant");
  };
  const mark = (index) => {
    active = (index + found.items.length) % found.items.length;
    [...list.children].forEach((one, place) => one.setAttribute("aria-selected", String(place === active)));
    list.children[active].scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", list.children[active].id);
  };
  const offer = () => {
    drafts.set(key, box.value);
    box.style.height = "auto";
    box.style.height = `${Math.min(box.scrollHeight, 160)}px`;
    found = offers(box, screen(), thread);
    if (!found) return hide();
    list.replaceChildren(...found.items.map((one) => h("li", {
      role: "option", id: freshId("offer"), "aria-selected": "false", onpointerdown: (event) => event.preventDefault(), onclick: () => fill(one),
    }, one.mark, h("strong", {}, one.label), one.hint ? h("code", {}, one.hint) : null, one.small ? h("small", {}, one.small) : null)));
    list.hidden = false;
    return mark(0);
  };
  const fill = (one) => {
    const end = one.whole ? box.value.length : box.selectionStart;
    box.setRangeText(one.insert, found.from, end, "end");
    offer();
    box.focus();
  };
  const clear = () => {
    box.value = "";
    offer();
  };
  const send = async () => {
    const text = box.value.trim();
    if (!text) return;
    const { channel, app } = screen();
    if (text.startsWith("/") && !thread) {
      const command = text.split(/\s/u)[0];
      if (personOf(screen(), screen().me)?.team) return void toast(word("noCommandsOutside"));
      if (!app.commands.some((one) => one.command === command)) return void toast(`${command} ${word("notCommand")}`);
      clear();
      await act({ do: "command", line: text, channel: channel.id });
      return;
    }
    clear();
    const answer = await act({ do: "post", channel: channel.id, text: encoded(text, screen()), thread_ts: thread });
    if (!answer.ok && !box.value) {
      box.value = text;
      offer();
    }
  };
  box.addEventListener("input", offer);
  box.addEventListener("blur", hide);
  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const one = found?.items[active];
    if (found && event.key === "ArrowDown") mark(active + 1);
    else if (found && event.key === "ArrowUp") mark(active - 1);
    else if (one && event.key === "Tab" && !event.shiftKey && !one.done) fill(one);
    else if (found && event.key === "Escape") hide();
    else if (event.key === "Enter" && !event.shiftKey) {
      if (one && !one.done) fill(one);
      else send();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  const bolt = iconButton("bolt", word("shortcuts"), () => {
    const offered = screen().app.shortcuts.filter((one) => one.type === "global");
    openMenu(bolt, offered.map((one) => ({ label: one.name, hint: screen().app.name, act: () => act({ do: "shortcut", callback_id: one.callback_id }) })), word("shortcuts"));
  }, { "aria-haspopup": "menu", "aria-expanded": "false" });
  const outside = Boolean(personOf(state, state.me)?.team);
  const form = h("form", {
    class: "composer",
    onsubmit: (event) => {
      event.preventDefault();
      send();
    },
  }, list, thread || outside ? null : bolt, box, button);
  requestAnimationFrame(() => {
    offer();
    hide();
  });
  return form;
}
