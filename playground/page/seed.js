/* <aw-seed>: the seed of the program's random numbers, for the next run.
 *
 * Takes a setup and the seed of the run that is shown. Changes the setup; runs nothing. */

import { LitElement, css, html } from "lit";
import { controlStyles } from "../common/controls.css.js";
import { icons } from "../common/icons.js";
import { newSeed, seedMax } from "../run/setup.js";
import { msg } from "../common/words.js";

/** @param {Event} event */
const valueIn = ({ target }) => /** @type {HTMLInputElement} */ (target).value;

class Seed extends LitElement {
  static properties = { setup: { attribute: false }, kept: {}, seed: {} };

  static styles = [
    controlStyles,
    css`
      :host {
        display: flex;
        align-items: center;
        gap: 4px;
      }
      label {
        display: flex;
        flex: 1;
        align-items: center;
        justify-content: space-between;
        gap: 8px;
      }
      input {
        width: 116px;
        height: var(--control);
        padding: 0 8px;
        border: 1px solid var(--line);
        border-radius: 6px;
        background: var(--surface);
        color: var(--ink);
        font: inherit;
        font-variant-numeric: tabular-nums;
      }
      input:focus-visible {
        outline: 2px solid var(--accent);
        outline-offset: 1px;
      }
    `,
  ];

  constructor() {
    super();
    /** @type {import("../run/setup.js").Setup | null} */ this.setup = null;
    /** What the setup keeps. @type {number | null} */ this.kept = null;
    /** Of the run shown. @type {number | null} */ this.seed = null;
  }

  render() {
    const { setup, seed } = this;
    const isKept = setup?.seed != null;
    const keep = (/** @type {number | null} */ wanted) => {
      setup?.keep(wanted);
      this.requestUpdate();
    };
    const type = (/** @type {Event} */ event) => {
      const text = valueIn(event).trim();
      const isNumber = /^\d{1,10}$/.test(text) && Number(text) <= seedMax;
      if (isNumber || text === "") keep(isNumber ? Number(text) : null);
      else this.requestUpdate();
      /** @type {HTMLInputElement} */ (event.target).value = String(setup?.seed ?? "");
    };
    return html`<label title=${msg("Same seed, virtual time: the same run")}
        >${msg("Seed")}<input
          inputmode="numeric"
          maxlength="10"
          autocomplete="off"
          placeholder=${msg("new each run")}
          .value=${String(setup?.seed ?? seed ?? "")}
          @change=${type}
      /></label>
      <button
        type="button"
        class="icon-button"
        aria-label=${msg("Keep the seed")}
        title=${msg("Keep the seed for the next runs")}
        aria-pressed=${isKept}
        @click=${() => keep(isKept ? null : (seed ?? newSeed()))}
      >
        ${icons.keep}
      </button>
      <button
        type="button"
        class="icon-button"
        aria-label=${msg("Another seed")}
        title=${msg("Another seed, which is kept")}
        @click=${() => keep(newSeed())}
      >
        ${icons.dice}
      </button>`;
  }
}

customElements.define("aw-seed", Seed);
