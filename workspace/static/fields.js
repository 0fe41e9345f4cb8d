// The inputs of Block Kit. Each field knows how to read itself, how to take a value back, and tells when a hand changed it.
import { avatar } from "./people.js";
import { chooser } from "./choose.js";
import { freshId, h, icon } from "./dom.js";
import { fileField } from "./files.js";
import { textObject, textOf } from "./mrkdwn.js";
import { richEditor } from "./richtext.js";
import { fromLocalInput, localInput, viewerZone, zoneName } from "./time.js";
import { title, word } from "./words.js";

/** A list this short is the system's own select; a longer one is searched by typing. */
const NATIVE = 12;
const TYPING_PAUSE = 300;

const optionsOf = (element) => [
  ...(element.options ?? []).map((one) => [one, ""]),
  ...(element.option_groups ?? []).flatMap((group) => group.options.map((one) => [one, textOf(group.label)])),
];

/** What a state entry holds, in the raw form that goes back to the server; looked-up options stay whole. */
function rawOf(entry, whole) {
  if (!entry) return null;
  const key = Object.keys(entry).find((name) => name === "value" || name === "rich_text_value" || name === "files" || name.startsWith("selected_"));
  const found = entry[key];
  if (key === "rich_text_value" || key === "files" || whole) return found ?? null;
  if (Array.isArray(found)) return found.map((one) => one.value ?? one);
  return found?.value ?? found ?? null;
}

function native(element, raw, tell) {
  const option = (one) => h("option", { value: one.value }, textOf(one.text));
  const node = h("select", { onchange: tell },
    h("option", { value: "" }, textOf(element.placeholder) || word("choose")),
    element.option_groups?.map((group) => h("optgroup", { label: textOf(group.label) }, group.options.map(option))) ?? element.options.map(option));
  const write = (value) => { node.value = value ?? ""; };
  write(raw);
  return { node, focus: node, read: () => node.value || null, write };
}

function choicesFor(element, screen) {
  const kind = element.type;
  if (kind.includes("users_select")) {
    return screen.people.filter((one) => !one.is_bot && !one.deleted).map((one) => ({ value: one.id, label: one.real_name, hint: title(one), mark: () => avatar(one) }));
  }
  if (kind.includes("conversations_select") || kind.includes("channels_select")) {
    const fits = (one) => one.kind !== "im" && (!kind.includes("channels_select") || one.kind === "public");
    return [...screen.channels.values()].filter(fits).map((one) => ({ value: one.id, label: one.name, mark: () => icon(one.kind === "private" ? "lock" : "hash") }));
  }
  return optionsOf(element).map(([one, group]) => ({ value: one.value, label: textOf(one.text), hint: textOf(one.description), group }));
}

function searched(element, raw, surface, tell) {
  const many = element.type.startsWith("multi_");
  const external = element.type.endsWith("external_select");
  const look = external ? async (typed) => {
    const found = await surface.suggest(element, typed);
    const one = (option, group = "") => ({ value: option.value, label: textOf(option.text), hint: textOf(option.description), group, whole: option });
    return [...(found.options ?? []).map((option) => one(option)), ...(found.option_groups ?? []).flatMap((group) => group.options.map((option) => one(option, textOf(group.label))))];
  } : null;
  return chooser({
    options: external ? [] : choicesFor(element, surface.screen), look, least: element.min_query_length ?? 3, many, most: element.max_selected_items ?? 100,
    placeholder: textOf(element.placeholder) || (external ? word("typeHere") : ""), tell, initial: raw,
  });
}

