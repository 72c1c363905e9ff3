/* The theme: light, dark, or the system's. Stored in the browser and set on the root element. */

/** @typedef {"auto" | "light" | "dark"} ThemeName */

const key = "awaitc.theme";
const system = matchMedia("(prefers-color-scheme: dark)");
const changes = new EventTarget();
/** What the page around this one asked for. @type {ThemeName | null} */
let given = null;

/** @returns {ThemeName} */
function chosenTheme() {
  if (given) return given;
  const value = storage()?.getItem(key);
  return value === "light" || value === "dark" ? value : "auto";
}

/** Storage may be denied to a page inside another one. */
function storage() {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
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
  storage()?.setItem(key, next[chosenTheme()]);
  applyTheme();
}

/** Calls `changed` whenever another theme is shown. @param {() => void} changed */
export function watchTheme(changed) {
  changes.addEventListener("change", changed);
  system.addEventListener("change", () => applyTheme());
  matchMedia("(forced-colors: active)").addEventListener("change", changed);
}
