/* <aw-samples>: the samples by chapter, as a list with sentences, or as a select on a narrow page.
 * Fires `choose`. */

import { LitElement, css, html } from "lit";
import { chapters } from "./catalog.js";
import { controlStyles } from "../common/controls.css.js";
import { msg } from "../common/words.js";

export class Samples extends LitElement {
  static properties = { mode: {}, chosen: {} };

  static styles = [
    controlStyles,
    css`
      :host {
        display: block;
        min-width: 0;
      }
      ul {
        list-style: none;
        margin: 0;
        padding: 0;
        display: grid;
        gap: 2px;
      }
      h3 {
        margin: 0;
        padding: 12px 12px 4px;
        color: var(--muted);
        font-size: 12px;
        font-weight: 550;
      }
      section:first-child h3 {
        padding-top: 4px;
      }
      .item {
        display: block;
        width: 100%;
        padding: 9px 12px 10px;
        border: 0;
        border-radius: 8px;
        background: none;
        text-align: left;
        line-height: 1.4;
        scroll-margin: 8px;
      }
      .item:hover {
        background: var(--hover);
      }
      .item[aria-current="true"] {
        background: var(--select);
      }
      .title {
        display: block;
        font-weight: 600;
        font-size: 13.5px;
      }
      .sentence {
        display: block;
        margin-top: 2px;
        color: var(--muted);
        font-size: 12.5px;
        text-wrap: pretty;
      }
      select {
        width: 100%;
        font-weight: 600;
        text-overflow: ellipsis;
      }
    `,
  ];

  constructor() {
    super();
    /** @type {"list" | "select"} */ this.mode = "list";
    /** The name of the sample shown. */
    this.chosen = "";
  }

  /** Brings a sample that was chosen elsewhere into view. */
  updated() {
    const item = this.renderRoot.querySelector("[aria-current='true']");
    item?.scrollIntoView({ block: "nearest" });
  }

  /** @param {string} name */
  #choose(name) {
    this.dispatchEvent(new CustomEvent("choose", { detail: { name } }));
  }

  #select() {
    /** @param {Event} event */
    const choose = (event) => this.#choose(/** @type {HTMLSelectElement} */ (event.target).value);
    return html`<select aria-label=${msg("Sample")} @change=${choose} .value=${this.chosen}>
      ${chapters.map(
        (chapter) =>
          html`<optgroup label=${chapter.title}>
            ${chapter.samples.map(
              ({ name, title }) =>
                html`<option value=${name} ?selected=${name === this.chosen}>${title}</option>`,
            )}
          </optgroup>`,
      )}
    </select>`;
  }

  #list() {
    return chapters.map(
      ({ title, samples }) =>
        html`<section>
          <h3>${title}</h3>
          ${this.#chapter(samples)}
        </section>`,
    );
  }

  /** @param {readonly import("./catalog.js").Sample[]} samples */
  #chapter(samples) {
    return html`<ul>
      ${samples.map(
        ({ name, title, sentence }) =>
          html`<li>
            <button
              type="button"
              class="item"
              aria-current=${name === this.chosen}
              @click=${() => this.#choose(name)}
            >
              <span class="title">${title}</span><span class="sentence">${sentence}</span>
            </button>
          </li>`,
      )}
    </ul>`;
  }

  render() {
    return this.mode === "select" ? this.#select() : this.#list();
  }
}

customElements.define("aw-samples", Samples);
