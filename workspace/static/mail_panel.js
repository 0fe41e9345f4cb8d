// The mailbox: what the app sent by mail. A mail's HTML is shown in a frame that may do nothing.
import { bytes } from "./files.js";
import { h, icon } from "./dom.js";
import { clockText, dayText } from "./time.js";
import { word } from "./words.js";

export function mailPanel() {
  let chosen = "";
  let mails = [];
  const list = h("ul", { class: "mails" });
  const detail = h("div", { class: "detail", tabIndex: 0, role: "region", "aria-label": word("mail") });
  const address = h("small", { class: "soft" });
  const node = h("div", { class: "mail-panel" }, h("div", { class: "mail-side" }, list, address), detail);
  const show = async (mail, way) => {
    const ways = [["text", "plainMail", mail.text], ["html", "htmlMail", mail.html], ["source", "sourceMail", true]].filter(([, , there]) => there);
    const open = way ?? ways[0][0];
    let body = null;
    if (open === "text") body = h("pre", { class: "mail-text" }, mail.text);
    else if (open === "html") body = h("iframe", { sandbox: "", srcdoc: mail.html, title: mail.subject, class: "mail-html" });
    else body = h("pre", { class: "mail-text" }, await (await fetch(`/_practice/mail/${mail.id}/source`)).text());
    const at = Date.parse(mail.at) / 1000;
    detail.replaceChildren(
      h("h3", {}, mail.subject), h("dl", {}, [["from", mail.from || mail.sender], ["to", mail.recipients.join(", ")]].map(([name, value]) => [h("dt", {}, word(name)), h("dd", {}, value)]), h("dt", {}, icon("clock")), h("dd", {}, `${dayText(at)} ${clockText(at)}`)),
      h("div", { class: "row", role: "group" }, ways.map(([name, label]) => h("button", { type: "button", class: "chip light", "aria-pressed": String(name === open), onclick: () => show(mail, name) }, word(label)))),
      body,
      mail.attachments.length ? h("ul", { class: "files" }, mail.attachments.map((one, index) => h("li", {}, h("a", { class: "file-card", href: `/_practice/mail/${mail.id}/attachments/${index}`, download: one.name }, icon("clip"), h("strong", {}, one.name), h("small", {}, bytes(one.bytes)))))) : "");
  };
  const draw = () => {
    list.replaceChildren(...(mails.length ? [...mails].reverse().map((mail) => h("li", {}, h("button", {
      type: "button", "aria-current": mail.id === chosen ? "true" : null,
      onclick: () => {
        chosen = mail.id;
        draw();
        show(mail);
      },
    }, h("strong", {}, mail.subject || "—"), h("small", {}, mail.recipients.join(", ")), h("time", {}, clockText(Date.parse(mail.at) / 1000)), mail.attachments.length ? icon("clip") : null))) : [h("li", { class: "empty" }, word("noMail"))]));
  };
  const update = async (screen, changed) => {
    if (!changed.has("all") && !changed.has("mails")) return;
    const found = await (await fetch("/_practice/mail")).json();
    ({ mails } = found);
    address.textContent = found.smtp_url ?? "";
    if (!chosen && mails.length) {
      chosen = mails.at(-1).id;
      show(mails.at(-1));
    }
    draw();
  };
  return { node, update };
}
