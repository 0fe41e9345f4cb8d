// The drawer with the instruments: clock, traffic, faults, mail. Each is a tab with a module of its own.
import { h, iconButton } from "./dom.js";
import { go, here } from "./place.js";
import { clockPanel } from "./clock_panel.js";
import { faultPanel } from "./fault_panel.js";
import { mailPanel } from "./mail_panel.js";
import { trafficPanel } from "./traffic_panel.js";
import { inJapanese, word } from "./words.js";

const TABS = [["clock", "clockTab", clockPanel], ["traffic", "traffic", trafficPanel], ["faults", "faultTab", faultPanel], ["mail", "mail", mailPanel]];
let drawnFor = "";
let panel = null;
let back = null;

/** Draw the drawer; an open panel hears of news by its `update(screen, changed)`. */
export function drawTools(screen, changed) {
  const tools = document.getElementById("tools");
  const found = TABS.find(([name]) => name === here().tool);
  if (tools.hidden === Boolean(found)) tools.hidden = !found;
  document.body.classList.toggle("with-tools", Boolean(found));
  if (!found) {
    if (drawnFor) {
      drawnFor = "";
      panel = null;
      tools.replaceChildren();
      if (back?.isConnected) back.focus();
    }
    return;
  }
  const key = `${found[0]} ${inJapanese()}`;
  if (key !== drawnFor) {
    if (!drawnFor) back = document.activeElement;
    const within = tools.contains(document.activeElement);
    drawnFor = key;
    panel = found[2]();
    tools.setAttribute("aria-label", word("tools"));
    tools.replaceChildren(
      h("header", { class: "tools-head" }, h("div", { role: "tablist", class: "tabs", "aria-label": word("tools") }, TABS.map(([name, title]) => tab(name, title, found[0]))),
        iconButton("close", word("close"), () => go({ tool: "" }))),
      h("div", { class: "tools-body", role: "tabpanel", id: "tools-body", "aria-labelledby": `tool-${found[0]}` }, panel.node));
    if (within || back?.closest?.("#top")) document.getElementById(`tool-${found[0]}`).focus();
    panel.update(screen, new Set(["all"]));
    return;
  }
  panel.update(screen, changed);
}

function tab(name, title, open) {
  return h("button", {
    type: "button", role: "tab", id: `tool-${name}`, "aria-selected": String(name === open), "aria-controls": "tools-body", tabIndex: name === open ? 0 : -1, onclick: () => go({ tool: name }),
    onkeydown: (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (step) go({ tool: TABS[(TABS.findIndex(([one]) => one === open) + step + TABS.length) % TABS.length][0] });
    },
  }, word(title));
}

document.getElementById("tools").addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.defaultPrevented) go({ tool: "" });
});
