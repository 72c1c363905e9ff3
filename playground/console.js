/* <aw-console>: what the program printed, and how it ended. Only ever sets text, never markup. What
 * a lint says is printed too, by the runtime.
 *
 * Given the output rows of a run and the playhead: what is printed later is greyed. A line asks by
 * the event `seek-row` to go to the moment it was printed. */

import { LitElement, css, html } from "lit";
import { timeText } from "./axis.js";
import { countBefore } from "./query.js";

/** @typedef {import("./model.js").Trace} Trace */
/** @typedef {{ row: number, task: string, t: number, isError: boolean, text: string }} Line */

const linesMax = 5000;

/**
 * Splits output rows into lines; a row without a newline is continued by the next of its kind.
 * @param {Trace} trace
 * @param {number} from index into trace.outputs
 * @param {Line[]} lines
 */
function appendLines(trace, from, lines) {
  for (const row of trace.outputs.slice(from)) {
    const { detail, task, t, value } = trace.rows[row];
    const isError = value === 2;
    const last = lines.at(-1);
    const parts = detail.split("\n");
    if (last && !last.text.endsWith("\n") && last.isError === isError) {
      last.text += parts.shift() + (parts.length > 0 ? "\n" : "");
    }
    parts.forEach((part, index) => {
      const isWhole = index < parts.length - 1;
      if (!part && !isWhole) return;
      const line = { row, task: trace.nameOf(task), t, isError };
      lines.push({ ...line, text: isWhole ? `${part}\n` : part });
    });
  }
}

export class Console extends LitElement {
  static properties = {
    trace: { attribute: false },
    version: { type: Number },
    head: { type: Number },
    outcome: { attribute: false },
    isFollowing: { type: Boolean },
  };

  static styles = css`
    :host {
      display: block;
      overflow: auto;
      background: var(--surface);
      font: 13px/20px var(--mono);
      padding: 8px 0;
      box-sizing: border-box;
    }
    :host(:focus-visible) {
      outline: 2px solid var(--accent);
      outline-offset: -2px;
    }
    .line {
      display: flex;
      width: 100%;
      gap: 12px;
      padding: 0 14px 0 0;
      border: 0;
      background: none;
      color: inherit;
      font: inherit;
      text-align: left;
    }
    .line:hover {
      background: var(--hover);
    }
    .line:focus-visible {
      outline: 2px solid var(--accent);
      outline-offset: -2px;
    }
    .when {
      flex: none;
      width: 70px;
      text-align: right;
      color: var(--muted);
      font: 11.5px/20px var(--sans);
      font-variant-numeric: tabular-nums;
    }
    .text {
      white-space: pre-wrap;
      overflow-wrap: anywhere;
      min-width: 0;
    }
    .error .text {
      color: var(--failed);
    }
    .later {
      opacity: 0.45;
    }
    .note {
      margin: 8px 14px;
      padding: 9px 12px;
      border-radius: 7px;
      background: var(--sunken);
      border-left: 3px solid var(--muted);
      font: 13px/1.5 var(--sans);
      overflow-wrap: anywhere;
    }
    .note.bad {
      border-left-color: var(--failed);
    }
    .note p {
      margin: 4px 0 0;
      white-space: pre-wrap;
    }
    .none {
      margin: 8px 14px;
      color: var(--muted);
      font: 13px/1.5 var(--sans);
    }
    @media (pointer: coarse) {
      .line {
        min-height: 28px;
        align-items: center;
      }
    }
  `;

  constructor() {
    super();
    /** @type {Trace | null} */ this.trace = null;
    this.version = 0;
    this.head = 0;
    /** How the run ended, or null. @type {import("./outcome.js").Outcome | null} */
    this.outcome = null;
    this.isFollowing = true;
    /** @type {Line[]} */ this.lines = [];
    this.taken = 0;
  }

  connectedCallback() {
    super.connectedCallback();
    this.tabIndex = 0;
    this.setAttribute("role", "region");
    this.setAttribute("aria-label", "Output");
  }

  /** @param {import("lit").PropertyValues} changed */
  willUpdate(changed) {
    if (changed.has("trace")) {
      this.lines = [];
      this.taken = 0;
    }
    if (!this.trace) return;
    appendLines(this.trace, this.taken, this.lines);
    this.taken = this.trace.outputs.length;
  }

  /** @param {import("lit").PropertyValues} changed */
  updated(changed) {
    const isNew = changed.has("version") || changed.has("outcome");
    if (isNew && this.isFollowing) this.scrollTop = this.scrollHeight;
  }

  /** @param {Line} line @param {boolean} isLater */
  #line(line, isLater) {
    const classes = `line ${line.isError ? "error" : ""} ${isLater ? "later" : ""}`;
    const seek = () =>
      this.dispatchEvent(new CustomEvent("seek-row", { detail: { row: line.row } }));
    return html`<button class=${classes} type="button" tabindex="-1" @click=${seek}>
      <span class="when">${timeText(line.t)}</span
      ><span class="text" title=${`printed by ${line.task}`}>${line.text.trimEnd()}</span>
    </button>`;
  }

  render() {
    const { outcome } = this;
    const dropped = Math.max(0, this.lines.length - linesMax);
    const lines = dropped > 0 ? this.lines.slice(-linesMax) : this.lines;
    const happened = countBefore(lines, this.head, (line) => line.row);
    return html`
      ${lines.length === 0 && !outcome ? html`<p class="none">Nothing printed yet.</p>` : ""}
      ${dropped > 0 ? html`<p class="none">${dropped} earlier lines are not shown.</p>` : ""}
      ${lines.map((line, index) => this.#line(line, index >= happened))}
      ${
        outcome
          ? html`<div class="note ${outcome.isBad ? "bad" : ""}">
              <strong>${outcome.title}</strong>${outcome.text ? html`<p>${outcome.text}</p>` : ""}
              ${outcome.advice ? html`<p>${outcome.advice}</p>` : ""}
            </div>`
          : ""
      }
    `;
  }
}

customElements.define("aw-console", Console);
