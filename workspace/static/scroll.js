// A list of messages of which only a window is on the page: day dividers, the line above what is new, arrow keys, and more when one scrolls.
import { arrange, h, icon } from "./dom.js";
import { openMenu, ask } from "./menu.js";
import { drawMessage } from "./messages.js";
import { drift, go, here } from "./place.js";
import { dayKey, dayText, fromLocalInput, viewerZone } from "./time.js";
import { inJapanese, word } from "./words.js";

const NEAR = 500;
const SAME = 300;

/** A list in its scrolling box. `inThread` lists everything it gets; else it asks for the messages around where one scrolls. */
export class MessageList {
  constructor(label, { inThread = false } = {}) {
    this.inThread = inThread;
    this.list = h("ol", { class: "messages", "aria-label": label });
    this.newer = h("button", { type: "button", class: "to-newest", hidden: true, onclick: () => this.toNewest() }, icon("down"), word("newer"));
    this.scroll = h("div", { class: "scroll", tabIndex: 0, role: "region", "aria-label": label }, this.list);
    this.node = h("div", { class: "scroll-frame" }, this.scroll, this.newer);
    this.kept = new Map();
    this.readMark = "";
    this.follow = true;
    this.scroll.addEventListener("scroll", () => this.scrolled(), { passive: true });
    new ResizeObserver(() => {
      this.height = this.scroll.clientHeight;
      if (this.follow && !this.asked) this.toEnd();
    }).observe(this.scroll);
    this.scroll.addEventListener("keydown", (event) => this.step(event));
  }

  get atEnd() {
    return this.scroll.scrollHeight - this.scroll.scrollTop - this.scroll.clientHeight < 80;
  }

  toEnd() {
    this.scroll.scrollTop = this.scroll.scrollHeight;
  }

  draw(messages, screen, { wanted = "", fresh = false } = {}) {
    const arrived = this.jumping && !screen.newer;
    if (arrived) this.jumping = false;
    const stick = arrived || (fresh ? !wanted : this.follow && this.atEnd);
    const anchor = stick || fresh ? null : this.firstVisible();
    const anchorTs = anchor?.dataset.ts;
    const top = anchor?.getBoundingClientRect().top;
    const focused = this.list.contains(document.activeElement) ? document.activeElement : null;
    const place = focused && [focused.closest(".message")?.dataset.ts, focused.dataset.action];
    arrange(this.list, this.nodes(messages, screen));
    if (place && !this.list.contains(document.activeElement)) {
      const again = this.list.querySelector(`[data-ts="${place[0]}"]`);
      ((place[1] && again?.querySelector(`[data-action="${CSS.escape(place[1])}"]`)) || again)?.focus({ preventScroll: true });
    }
    if (stick) this.toEnd();
    else if (anchorTs) {
      const again = anchor.isConnected ? anchor : this.list.querySelector(`[data-ts="${anchorTs}"]`);
      if (again) this.scroll.scrollTop += again.getBoundingClientRect().top - top;
    }
    if (wanted) {
      this.shown = wanted;
      this.show(wanted);
    }
    if (fresh) this.height = this.scroll.clientHeight;
    this.more = { older: screen.older, newer: screen.newer };
    if (!this.inThread) this.newer.hidden = stick || (this.atEnd && !screen.newer);
  }

  nodes(messages, screen) {
    const before = this.kept;
    this.kept = new Map();
    const nodes = [];
    let day = "";
    let last = null;
    let marked = false;
    const language = `${inJapanese()} ${viewerZone()} ${screen.me}`;
    const keep = (key, message, make) => {
      const known = before.get(key);
      const one = known && known.message === message && known.language === language ? known : { message, language, node: make() };
      this.kept.set(key, one);
      nodes.push(one.node);
    };
    if (!messages.length) keep("empty", null, () => h("li", { class: "empty" }, word("none")));
    for (const message of messages) {
      const epoch = Number(message.ts);
      const today = dayKey(epoch);
      if (today !== day && !this.inThread) keep(`day ${today}`, null, () => this.divider(epoch));
      const isNew = !marked && !this.inThread && this.readMark && message.ts > this.readMark && message.user !== screen.me && !message.ephemeral;
      if (isNew) {
        marked = true;
        keep("new", this.readMark, () => h("li", { class: "new-line", role: "separator" }, h("span", {}, word("newMessages"))));
      }
      const follows = Boolean(!isNew && last && last.user === message.user && day === today && epoch - Number(last.ts) < SAME && !message.ephemeral && !last.ephemeral && !message.subtype && !last.subtype);
      day = today;
      keep(`${message.ts} ${follows} ${message.ephemeral}`, message, () => drawMessage(message, screen, { follows, inThread: this.inThread }));
      last = message;
    }
    return nodes;
  }

