// A list one searches by typing, for one or many choices: selects with many options, people, channels, and options the app looks up.
import { freshId, h, icon, iconButton } from "./dom.js";
import { word } from "./words.js";

const WAIT = 150;
const folded = (text) => text.normalize("NFKC").toLowerCase();

/**
 * `options` are {value, label, hint, group, mark}; `look(typed)`, when given, asks for them instead, from `least` letters on.
 * Values are strings; `read` gives one value or null, or a list for `many`; for looked-up options the whole option as the app gave it.
 */
export function chooser({ options = [], look = null, least = 0, many = false, most = 100, placeholder, tell, initial = null }) {
  const listId = freshId("options");
  const known = new Map(options.map((one) => [one.value, one]));
  let chosen = [];
  let offered = [];
  let active = -1;
  let asked = 0;
  let timer = null;

  const tokens = h("span", { class: "tokens" });
  const box = h("input", {
    type: "text", role: "combobox", autocomplete: "off", spellcheck: "false", "aria-expanded": "false", "aria-controls": listId, "aria-autocomplete": "list",
    placeholder: placeholder || word("choose"),
  });
  const list = h("ul", { id: listId, role: "listbox", "aria-label": word("suggestions"), class: "options", hidden: true, "aria-multiselectable": many ? "true" : null });
  const wipe = iconButton("close", word("clear"), () => change([], true), { class: "icon-button wipe", tabIndex: -1 });
  const node = h("div", { class: `chooser${many ? " many" : ""}` }, tokens, box, many ? null : wipe, icon("down"), list);

  const change = (next, loud) => {
    chosen = many ? next.slice(0, most) : next.slice(0, 1);
    draw();
    if (loud) tell();
  };
  const draw = () => {
    wipe.hidden = !chosen.length;
    box.placeholder = chosen.length && many ? "" : placeholder || word("choose");
    if (!many) box.value = chosen[0]?.label ?? "";
    else {
      box.value = "";
      tokens.replaceChildren(...chosen.map((one) => h("span", { class: "token" }, one.mark?.(), one.label,
        iconButton("close", `${word("removeFile")} ${one.label}`, () => {
          change(chosen.filter((other) => other !== one), true);
          box.focus();
        }, { tabIndex: -1 }))));
      box.setAttribute("aria-description", chosen.map((one) => one.label).join(", "));
    }
  };
  const close = () => {
    clearTimeout(timer); // letters typed just before must not open it again
    list.hidden = true;
    active = -1;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  };
  const mark = (index) => {
    list.querySelector(".active")?.classList.remove("active");
    active = offered.length ? (index + offered.length) % offered.length : -1;
    const item = list.querySelectorAll("[role=option]")[active];
    if (!item) return box.removeAttribute("aria-activedescendant");
    item.classList.add("active");
    item.scrollIntoView({ block: "nearest" });
    return box.setAttribute("aria-activedescendant", item.id);
  };
  const show = (found, note = "") => {
    offered = found;
    let group = null;
    const items = found.flatMap((one) => {
      const picked = chosen.some((other) => other.value === one.value);
      const item = h("li", { id: freshId("option"), role: "option", "aria-selected": String(picked), onpointerdown: (event) => event.preventDefault(), onclick: () => pick(one) },
        one.mark?.(), h("span", {}, one.label, one.hint ? h("small", {}, one.hint) : null));
      const head = one.group && one.group !== group ? [h("li", { class: "group", role: "presentation" }, one.group)] : [];
      group = one.group;
      return [...head, item];
    });
    if (!items.length || note) items.push(h("li", { class: "note", role: "presentation" }, note || word("nothingFound")));
    list.replaceChildren(...items);
    list.hidden = false;
    box.setAttribute("aria-expanded", "true");
    mark(found.length ? Math.max(0, found.findIndex((one) => one.value === chosen[0]?.value)) : -1);
    const place = box.getBoundingClientRect();
    list.classList.toggle("above", place.bottom + 260 > innerHeight && place.top > innerHeight - place.bottom);
  };
  const offer = async () => {
    const typed = !many && box.value === (chosen[0]?.label ?? "") ? "" : box.value.trim();
    if (!look) {
      const wanted = folded(typed);
      return show(options.filter((one) => !wanted || folded(`${one.label} ${one.hint ?? ""}`).includes(wanted)));
    }
    if (typed.length < least) return show([], word("keepTyping"));
    const mine = (asked += 1);
    show([], word("searching"));
    const found = await look(typed);
    if (mine === asked && document.activeElement === box) {
      found.forEach((one) => known.set(one.value, one));
      show(found);
    }
    return null;
  };
  const pick = (one) => {
    clearTimeout(timer);
    if (!many) {
      change([one], true);
      close();
      return;
    }
    change(chosen.some((other) => other.value === one.value) ? chosen.filter((other) => other.value !== one.value) : [...chosen, one], true);
    offer();
  };
  box.addEventListener("focus", () => {
    if (!many) box.select();
  });
  box.addEventListener("click", () => (list.hidden ? offer() : undefined));
  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(offer, look ? WAIT : 0);
    if (!many && box.value === "" && chosen.length) {
      chosen = [];
      wipe.hidden = true;
      tell();
    }
  });
  box.addEventListener("blur", () => {
    close();
    draw();
  });
  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) list.hidden ? offer() : mark(active + step);
    else if (event.key === "Enter" && !list.hidden) {
      if (offered[active]) pick(offered[active]);
    } else if (event.key === "Escape" && !list.hidden) {
      draw();
      close();
      event.stopPropagation();
    } else if (event.key === "Backspace" && many && !box.value && chosen.length) change(chosen.slice(0, -1), true);
    else return;
    event.preventDefault();
  });
  const value = (one) => (look && one.whole ? one.whole : one.value);
  const write = (raw) => {
    const wanted = (Array.isArray(raw) ? raw : [raw]).filter((one) => one !== null && one !== undefined && one !== "");
    change(wanted.map((one) => {
      const name = one?.value ?? one;
      return known.get(name) ?? (one?.label ? one : one?.text ? { value: one.value, label: one.text.text, whole: one } : { value: name, label: String(name) });
    }), false);
  };
  write(initial);
  return { node, focus: box, read: () => (many ? chosen.map(value) : chosen.length ? value(chosen[0]) : null), write };
}
