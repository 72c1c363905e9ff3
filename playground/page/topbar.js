/* The page's header: the samples on narrow pages, the lessons, sharing, the language, the theme and
 * help. A template, laid out with the page; its handlers are passed in. */

import { html } from "lit";
import { icons } from "../common/icons.js";
import { languageField } from "./languagefield.js";
import { nextTheme } from "../common/theme.js";
import { msg } from "../common/words.js";

/**
 * @typedef {object} Controls
 * @property {string} sample the one shown
 * @property {boolean} isLesson
 * @property {import("../common/theme.js").ThemeName} theme
 * @property {(name: string) => void} choose
 * @property {() => void} toggleLessons
 * @property {() => void} share
 * @property {() => void} palette
 * @property {() => void} help
 */

/** @param {Controls} controls */
export function topBar({ sample, isLesson, theme, choose, toggleLessons, share, palette, help }) {
  const themeIcon = { light: icons.light, dark: icons.dark, auto: icons.auto }[theme];
  /** @type {Record<typeof theme, string>} */
  const themes = {
    light: msg("Theme: light"),
    dark: msg("Theme: dark"),
    auto: msg("Theme: auto"),
  };
  return html`<header class="top">
    <h1>awaitc <span>playground</span></h1>
    <aw-samples
      class="as-select"
      ?hidden=${isLesson}
      mode="select"
      .chosen=${sample}
      @choose=${(/** @type {CustomEvent} */ event) => choose(event.detail.name)}
    ></aw-samples>
    <div class="tools">
      ${languageField()}
      <button
        type="button"
        class="button switch lessons"
        aria-label=${msg("Lessons")}
        aria-pressed=${isLesson}
        @click=${toggleLessons}
      >
        ${icons.lessons}<span>${msg("Lessons")}</span>
      </button>
      <button
        type="button"
        class="icon-button share"
        aria-label=${msg("Share")}
        title=${msg("Share: a link, files")}
        @click=${share}
      >
        ${icons.share}
      </button>
      <button
        type="button"
        class="icon-button palette"
        aria-label=${msg("Commands")}
        title=${msg("Commands (Ctrl Shift P)")}
        @click=${palette}
      >
        ${icons.palette}
      </button>
      <button
        type="button"
        class="icon-button theme"
        aria-label=${themes[theme]}
        title=${themes[theme]}
        @click=${nextTheme}
      >
        ${themeIcon}
      </button>
      <button
        type="button"
        class="icon-button"
        aria-label=${msg("Help")}
        title=${msg("Help (?)")}
        @click=${help}
      >
        ${icons.help}
      </button>
    </div>
  </header>`;
}
