/* Marks the page's texts for translation: `msg("Run")`, msg(str`…`), msg(html`…`). See "To add
 * words" in CONTRIBUTING.md. Imports only these two parts of @lit/localize; language.js loads the
 * rest when the language is not English. */

export { msg } from "@lit/localize/init/install.js";
export { str } from "@lit/localize/internal/str-tag.js";

/** The language that is shown, set by language.js before anything else has words. */
export const shown = { language: "en" };
