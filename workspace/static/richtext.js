// Rich text blocks as DOM nodes, and the simple editor of `rich_text_input`.
import { freshId, h } from "./dom.js";
import { channelMention, dateNode, emojiNode, groupMention, link, mention } from "./mrkdwn.js";
import { word } from "./words.js";

function styled(node, style = {}) {
  if (style.code) node = h("code", {}, node);
  if (style.bold) node = h("strong", {}, node);
  if (style.italic) node = h("em", {}, node);
  if (style.strike) node = h("s", {}, node);
  if (style.underline) node = h("u", {}, node);
  return node;
}

function inline(element) {
  switch (element.type) {
    case "text": return styled(element.text.split("\n").flatMap((line, index) => (index ? [h("br"), line] : [line])), element.style);
    case "link": return styled(link(element.url, element.text ?? element.url), element.style);
    case "user": return mention(element.user_id);
    case "usergroup": return groupMention(element.usergroup_id);
    case "channel": return channelMention(element.channel_id);
    case "emoji": return emojiNode(element.name);
    case "broadcast": return h("span", { class: "mention loud" }, `@${element.range}`);
    case "color": return h("code", {}, element.value);
    case "date": return dateNode(element.timestamp, element.format, element.fallback ?? "", element.url);
    default: return "";
  }
}

const flat = (nodes) => nodes.flat(9).filter((one) => one !== "");
const unstyled = (elements) => flat(elements.map((one) => (one.type === "text" && !one.style ? one.text.split("\n").flatMap((line, index) => (index ? [h("br"), line] : [line])) : inline(one))));

export function richText(block) {
  return (block.elements ?? []).map((part) => {
    const inside = part.elements ?? [];
    switch (part.type) {
      case "rich_text_list": {
        const indent = part.indent ? ` indent${Math.min(part.indent, 8)}` : "";
        return h(part.style === "ordered" ? "ol" : "ul", { class: `rich-list${indent}`, start: part.offset ? part.offset + 1 : null }, inside.map((one) => h("li", {}, unstyled(one.elements ?? []))));
      }
      case "rich_text_preformatted": return h("pre", {}, inside.map((one) => one.text ?? one.url ?? ""));
      case "rich_text_quote": return h("blockquote", {}, unstyled(inside));
      default: return h("p", { class: "rich" }, unstyled(inside));
    }
  });
}

/** What somebody wrote in the editor, as a rich_text block; null when nothing is there. */
function written(editor) {
  const parts = [];
  let section = null;
  const text = (node, style) => {
    if (node.nodeType === Node.TEXT_NODE) {
      if (!node.data) return;
      section ??= { type: "rich_text_section", elements: [] };
      if (parts.at(-1) !== section && !parts.includes(section)) parts.push(section);
      section.elements.push({ type: "text", text: node.data, ...(Object.keys(style).length ? { style } : {}) });
      return;
    }
    if (node.nodeName === "BR") return void text(document.createTextNode("\n"), {});
    if (node.nodeName === "UL" || node.nodeName === "OL") {
      section = null;
      const items = [...node.querySelectorAll("li")].map((one) => ({ type: "rich_text_section", elements: [{ type: "text", text: one.textContent || " " }] }));
      parts.push({ type: "rich_text_list", style: node.nodeName === "OL" ? "ordered" : "bullet", indent: 0, elements: items });
      return;
    }
    const block = node.nodeName === "DIV" || node.nodeName === "P";
    if (block && section?.elements.length) text(document.createTextNode("\n"), {});
    const more = { B: { bold: true }, STRONG: { bold: true }, I: { italic: true }, EM: { italic: true } }[node.nodeName] ?? {};
    node.childNodes.forEach((child) => text(child, { ...style, ...more }));
  };
  editor.childNodes.forEach((child) => text(child, {}));
  return editor.textContent.trim() ? { type: "rich_text", elements: parts } : null;
}

/** The editor: bold, italic and a list; its value is a rich_text block. */
export function richEditor(initial, placeholder, tell) {
  const id = freshId("rich");
  const editor = h("div", { id, class: "rich-editor", contenteditable: "true", role: "textbox", "aria-multiline": "true", "data-placeholder": placeholder });
  const write = (value) => editor.replaceChildren(...(value ? flat(richText(value)) : []));
  write(initial);
  const tool = (name, label, command) => h("button", {
    type: "button", class: "chip light", "aria-label": label, title: label,
    onclick: () => {
      editor.focus();
      document.execCommand(command);
    },
  }, name);
  editor.addEventListener("blur", tell);
  editor.addEventListener("paste", (event) => {
    event.preventDefault();
    document.execCommand("insertText", false, event.clipboardData.getData("text/plain"));
  });
  const node = h("div", { class: "rich-input" },
    h("div", { class: "row", role: "toolbar", "aria-controls": id },
      tool(h("b", {}, "B"), word("bold"), "bold"), tool(h("i", {}, "I"), word("italic"), "italic"), tool("•", word("list"), "insertUnorderedList")),
    editor);
  return { node, focus: editor, read: () => written(editor), write };
}

