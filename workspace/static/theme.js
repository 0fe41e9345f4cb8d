// Light or dark: as the system has it, or as chosen on this machine.
import { nudge } from "./place.js";

export const theme = () => localStorage.getItem("theme") ?? "system";

export function chooseTheme(name) {
  if (name === "system") localStorage.removeItem("theme");
  else localStorage.setItem("theme", name);
  apply();
  nudge();
}

export function apply() {
  document.documentElement.dataset.theme = theme();
}

addEventListener("storage", apply);
