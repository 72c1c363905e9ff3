/* <aw-legend>: the states and signs that the run contains, with their names. The help shows all of
 * them. */

import { LitElement, css, html } from "lit";
import { legend } from "../../trace/explain.js";
import { Trace } from "../../trace/model.js";
import { msg } from "../../common/words.js";
import "./swatch.js";

export class Legend extends LitElement {
  static properties = { trace: { attribute: false }, version: { type: Number }, theme: {} };

  static styles = css`
    :host {
      display: block;
      flex: 0 1 auto;
    }
    ul {
      display: flex;
      flex-wrap: wrap;
      gap: 0 14px;
      margin: 0;
      padding: 2px 12px;
      list-style: none;
      color: var(--muted);
      font-size: 12px;
    }
    li {
      display: flex;
      align-items: center;
      gap: 3px;
    }
  `;

  constructor() {
    super();
    this.trace = new Trace();
    this.version = 0;
    this.theme = "";
  }

  render() {
    const { signs } = this.trace;
    const items = legend.filter(({ phase }) => signs.has(/** @type {any} */ (phase)));
    return html`<ul class="legend" aria-label=${msg("Legend")}>
      ${items.map(
        ({ phase, word, meaning }) =>
          html`<li title=${meaning}>
            <aw-swatch .phase=${phase} .theme=${this.theme}></aw-swatch>${word}
          </li>`,
      )}
    </ul>`;
  }
}

customElements.define("aw-legend", Legend);
