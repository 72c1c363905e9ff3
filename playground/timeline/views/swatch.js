/* <aw-swatch>: a small sample of how a state looks on the timeline. Decoration: hidden from
 * assistive technology, the word stands beside it. */

import { LitElement, css, html } from "lit";
import { paintSample } from "../paint/marks.js";
import { readPalette } from "../paint/states.js";

const width = 30;
const height = 22;

class Swatch extends LitElement {
  static properties = { phase: {}, theme: {} };

  static styles = css`
    :host {
      display: inline-block;
      flex: none;
      width: ${width}px;
      height: ${height}px;
    }
    canvas {
      display: block;
      width: 100%;
      height: 100%;
    }
  `;

  constructor() {
    super();
    /** @type {import("../paint/marks.js").Sign} */
    this.phase = "not yet";
    /** Changes when the colours do. */
    this.theme = "";
    /** @type {import("../paint/states.js").Palette | null} */ this.palette = null;
  }

  /** @param {import("lit").PropertyValues} changed */
  willUpdate(changed) {
    if (changed.has("theme")) this.palette = readPalette(this);
  }

  render() {
    return html`<canvas aria-hidden="true"></canvas>`;
  }

  updated() {
    const canvas = this.renderRoot.querySelector("canvas");
    const context = canvas?.getContext("2d");
    if (!canvas || !context || !this.palette) return;
    const scale = window.devicePixelRatio || 1;
    canvas.width = width * scale;
    canvas.height = height * scale;
    context.scale(scale, scale);
    paintSample(context, this.palette, this.phase, { x: 2, y: height / 2, width: width - 4 });
  }
}

customElements.define("aw-swatch", Swatch);