  divider(epoch) {
    const button = h("button", { type: "button", "aria-haspopup": "menu", "aria-expanded": "false", title: word("jumpDate"), onclick: () => openMenu(button, [
      { label: word("newest"), act: () => this.toNewest() },
      { label: word("beginning"), act: () => go({ at: "0" }) },
      { label: word("jumpDate"), act: jumpToDate },
    ], word("jumpDate")) }, dayText(epoch), icon("down"));
    return h("li", { class: "day" }, button);
  }

  firstVisible() {
    const edge = this.scroll.getBoundingClientRect().top;
    return [...this.list.querySelectorAll(".message")].find((node) => node.getBoundingClientRect().bottom > edge + 4);
  }

  show(ts) {
    const found = this.list.querySelector(`[data-ts="${CSS.escape(ts)}"]`) ?? [...this.list.querySelectorAll("[data-ts]")].find((node) => node.dataset.ts >= ts);
    if (!found) return;
    this.follow = false;
    found.scrollIntoView({ block: "center" });
    found.classList.add("wanted");
    found.focus({ preventScroll: true });
    setTimeout(() => found.classList.remove("wanted"), 4000);
  }

  toNewest() {
    this.follow = true;
    this.newer.hidden = true;
    this.asked = "";
    this.jumping = Boolean(this.more?.newer);
    drift({ at: "" });
    if (!this.jumping) this.toEnd();
  }

  /** Near an end of what is here: look around what is in the middle of the screen. At the newest: follow again. */
  scrolled() {
    const { at } = here();
    if (this.jumping || (at && at !== this.asked && at !== this.shown)) return; // on the way to somewhere else
    if (this.scroll.clientHeight !== this.height) return; // the box changed, not the reader
    this.follow = this.atEnd && !this.more?.newer;
    if (this.inThread || !this.more) return;
    if (this.atEnd && !this.more.newer) {
      this.newer.hidden = true;
      if (this.asked) {
        this.asked = "";
        drift({ at: "" });
      }
      return;
    }
    this.newer.hidden = false;
    const nearTop = this.scroll.scrollTop < NEAR && this.more.older;
    const nearEnd = this.scroll.scrollHeight - this.scroll.scrollTop - this.scroll.clientHeight < NEAR && this.more.newer;
    if (!nearTop && !nearEnd) return;
    const ts = this.firstVisible()?.dataset.ts;
    if (!ts || ts === this.asked) return;
    this.asked = ts;
    drift({ at: ts });
  }

  /** Arrow keys go from message to message; the tools of the one in focus are reached with Tab. */
  step(event) {
    const row = event.target.closest(".message");
    if (event.target !== this.scroll && event.target !== row) return;
    const rows = [...this.list.querySelectorAll(".message")];
    const at = row ? rows.indexOf(row) : rows.length;
    const next = { ArrowUp: rows[at - 1], ArrowDown: rows[at + 1] }[event.key];
    if (!next) return;
    event.preventDefault();
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  }
}

async function jumpToDate() {
  const date = await ask(word("jumpDate"), (end) => {
    const box = h("input", { type: "date", class: "wide", autofocus: true, "aria-label": word("jumpDate") });
    return h("form", { onsubmit: (event) => { event.preventDefault(); end(box.value); } }, h("h2", {}, word("jumpDate")), box,
      h("div", { class: "row end" }, h("button", { type: "button", class: "button", onclick: () => end(null) }, word("cancel")), h("button", { type: "submit", class: "button primary" }, word("set"))));
  });
  if (date) go({ at: `${fromLocalInput(`${date}T00:00`)}.000000` });
}
