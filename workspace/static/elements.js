// The elements one presses: buttons, overflow menus, and inputs that stand in a section or a row of actions.
import { h, icon } from "./dom.js";
import { field } from "./fields.js";
import { picture } from "./files.js";
import { confirmed, openMenu } from "./menu.js";
import { textObject, textOf } from "./mrkdwn.js";
import { word } from "./words.js";

async function busy(node, work) {
  if (node.getAttribute("aria-busy")) return;
  node.setAttribute("aria-busy", "true");
  try {
    await work();
  } finally {
    node.removeAttribute("aria-busy");
  }
}

/** An element of a section, a row of actions, a card. `surface`: see `blocks`. */
export function element(block, one, surface) {
  const act = async (option) => {
    if (one.confirm && !(await confirmed(one.confirm, (found) => textObject(found)))) return false;
    await surface.press(block, one, option);
    return true;
  };
  switch (one.type) {
    case "image": return picture(one);
    case "button": case "workflow_button": {
      const node = h("button", {
        type: "button", class: `button ${one.style ?? ""}`, "aria-label": one.accessibility_label, "data-action": one.action_id,
        onclick: () => busy(node, async () => {
          const open = one.url && new URL(one.url, location.href).origin === location.origin ? one.url : "";
          if (await act()) if (open) window.open(open, "_blank", "noopener");
        }),
      }, textObject(one.text), one.url ? icon("window") : null);
      if (one.url) node.title = one.url;
      return node;
    }
    case "icon_button": return h("button", { type: "button", class: "button small", "data-action": one.action_id, onclick: () => act() }, icon("bolt"), textOf(one.text));
    case "feedback_buttons": return h("span", { class: "row" }, [["positive_button", "up"], ["negative_button", "down"]].map(([name]) =>
      h("button", { type: "button", class: "button small", "data-action": one.action_id, onclick: () => act(one[name]?.value) }, textOf(one[name]?.text) || word(name === "positive_button" ? "good" : "bad"))));
    case "overflow": {
      const node = h("button", {
        type: "button", class: "button overflow", "aria-haspopup": "menu", "aria-expanded": "false", "aria-label": word("more"), "data-action": one.action_id,
        onclick: () => openMenu(node, one.options.map((option) => ({ label: textOf(option.text), small: textOf(option.description), act: () => busy(node, () => act(option.value)) })), word("more")),
      }, icon("dots"));
      return node;
    }
    default: return inputElement(block, one, surface, act);
  }
}

function inputElement(block, one, surface, act) {
  const entry = surface.values?.[block.block_id]?.[one.action_id] ?? startOf(one);
  let made = null;
  let before = null;
  const tell = async () => {
    if (await act(made.read())) before = made.read();
    else made.write(before);
  };
  made = field(one, entry, { screen: surface.screen, suggest: (element, typed) => surface.suggest(block, element, typed) }, tell);
  if (!made) return h("span", { class: "unknown" }, `${word("unknownElement")} ${one.type}`);
  before = made.read();
  (made.group ? made.node : made.focus).setAttribute("aria-label", textOf(one.placeholder) || textOf(block.text) || one.action_id);
  made.focus.dataset.action = one.action_id;
  surface.fields?.set(`${block.block_id} ${one.action_id}`, { ...made, block: block.block_id, action: one.action_id, type: one.type });
  return made.node;
}

/** In a message no state is kept: an input begins as the app sent it. */
function startOf(one) {
  const key = Object.keys(one).find((name) => name.startsWith("initial_"));
  return key ? { [key === "initial_value" ? "value" : key.replace("initial_", "selected_")]: one[key] } : null;
}
