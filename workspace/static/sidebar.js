// The list of places on the left: apps, people, channels, with what is unread. Only rows that changed are drawn anew.
import { act } from "./act.js";
import { arrange, h, icon } from "./dom.js";
import { avatar, otherOf, personOf } from "./people.js";
import { go, here } from "./place.js";
import { zoneName } from "./time.js";
import { inJapanese, title, word } from "./words.js";

const MANY = 25;
let frame = null;
let drawnFor = "";
let rows = new Map();
let wanted = "";

function build(screen) {
  const nav = document.getElementById("sidebar");
  nav.setAttribute("aria-label", word("channels"));
  const me = personOf(screen, screen.me);
  rows = new Map();
  const part = (name, words) => {
    const list = h("ul", { "aria-label": words });
    return { name, list, node: h("section", { hidden: true }, h("h2", {}, words), list) };
  };
  const filter = h("input", { type: "search", class: "filter", placeholder: word("search"), "aria-label": `${word("search")}: ${word("channels")}`, value: wanted, hidden: true,
    oninput: () => {
      wanted = filter.value.trim().toLowerCase();
      fill(screen);
    } });
  frame = { filter, apps: part("apps", word("apps")), channels: part("channels", word("channels")), people: part("people", word("people")) };
  nav.replaceChildren(
    h("div", { class: "self" }, avatar(me), h("div", {}, h("strong", {}, me.real_name), h("small", {}, [title(me), me.team, zoneName(me.tz)].filter(Boolean).join(" · ")))),
    filter, frame.apps.node, frame.channels.node, frame.people.node);
  nav.onkeydown = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const buttons = [...nav.querySelectorAll(".place")];
    const at = buttons.indexOf(document.activeElement);
    buttons[Math.min(Math.max(at + step, 0), buttons.length - 1)]?.focus();
    event.preventDefault();
  };
}

export function drawSidebar(screen) {
  const key = JSON.stringify([screen.me, inJapanese(), personOf(screen, screen.me)]);
  if (key !== drawnFor) {
    drawnFor = key;
    build(screen);
  }
  fill(screen);
}

function fill(screen) {
  const places = [...screen.channels.values()];
  frame.filter.hidden = places.length < MANY;
  const shown = places.filter((one) => !one.archived || one.id === screen.channel.id).filter((one) => !wanted || one.name.toLowerCase().includes(wanted));
  const isApp = (one) => one.kind === "im" && Boolean(otherOf(screen, one)?.is_bot);
  put(screen, frame.apps, shown.filter(isApp));
  put(screen, frame.people, shown.filter((one) => one.kind === "im" && !isApp(one)));
  put(screen, frame.channels, shown.filter((one) => one.kind !== "im").sort((a, b) => a.name.localeCompare(b.name)));
}

function put(screen, part, places) {
  part.node.hidden = !places.length;
  arrange(part.list, places.map((one) => {
    const current = one.id === screen.channel.id;
    const known = rows.get(one.id);
    if (known?.place === one && known.current === current) return known.node;
    const had = known?.node.contains(document.activeElement);
    const node = h("li", {}, row(screen, one, current));
    rows.set(one.id, { place: one, current, node });
    if (had) queueMicrotask(() => node.firstChild.focus());
    return node;
  }));
}

function row(screen, one, current) {
  const other = one.kind === "im" ? otherOf(screen, one) : null;
  const name = other?.real_name ?? one.name;
  const mark = other ? avatar(other) : icon(one.kind === "private" ? "lock" : "hash");
  const loud = one.calls > 0;
  const number = loud ? one.calls : one.unread;
  const text = number > 99 ? "99+" : String(number);
  return h("button", {
    type: "button", class: `place${one.unread && !current ? " unread" : ""}`, "aria-current": current ? "page" : null,
    "aria-label": [name, one.kind === "private" ? word("privateChannel") : "", one.shared?.length ? `${word("sharedWith")} ${one.shared.join(", ")}` : "", one.unread ? `${text} ${word("newMessages")}` : ""].filter(Boolean).join(", "),
    onclick: () => {
      document.body.classList.remove("sidebar-open");
      go({ channel: one.id, thread: "", tab: "" });
      if (other?.is_bot) act({ do: "open_home", tab: here().tab === "home" ? "home" : "messages" }, { quiet: true });
    },
  }, mark, h("span", { class: "place-name" }, name), one.shared?.length ? icon("shared") : null,
  one.unread && !current ? h("span", { class: `count${loud ? " loud" : ""}`, "aria-hidden": "true" }, text) : null);
}

