/* <aw-details>: one task at the playhead: what it is, what it does, why it waits, and the chosen
 * slice. Takes a lane and a playhead. Fires `line` to show a source line, `seek-row` to go to a
 * moment, `cancel-task` to cancel the task, and `command` for the lane's commands. */

import { LitElement, css, html } from "lit";
import { timeText } from "../../trace/axis.js";
import { controlStyles } from "../../common/controls.css.js";
import {
  scopesText,
  sliceFacts,
  stateText,
  waitText,
  whoCancelled,
  whyWaiting,
} from "../../trace/explain.js";
import { icons } from "../../common/icons.js";
import {
  lineOf,
  lintsAt,
  phaseAt,
  shortSite,
  siteAt,
  sliceAt,
  tallyAt,
} from "../../trace/query.js";
import { msg, str } from "../../common/words.js";
import "./swatch.js";

/** @typedef {import("../../trace/model.js").Trace} Trace */
/** @typedef {import("../../trace/model.js").Lane} Lane */
/** @typedef {import("../../trace/model.js").Slice} Slice */

/** A task's return value, with the name of its error.
 * @param {import("../../trace/model.js").End} end */
function resultText({ how, value }) {
  const name = how === "cancelled" ? "AW_ECANCELLED" : how === "timed out" ? "AW_ETIMEDOUT" : "";
  return name ? `${name} (${value})` : String(value);
}

/** A term and what it is. @param {string} term @param {unknown} what */
const entry = (term, what) =>
  html`<dt>${term}</dt>
    <dd>${what}</dd>`;

class Details extends LitElement {
  static properties = {
    trace: { attribute: false },
    version: { type: Number },
    head: { type: Number },
    lane: { attribute: false },
    slice: { attribute: false },
    theme: {},
    canCancel: { type: Boolean },
    refusal: {},
  };

  static styles = [
    controlStyles,
    css`
      :host {
        display: block;
        overflow: auto;
        padding: 12px 16px 16px;
        background: var(--surface);
        box-sizing: border-box;
        font-size: 13px;
      }
      :host(:focus-visible) {
        outline: 2px solid var(--accent);
        outline-offset: -2px;
      }
      h2 {
        display: flex;
        align-items: center;
        flex-wrap: wrap;
        gap: 4px 6px;
        margin: 0 0 8px;
        font-size: 15px;
        font-weight: 650;
      }
      .phase {
        display: inline-flex;
        align-items: center;
        gap: 4px;
        font-size: 13px;
        font-weight: 450;
        color: var(--muted);
      }
      .why {
        margin: 0 0 12px;
        line-height: 1.5;
        text-wrap: pretty;
      }
      dl {
        display: grid;
        grid-template-columns: max-content minmax(0, 1fr);
        gap: 5px 16px;
        margin: 0;
        line-height: 1.45;
      }
      dt {
        color: var(--muted);
      }
      dd {
        margin: 0;
        overflow-wrap: anywhere;
        font-variant-numeric: tabular-nums;
      }
      h3 {
        margin: 14px 0 6px;
        padding-top: 12px;
        border-top: 1px solid var(--grid);
        font-size: 13px;
        font-weight: 650;
      }
      .line {
        padding: 0;
        border: 0;
        background: none;
        color: var(--link);
        font: inherit;
        text-decoration: underline;
        text-underline-offset: 2px;
        cursor: pointer;
      }
      .line:focus-visible {
        outline: 2px solid var(--accent);
        outline-offset: 2px;
        border-radius: 3px;
      }
      aw-lints {
        margin-bottom: 12px;
      }
      .none {
        margin: 0;
        color: var(--muted);
        line-height: 1.5;
      }
      .lane {
        display: flex;
        flex-wrap: wrap;
        gap: 6px;
        margin-left: auto;
      }
      h2 .button {
        font-size: 13px;
        font-weight: 550;
        line-height: 1.1; /* two lines fit */
        white-space: normal;
      }
    `,
  ];

  constructor() {
    super();
    /** @type {Trace | null} */ this.trace = null;
    this.version = 0;
    this.head = 0;
    /** @type {Lane | null} */ this.lane = null;
    /** @type {Slice | null} */ this.slice = null;
    this.theme = "";
    this.canCancel = false;
    /** Why it was not cancelled when it was to be. */
    this.refusal = "";
  }

  connectedCallback() {
    super.connectedCallback();
    this.tabIndex = 0;
    this.setAttribute("role", "region");
    this.setAttribute("aria-label", msg("Task"));
  }

