// Everything that went between workspace and bot: calls, deliveries, answers, what was wrong with them, how long they took.
import { post } from "./act.js";
import { arrange, h, icon } from "./dom.js";
import { clockText, took, viewerZone } from "./time.js";
import { word } from "./words.js";

const KEPT = 1000;
const LEAST_PAUSE = 250;
let since = { calls: 0, sent: 0 };

const messagesOf = (one) => one.answer?.response_metadata?.messages ?? [];
const wrong = (one) => Boolean(one.fault || one.error || one.status >= 400 || one.status === 0 || (one.out ? one.answer?.ok === false : !one.ok));

export function trafficPanel() {
  let all = [];
  let asked = false;
  let last = 0;
  let wanted = "";
  let kind = "all";
  let chosen = null;
  const nodes = new Map();
  const next = { calls: since.calls, sent: since.sent };
  const list = h("ol", { class: "traffic", role: "listbox", "aria-label": word("traffic"), tabIndex: 0 });
  const detail = h("div", { class: "detail", tabIndex: 0, role: "region", "aria-label": word("traffic") }, h("p", { class: "empty" }, word("pickOne")));
  const search = h("input", { type: "search", placeholder: word("search"), "aria-label": word("search"), oninput: () => {
    wanted = search.value.trim().toLowerCase();
    draw();
  } });
  const filter = h("select", { "aria-label": word("filter"), onchange: () => {
    kind = filter.value;
    draw();
  } }, [["all", "all"], ["out", "callsOut"], ["in", "sentIn"], ["failed", "failed"], ["usage", "usage"]].map(([value, name]) => h("option", { value }, word(name))));
  const clear = h("button", { type: "button", class: "button", onclick: () => {
    since = { ...next };
    all = [];
    nodes.clear();
    draw();
  } }, word("clearLog"));
  const usage = h("div", { class: "usage", hidden: true });
  const node = h("div", { class: "traffic-panel" }, h("div", { class: "row bar" }, search, filter, clear), h("div", { class: "columns" }, list, detail), usage);

  const shown = (one) => (kind === "all" || kind === "usage" || (kind === "failed" ? wrong(one) : one.out === (kind === "out"))) && (!wanted || one.text.includes(wanted));
  const choose = (one) => {
    chosen = one;
    draw();
    detail.replaceChildren(...whole(one));
  };
  const row = (one) => h("li", { role: "option", id: `traffic-${one.key}`, onclick: () => choose(one), class: wrong(one) ? "wrong" : "" },
    h("time", {}, clockText(Date.parse(one.at) / 1000, viewerZone(), true)),
    h("span", { class: `way ${one.out ? "out" : "in"}`, role: "img", "aria-label": word(one.out ? "callsOut" : "sentIn") }, one.out ? "←" : "→"),
    h("strong", {}, one.name), one.retry ? h("span", { class: "mark" }, `${word("retry")} ${one.retry}`) : null,
    one.fault ? h("span", { class: "mark bad" }, `${word("fault")}: ${one.fault}`) : null, h("span", { class: "result" }, result(one)),
    h("small", {}, one.milliseconds === null || one.milliseconds === undefined ? "" : took(one.milliseconds)));
  const draw = () => {
    node.classList.toggle("with-usage", kind === "usage");
    usage.hidden = kind !== "usage";
    if (kind === "usage") drawUsage(usage, all);
    const found = all.filter(shown).slice(-300).reverse();
    arrange(list, found.length ? found.map((one) => {
      const known = nodes.get(one.key);
      if (known?.stamp === one.stamp) return known.node;
      const made = { stamp: one.stamp, node: row(one) };
      nodes.set(one.key, made);
      return made.node;
    }) : [h("li", { class: "empty" }, word("nothingYet"))]);
    for (const item of list.children) item.setAttribute("aria-selected", String(item.id === `traffic-${chosen?.key}`));
    if (chosen) list.setAttribute("aria-activedescendant", `traffic-${chosen.key}`);
  };
  list.addEventListener("keydown", (event) => {
    const found = all.filter(shown).slice(-300).reverse();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !found.length) return;
    event.preventDefault();
    const at = found.findIndex((one) => one.key === chosen?.key);
    choose(found[Math.min(Math.max(at + step, 0), found.length - 1)]);
    document.getElementById(`traffic-${chosen.key}`)?.scrollIntoView({ block: "nearest" });
  });
  const fetchMore = async () => {
    if (asked) return;
    asked = true;
    await new Promise((resolve) => { setTimeout(resolve, Math.max(0, LEAST_PAUSE - (Date.now() - last))); });
    last = Date.now();
    try {
      const found = await (await fetch(`/_practice/traffic?calls=${next.calls}&sent=${next.sent}`)).json();
      take(found);
    } finally {
      asked = false;
    }
  };
  const take = (found) => {
    const entry = (one, out) => {
      const stamp = `${one.ok} ${one.error} ${one.milliseconds} ${one.answer !== null}`;
      const body = out ? { ...one.arguments } : one.payload;
      return { ...one, out, key: `${out ? "c" : "s"}${one.n}`, name: out ? one.method : one.kind, body, stamp, text: `${out ? one.method : one.kind} ${JSON.stringify([body, one.answer, one.error, one.fault])}`.toLowerCase() };
    };
    const known = new Map(all.map((one) => [one.key, one]));
    for (const one of [...found.calls.map((call) => entry(call, true)), ...found.sent.map((call) => entry(call, false))]) known.set(one.key, one);
    all = [...known.values()].sort((a, b) => a.order - b.order || (a.at < b.at ? -1 : 1)).slice(-KEPT);
    next.calls = found.next.calls;
    next.sent = found.next.sent;
    if (chosen && known.get(chosen.key)?.stamp !== chosen.stamp) choose(known.get(chosen.key));
    draw();
  };
  return { node, update: (screen, changed) => ["all", "calls", "sent"].some((one) => changed.has(one)) && fetchMore() };
}

