// Block Kit blocks as DOM nodes, for messages, modals and the Home tab.
import { confirmed, h, icon, openMenu } from "./dom.js";
import { field, freshId } from "./fields.js";
import { mrkdwn, richText, textObject, textOf } from "./mrkdwn.js";
import { word } from "./words.js";

/**
 * Draw blocks. `surface` is {screen, values?, errors?, press(block, element, option), fields: Map}: `press` is called after any
 * confirm dialog; `fields` collects the controls that keep state under "block_id action_id".
 */
export function drawBlocks(blocks, surface) {
  return (blocks ?? []).map((block) => h("div", { class: `block ${block.type}`, "data-block": block.block_id }, draw(block, surface)));
}

function draw(block, surface) {
  switch (block.type) {
    case "section": return section(block, surface);
    case "header": return h("h3", {}, textObject(block.text));
    case "context": return block.elements.map((one) => (one.type === "image" ? picture(one) : h("span", {}, textObject(one))));
    case "divider": return h("hr");
    case "actions": return block.elements.map((one) => element(block, one, surface));
    case "image": return h("figure", {}, block.title ? h("figcaption", {}, textObject(block.title)) : null, picture(block));
    case "rich_text": return richText(block);
    case "input": return input(block, surface);
    case "alert": return h("p", { class: `alert ${block.level ?? "default"}` }, textObject(block.text));
    case "markdown": return h("div", {}, mrkdwn(block.text));
    default: return h("p", { class: "unknown" }, `[${block.type}]`);
  }
}

/** Pictures are described, not fetched: this page opens no address outside. */
const picture = (one) => h("span", { class: "picture", role: "img", "aria-label": one.alt_text }, icon("eye"), one.alt_text);

function section(block, surface) {
  return [
    h("div", { class: "section-text" },
      block.text ? h("div", {}, textObject(block.text)) : null,
      block.fields ? h("div", { class: "fields" }, block.fields.map((one) => h("div", {}, textObject(one)))) : null),
    block.accessory ? h("div", { class: "accessory" }, element(block, block.accessory, surface)) : null,
  ];
}

function element(block, one, surface) {
  if (one.type === "image") return picture(one);
  const act = async (option) => {
    if (one.confirm && !(await confirmed(one.confirm, (found) => textObject(found)))) return;
    await surface.press(block, one, option);
  };
  if (one.type === "button" || one.type === "workflow_button") {
    const node = h("button", {
      type: "button", class: `button ${one.style ?? ""}`, "aria-label": one.accessibility_label, "data-action": one.action_id,
      onclick: async () => {
        node.disabled = true;
        node.setAttribute("aria-busy", "true");
        try {
          if (one.url) window.open(one.url, "_blank", "noopener");
          await act();
        } finally {
          node.disabled = false;
          node.removeAttribute("aria-busy");
        }
      },
    }, textObject(one.text));
    return node;
  }
  if (one.type === "overflow") {
    const entries = one.options.map((option) => ({ label: textOf(option.text), hint: textOf(option.description), act: () => act(option.value) }));
    const node = h("button", { type: "button", class: "button overflow", "aria-haspopup": "menu", "aria-label": word("more"), "data-action": one.action_id,
      onclick: () => openMenu(node, entries, word("more")) }, icon("dots"));
    return node;
  }
  const made = field(one, surface.values?.[block.block_id]?.[one.action_id] ?? null, surface.screen, () => act(made.read()));
  if (!made) return h("span", { class: "unknown" }, `[${one.type}]`);
  made.node.setAttribute("aria-label", textOf(one.placeholder) || textOf(block.text) || one.action_id);
  made.node.dataset.action = one.action_id;
  surface.fields?.set(`${block.block_id} ${one.action_id}`, { ...made, block: block.block_id, action: one.action_id, type: one.type });
  return made.node;
}

function input(block, surface) {
  const one = block.element;
  const tell = () => (block.dispatch_action ? surface.press(block, one, made.read()) : undefined);
  const made = field(one, surface.values?.[block.block_id]?.[one.action_id], surface.screen, tell);
  if (!made) return h("p", { class: "unknown" }, `[${one.type}]`);
  surface.fields?.set(`${block.block_id} ${one.action_id}`, { ...made, block: block.block_id, action: one.action_id, type: one.type });
  const id = freshId("input");
  const error = surface.errors?.[block.block_id];
  const described = [block.hint ? `${id}-hint` : "", error ? `${id}-error` : ""].join(" ").trim();
  if (described) made.focus.setAttribute("aria-describedby", described);
  if (error) made.focus.setAttribute("aria-invalid", "true");
  if (one.focus_on_load) made.focus.autofocus = true;
  made.focus.dataset.input = block.block_id;
  const label = [textObject(block.label), block.optional ? h("span", { class: "optional" }, ` (${word("optional")})`) : null];
  if (made.group) {
    made.node.setAttribute("aria-labelledby", id);
  } else made.node.id = id;
  return [
    made.group ? h("div", { class: "label", id }, label) : h("label", { class: "label", for: id }, label),
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
    if (old && old.type === one.type) one.write(old.read());
  }
}
