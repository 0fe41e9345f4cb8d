// Cards and what holds blocks: card, carousel, container, plan, video.
import { h, icon } from "./dom.js";
import { element } from "./elements.js";
import { picture } from "./files.js";
import { textObject, textOf } from "./mrkdwn.js";
import { richText } from "./richtext.js";
import { word } from "./words.js";

const text = (found) => (typeof found === "string" ? found : found ? textObject(found) : null);

export function card(one, surface) {
  return h("section", { class: "card" },
    one.hero_image ? picture(one.hero_image) : null,
    h("div", { class: "card-head" }, one.icon ? picture(one.icon) : null,
      h("div", {}, one.title ? h("h4", {}, text(one.title)) : null, one.subtitle ? h("p", { class: "soft" }, text(one.subtitle)) : null)),
    one.body ? h("div", {}, text(one.body)) : null,
    one.subtext ? h("p", { class: "soft" }, text(one.subtext)) : null,
    one.actions?.length ? h("div", { class: "row" }, one.actions.map((found) => element(one, found, surface))) : null);
}

export function carousel(block, surface) {
  return h("div", { class: "carousel", role: "group", "aria-roledescription": "carousel", tabIndex: 0 }, (block.elements ?? []).map((one) => card({ block_id: block.block_id, ...one }, surface)));
}

export function container(block, surface, drawBlocks) {
  const inside = drawBlocks(block.child_blocks ?? block.blocks ?? block.elements ?? [], surface);
  const head = [text(block.title), block.subtitle ? h("small", {}, text(block.subtitle)) : null];
  if (block.is_collapsible) return h("details", { class: "card", open: !block.default_collapsed }, h("summary", {}, head), inside);
  return h("section", { class: "card" }, block.title ? h("h4", {}, head) : null, inside);
}

const STATES = { pending: "○", in_progress: "◔", complete: "●", error: "✕" };

function task(one) {
  return h("li", {}, h("span", { "aria-label": one.status }, STATES[one.status] ?? "○"), ` ${one.title ?? ""}`,
    [one.details, one.output].filter(Boolean).map((found) => h("div", { class: "soft" }, found.type === "rich_text" ? richText(found) : text(found))));
}

export function plan(block) {
  if (block.type === "task_card") return h("ul", { class: "card" }, task(block));
  return h("section", { class: "card" }, h("h4", {}, text(block.title)), h("ul", {}, (block.tasks ?? []).map(task)));
}

/** A film is named, not played: it would come from outside. */
export function video(block) {
  return h("figure", { class: "card" }, h("figcaption", {}, h("strong", {}, textOf(block.title)), block.provider_name ? h("small", {}, ` ${block.provider_name}`) : null),
    block.description ? h("p", {}, text(block.description)) : null,
    h("span", { class: "picture", role: "img", "aria-label": block.alt_text, title: block.video_url }, icon("video"), block.alt_text || word("attachment")));
}
