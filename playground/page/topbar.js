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

/**
 * A button that shows only an icon; `name` is its class.
 * @param {{ name?: string, label: string, title?: string, icon: unknown, press: () => void }}
 *   button
 */
function iconButton({ name = "", label, title = label, icon, press }) {
  return html`<button
    type="button"
    class="icon-button ${name}"
    aria-label=${label}
    title=${title}
    @click=${press}
  >
    ${icon}
  </button>`;
}

/** @param {Controls["theme"]} theme */
function themeButton(theme) {
  const labels = {
    light: msg("Theme: light"),
    dark: msg("Theme: dark"),
    auto: msg("Theme: auto"),
  };
  const icon = { light: icons.light, dark: icons.dark, auto: icons.auto }[theme];
  return iconButton({ name: "theme", label: labels[theme], icon, press: nextTheme });
}

/** The buttons at the right. @param {Controls} controls */
function tools({ isLesson, theme, toggleLessons, share, palette, help }) {
  return html`<div class="tools">
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
    ${iconButton({
      ...{ name: "share", icon: icons.share, press: share },
      ...{ label: msg("Share"), title: msg("Share: a link, files") },
    })}
    ${iconButton({
      ...{ name: "palette", icon: icons.palette, press: palette },
      ...{ label: msg("Commands"), title: msg("Commands (Ctrl Shift P)") },
    })}
    ${themeButton(theme)}
    ${iconButton({ icon: icons.help, press: help, label: msg("Help"), title: msg("Help (?)") })}
  </div>`;
}

/** @param {Controls} controls */
export function topBar(controls) {
  const { sample, isLesson, choose } = controls;
  return html`<header class="top">
    <h1>awaitc <span>playground</span></h1>
    <aw-samples
      class="as-select"
      ?hidden=${isLesson}
      mode="select"
      .chosen=${sample}
      @choose=${(/** @type {CustomEvent} */ event) => choose(event.detail.name)}
    ></aw-samples>
    ${tools(controls)}
  </header>`;
}
