/* <aw-range>: the statistics of the range that is marked on the timeline (range.js), for all tasks
 * and for the chosen one. Fires `command` to zoom to the range and to remove it. */

import { LitElement, css, html } from "lit";
import { timeText } from "../../trace/axis.js";
import { controlStyles } from "../../common/controls.css.js";
import { phaseWord } from "../../trace/explain.js";
import { countText, decimalText } from "../../common/numbers.js";
import { partsIn, peaksIn } from "../../trace/range.js";
import "./swatch.js";
import { msg, str } from "../../common/words.js";

/** @typedef {import("../../trace/range.js").Part} Part */
/** @typedef {import("../../trace/model.js").State} State */

class RangePanel extends LitElement {
  static properties = {
    trace: { attribute: false },
    version: { type: Number },
    axis: {},
    range: { attribute: false },
    lane: { attribute: false },
    theme: {},
  };

  static styles = [
    controlStyles,
    css`
      :host {
        display: block;
        padding: 6px 10px 8px 14px;
        border-top: 1px solid var(--line);
        background: var(--surface);
        font-size: 12.5px;
        font-variant-numeric: tabular-nums;
      }
      .head {
        display: flex;
        align-items: center;
        gap: 8px;
      }
      p {
        flex: 1;
        margin: 0;
        line-height: 1.4;
      }
      .button {
        height: calc(var(--control) - 4px);
        min-height: 28px;
        padding: 0 10px;
        font-size: 12.5px;
      }
      .table {
        overflow-x: auto;
      }
      table {
        border-collapse: collapse;
        margin-top: 2px;
      }
      th,
      td {
        padding: 1px 14px 1px 0;
        text-align: left;
        font-weight: 400;
        white-space: nowrap;
      }
      th {
        color: var(--muted);
      }
      tbody th {
        max-width: 160px;
        overflow: hidden;
        text-overflow: ellipsis;
        color: var(--text);
        font-weight: 550;
      }
      .sign {
        display: inline-flex;
        align-items: center;
        gap: 3px;
      }
      b {
        font-weight: 600;
      }
      @media (pointer: coarse) {
        .button {
          height: 44px;
        }
      }
    `,
  ];

  constructor() {
    super();
    /** @type {import("../../trace/model.js").Trace | null} */ this.trace = null;
    this.version = 0;
    /** @type {import("../../trace/axis.js").AxisKind} */ this.axis = "time";
    /** @type {import("../../trace/axis.js").View} */ this.range = { from: 0, to: 0 };
    /** The chosen task. @type {import("../../trace/model.js").Lane | null} */ this.lane = null;
    this.theme = "";
  }

  connectedCallback() {
    super.connectedCallback();
    this.setAttribute("role", "region");
    this.setAttribute("aria-label", msg("Range"));
  }

  /** @param {"rangeZoom" | "rangeClear"} command */
  #ask(command) {
    this.dispatchEvent(new CustomEvent("command", { detail: { command } }));
  }

  /** @param {import("../../trace/model.js").Trace} trace */
  #sentence(trace) {
    const { axis, range } = this;
    const { events, alive, busy } = peaksIn(trace, axis, range);
    const isTime = axis === "time";
    const first = String(Math.ceil(range.from) + 1);
    const from = isTime ? timeText(range.from) : first;
    const to = isTime ? timeText(range.to) : String(Math.ceil(range.from) + events);
    const counts = [countText(events), countText(alive), countText(busy)];
    if (isTime) {
      const took = timeText(range.to - range.from);
      return msg(
        str`${from} to ${to}, ${took}. Events: ${counts[0]}. Most tasks at once: ${counts[1]} alive, ${counts[2]} running or waiting.`,
      );
    }
    return msg(
      str`Events ${from} to ${to}, ${counts[0]} in all. Most tasks at once: ${counts[1]} alive, ${counts[2]} running or waiting.`,
    );
  }

  /** @param {string} name @param {readonly Part[]} parts @param {readonly State[]} states */
  #row(name, parts, states) {
    const cell = (/** @type {State} */ state) => {
      const part = parts.find((part) => part.state === state);
      if (!part) return html`<td>–</td>`;
      const percent = decimalText(part.share * 100, part.share < 0.0995 ? 1 : 0);
      const amount = this.axis === "time" ? timeText(part.amount) : countText(part.amount);
      return html`<td><b>${percent} %</b> ${amount}</td>`;
    };
    return html`<tr>
      <th scope="row" title=${name}>${name}</th>
      ${states.map(cell)}
    </tr>`;
  }

  /** @param {import("../../trace/model.js").Trace} trace */
  #table(trace) {
    const { axis, range, lane, theme } = this;
    const all = partsIn(trace, axis, range, trace.lanes);
    if (all.length === 0) return "";
    const states = all.map(({ state }) => state);
    const own = lane && partsIn(trace, axis, range, [lane]);
    const unit = axis === "time" ? "" : msg("(in events)");
    return html`<div
      class="table"
      tabindex="0"
      role="group"
      aria-label=${msg("Time in each state")}
    >
      <table>
        <thead>
          <tr>
            <td>${unit}</td>
            ${states.map(
              (state) =>
                html`<th scope="col">
                  <span class="sign"
                    ><aw-swatch .phase=${state} .theme=${theme}></aw-swatch
                    >${phaseWord(state)}</span
                  >
                </th>`,
            )}
          </tr>
        </thead>
        <tbody>
          ${this.#row(msg("all tasks"), all, states)}
          ${lane && own ? this.#row(lane.name, own, states) : ""}
        </tbody>
      </table>
    </div>`;
  }

  render() {
    const { trace } = this;
    if (!trace) return "";
    return html`<div class="head">
        <p role="status">${this.#sentence(trace)}</p>
        <button type="button" class="button" @click=${() => this.#ask("rangeZoom")}>
          ${msg("Zoom to it")}
        </button>
        <button type="button" class="button" @click=${() => this.#ask("rangeClear")}>
          ${msg("Clear")}
        </button>
      </div>
      ${this.#table(trace)}`;
  }
}

customElements.define("aw-range", RangePanel);
