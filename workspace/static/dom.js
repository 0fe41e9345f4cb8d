// Elements and icons. Text always enters as text, never as HTML.

const PROPERTIES = new Set(["value", "checked", "disabled", "hidden", "selected", "open", "tabIndex", "srcdoc"]);

export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "class") node.className = value;
    else if (PROPERTIES.has(name)) node[name] = value;
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
  shared: "M9 7a5 5 0 1 0 0 10 5 5 0 0 0 0-10zM15 7a5 5 0 1 0 0 10 5 5 0 0 0 0-10z",
  home: "M4 11l8-7 8 7v9h-5v-6H9v6H4z",
  book: "M5 4h11a3 3 0 0 1 3 3v13H8a3 3 0 0 1-3-3zM5 17a3 3 0 0 1 3-3h11",
  sun: "M12 4V2M12 22v-2M4 12H2M22 12h-2M6 6 4.6 4.6M19.4 19.4 18 18M6 18l-1.4 1.4M19.4 4.6 18 6M12 8a4 4 0 1 1 0 8 4 4 0 0 1 0-8z",
  moon: "M19 14a8 8 0 1 1-9-9.8A6.5 6.5 0 0 0 19 14z",
  pin: "M9 3h6l-1 7 3 3H7l3-3zM12 13v8",
  mark: "M7 4h10v16l-5-4-5 4z",
  fast: "M4 6v12l8-6zM12 6v12l8-6z",
  next: "M5 6v12l9-6zM18 6v12",
  eye: "M2 12s4-7 10-7 10 7 10 7-4 7-10 7S2 12 2 12zM12 9a3 3 0 1 1 0 6 3 3 0 0 1 0-6z",
  bell: "M12 3v2M8 18v-7a4 5 0 0 1 8 0v7zM6 18h12M12 21v.01",
  smile: "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM9 10v.01M15 10v.01M8.5 14.5a4.5 4.5 0 0 0 7 0",
  gauge: "M4 18a8 8 0 1 1 16 0M12 18l4-6M4 18h16",
  mail: "M3 6h18v12H3zM3 7l9 7 9-7",
  fault: "M12 4 2.5 20h19zM12 10v4M12 17v.01",
  split: "M4 5h16v14H4zM12 5v14",
  down: "M6 9l6 6 6-6",
  back: "M14 6l-6 6 6 6",
  clip: "M20 11l-8 8a5 5 0 0 1-7-7l8-8a3.3 3.3 0 0 1 5 5l-8 8a1.6 1.6 0 0 1-2.5-2.5l7-7",
  file: "M6 3h8l4 4v14H6zM14 3v4h4",
  clock: "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM12 7v5l4 2",
  people: "M9 11a3.5 3.5 0 1 1 0-7 3.5 3.5 0 0 1 0 7zM2.5 20a6.5 6.5 0 0 1 13 0M16 4.5a3.5 3.5 0 0 1 0 6.5M18 14a6.5 6.5 0 0 1 3.500 6",
  window: "M9 4H4v16h16v-5M13 4h7v7M20 4l-9 9",
  video: "M3 6h12v12H3zM15 11l6-4v10l-6-4z",
  calendar: "M4 6h16v14H4zM4 10h16M8 3v4M16 3v4",
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

let serial = 0;
/** An id no other element has. */
export const freshId = (name) => `${name}-${(serial += 1)}`;

/** Put `wanted` into `list` in this order, moving as little as possible: focus and scroll stay where they are. */
export function arrange(list, wanted) {
  const keep = new Set(wanted);
  for (const node of [...list.children]) if (!keep.has(node)) node.remove();
  wanted.forEach((node, index) => {
    if (list.children[index] !== node) list.insertBefore(node, list.children[index] ?? null);
  });
}