  /** A source line as a link. @param {string} at */
  #site(at) {
    if (!lineOf(at)) return "–";
    const show = () =>
      this.dispatchEvent(new CustomEvent("line", { detail: { line: lineOf(at) } }));
    return html`<button type="button" class="line" @click=${show}>${shortSite(at)}</button>`;
  }

  #cancelButton() {
    if (!this.canCancel) return "";
    return html`<button
      type="button"
      class="button cancel"
      title=${msg("Ask the task to cancel (X), as another task might")}
      @click=${() => this.dispatchEvent(new CustomEvent("cancel-task"))}
    >
      ${icons.cancel} ${msg("Cancel task")}
    </button>`;
  }

  /** What its keys do on the timeline. @param {Lane} lane */
  #laneButtons(lane) {
    /** @param {string} command @param {string} word @param {string} title */
    const button = (command, word, title) => {
      const tell = () => this.dispatchEvent(new CustomEvent("command", { detail: { command } }));
      return html`<button type="button" class="button" title=${title} @click=${tell}>
        ${word}
      </button>`;
    };
    return html`<span class="lane">
      ${button("pin", msg("Pin"), msg("Pin the lane to the top, or unpin it (P)"))}
      ${
        lane.children.length > 0
          ? button(
              "only",
              msg("Show only this task and its children"),
              msg("Show only this task and its children, or all tasks (B)"),
            )
          : ""
      }
    </span>`;
  }

  /** What was found wrong with the task. @param {Trace} trace @param {Lane} lane */
  #lints(trace, lane) {
    const pass = (/** @type {CustomEvent} */ { type, detail }) =>
      this.dispatchEvent(new CustomEvent(type, { detail }));
    return html`<aw-lints
      .trace=${trace}
      .indexes=${lintsAt(lane, this.head)}
      @line=${pass}
      @seek-row=${pass}
    ></aw-lints>`;
  }

  /** @param {Trace} trace @param {Lane} lane @param {Slice} slice */
  #slice(trace, lane, slice) {
    const facts = sliceFacts(trace, lane, slice);
    return html`<h3>${msg("Chosen slice")}</h3>
      <dl class="slice">
        ${entry(msg("State"), facts.state)}
        ${facts.reason ? entry(msg("Reason"), facts.reason) : ""}
        ${entry(msg("From – to"), html`${facts.from} – ${facts.to} (${facts.took})`)}
        ${entry(msg("Line"), this.#site(facts.at))}
      </dl>`;
  }

  /** When, where and by whom a task was created. @param {Trace} trace @param {Lane} lane */
  #created(trace, lane) {
    const at = timeText(trace.rows[lane.born].t);
    const words = lane.parent
      ? msg(str`at ${at} by ${trace.nameOf(lane.parent)}`)
      : msg(str`at ${at}`, { id: "at-moment", desc: "a moment" });
    return html`${words}${lineOf(lane.at) ? html`, ${this.#site(lane.at)}` : ""}`;
  }

  /** How a task ended, or where it is at the playhead. @param {Lane} lane */
  #position(lane) {
    const { end } = lane;
    if (!end || end.row >= this.head)
      return entry(msg("Stopped at"), this.#site(siteAt(lane, this.head)));
    return entry(msg("Result"), `${resultText(end)}${end.message ? `: ${end.message}` : ""}`);
  }

  /** @param {Trace} trace @param {Lane} lane */
  #facts(trace, lane) {
    const { head } = this;
    const tally = tallyAt(trace, lane, head);
    const slice = sliceAt(lane, head);
    const isWaiting = slice && !["running", "ready", "created"].includes(slice.state);
    const cancelled = whoCancelled(trace, lane, head);
    const scopes = scopesText(trace, lane, head);
    const ran = tally.ranWall < 0.1 ? msg("less than 0.1 ms") : timeText(tally.ranWall);
    return html`<dl>
      ${entry(msg("Runs"), lane.fn || "–")} ${entry(msg("Created"), this.#created(trace, lane))}
      ${this.#position(lane)} ${isWaiting ? entry(msg("Waits"), waitText(trace, slice)) : ""}
      ${cancelled ? entry(msg("Cancelled"), cancelled) : ""}
      ${scopes ? entry(msg("Inside"), scopes) : ""}
      ${entry(msg("Waited"), timeText(tally.waitedTime))}
      ${entry(msg("Waited its turn"), timeText(tally.readyTime))}
      ${entry(msg("Used CPU"), msg(str`${ran} of real time`))}
    </dl>`;
  }

  render() {
    const { trace, lane, head } = this;
    if (!trace || !lane) {
      return html`<p class="none">
        ${msg("Choose a lane or a slice of the timeline to see what a task does, and why it waits.")}
      </p>`;
    }
    const phase = phaseAt(lane, head);
    const refusal = html`<p class="why" role="status">${msg("Not cancelled:")} ${this.refusal}</p>`;
    return html`<h2>
        ${lane.name}
        <span class="phase"
          ><aw-swatch .phase=${phase} .theme=${this.theme}></aw-swatch
          >${stateText(trace, lane, head)}</span
        >${this.#laneButtons(lane)}${this.#cancelButton()}
      </h2>
      ${this.refusal ? refusal : ""}
      ${
        phase === "not yet"
          ? html`<p class="why">${msg("This task has not been created at the playhead.")}</p>`
          : html`<p class="why">${whyWaiting(trace, lane, head)}</p>
              ${this.#lints(trace, lane)} ${this.#facts(trace, lane)}`
      }
      ${this.slice ? this.#slice(trace, lane, this.slice) : ""}`;
  }
}

customElements.define("aw-details", Details);
