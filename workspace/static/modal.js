// Modals: one dialog that shows the view on top of the person's stack.
import { act, current } from "./app.js";
import { carryOver, drawBlocks, readFields } from "./blocks.js";
import { h, iconButton } from "./dom.js";
import { textOf } from "./mrkdwn.js";
import { word } from "./words.js";

let dialog = null;
let shown = "";
let view = null;
let fields = new Map();
let busy = false;

export function drawModal(screen) {
  const next = screen.modal;
  if (!next) {
    dialog?.close();
    dialog?.remove();
    dialog = view = null;
    shown = "";
    return;
  }
  const stamp = JSON.stringify([screen.me, next.id, next.hash, next.errors, next.trouble, document.documentElement.lang]);
  if (stamp === shown) return;
  shown = stamp;
  const same = view?.id === next.id;
  const before = same ? fields : new Map();
  const focused = same ? document.activeElement?.dataset?.input : null;
  const scrolled = same ? dialog?.querySelector(".modal-body").scrollTop : 0;
  view = next;
  if (!dialog) {
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
  };
  const blocks = drawBlocks(next.blocks, surface);
  carryOver(before, fields);
  dialog.replaceChildren(h("form", { novalidate: true, onsubmit: submit },
    h("header", {}, h("h2", { id: "modal-title" }, textOf(next.title)), iconButton("close", word("close"), () => close(true))),
    h("div", { class: "modal-body" }, blocks),
    next.trouble ? h("p", { class: "trouble", role: "alert" }, word("trouble")) : null,
    h("footer", {},
      h("button", { type: "button", class: "button", onclick: () => close(false) }, textOf(next.close) || word(next.submit ? "cancel" : "close")),
      next.submit ? h("button", { type: "submit", class: "button primary" }, textOf(next.submit)) : null)));
  if (!dialog.open) dialog.showModal();
  dialog.querySelector(".modal-body").scrollTop = scrolled ?? 0;
  const wrong = dialog.querySelector("[aria-invalid]");
  const target = wrong ?? (focused && dialog.querySelector(`[data-input="${CSS.escape(focused)}"]`)) ??
    (same ? null : dialog.querySelector("[autofocus], .modal-body input, .modal-body textarea, .modal-body select"));
  target?.focus();
  wrong?.scrollIntoView({ block: "center" });
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
  if (view) await act({ do: "close", view: view.id, everything: everything && current().depth > 1 }, { quiet: true });
}
