/* <aw-source>: the C source, read only, with the tasks that are at a line at the playhead.
 *
 * Given text and marks; asks by the event `line` (a line whose number was pressed). */

import { LitElement, css, html } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { phaseWord } from "./explain.js";
import { highlight } from "./highlight.js";
import "./swatch.js";

/** @typedef {import("./query.js").Mark} Mark */

export class Source extends LitElement {
  static properties = {
    source: {},
    marks: { attribute: false },
    line: { type: Number },
    theme: {},
  };

  static styles = css`
    :host {
      display: block;
      overflow: auto;
      background: var(--surface);
      font: 12.5px/20.5px var(--mono);
      tab-size: 4;
    }
    :host(:focus-visible) {
      outline: 2px solid var(--accent);
      outline-offset: -2px;
    }
    ol {
      list-style: none;
      margin: 0;
      padding: 8px 0 16px;
      min-width: max-content;
    }
    li {
      display: flex;
      white-space: pre;
      padding-right: 12px;
      border-left: 3px solid transparent;
    }
    .number {
      flex: none;
      width: 34px;
      padding-right: 12px;
      text-align: right;
      color: var(--muted);
      user-select: none;
    }
    li.parked {
      background: var(--parked);
      border-left-color: var(--awaiting);
    }
    li.running {
      background: var(--hot);
      border-left-color: var(--running);
    }
    li.chosen {
      box-shadow: inset 0 0 0 1.5px var(--accent);
    }
    .marks {
      display: inline-flex;
      gap: 6px;
      margin-left: 18px;
      font: 12px/19px var(--sans);
      position: sticky;
      right: 8px;
    }
    .mark {
      display: inline-flex;
      align-items: center;
      gap: 3px;
      height: 19px;
      padding: 0 8px 0 1px;
      border-radius: 10px;
      background: var(--raised);
      border: 1px solid var(--line);
      box-sizing: border-box;
    }
    .word {
      position: absolute;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
    .mark b {
      font-weight: 600;
    }
    @media (forced-colors: active) {
      li:not(.parked, .running) {
        border-left-color: Canvas;
      }
      li.chosen {
        outline: 2px solid Highlight;
        outline-offset: -2px;
      }
    }
    .comment {
      color: var(--c-comment);
    }
    .string {
      color: var(--c-string);
    }
    .number-token {
      color: var(--c-number);
    }
    .keyword {
      color: var(--c-keyword);
    }
    .type {
      color: var(--c-type);
    }
    .macro {
      color: var(--c-macro);
    }
    .await {
      color: var(--c-await);
      font-weight: 600;
    }
  `;

  constructor() {
    super();
    this.source = "";
    /** @type {readonly Mark[]} */ this.marks = [];
    /** The line to point at; 0: none. */
    this.line = 0;
    this.theme = "";
    /** @type {import("./highlight.js").Token[][]} */ this.tokens = [];
  }

  connectedCallback() {
    super.connectedCallback();
    this.tabIndex = 0;
    this.setAttribute("role", "region");
    this.setAttribute("aria-label", "C source");
  }

  /** @param {import("lit").PropertyValues} changed */
  willUpdate(changed) {
    if (changed.has("source")) this.tokens = highlight(this.source);
  }

  /** @param {import("lit").PropertyValues} changed */
  updated(changed) {
    if (changed.has("source")) this.scrollTop = 0;
    if (!changed.has("line") || !this.line) return;
    const item = this.renderRoot.querySelectorAll("li")[this.line - 1];
    if (!item) return;
    const box = this.getBoundingClientRect();
    const at = item.getBoundingClientRect();
    if (at.top < box.top || at.bottom > box.bottom) item.scrollIntoView({ block: "center" });
  }

  /** @param {readonly Mark[]} marks */
  #marks(marks) {
    if (marks.length === 0) return "";
    const shown = marks.slice(0, 3);
    const more = marks.length - shown.length;
    return html`<span class="marks"
      >${shown.map(
        (mark) =>
          html`<span class="mark" title=${phaseWord(mark.phase)}
            ><aw-swatch .phase=${mark.phase} .theme=${this.theme}></aw-swatch
            ><b>${mark.lane.name}</b><span class="word">${phaseWord(mark.phase)}</span></span
          >`,
      )}${more > 0 ? html`<span class="mark">&nbsp; ${more} more</span>` : ""}</span
    >`;
  }

  /** @param {import("./highlight.js").Token[]} tokens @param {number} index */
  #line(tokens, index) {
    const number = index + 1;
    const marks = this.marks.filter((mark) => mark.line === number);
    const isHot = marks.some((mark) => mark.phase === "running");
    const classes = [
      isHot ? "running" : marks.length > 0 ? "parked" : "",
      number === this.line ? "chosen" : "",
    ];
    return html`<li class=${classes.join(" ")} data-line=${number}>
      <span class="number" aria-hidden="true">${number}</span
      ><code
        >${tokens.map(({ kind, text }) =>
          kind
            ? html`<span class=${kind === "number" ? "number-token" : kind}>${text}</span>`
            : text,
        )}</code
      >${this.#marks(marks)}
    </li>`;
  }

  render() {
    return html`<ol>
      ${repeat(
        this.tokens,
        (_tokens, index) => index,
        (tokens, index) => this.#line(tokens, index),
      )}
    </ol>`;
  }
}

customElements.define("aw-source", Source);
