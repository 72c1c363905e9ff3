/* The tabs of a narrow page, which shows one of its parts at a time. A template, laid out with the
 * page. */

import { html } from "lit";
import { msg } from "../common/words.js";

/** @typedef {"lesson" | "code" | "timeline" | "output"} Tab */

/** @param {Tab} shown @param {boolean} hasLesson @param {(tab: Tab) => void} show */
export function tabs(shown, hasLesson, show) {
  /** @type {[Tab, string][]} */
  const parts = [
    ["code", msg("Code")],
    ["timeline", msg("Timeline")],
    ["output", msg("Output")],
  ];
  if (hasLesson) parts.unshift(["lesson", msg("Lesson")]);
  return html`<nav class="tabs" aria-label=${msg("Parts of the page")}>
    ${parts.map(
      ([name, label]) =>
        html`<button type="button" aria-pressed=${shown === name} @click=${() => show(name)}>
          ${label}
        </button>`,
    )}
  </nav>`;
}
