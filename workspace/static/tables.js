// Tables: the plain one, the one people sort and filter, and figures (shown as a table, which everybody can read).
import { h, icon } from "./dom.js";
import { mrkdwn, textOf } from "./mrkdwn.js";
import { richText } from "./richtext.js";
import { word } from "./words.js";

const PAGE = 5;

function cell(found) {
  if (found === null || found === undefined) return "";
  if (typeof found !== "object") return String(found);
  if (found.type === "rich_text") return richText(found);
  if (found.type === "mrkdwn") return mrkdwn(found.text);
  return found.text?.text ?? found.text ?? String(found.value ?? "");
}

const plain = (found) => {
  const node = h("span", {}, cell(found));
  return node.textContent;
};

const cellsOf = (row) => (Array.isArray(row) ? row : row.cells ?? []);

/** The first row is the head, as Slack draws it. */
export function table(block) {
  const rows = (block.rows ?? []).map(cellsOf);
  const side = (index) => `${block.column_settings?.[index]?.align ?? "left"}${block.column_settings?.[index]?.is_wrapped === false ? " one-line" : ""}`;
  return h("div", { class: "table-scroll", tabIndex: 0, role: "region", "aria-label": word("messages") },
    h("table", {}, h("thead", {}, h("tr", {}, (rows[0] ?? []).map((one, index) => h("th", { scope: "col", class: side(index) }, cell(one))))),
      h("tbody", {}, rows.slice(1).map((row) => h("tr", {}, row.map((one, index) => h("td", { class: side(index) }, cell(one))))))));
}

export function dataTable(block) {
  const rows = (block.rows ?? []).map(cellsOf);
  const head = rows[0] ?? [];
  const size = block.page_size ?? PAGE;
  const caption = typeof block.caption === "string" ? block.caption : textOf(block.caption);
  let page = 0;
  let sorted = { column: -1, down: false };
  let wanted = "";
  const body = h("tbody");
  const count = h("span", { "aria-live": "polite" });
  const shown = () => {
    const found = rows.slice(1).filter((row) => !wanted || row.some((one) => plain(one).toLowerCase().includes(wanted)));
    if (sorted.column >= 0) {
      found.sort((a, b) => plain(a[sorted.column]).localeCompare(plain(b[sorted.column]), undefined, { numeric: true }) * (sorted.down ? -1 : 1));
    }
    return found;
  };
  const draw = () => {
    const found = shown();
    const pages = Math.max(1, Math.ceil(found.length / size));
    page = Math.min(page, pages - 1);
    body.replaceChildren(...found.slice(page * size, (page + 1) * size).map((row) => h("tr", {}, row.map((one, index) => h(index ? "td" : "th", index ? {} : { scope: "row" }, cell(one))))));
    count.textContent = `${page + 1} / ${pages}`;
    heads.forEach((one, index) => one.setAttribute("aria-sort", sorted.column === index ? (sorted.down ? "descending" : "ascending") : "none"));
  };
  const heads = head.map((one, index) => h("th", { scope: "col" }, h("button", {
    type: "button",
    onclick: () => {
      sorted = { column: index, down: sorted.column === index && !sorted.down };
      draw();
    },
  }, cell(one), icon("down"))));
  const turn = (step) => () => {
    page = Math.max(0, page + step);
    draw();
  };
  const filter = h("input", { type: "search", "aria-label": `${word("filter")}: ${caption}`, placeholder: word("filter"),
    oninput: () => {
      wanted = filter.value.toLowerCase();
      page = 0;
      draw();
    } });
  const node = h("div", { class: "data-table" }, filter,
    h("div", { class: "table-scroll", tabIndex: 0, role: "region", "aria-label": caption }, h("table", {}, h("caption", {}, caption), h("thead", {}, h("tr", {}, heads)), body)),
    rows.length - 1 > size ? h("div", { class: "row", role: "group", "aria-label": word("page") },
      h("button", { type: "button", class: "chip light", onclick: turn(-1) }, word("previous")), count, h("button", { type: "button", class: "chip light", onclick: turn(1) }, word("following"))) : null);
  draw();
  return node;
}

/** Figures of a chart as a table. */
export function chart(block) {
  const inside = block.chart ?? block;
  const labels = inside.axis_config?.categories ?? inside.categories ?? (inside.segments ?? []).map((one) => one.label);
  const series = inside.series ?? [{ name: "", data: inside.segments ?? [] }];
  return h("figure", {}, h("figcaption", {}, typeof block.title === "string" ? block.title : textOf(block.title)),
    h("div", { class: "table-scroll" }, h("table", {},
      h("thead", {}, h("tr", {}, h("th"), series.map((one) => h("th", { scope: "col" }, one.name ?? "")))),
      h("tbody", {}, labels.map((label, index) => h("tr", {}, h("th", { scope: "row" }, label), series.map((one) => h("td", { class: "right" }, String(one.data?.[index]?.value ?? ""))))))))) ;
}
