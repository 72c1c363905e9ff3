/* <aw-console>: the program's output and how the program ended. Sets only text, never markup. The
 * runtime prints lints here too.
 *
 * Takes the output rows of a run and the playhead; lines printed after the playhead are greyed.
 * Pressing a line fires `seek-row` for the moment it was printed. */

import { LitElement, css, html } from "lit";
import { guard } from "lit/directives/guard.js";
import { timeText } from "../../trace/axis.js";
import { countBefore } from "../../trace/query.js";
import { msg, str } from "../../common/words.js";
import { countText } from "../../common/numbers.js";

/** @typedef {import("../../trace/model.js").Trace} Trace */
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

class Console extends LitElement {
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
    .line {
      content-visibility: auto;
      contain-intrinsic-size: auto 20px;
    }
    .later,
    .later .when,
    .error.later .text {
      color: var(--later);
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
    /** How the run ended, or null. @type {import("../../trace/outcome.js").Outcome | null} */
    this.outcome = null;
    this.isFollowing = true;
    /** @type {Line[]} */ this.lines = [];
    this.taken = 0;
  }

  /** The first line that is grey; null: not known of the lines as they are.
   * @type {number | null} */
  #greyFrom = null;

  /** The lines that are in the document. */
  #shown() {
    return this.lines.length > linesMax ? this.lines.slice(-linesMax) : this.lines;
  }

  connectedCallback() {
    super.connectedCallback();
    this.tabIndex = 0;
    this.setAttribute("role", "region");
    this.setAttribute("aria-label", msg("Output"));
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
    this.#greyLater();
    const isNew = changed.has("version") || changed.has("outcome");
    if (isNew && this.isFollowing) this.scrollTop = this.scrollHeight;
  }

  /** Greys what is printed after the playhead: touches only the lines it has passed. */
  #greyLater() {
    const list = this.renderRoot.querySelector(".lines");
    if (!list) return;
    const happened = countBefore(this.#shown(), this.head, (line) => line.row);
    const from = Math.min(this.#greyFrom ?? 0, happened);
    const to = Math.max(this.#greyFrom ?? Infinity, happened);
    for (let i = from; i < Math.min(to, list.children.length); i++) {
      list.children[i].classList.toggle("later", i >= happened);
    }
    this.#greyFrom = happened;
  }

  /** @param {Line} line */
  #line(line) {
    const seek = () =>
      this.dispatchEvent(new CustomEvent("seek-row", { detail: { row: line.row } }));
    return html`<button
      class=${line.isError ? "line error" : "line"}
      type="button"
      tabindex="-1"
      @click=${seek}
    >
      <span class="when">${timeText(line.t)}</span
      ><span class="text" title=${msg(str`printed by ${line.task}`)}>${line.text.trimEnd()}</span>
    </button>`;
  }

  render() {
    const { outcome } = this;
    const dropped = Math.max(0, this.lines.length - linesMax);
    const notShown = msg(str`${countText(dropped)} earlier lines are not shown.`);
    const lines = this.#shown();
    const isEmpty = lines.length === 0 && !outcome;
    return html`
      ${isEmpty ? html`<p class="none">${msg("Nothing printed yet.")}</p>` : ""}
      ${dropped > 0 ? html`<p class="none">${notShown}</p>` : ""}
      ${guard([this.trace, this.taken], () => {
        this.#greyFrom = null;
        return html`<div class="lines">${lines.map((line) => this.#line(line))}</div>`;
      })}
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
