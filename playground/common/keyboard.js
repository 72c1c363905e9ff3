/* Maps key presses to commands of commands.js. */

import { commands } from "./commands.js";

/** Keys that are not written as the browser calls them. @type {Record<string, string>} */
const names = {
  ArrowLeft: "←",
  ArrowRight: "→",
  ArrowUp: "↑",
  ArrowDown: "↓",
  " ": "Space",
  Escape: "Esc",
};

/**
 * A key press as the table has it: "Ctrl Shift P", "←", "?". Ctrl is also the Mac's ⌘; Shift is
 * left out where it makes another sign of the key.
 * @param {Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "shiftKey" | "altKey">} event
 */
export function keyOf({ key, ctrlKey, metaKey, shiftKey, altKey }) {
  const isSign = key.length === 1 && key.toLowerCase() === key.toUpperCase();
  const modifiers = [
    ctrlKey || metaKey ? "Ctrl" : "",
    shiftKey && !isSign ? "Shift" : "",
    altKey ? "Alt" : "",
  ];
  const name = names[key] ?? (key.length === 1 ? key.toUpperCase() : key);
  return [...modifiers, name].filter(Boolean).join(" ");
}

/**
 * The command that a key press asks for in a part of the page, or null. A key that writes a sign
 * does so where text is written.
 * @param {KeyboardEvent} event
 * @param {import("./commands.js").Command["where"]} where
 */
export function commandOf(event, where) {
  const key = keyOf(event);
  const target = /** @type {HTMLElement} */ (event.composedPath()[0]);
  if (key.length === 1 && target.matches?.("input, textarea, [contenteditable='true']"))
    return null;
  return commands.find((command) => command.where === where && command.keys.includes(key)) ?? null;
}
