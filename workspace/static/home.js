// The app's Home tab.
import { act } from "./act.js";
import { carryOver, drawBlocks, readFields } from "./blocks.js";
import { h } from "./dom.js";
import { inJapanese, word } from "./words.js";

let fields = new Map();
let drawnFor = "";

/** Bring `place` up to date with the person's Home; what was typed in it stays. */
export function drawHome(place, screen) {
  const key = JSON.stringify([screen.me, screen.home?.hash, inJapanese()]);
  if (key === drawnFor && place.hasChildNodes()) return;
  drawnFor = key;
  const before = fields;
  const focused = place.contains(document.activeElement) ? document.activeElement.dataset.action : null;
  fields = new Map();
  if (!screen.home) {
    place.replaceChildren(h("p", { class: "empty" }, word("noHome")));
    return;
  }
  const { home } = screen;
  const surface = {
    screen, values: home.state.values, fields,
    press: (block, element, option) => act({ do: "press_view", view: home.id, block: block.block_id, action: element.action_id, option, values: readFields(fields) }),
    enter: (block, element) => act({ do: "enter", view: home.id, block: block.block_id, action: element.action_id, values: readFields(fields) }),
    suggest: (block, element, typed) => act({ do: "suggest", view: home.id, block: block.block_id, action: element.action_id, typed }, { quiet: true }),
  };
  place.replaceChildren(h("div", { class: "home-blocks" }, drawBlocks(home.blocks, surface)));
  carryOver(before, fields);
  if (focused) place.querySelector(`[data-action="${CSS.escape(focused)}"]`)?.focus();
}
