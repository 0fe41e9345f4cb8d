// Block Kit blocks as DOM nodes, for messages, modals and the Home tab.
import { card, carousel, container, plan, video } from "./cards.js";
import { freshId, h } from "./dom.js";
import { element } from "./elements.js";
import { field } from "./fields.js";
import { fileCard, picture } from "./files.js";
import { mrkdwn, textObject } from "./mrkdwn.js";
import { richText } from "./richtext.js";
import { chart, dataTable, table } from "./tables.js";
import { word } from "./words.js";

/**
 * Draw blocks. `surface` is {screen, values?, errors?, press(block, element, option), suggest(block, element, typed), enter?(block, element), fields: Map}:
 * `press` is called after any confirm dialog; `fields` collects the controls that keep state under "block_id action_id".
 */
export function drawBlocks(blocks, surface) {
  return (blocks ?? []).map((block) => h("div", { class: `block ${block.type}`, "data-block": block.block_id }, draw(block, surface)));
}

function draw(block, surface) {
  switch (block.type) {
    case "section": return section(block, surface);
    case "header": return h(`h${Math.min(6, 2 + (block.level ?? 1))}`, { class: "block-header" }, textObject(block.text));
    case "context": return block.elements.map((one) => (one.type === "image" ? picture(one) : h("span", {}, textObject(one))));
    case "divider": return h("hr");
    case "actions": case "context_actions": return block.elements.map((one) => element(block, one, surface));
    case "image": return h("figure", {}, block.title ? h("figcaption", {}, textObject(block.title)) : null, picture(block));
    case "rich_text": return richText(block);
    case "input": return input(block, surface);
    case "alert": return h("p", { class: `alert ${block.level ?? "default"}`, role: block.level === "error" ? "alert" : "note" }, textObject(block.text));
    case "markdown": return h("div", {}, markdown(block.text ?? ""));
    case "table": return table(block);
    case "data_table": return dataTable(block);
    case "data_visualization": return chart(block);
    case "card": return card(block, surface);
    case "carousel": return carousel(block, surface);
    case "container": return container(block, surface, drawBlocks);
    case "task_card": case "plan": return plan(block);
    case "video": return video(block);
    case "file": return fileCard(block.file ?? { id: block.external_id ?? "", name: block.external_id });
    default: return h("p", { class: "unknown" }, `${word("unknownBlock")} ${block.type}`);
  }
}

function section(block, surface) {
  return [
    h("div", { class: "section-text" },
      block.text ? h("div", {}, textObject(block.text)) : null,
      block.fields ? h("div", { class: "fields" }, block.fields.map((one) => h("div", {}, textObject(one)))) : null),
    block.accessory ? h("div", { class: "accessory" }, element(block, block.accessory, surface)) : null,
  ];
}

/** Standard Markdown, the part of it that people use: headings, lists, bold, links; the rest stays as it is written. */
function markdown(text) {
  const lines = text.split("\n");
  const nodes = [];
  let list = null;
  for (const line of lines) {
    const heading = /^(#{1,6}) +(.*)$/u.exec(line);
    const item = /^\s*(?:[-*+]|(\d+)\.) +(.*)$/u.exec(line);
    const shown = (found) => mrkdwn(found.replace(/\*\*(.+?)\*\*/gu, "*$1*").replace(/\[([^\]]+)\]\((https?:[^)\s]+)\)/gu, "<$2|$1>"));
    if (item) {
      const kind = item[1] ? "OL" : "UL";
      if (list?.nodeName !== kind) nodes.push((list = h(kind.toLowerCase(), { class: "rich-list" })));
      list.append(h("li", {}, shown(item[2])));
      continue;
    }
    list = null;
    if (heading) nodes.push(h(`h${Math.min(6, heading[1].length + 2)}`, {}, shown(heading[2])));
    else if (line.trim()) nodes.push(h("p", {}, shown(line)));
  }
  return nodes;
}

function input(block, surface) {
  const one = block.element;
  let made = null;
  const tell = () => (block.dispatch_action ? surface.press(block, one, made.read()) : undefined);
  made = field(one, surface.values?.[block.block_id]?.[one.action_id], { screen: surface.screen, suggest: (wanted, typed) => surface.suggest(block, wanted, typed), entered: block.dispatch_action && surface.enter ? () => surface.enter(block, one) : null }, tell);
  if (!made) return h("p", { class: "unknown" }, `${word("unknownElement")} ${one.type}`);
  surface.fields?.set(`${block.block_id} ${one.action_id}`, { ...made, block: block.block_id, action: one.action_id, type: one.type });
  const id = freshId("input");
  const error = surface.errors?.[block.block_id];
  const described = [block.hint ? `${id}-hint` : "", error ? `${id}-error` : ""].join(" ").trim();
  if (described) made.focus.setAttribute("aria-describedby", described);
  if (error) made.focus.setAttribute("aria-invalid", "true");
  if (!block.optional && !made.group) made.focus.setAttribute("aria-required", "true");
  if (one.focus_on_load) made.focus.dataset.first = "true";
  made.focus.dataset.input = block.block_id;
  const label = [textObject(block.label), block.optional ? h("span", { class: "optional" }, ` (${word("optional")})`) : null];
  const labelled = made.group || made.focus.isContentEditable || made.focus.hasAttribute("contenteditable") || made.focus.tagName === "BUTTON";
  if (labelled) {
    const target = made.group ? made.node : made.focus;
    target.setAttribute("aria-labelledby", made.focus.tagName === "BUTTON" ? `${id} ${made.focus.id}` : id);
    if (made.group && described) made.node.setAttribute("aria-describedby", described);
  } else made.focus.id = id;
  return [
    labelled ? h("div", { class: "label", id }, label) : h("label", { class: "label", for: id }, label),
    made.node,
    error ? h("p", { class: "error", id: `${id}-error` }, error) : null,
    block.hint ? h("p", { class: "hint", id: `${id}-hint` }, textObject(block.hint)) : null,
  ];
}

/** What stands in the controls now: {block_id: {action_id: raw}}. */
export function readFields(fields) {
  const found = {};
  for (const one of fields.values()) (found[one.block] ??= {})[one.action] = one.read();
  return found;
}

/** Put back what stood in controls of the same name and kind before they were drawn anew. */
export function carryOver(before, fields) {
  for (const [key, one] of fields) {
    const old = before.get(key);
    if (old && old.type === one.type) one.write(old.whole?.() ?? old.read());
  }
}
