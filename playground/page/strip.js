/* <aw-strip>: the program's knobs, for the next run; nothing where it has none.
 *
 * Takes the text, a setup, and the values of the run that is shown. Changes the setup; runs
 * nothing. seed.js is the seed. */

import { LitElement, css, html } from "lit";
import { controlStyles } from "../common/controls.css.js";
import { knobsOf } from "../run/knobs.js";
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
      :host([hidden]) {
        display: none;
      }
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
      .hint {
        color: var(--muted);
      }
      @media (min-width: 721px) {
        select {
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

  willUpdate() {
    this.hidden = knobsOf(this.text).length === 0;
  }

  render() {
    const { setup, text, seed, env } = this;
    if (!setup) return "";
    const knobs = knobsOf(text);
    const values = setup.env(text);
    const isOther = Object.entries(values).some(([name, value]) => env[name] !== value);
    const isNews = seed !== null && isOther;
    return html`${knobs.map((knob) => this.#knob(knob, values[knob.name]))}
    ${isNews ? html`<span class="hint" role="status">${msg("Run again to see it.")}</span>` : ""}`;
  }
}

customElements.define("aw-strip", Strip);
