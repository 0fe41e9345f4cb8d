// Where one writes: text, slash commands with their hints, and the app's global shortcuts.
import { act } from "./app.js";
import { h, icon, iconButton, openMenu, toast } from "./dom.js";
import { word } from "./words.js";

const drafts = new Map();

/** A composer for a channel or thread; `screen` is a function that returns the newest screen. */
export function composer(screen, thread = null) {
  const state = screen();
  const key = `${state.me} ${state.channel.id} ${thread ?? ""}`;
  const label = `${word("messageTo")} ${state.channel.kind === "im" ? state.app.name : `#${state.channel.name}`}`;
  const list = h("div", { class: "commands", role: "listbox", "aria-label": word("shortcuts"), hidden: true });
  const box = h("textarea", { rows: 1, "aria-label": label, placeholder: thread ? word("reply") : label, value: drafts.get(key) ?? "" });
  const button = h("button", { type: "submit", class: "icon-button send", "aria-label": word("send"), title: word("send") }, icon("send"));

  const offer = () => {
    drafts.set(key, box.value);
    box.style.height = "auto";
    box.style.height = `${Math.min(box.scrollHeight, 160)}px`;
    const text = box.value;
    const found = !thread && text.startsWith("/") ? screen().app.commands.filter((one) => one.command.startsWith(text.split(" ")[0])) : [];
    list.hidden = found.length === 0;
    list.replaceChildren(...found.map((one) => h("button", { type: "button", role: "option", onclick: () => fill(one) },
      h("strong", {}, one.command), h("code", {}, one.usage_hint ?? ""), h("small", {}, one.description ?? ""))));
  };
  const fill = (one) => {
    box.value = `${one.command} `;
    offer();
    box.focus();
  };
  const send = async () => {
    const text = box.value.trim();
    if (!text) return;
    const { channel } = screen();
    if (text.startsWith("/") && !thread) {
      const command = text.split(/\s/u)[0];
      if (!screen().app.commands.some((one) => one.command === command)) {
        toast(`${command} ${word("notCommand")}`);
        return;
      }
      clear();
      await act({ do: "command", line: text, channel: channel.id });
      return;
    }
    clear();
    await act({ do: "post", channel: channel.id, text: escaped(text), thread_ts: thread });
  };
  const clear = () => {
    box.value = "";
    offer();
  };
  box.addEventListener("input", offer);
  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Tab" && !list.hidden && !box.value.includes(" ")) {
      list.querySelector("button").click();
    } else if (event.key === "ArrowUp" && !list.hidden) {
      list.querySelector("button:last-child").focus();
    } else if (event.key === "Enter" && !event.shiftKey) send();
    else return;
    event.preventDefault();
  });
  list.addEventListener("keydown", (event) => {
    const next = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
    if (next) (document.activeElement[next] ?? box).focus();
    else if (event.key === "Escape") box.focus();
    else return;
    event.preventDefault();
  });
  const bolt = iconButton("bolt", word("shortcuts"), () => {
    const offered = screen().app.shortcuts.filter((one) => one.type === "global");
    openMenu(bolt, offered.map((one) => ({ label: one.name, hint: screen().app.name, act: () => act({ do: "shortcut", callback_id: one.callback_id }) })), word("shortcuts"));
  }, { "aria-haspopup": "menu" });
  const form = h("form", {
    class: "composer",
    onsubmit: (event) => {
      event.preventDefault();
      send();
    },
  }, list, thread ? null : bolt, box, button);
  requestAnimationFrame(offer);
  return form;
}

/** As Slack's own clients send it; a mention typed as <@U...> stays one. */
const escaped = (text) => text.replaceAll("&", "&amp;").replace(/<(?!@[UW][A-Z0-9]+>)/gu, "&lt;");
