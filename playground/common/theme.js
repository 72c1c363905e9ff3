/* The theme: light, dark, or the system's. Stored in the browser and set on the root element. */

import { remember, remembered } from "./remembered.js";

/** @typedef {"auto" | "light" | "dark"} ThemeName */

const key = "theme";
const system = matchMedia("(prefers-color-scheme: dark)");
const changes = new EventTarget();
/** What the page around this one asked for. @type {ThemeName | null} */
let given = null;

/** @returns {ThemeName} */
function chosenTheme() {
  if (given) return given;
  const value = remembered(key);
  return value === "light" || value === "dark" ? value : "auto";
}

/** What was chosen, and what is therefore shown. */
export function themeNow() {
  const chosen = chosenTheme();
  const shown = chosen === "auto" ? (system.matches ? "dark" : "light") : chosen;
  return { chosen, shown };
}

/**
 * Sets the root element's theme; again whenever it changes.
 * @param {string | null} [wanted] instead of the one that is kept, from now on
 */
export function applyTheme(wanted) {
  if (wanted !== undefined) given = wanted === "light" || wanted === "dark" ? wanted : "auto";
  document.documentElement.dataset.theme = themeNow().shown;
  changes.dispatchEvent(new Event("change"));
}

/** Goes on from auto to light to dark. */
export function nextTheme() {
  /** @type {Record<ThemeName, ThemeName>} */
  const next = { auto: "light", light: "dark", dark: "auto" };
  remember(key, next[chosenTheme()]);
  applyTheme();
}

/** Calls `changed` whenever another theme is shown. @param {() => void} changed */
export function watchTheme(changed) {
  changes.addEventListener("change", changed);
  system.addEventListener("change", () => applyTheme());
  matchMedia("(forced-colors: active)").addEventListener("change", changed);
}
