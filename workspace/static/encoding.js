// What somebody typed, as Slack's own clients send it.

/** As Slack's own clients send it: names become ids, everything else that looks like a mark is escaped. */
export function encoded(text, screen) {
  const plain = (part) => part.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  let sent = text.split(/(<@[UW][A-Z0-9]+>)/u).map((part, index) => (index % 2 ? part : plain(part))).join("");
  for (const one of [...screen.people].sort((a, b) => b.real_name.length - a.real_name.length)) {
    sent = sent.replace(new RegExp(`(?<![\\p{L}\\p{N}])@${one.real_name.replace(/[.*+?^${}()|[\]\\]/gu, "\\$&")}`, "gu"), `<@${one.id}>`);
  }
  for (const one of screen.groups ?? []) sent = sent.replace(new RegExp(`(?<![\\p{L}\\p{N}])@${one.handle}(?![\\p{L}\\p{N}-])`, "gu"), `<!subteam^${one.id}>`);
  for (const one of screen.channels.values()) {
    if (one.kind !== "im") sent = sent.replace(new RegExp(`(?<![\\p{L}\\p{N}&])#${one.name}(?![\\p{L}\\p{N}_-])`, "gu"), `<#${one.id}|${one.name}>`);
  }
  return sent.replace(/(?<![\p{L}\p{N}])@(channel|here|everyone)\b/gu, "<!$1>");
}
