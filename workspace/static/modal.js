// Modals: one dialog that shows the view on top of the person's stack, with the way back and everything typed kept.
import { act } from "./act.js";
import { carryOver, drawBlocks, readFields } from "./blocks.js";
import { h, icon, iconButton } from "./dom.js";
import { current } from "./feed.js";
import { textOf } from "./mrkdwn.js";
import { keepCards } from "./notices.js";
import { word } from "./words.js";

let dialog = null;
let shown = "";
let view = null;
let fields = new Map();
let busy = false;
let back = null;

function leave() {
  keepCards(dialog);
  dialog.close();
  dialog.remove();
  dialog = view = null;
  shown = "";
  const home = back?.isConnected ? back : document.querySelector("#main textarea, #main [tabindex='0']");
  back = null;
  home?.focus({ preventScroll: true });
}

/** Draw the modal on top, or none. */
export function drawModal(screen) {
  const next = screen.modal;
  if (!next) {
    if (dialog) leave();
    return;
  }
  const stamp = JSON.stringify([screen.me, next.id, next.hash, next.errors, next.trouble, document.documentElement.lang]);
  if (stamp === shown) return;
  shown = stamp;
  const same = view?.id === next.id;
  const before = same ? fields : new Map();
  const focused = same ? document.activeElement?.dataset?.input ?? document.activeElement?.closest?.("[data-block]")?.dataset.block : null;
  const action = same ? document.activeElement?.dataset?.action : null;
  const scrolled = same ? dialog?.querySelector(".modal-body").scrollTop : 0;
  view = next;
  if (!dialog) {
    back = document.activeElement;
    dialog = h("dialog", { class: "modal", "aria-labelledby": "modal-title" });
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      close(false);
    });
    document.body.append(dialog);
  }
  fields = new Map();
  const surface = {
    screen, values: next.state.values, errors: next.errors, fields,
    press: (block, element, option) =>
      act({ do: "press_view", view: next.id, block: block.block_id, action: element.action_id, option, values: readFields(fields) }),
    enter: (block, element) => act({ do: "enter", view: next.id, block: block.block_id, action: element.action_id, values: readFields(fields) }),
    suggest: (block, element, typed) => act({ do: "suggest", view: next.id, block: block.block_id, action: element.action_id, typed }, { quiet: true }),
  };
  const blocks = drawBlocks(next.blocks, surface);
  carryOver(before, fields);
  const depth = screen.stack.length;
  keepCards(dialog);
  dialog.replaceChildren(h("form", { novalidate: true, onsubmit: submit },
    h("header", {},
      depth > 1 ? iconButton("back", `${word("back")}: ${screen.stack.at(-2)}`, () => close(false)) : null,
      h("h2", { id: "modal-title" }, textOf(next.title)),
      depth > 1 ? h("small", { class: "depth" }, `${depth} / 3`) : null,
      iconButton("close", word("close"), () => close(true))),
    h("div", { class: "modal-body" }, blocks),
    next.trouble ? h("p", { class: "trouble", role: "alert" }, icon("fault"), word("trouble")) : null,
    h("footer", {},
      h("button", { type: "button", class: "button", onclick: () => close(false) }, textOf(next.close) || word(next.submit ? "cancel" : "close")),
      next.submit ? h("button", { type: "submit", class: "button primary" }, textOf(next.submit)) : null)));
  if (!dialog.open) dialog.showModal();
  const body = dialog.querySelector(".modal-body");
  body.scrollTop = scrolled ?? 0;
  const wrong = dialog.querySelector("[aria-invalid]");
  const again = focused && [...dialog.querySelectorAll(`[data-block="${CSS.escape(focused)}"]`)].map((one) =>
    (action && one.querySelector(`[data-action="${CSS.escape(action)}"]`)) || one.querySelector("input, textarea, select, button"))[0];
  const target = wrong ?? again ?? (same ? null : dialog.querySelector("[data-first]") ?? body.querySelector("input, textarea, select, button") ?? dialog.querySelector("footer .button:last-child"));
  target?.focus({ preventScroll: same });
  wrong?.closest(".block").scrollIntoView({ block: "center" });
}

async function submit(event) {
  event.preventDefault();
  if (busy || !view) return;
  busy = true;
  const button = dialog.querySelector("button[type=submit]");
  button.disabled = true;
  button.setAttribute("aria-busy", "true");
  shown = "";
  await act({ do: "submit", view: view.id, values: readFields(fields) }, { quiet: true });
  busy = false;
  button.disabled = false;
  button.removeAttribute("aria-busy");
}

async function close(everything) {
  if (view) await act({ do: "close", view: view.id, everything: everything && current().stack.length > 1 }, { quiet: true });
}
