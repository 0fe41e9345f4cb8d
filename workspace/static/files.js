// Files: the file input, files under a message, and pictures. Everything stays in this workspace.
import { send } from "./act.js";
import { current } from "./feed.js";
import { freshId, h, icon, iconButton } from "./dom.js";
import { toast } from "./notices.js";
import { word } from "./words.js";

export const bytes = (size) => (size < 1024 ? `${size} B` : size < 1048576 ? `${Math.round(size / 1024)} kB` : `${(size / 1048576).toFixed(1)} MB`);

async function upload(file) {
  const query = new URLSearchParams({ as: current().me, name: file.name });
  const response = await fetch(`/_practice/upload?${query}`, { method: "POST", headers: { "Content-Type": "application/octet-stream" }, body: file });
  const answer = await response.json().catch(() => ({ ok: false }));
  if (!answer.ok) throw new Error(answer.why ?? "");
  return answer.file;
}

/** The file input of a form: chosen files are uploaded at once, as Slack does. Its value is the list of files. */
export function fileField(element, initial, tell) {
  let files = [];
  let under = 0;
  const most = element.max_files ?? 10;
  const pick = h("input", { type: "file", class: "unseen", multiple: most > 1, tabIndex: -1, accept: (element.filetypes ?? []).map((one) => `.${one}`).join(",") || null });
  const list = h("ul", { class: "files", "aria-live": "polite" });
  const button = h("button", { type: "button", class: "button", id: freshId("files"), onclick: () => pick.click() }, icon("clip"), word("addFile"));
  const draw = () => {
    button.disabled = files.length >= most;
    list.replaceChildren(...files.map((one) => h("li", {}, icon("file"), one.name ?? one.title ?? one.id, one.size === undefined ? null : h("small", {}, bytes(one.size)),
      iconButton("close", `${word("removeFile")} ${one.name ?? one.id}`, () => {
        files = files.filter((other) => other !== one);
        draw();
        tell();
      }))), under ? h("li", {}, word("uploading")) : "");
  };
  pick.addEventListener("change", async () => {
    const wanted = [...pick.files].slice(0, most - files.length);
    pick.value = "";
    for (const file of wanted) {
      under += 1;
      draw();
      try {
        files.push(await upload(file));
      } catch (error) {
        toast(`${file.name} ${word("uploadFailed")} ${error.message}`);
      }
      under -= 1;
      draw();
    }
    tell();
  });
  const write = (value) => {
    files = [...(value ?? [])].map((one) => (typeof one === "string" ? { id: one } : one));
    draw();
  };
  write(initial);
  return { node: h("div", { class: "file-input" }, button, pick, list), focus: button, read: () => files.map((one) => one.id), whole: () => files, write };
}

const local = (url) => {
  try {
    return new URL(url, location.href).origin === location.origin;
  } catch {
    return false;
  }
};

/** A file under a message: a picture when it is one, else a card to open it. Addresses elsewhere are named, not opened. */
export function fileCard(file) {
  const url = file.page_url ?? "";
  const here = url && local(url);
  const name = file.title || file.name || file.id;
  const about = [file.pretty_type ?? file.filetype, file.size === undefined ? "" : bytes(file.size)].filter(Boolean).join(" · ");
  if (here && (file.mimetype ?? "").startsWith("image/")) return h("figure", { class: "file" }, h("figcaption", {}, name), h("img", { src: url, alt: file.alt_txt || name, loading: "lazy" }));
  return h(here ? "a" : "span", { class: "file-card", href: here ? `${url}?download` : null, download: here ? file.name ?? "" : null }, icon("file"), h("span", {}, h("strong", {}, name), about ? h("small", {}, about) : null));
}

/** A picture in a block. Pictures elsewhere are described, not fetched: this page opens no address outside. */
export function picture(one) {
  const url = one.image_url ?? one.slack_file?.url ?? "";
  if (url && local(url)) return h("img", { class: "picture-shown", src: url, alt: one.alt_text ?? "", loading: "lazy" });
  return h("span", { class: "picture", role: "img", "aria-label": one.alt_text, title: url }, icon("eye"), one.alt_text);
}
