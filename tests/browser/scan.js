() => {
  const wrong = [];
  const tell = (rule, node) => wrong.push(`${rule}: ${node.outerHTML.slice(0, 160)}`);
  const shown = (node) => node.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) && !node.closest("[aria-hidden=true]") && !node.closest(".unseen");
  const modal = [...document.querySelectorAll("dialog[open]")].pop() ?? document;
  const all = (selector) => [...modal.querySelectorAll(selector)].filter(shown);
  const words = (node) => (node.getAttribute("aria-labelledby") ?? "").split(" ").map((id) => document.getElementById(id)?.textContent ?? "").join("").trim()
    || node.getAttribute("aria-label")?.trim() || node.labels?.[0]?.textContent.trim() || (node.matches("button, a, summary, [role=option], [role=menuitem], [role=tab]") && (node.textContent.trim() || node.querySelector("[aria-label]")?.getAttribute("aria-label"))) || node.title || "";
  for (const node of all("button, a[href], input:not([type=hidden]), select, textarea, summary, [role=textbox], [role=combobox], [role=region], [role=dialog], dialog, iframe, [role=listbox], [role=menu]")) if (!words(node)) tell("no name (4.1.2)", node);
  for (const node of all("img, [role=img]")) if (!node.alt && !node.getAttribute("aria-label")) tell("no text instead of a picture (1.1.1)", node);
  const seen = new Map();
  for (const node of document.querySelectorAll("[id]")) {
    if (seen.has(node.id)) tell("an id twice (4.1.1)", node);
    seen.set(node.id, node);
  }
  for (const name of ["aria-labelledby", "aria-describedby", "aria-controls", "aria-activedescendant"]) for (const node of all(`[${name}]`)) {
    for (const id of node.getAttribute(name).split(" ")) if (!document.getElementById(id)) tell(`${name} names nobody (1.3.1)`, node);
  }
  for (const node of all("[role=option]")) if (!node.closest("[role=listbox], select")) tell("an option outside a list (1.3.1)", node);
  for (const node of all("[role=tab]")) if (!node.closest("[role=tablist]")) tell("a tab outside a row of tabs (1.3.1)", node);
  for (const node of all("ul, ol")) if ([...node.children].some((one) => one.tagName !== "LI")) tell("a list of something else (1.3.1)", node);
  for (const node of all("li")) if (!node.closest("ul, ol")) tell("an item without a list (1.3.1)", node);
  if (!document.documentElement.lang) tell("no language (3.1.1)", document.documentElement);
  if (modal === document && all("h1").length !== 1) tell(`${all("h1").length} first headings (1.3.1)`, document.body);
  for (const node of all("[tabindex]")) if (node.tabIndex > 0) tell("an order of its own (2.4.3)", node);
  for (const node of all("button, a[href].chip, summary")) {
    const box = node.getBoundingClientRect();
    if (Math.min(box.width, box.height) < 18) tell(`a target of ${Math.round(box.width)}x${Math.round(box.height)} (2.5.8)`, node);
  }
  const paint = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const colour = (text) => {
    paint.clearRect(0, 0, 1, 1);
    paint.fillStyle = text;
    paint.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = paint.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = (top, below) => top.slice(0, 3).map((part, index) => part * top[3] + below[index] * (1 - top[3]));
  const behind = (node) => {
    const layers = [];
    for (let one = node; one; one = one.parentElement) {
      const found = colour(getComputedStyle(one).backgroundColor);
      if (found[3] > 0) layers.push(found);
      if (found[3] === 1) break;
    }
    return layers.reverse().reduce((below, layer) => over(layer, below), [255, 255, 255]);
  };
  const light = (rgb) => rgb.map((part) => part / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)).reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
  for (const node of all("*")) {
    if (![...node.childNodes].some((one) => one.nodeType === Node.TEXT_NODE && one.data.trim()) || node.closest(":disabled, [role=img], option, .emoji")) continue;
    const style = getComputedStyle(node);
    const ground = behind(node);
    const ink = over(colour(style.color), ground);
    const [high, low] = [light(ink), light(ground)].sort((a, b) => b - a);
    const ratio = (high + 0.05) / (low + 0.05);
    const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && Number(style.fontWeight) >= 700);
    if (ratio < (large ? 3 : 4.5)) tell(`contrast ${ratio.toFixed(2)} (1.4.3)`, node);
  }
  return [...new Set(wrong)];
}
