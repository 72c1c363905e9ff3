/* <aw-strip>: the program's knobs and the seed of its random numbers, for the next run.
 *
 * Takes the text, a setup, and the values of the run that is shown. Changes the setup; runs
 * nothing. */

import { LitElement, css, html } from "lit";
import { controlStyles } from "../common/controls.css.js";
import { icons } from "../common/icons.js";
import { knobsOf } from "../run/knobs.js";
import { newSeed, seedMax } from "../run/setup.js";
import { msg, str } from "../common/words.js";

/** @typedef {import("../run/knobs.js").Knob} Knob */
/** @param {Event} event */
const valueIn = ({ target }) => /** @type {HTMLInputElement} */ (target).value;

class Strip extends LitElement {
  static properties = {
    text: { attribute: false },
    setup: { attribute: false },
    seed: { attribute: false },
    env: { attribute: false },
  };

  static styles = [
    controlStyles,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 2px 18px;
        padding: 2px 12px;
        border-bottom: 1px solid var(--grid);
        background: var(--surface);
        font-size: 12.5px;
      }
      .knob {
        display: flex;
        align-items: center;
        gap: 8px;
        min-width: 0;
      }
      .knob input {
        width: 96px;
        height: 28px;
        margin: 0;
        accent-color: var(--accent);
      }
      output {
        min-width: 22px;
        font-weight: 600;
        font-variant-numeric: tabular-nums;
      }
      .seed {
        display: flex;
        align-items: center;
        gap: 4px;
        margin-left: auto;
        color: var(--muted);
      }
      .seed input {
        box-sizing: border-box;
        width: 104px;
        height: 28px;
        margin-left: 4px;
        padding: 0 8px;
        border: 1px solid var(--line);
        border-radius: 6px;
        background: var(--surface);
        color: var(--ink);
        font: inherit;
        font-variant-numeric: tabular-nums;
      }
      .seed input:focus-visible {
        outline: 2px solid var(--accent);
        outline-offset: 1px;
      }
      .hint {
        color: var(--muted);
      }
      @media (min-width: 721px) {
        select,
        .icon-button {
          min-height: 0;
          height: 28px;
        }
      }
      @media (max-width: 720px) {
        .knob {
          flex: 1 1 100%;
        }
        .knob input {
          flex: 1;
          height: var(--control);
        }
        .seed {
          margin-left: 0;
        }
        .seed input {
          height: var(--control);
        }
      }
    `,
  ];

  constructor() {
    super();
    this.text = "";
    /** @type {import("../run/setup.js").Setup | null} */ this.setup = null;
    /** Of the run shown. @type {number | null} */ this.seed = null;
    /** Of the run shown. @type {Readonly<Record<string, string>>} */ this.env = {};
  }

  connectedCallback() {
    super.connectedCallback();
    this.setAttribute("role", "group");
    this.setAttribute("aria-label", msg("For the next run"));
  }

  /** @param {Knob} knob @param {string} value */
  #knob({ name, words, from, to, choices }, value) {
    const move = (/** @type {Event} */ event) => {
      this.setup?.move(name, valueIn(event));
      this.requestUpdate();
    };
    const control =
      choices.length > 0
        ? html`<select aria-label=${words} @change=${move} .value=${value}>
            ${choices.map(
              (one) => html`<option value=${one} ?selected=${one === value}>${one}</option>`,
            )}
          </select>`
        : html`<input
              type="range"
              aria-label=${words}
              min=${from}
              max=${to}
              .value=${value}
              @input=${move}
            /><output>${value}</output>`;
    return html`<label
      class="knob"
      title=${msg(str`The environment variable ${name}, without compiling`)}
      ><span>${words}</span>${control}</label
    >`;
  }

  #seed() {
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
    return html`<span class="seed"
      ><label title=${msg("Same seed, virtual time: the same run")}
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
      </button></span
    >`;
  }

  render() {
    const { setup, text, seed, env } = this;
    if (!setup) return "";
    const values = setup.env(text);
    const isOther = Object.entries(values).some(([name, value]) => env[name] !== value);
    const isNews = seed !== null && (isOther || (setup.seed ?? seed) !== seed);
    return html`${knobsOf(text).map((knob) => this.#knob(knob, values[knob.name]))}
    ${isNews ? html`<span class="hint" role="status">${msg("Run again to see it.")}</span>` : ""}
    ${this.#seed()}`;
  }
}

customElements.define("aw-strip", Strip);
