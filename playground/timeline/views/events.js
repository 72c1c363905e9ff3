/* <aw-events>: every row of the trace as a table, the accessible alternative to the timeline. Only
 * the rows in view are in the document. Fires `seek-row` to go to a row. */

import { LitElement, css, html } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { timeText } from "../../trace/axis.js";
import { lintText, rowText } from "../../trace/explain.js";
import { shortSite } from "../../trace/query.js";
import { msg } from "../../common/words.js";

/** @typedef {import("../../trace/model.js").Trace} Trace */

const rowHeight = 26;

export class Events extends LitElement {
  static properties = {
    trace: { attribute: false },
    version: { type: Number },
    head: { type: Number },
    first: { state: true },
  };

  static styles = css`
    :host {
      display: block;
      background: var(--surface);
      font-size: 12.5px;
      font-variant-numeric: tabular-nums;
      min-height: 0;
      container-type: inline-size;
    }
    .frame {
      height: 100%;
      overflow: auto;
    }
    .frame:focus-visible {
      outline: 2px solid var(--accent);
      outline-offset: -2px;
    }
    .row {
      display: grid;
      grid-template-columns: 48px 72px minmax(70px, 110px) 92px minmax(150px, 1fr) 190px;
      height: ${rowHeight}px;
      line-height: ${rowHeight}px;
      box-sizing: border-box;
    }
    .head {
      position: sticky;
      top: 0;
      z-index: 1;
      background: var(--surface);
      border-bottom: 1px solid var(--line);
      color: var(--muted);
    }
    .body {
      position: relative;
    }
    .body .row {
      position: absolute;
      inset-inline: 0;
      border-bottom: 1px solid var(--grid);
    }
    .body .row:hover {
      background: var(--hover);
    }
    .row[aria-selected="true"] {
      background: var(--select);
      box-shadow: inset 3px 0 0 var(--accent);
    }
    @media (forced-colors: active) {
      .row[aria-selected="true"] {
        outline: 2px solid Highlight;
        outline-offset: -2px;
      }
    }
    .later > span {
      color: var(--later);
    }
    span {
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
      padding: 0 8px;
    }
    .right {
      text-align: right;
    }
    .kind {
      font-weight: 550;
    }
    .lint .kind {
      color: var(--failed);
    }
    .lint .kind::before {
      content: "⚠ ";
    }
    .mono {
      font: 12px / ${rowHeight}px var(--mono);
      color: var(--muted);
    }
    @container (max-width: 640px) {
      .row {
        grid-template-columns: 42px 66px minmax(60px, 88px) 88px minmax(0, 1fr);
      }
      .row > :last-child {
        display: none;
      }
    }
  `;

  constructor() {
    super();
    /** @type {Trace | null} */ this.trace = null;
    this.version = 0;
    this.head = 0;
    this.first = 0;
  }

  firstUpdated() {
    new ResizeObserver(() => this.requestUpdate()).observe(this);
  }

  /** @param {import("lit").PropertyValues} changed */
  updated(changed) {
    if (!changed.has("head") || this.head === 0) return;
    const frame = this.#frame();
    const y = (this.head - 1) * rowHeight;
    const room = frame.clientHeight - 2 * rowHeight;
    if (y < frame.scrollTop) frame.scrollTop = y;
    else if (y > frame.scrollTop + room) frame.scrollTop = y - room;
  }

  #frame() {
    return /** @type {HTMLElement} */ (this.renderRoot.querySelector(".frame"));
  }

  /** @param {number} row */
  #seek(row) {
    const last = (this.trace?.rows.length ?? 0) - 1;
    const detail = { row: Math.max(0, Math.min(last, row)) };
    this.dispatchEvent(new CustomEvent("seek-row", { detail }));
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const page = Math.max(1, Math.floor(this.#frame().clientHeight / rowHeight) - 2);
    /** @type {Record<string, number>} */
    const moves = { ArrowUp: -1, ArrowDown: 1, PageUp: -page, PageDown: page };
    const rows = this.trace?.rows.length ?? 0;
    if (event.key === "Home") this.#seek(0);
    else if (event.key === "End") this.#seek(rows - 1);
    else if (event.key in moves) this.#seek(this.head - 1 + moves[event.key]);
    else return;
    event.preventDefault();
  }

  #scrolled() {
    this.first = Math.floor(this.#frame().scrollTop / rowHeight);
  }

  /** @param {Trace} trace @param {number} index */
  #row(trace, index) {
    const row = trace.rows[index];
    const found = trace.found.get(index);
    const text = rowText(trace, row) + (found ? `; lint, ${lintText(found)}` : "");
    const task = row.task === 0 ? "" : trace.nameOf(row.task);
    return html`<div
      role="row"
      id=${`row-${index}`}
      class="row ${row.kind === "lint" || found ? "lint" : ""} ${index >= this.head ? "later" : ""}"
      aria-rowindex=${index + 2}
      aria-selected=${index === this.head - 1}
      .style=${`top: ${index * rowHeight}px`}
      @click=${() => this.#seek(index)}
    >
      <span role="gridcell" class="right">${row.seq}</span>
      <span role="gridcell" class="right">${timeText(row.t)}</span>
      <span role="gridcell">${task}</span>
      <span role="gridcell" class="kind">${row.kind}</span>
      <span role="gridcell" title=${text}>${text}</span>
      <span role="gridcell" class="mono">${shortSite(row.at)}</span>
    </div>`;
  }

  render() {
    const { trace } = this;
    const total = trace?.rows.length ?? 0;
    const height = this.hasUpdated ? this.clientHeight : 0;
    const first = Math.max(0, Math.min(this.first, total) - 4);
    const last = Math.min(total, first + Math.ceil(height / rowHeight) + 8);
    const indexes = trace ? range(first, last) : [];
    const row = (/** @type {number} */ index) => trace && this.#row(trace, index);
    const rows = repeat(indexes, (index) => index, row);
    const active = this.head > first && this.head <= last ? `row-${this.head - 1}` : "";
    return html`<div
      class="frame"
      role="grid"
      aria-label=${msg("Events")}
      aria-rowcount=${total + 1}
      aria-activedescendant=${active}
      tabindex="0"
      @scroll=${this.#scrolled}
      @keydown=${this.#key}
    >
      <div role="rowgroup" class="head">
        <div role="row" class="row" aria-rowindex="1">
          <span role="columnheader" class="right">#</span>
          <span role="columnheader" class="right">${msg("time")}</span>
          <span role="columnheader">${msg("task")}</span>
          <span role="columnheader">${msg("event")}</span>
          <span role="columnheader">${msg("what")}</span>
          <span role="columnheader">${msg("line")}</span>
        </div>
      </div>
      <div role="rowgroup" class="body" .style=${`height: ${total * rowHeight}px`}>${rows}</div>
    </div>`;
  }
}

/** @param {number} from @param {number} to */
function range(from, to) {
  return Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
}

customElements.define("aw-events", Events);
