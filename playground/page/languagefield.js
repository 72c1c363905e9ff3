/* A select of the page's languages, each under its own name. A template for the header and the
 * help. */

import { html } from "lit";
import { chooseLanguage, languages, nameOf } from "../common/language.js";
import { msg, shown } from "../common/words.js";

/** @param {Event} event */
function choose({ target }) {
  chooseLanguage(/** @type {HTMLSelectElement} */ (target).value);
}

export function languageField() {
  return html`<select class="language" aria-label=${msg("Language")} @change=${choose}>
    ${languages.map(
      (name) =>
        html`<option value=${name} lang=${name} ?selected=${name === shown.language}>
          ${nameOf(name)}
        </option>`,
    )}
  </select>`;
}
