/* Opens a link: from its fragment to what the page shows. <aw-arrival> is the line that says that a
 * link was opened, or why it could not be. Fires `own` to return to the reader's own text.
 *
 * Loaded when a link is opened. Runs nothing. link.js reads the fragment. */

import { LitElement, css, html } from "lit";
import { controlStyles } from "../common/controls.css.js";
import { readLink, sharedOf } from "./link.js";
import { LinkError, printOf } from "./linkcodec.js";
import { programAt } from "./places.js";
import { msg, str } from "../common/words.js";

/**
 * `slot`: where changes to the text are kept, apart from the reader's own.
 * @typedef {{ place: string, sample: import("./catalog.js").Sample, slot: string, isStale: boolean
 *   }
 *   & import("./link.js").Shared} Arrival
 */

/** @param {string} fragment @returns {Promise<Arrival>} */
export async function openLink(fragment) {
  const { place, said } = await readLink(fragment);
  const sample = await programAt(place);
  if (!sample)
    throw new LinkError(msg(str`The link starts from ${place}, which this page does not have.`));
  const shared = sharedOf(said, sample.source);
  return { place, sample, slot: `link.${printOf(fragment)}`, ...shared };
}

/** What to say of a link that could not be opened. @param {unknown} error */
export function refusalOf(error) {
  if (error instanceof LinkError) return error.message;
  return msg(str`The link could not be opened: ${/** @type {Error} */ (error).message}.`);
}

class ArrivalLine extends LitElement {
  static properties = {
    refusal: {},
    hasRun: { type: Boolean },
    isStale: { type: Boolean, attribute: "stale" },
    isGone: { state: true },
  };

  static styles = [
    controlStyles,
    css`
      :host {
        display: block;
      }
      p {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 6px 12px;
        margin: 0;
        padding: 6px 12px 6px 20px;
        border-bottom: 1px solid var(--line);
        background: var(--select);
        overflow-wrap: anywhere;
      }
      .words {
        flex: 1 1 240px;
      }
    `,
  ];

  constructor() {
    super();
    /** Why the link was not opened; empty: it was. */
    this.refusal = "";
    this.hasRun = false;
    /** Whether the program was another one when the link was made. */
    this.isStale = false;
    this.isGone = false;
  }

  /** @param {import("lit").PropertyValues} changed */
  willUpdate(changed) {
    if (changed.has("refusal")) this.isGone = false;
  }

  render() {
    if (this.isGone) return "";
    const { refusal } = this;
    const opened = this.hasRun
      ? msg("This program is from a link. Your own text is kept.")
      : msg("This program is from a link. It has not run. Your own text is kept.");
    const stale = this.isStale
      ? msg("The program has changed since the link was made, so the moment may differ.")
      : "";
    const own = html`<button
      type="button"
      class="button"
      @click=${() => this.dispatchEvent(new CustomEvent("own"))}
    >
      ${msg("Show my own")}
    </button>`;
    const away = html`<button type="button" class="button" @click=${() => (this.isGone = true)}>
      ${msg("Dismiss")}
    </button>`;
    return html`<p role=${refusal ? "alert" : "status"}>
      <span class="words">${refusal || [opened, stale].join(" ")}</span>${refusal ? "" : own}${away}
    </p>`;
  }
}

customElements.define("aw-arrival", ArrivalLine);
