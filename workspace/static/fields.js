// The inputs of Block Kit as native controls. Each field knows how to read itself and how to take a value back.
import { h } from "./dom.js";
import { textObject, textOf } from "./mrkdwn.js";
import { fromLocalInput, localInput } from "./time.js";
import { word } from "./words.js";

let serial = 0;
export const freshId = (name) => `${name}-${(serial += 1)}`;

const options = (element) => [...(element.options ?? []), ...(element.option_groups ?? []).flatMap((group) => group.options)];

const many = (kind) => kind.startsWith("multi_") || kind === "checkboxes";

/** What a state entry holds, in the raw form that goes back to the server. */
function rawOf(entry) {
  if (!entry) return null;
  const key = Object.keys(entry).find((name) => name === "value" || name.startsWith("selected_"));
  const found = entry[key];
  if (Array.isArray(found)) return found.map((one) => one.value ?? one);
  return found?.value ?? found ?? null;
}

function choices(element, screen) {
  const kind = element.type;
  if (kind.includes("users_select")) return screen.people.filter((one) => !one.is_bot).map((one) => [one.id, one.real_name]);
  if (kind.includes("conversations_select") || kind.includes("channels_select")) {
    return screen.channels.filter((one) => one.kind !== "im").map((one) => [one.id, `#${one.name}`]);
  }
  return options(element).map((one) => [one.value, textOf(one.text)]);
}

function select(element, raw, screen, tell) {
  const groups = element.option_groups?.map((group) =>
    h("optgroup", { label: textOf(group.label) }, group.options.map((one) => h("option", { value: one.value }, textOf(one.text)))));
  const node = h("select", { onchange: tell },
    h("option", { value: "" }, textOf(element.placeholder) || word("choose")),
    groups ?? choices(element, screen).map(([value, label]) => h("option", { value }, label)));
  node.value = raw ?? "";
  return { node, focus: node, read: () => node.value || null, write: (value) => { node.value = value ?? ""; } };
}

function checklist(element, raw, screen, tell) {
  const kind = element.type === "radio_buttons" ? "radio" : "checkbox";
  const name = freshId("choice");
  const described = new Map(options(element).map((one) => [one.value, one]));
  const boxes = choices(element, screen).map(([value, label]) => {
    const box = h("input", { type: kind, name, value, onchange: tell });
    box.checked = (Array.isArray(raw) ? raw : [raw]).includes(value);
    const option = described.get(value);
    return [box, h("label", { class: "choice" }, box, h("span", {}, option ? textObject(option.text) : label,
      option?.description ? h("small", {}, textObject(option.description)) : null))];
  });
  const long = boxes.length > 8;
  const node = h("div", { class: `choices${long ? " long" : ""}`, role: kind === "radio" ? "radiogroup" : "group" }, boxes.map(([, label]) => label));
  const chosen = () => boxes.filter(([box]) => box.checked).map(([box]) => box.value);
  return {
    node,
    focus: boxes[0]?.[0] ?? node,
    group: true,
    read: () => (kind === "radio" ? chosen()[0] ?? null : chosen()),
    write: (value) => boxes.forEach(([box]) => { box.checked = (Array.isArray(value) ? value : [value]).includes(box.value); }),
  };
}

function written(element, raw, tell) {
  const type = { email_text_input: "email", number_input: "number", url_text_input: "url", datepicker: "date", timepicker: "time" }[element.type] ?? "text";
  const node = element.multiline
    ? h("textarea", { rows: 4, placeholder: textOf(element.placeholder) })
    : h("input", { type, placeholder: textOf(element.placeholder), min: element.min_value, max: element.max_value, autocomplete: "off" });
  if (type === "number" && element.is_decimal_allowed) node.step = "any";
  node.value = raw ?? "";
  node.addEventListener("change", tell);
  return { node, focus: node, read: () => node.value || null, write: (value) => { node.value = value ?? ""; } };
}

function moment(element, raw, tell) {
  const node = h("input", { type: "datetime-local", onchange: tell });
  const write = (value) => { node.value = value ? localInput(Number(value)) : ""; };
  write(raw);
  return { node, focus: node, read: () => (node.value ? fromLocalInput(node.value.slice(0, 16)) : null), write };
}

/**
 * A field for an element that keeps state. `tell` is called when its value was changed by hand.
 * Returns {node, focus, read, write, group?}; null for elements without state.
 */
export function field(element, entry, screen, tell) {
  const raw = rawOf(entry);
  switch (element.type) {
    case "plain_text_input": case "email_text_input": case "number_input": case "url_text_input": case "datepicker": case "timepicker":
      return written(element, raw, tell);
    case "datetimepicker":
      return moment(element, raw, tell);
    case "static_select": case "users_select": case "conversations_select": case "channels_select": case "external_select":
      return select(element, raw, screen, tell);
    case "checkboxes": case "radio_buttons":
      return checklist(element, raw, screen, tell);
    default:
      return many(element.type) ? checklist(element, raw ?? [], screen, tell) : null;
  }
}