function result(one) {
  if (one.out) return one.status !== 200 ? (one.status ? `HTTP ${one.status}` : "—") : one.answer?.ok ? "ok" : one.answer?.error ?? "";
  return one.ok ? "ok" : one.error ?? "…";
}

/** JSON as people read it, keys and texts in colours. */
function pretty(value) {
  const text = JSON.stringify(value, null, 2) ?? "null";
  const parts = text.split(/("(?:\\.|[^"\\])*"(?:\s*:)?)/u);
  return h("pre", { class: "json" }, parts.map((part) => (part.startsWith('"') ? h("span", { class: /:\s*$/u.test(part) ? "key" : "text" }, part) : part)));
}

/** What a pointer in a validation message points at, as far as it can be followed. */
function pointed(body, message) {
  const path = /json-pointer:([^\]]+)\]/u.exec(message)?.[1];
  if (!path) return undefined;
  let found = body;
  for (const step of path.split("/").filter(Boolean)) {
    if (typeof found === "string") {
      try {
        found = JSON.parse(found);
      } catch {
        return undefined;
      }
    }
    found = found?.[step];
  }
  return found;
}

function whole(one) {
  const messages = messagesOf(one);
  return [
    h("h3", {}, one.name, " ", h("small", {}, `${result(one)}${one.milliseconds === null || one.milliseconds === undefined ? "" : ` · ${took(one.milliseconds)}`}`)),
    messages.length ? h("div", { class: "problems" }, h("h4", {}, icon("fault"), word("problems")), h("ul", {}, messages.map((message) => {
      const found = pointed(one.body, message);
      return h("li", {}, message, found === undefined ? null : pretty(found));
    }))) : null,
    h("h4", {}, word("request")), pretty(one.body), h("h4", {}, word("answer")), pretty(one.out ? one.answer : one.answer ?? one.error ?? null),
  ].filter(Boolean);
}

/** How much of what Slack allows was used, and whether that is enforced; beside it what the calls here took. */
async function drawUsage(place, all) {
  const found = await (await fetch("/_practice/usage")).json();
  const enforced = found.rates === "slack";
  const box = h("input", { type: "checkbox", checked: enforced, onchange: async () => {
    await post("/_practice/usage", { rates: box.checked ? "slack" : "off" });
    drawUsage(place, all);
  } });
  const row = (name, one, most) => h("tr", { class: one.refused ? "wrong" : "" }, h("th", { scope: "row" }, name), h("td", {}, String(one.calls)), h("td", {}, most ? `${one.last_minute} / ${most}` : String(one.last_minute)),
    h("td", {}, one.left === undefined ? "" : String(one.left)), h("td", {}, one.refused ? String(one.refused) : ""));
  const head = h("thead", {}, h("tr", {}, [word("methodName"), word("count"), word("lastMinute"), word("allowedNow"), word("refused")].map((one) => h("th", { scope: "col" }, one))));
  place.replaceChildren(
    h("label", { class: "choice" }, box, h("span", {}, word("enforce"))),
    h("table", {}, head, h("tbody", {}, found.methods.map((one) => row(one.method, one, one.per_minute)), found.channels.map((one) => row(`→ ${one.name ? `#${one.name}` : one.channel}`, one, null)))),
    figures(all));
}

function figures(all) {
  const byName = new Map();
  for (const one of all) {
    const name = `${one.out ? "" : "→ "}${one.name}`;
    const kept = byName.get(name) ?? { count: 0, wrong: 0, times: [] };
    kept.count += 1;
    if (wrong(one)) kept.wrong += 1;
    if (typeof one.milliseconds === "number") kept.times.push(one.milliseconds);
    byName.set(name, kept);
  }
  const rows = [...byName].sort((a, b) => b[1].count - a[1].count);
  const middle = (times) => (times.length ? took([...times].sort((a, b) => a - b)[Math.floor(times.length / 2)]) : "");
  return h("table", {}, h("thead", {}, h("tr", {}, [word("methodName"), word("count"), word("errors"), word("typical"), word("slowest")].map((one) => h("th", { scope: "col" }, one)))),
    h("tbody", {}, rows.map(([name, kept]) => h("tr", {}, h("th", { scope: "row" }, name), h("td", {}, String(kept.count)), h("td", {}, kept.wrong ? String(kept.wrong) : ""), h("td", {}, middle(kept.times)), h("td", {}, kept.times.length ? took(Math.max(...kept.times)) : "")))));
}
