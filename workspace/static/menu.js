// Menus at a button and dialogs that ask before acting.
import { h } from "./dom.js";
import { keepCards } from "./notices.js";

let leaveOpen = null;

/**
 * A menu at a button. `entries` are {label, hint, mark, act, checked, small}, or {title} for a heading. Arrow keys, letters, Escape and a
 * click elsewhere work as people expect of menus; focus returns to the button.
 */
export function openMenu(anchor, entries, label) {
  const again = anchor.getAttribute("aria-expanded") === "true";
  leaveOpen?.();
  if (again) return;
  const leave = () => {
    menu.remove();
    document.removeEventListener("pointerdown", outside, true);
    anchor.setAttribute("aria-expanded", "false");
    anchor.closest(".tools")?.classList.remove("open");
    leaveOpen = null;
  };
  const outside = (event) => !menu.contains(event.target) && !anchor.contains(event.target) && leave();
  const items = [];
  const rows = entries.map((entry) => {
    if (entry.title) return h("p", { class: "menu-title", role: "presentation" }, entry.title);
    const item = h("button", {
      type: "button", tabIndex: -1, role: entry.checked === undefined ? "menuitem" : "menuitemradio",
      "aria-checked": entry.checked === undefined ? null : String(entry.checked),
      onclick: () => {
        leave();
        anchor.focus();
        entry.act();
      },
    }, entry.mark, h("span", { class: "menu-label" }, entry.label, entry.small ? h("small", {}, entry.small) : null), entry.hint ? h("small", {}, entry.hint) : null);
    items.push(item);
    return item;
  });
  const menu = h("div", { class: "menu", role: "menu", "aria-label": label }, rows.length ? rows : h("p", { class: "menu-title" }, "—"));
  menu.addEventListener("keydown", (event) => {
    const at = items.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const end = { Home: 0, End: items.length - 1 }[event.key];
    if (step && items.length) items[(at + step + items.length) % items.length].focus();
    else if (end !== undefined) items[end]?.focus();
    else if (event.key === "Escape" || event.key === "Tab") {
      leave();
      anchor.focus();
    } else if (event.key.length === 1 && event.key !== " ") {
      const letter = event.key.toLowerCase();
      const order = [...items.slice(at + 1), ...items.slice(0, at + 1)];
      order.find((one) => one.textContent.trim().toLowerCase().startsWith(letter))?.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  (anchor.closest("dialog") ?? document.body).append(menu);
  const box = anchor.getBoundingClientRect();
  const size = menu.getBoundingClientRect();
  const below = box.bottom + size.height + 8 < innerHeight;
  menu.style.top = `${below ? box.bottom + 4 : Math.max(8, box.top - size.height - 4)}px`;
  menu.style.left = `${Math.max(8, Math.min(box.left, innerWidth - size.width - 8))}px`;
  anchor.setAttribute("aria-expanded", "true");
  anchor.closest(".tools")?.classList.add("open");
  document.addEventListener("pointerdown", outside, true);
  leaveOpen = leave;
  (items.find((one) => one.getAttribute("aria-checked") === "true") ?? items[0])?.focus();
}

/** A small dialog of the page's own. `body` gets `end(answer)`; resolves to what it was ended with, null when left. */
export function ask(title, body, className = "confirm") {
  return new Promise((resolve) => {
    const back = document.activeElement;
    const dialog = h("dialog", { class: className, "aria-label": typeof title === "string" ? title : null });
    const end = (answer) => {
      keepCards(dialog);
      dialog.close();
      dialog.remove();
      if (back?.isConnected) back.focus();
      resolve(answer);
    };
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      end(null);
    });
    dialog.append(...[body(end)].flat(9));
    document.body.append(dialog);
    dialog.showModal();
    dialog.querySelector("[autofocus]")?.focus();
  });
}

/** Ask before acting, as an app's `confirm` object says. Resolves to true or false. A dangerous answer is never the one in focus. */
export async function confirmed(confirm, text) {
  const danger = confirm.style === "danger";
  const answer = await ask(null, (end) => {
    const title = h("h2", { id: "confirm-title" }, text(confirm.title));
    const no = h("button", { type: "button", class: "button", autofocus: danger, onclick: () => end(false) }, text(confirm.deny));
    const yes = h("button", { type: "button", class: `button ${danger ? "danger" : "primary"}`, autofocus: !danger, onclick: () => end(true) }, text(confirm.confirm));
    queueMicrotask(() => title.closest("dialog").setAttribute("aria-labelledby", "confirm-title"));
    return [title, h("div", { class: "confirm-text" }, text(confirm.text)), h("div", { class: "row end" }, no, yes)];
  });
  return answer === true;
}
