// Small tools to build the page: elements, icons, menus, notices. Text always enters as text, never as HTML.

export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "class") node.className = value;
    else if (name === "value") node.value = value;
    else if (name === "checked" || name === "disabled" || name === "hidden" || name === "selected") node[name] = true;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(9).filter((child) => child !== null && child !== undefined && child !== false && child !== ""));
  return node;
}

const PATHS = {
  bolt: "M13 2 5 14h6l-1 8 8-12h-6z",
  dots: "M12 5.5v.01M12 12v.01M12 18.5v.01",
  play: "M7 5v14l12-7z",
  pause: "M8 5v14M16 5v14",
  reply: "M20 12a8 8 0 0 1-11.5 7.2L4 20l1-4.2A8 8 0 1 1 20 12z",
  close: "M6 6l12 12M18 6 6 18",
  menu: "M4 7h16M4 12h16M4 17h16",
  send: "M4 12h15M13 6l6 6-6 6",
  lock: "M7 11V8a5 5 0 0 1 10 0v3M6 11h12v9H6z",
  hash: "M9 4 7 20M17 4l-2 16M4 9h16M4 15h16",
  home: "M4 11l8-7 8 7v9h-5v-6H9v6H4z",
  book: "M5 4h11a3 3 0 0 1 3 3v13H8a3 3 0 0 1-3-3zM5 17a3 3 0 0 1 3-3h11",
  sun: "M12 4V2M12 22v-2M4 12H2M22 12h-2M6 6 4.6 4.6M19.4 19.4 18 18M6 18l-1.4 1.4M19.4 4.6 18 6M12 8a4 4 0 1 1 0 8 4 4 0 0 1 0-8z",
  pin: "M9 3h6l-1 7 3 3H7l3-3zM12 13v8",
  fast: "M4 6v12l8-6zM12 6v12l8-6z",
  eye: "M2 12s4-7 10-7 10 7 10 7-4 7-10 7S2 12 2 12zM12 9a3 3 0 1 1 0 6 3 3 0 0 1 0-6z",
  bell: "M12 3v2M8 18v-7a4 5 0 0 1 8 0v7zM6 18h12M12 21v.01",
};

export function icon(name, label) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon icon-${name}`);
  if (label) {
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", label);
  } else svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

export function iconButton(name, label, onclick, more = {}) {
  return h("button", { type: "button", class: "icon-button", "aria-label": label, title: label, onclick, ...more }, icon(name));
}

/** A menu at a button: `entries` are {label, hint, act}. Arrow keys, Escape and a click elsewhere work. */
export function openMenu(anchor, entries, label) {
  document.querySelector(".menu")?.remove();
  const leave = () => {
    menu.remove();
    document.removeEventListener("pointerdown", outside, true);
    anchor.setAttribute("aria-expanded", "false");
  };
  const outside = (event) => !menu.contains(event.target) && leave();
  const items = entries.map((entry) =>
    h("button", {
      type: "button",
      role: "menuitem",
      onclick: () => {
        leave();
        anchor.focus();
        entry.act();
      },
    }, h("span", {}, entry.label), entry.hint ? h("small", {}, entry.hint) : null));
  const menu = h("div", { class: "menu", role: "menu", "aria-label": label }, items.length ? items : h("p", {}, "—"));
  menu.addEventListener("keydown", (event) => {
    const at = items.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && items.length) items[(at + step + items.length) % items.length].focus();
    else if (event.key === "Escape" || event.key === "Tab") {
      leave();
      anchor.focus();
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
  document.addEventListener("pointerdown", outside, true);
  items[0]?.focus();
}

export function toast(text, kind = "bad") {
  const note = h("div", { class: `toast ${kind}` }, text);
  const place = [...document.querySelectorAll("dialog[open]")].pop() ?? document.getElementById("toasts");
  place.append(note);
  setTimeout(() => note.remove(), 6000);
}

/** Ask before acting, as an app's `confirm` object says. Resolves to true or false. */
export function confirmed(confirm, text) {
  return new Promise((resolve) => {
    const dialog = h("dialog", { class: "confirm", "aria-labelledby": "confirm-title" },
      h("h2", { id: "confirm-title" }, text(confirm.title)),
      h("div", { class: "confirm-text" }, text(confirm.text)),
      h("div", { class: "row end" },
        h("button", { type: "button", class: "button", onclick: () => end(false) }, text(confirm.deny)),
        h("button", { type: "button", class: `button ${confirm.style === "danger" ? "danger" : "primary"}`, onclick: () => end(true) },
          text(confirm.confirm))));
    const end = (answer) => {
      dialog.close();
      dialog.remove();
      resolve(answer);
    };
    dialog.addEventListener("cancel", () => end(false));
    document.body.append(dialog);
    dialog.showModal();
    dialog.querySelector(confirm.style === "danger" ? ".button" : ".button:last-child").focus();
  });
}