function checklist(element, raw, tell) {
  const kind = element.type === "radio_buttons" ? "radio" : "checkbox";
  const name = freshId("choice");
  const boxes = optionsOf(element).map(([option]) => {
    const box = h("input", { type: kind, name, value: option.value, onchange: tell, checked: (Array.isArray(raw) ? raw : [raw]).includes(option.value) });
    return [box, h("label", { class: "choice" }, box, h("span", {}, textObject(option.text), option.description ? h("small", {}, textObject(option.description)) : null))];
  });
  const node = h("div", { class: "choices", role: kind === "radio" ? "radiogroup" : "group" }, boxes.map(([, label]) => label));
  const chosen = () => boxes.filter(([box]) => box.checked).map(([box]) => box.value);
  return {
    node, focus: boxes[0]?.[0] ?? node, group: true,
    read: () => (kind === "radio" ? chosen()[0] ?? null : chosen()),
    write: (value) => boxes.forEach(([box]) => { box.checked = (Array.isArray(value) ? value : [value]).includes(box.value); }),
  };
}

const KINDS = { email_text_input: "email", number_input: "text", url_text_input: "url", datepicker: "date", timepicker: "time" };

/** A written input tells the app while one types or at Enter, as its element wants; a date or time when it was chosen. */
function written(element, raw, tell, entered) {
  const wants = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  const type = KINDS[element.type] ?? "text";
  const most = element.type === "plain_text_input" ? element.max_length : null;
  const number = element.type === "number_input";
  const box = element.multiline
    ? h("textarea", { rows: 4, placeholder: textOf(element.placeholder) })
    : h("input", { type, placeholder: textOf(element.placeholder), autocomplete: "off", inputmode: number ? (element.is_decimal_allowed ? "decimal" : "numeric") : null });
  const counter = most ? h("small", { class: "counter" }) : null;
  const count = () => {
    if (!counter) return;
    const rest = most - [...box.value].length;
    counter.textContent = rest > Math.max(20, most / 5) ? "" : `${Math.abs(rest)} ${word(rest < 0 ? "over" : "left")}`;
    counter.classList.toggle("over", rest < 0);
  };
  const write = (value) => {
    box.value = value ?? "";
    count();
  };
  write(raw);
  let typing = null;
  box.addEventListener("input", () => {
    count();
    clearTimeout(typing);
    if (wants.includes("on_character_entered")) typing = setTimeout(tell, TYPING_PAUSE);
  });
  if (type === "date" || type === "time") box.addEventListener("change", tell);
  else if (entered && !element.multiline && wants.includes("on_enter_pressed")) box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    entered();
  });
  const zone = element.type === "timepicker" && element.timezone ? h("small", { class: "zone" }, zoneName(element.timezone)) : null;
  const node = counter || zone ? h("div", { class: "with-note" }, box, counter, zone) : box;
  return { node, focus: box, read: () => box.value || null, write };
}

/** A moment in the viewer's zone, which stands beside it: the same instant reads differently elsewhere. */
function moment(element, raw, tell) {
  const box = h("input", { type: "datetime-local", onchange: tell });
  const write = (value) => { box.value = value ? localInput(Number(value)) : ""; };
  write(raw);
  const node = h("div", { class: "with-note" }, box, h("small", { class: "zone", title: word("zone") }, zoneName(viewerZone())));
  return { node, focus: box, read: () => (box.value ? fromLocalInput(box.value.slice(0, 16)) : null), write };
}

/**
 * A field for an element that keeps state. `tell` is called when its value was changed by hand; `surface` gives {screen, suggest, entered}.
 * Returns {node, focus, read, write, group?}; null for elements without state.
 */
export function field(element, entry, surface, tell) {
  const raw = rawOf(entry, element.type.endsWith("external_select"));
  switch (element.type) {
    case "plain_text_input": case "email_text_input": case "number_input": case "url_text_input": case "datepicker": case "timepicker":
      return written(element, raw, tell, surface.entered);
    case "datetimepicker": return moment(element, raw, tell);
    case "checkboxes": case "radio_buttons": return checklist(element, raw, tell);
    case "rich_text_input": return richEditor(raw, textOf(element.placeholder), tell);
    case "file_input": return fileField(element, raw ?? [], tell);
    case "static_select": return optionsOf(element).length <= NATIVE ? native(element, raw, tell) : searched(element, raw, surface, tell);
    default: return element.type.endsWith("_select") ? searched(element, raw, surface, tell) : null;
  }
}
