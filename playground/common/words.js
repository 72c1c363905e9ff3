/* Marks the page's words, to be shown in the reader's language: `msg("Run")`, msg(str`…`), msg(html`…`).
 * See "To add words" in CONTRIBUTING.md. Only these two parts of @lit/localize: language.js loads the rest
 * where another language than English is shown. */

export { msg } from "@lit/localize/init/install.js";
export { str } from "@lit/localize/internal/str-tag.js";

/** The language that is shown, set by language.js before anything else has words. */
export const shown = { language: "en" };
