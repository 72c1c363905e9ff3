/* <aw-lints>: the lints of a run, each with its sentence, its meaning and the lesson that teaches
 * it. Takes the numbers of their rows. Fires `line` to show a source line and `seek-row` to go to
 * the moment. */

import { LitElement, css, html } from "lit";
import { timeText } from "../../trace/axis.js";
import { lintText } from "../../trace/explain.js";
import { icons } from "../../common/icons.js";
import { meaningOf, numberOfLesson } from "../../trace/lintwords.js";
import { lineOf, shortSite } from "../../trace/query.js";
import { msg, str } from "../../common/words.js";

/** @typedef {import("../../trace/model.js").Trace} Trace */

export class Lints extends LitElement {
  static properties = { trace: { attribute: false }, indexes: { attribute: false } };

  static styles = css`
    :host {
      display: block;
      font-size: 13px;
    }
    ul {
      list-style: none;
      margin: 0;
      padding: 0;
      display: grid;
      gap: 8px;
    }
    li {
      display: flex;
      gap: 8px;
      padding: 8px 10px;
      border-radius: 7px;
      background: var(--sunken);
      border-left: 3px solid var(--failed);
      line-height: 1.45;
      overflow-wrap: anywhere;
    }
    p {
      margin: 4px 0 0;
      color: var(--soft);
    }
    .icon {
      flex: none;
      margin-top: 2px;
      color: var(--failed);
    }
    button {
      padding: 0;
      border: 0;
      background: none;
      font: inherit;
      cursor: pointer;
    }
    a,
    button {
      color: var(--link);
      text-decoration: underline;
      text-underline-offset: 2px;
    }
    a {
      white-space: nowrap;
    }
    a:focus-visible,
    button:focus-visible {
      outline: 2px solid var(--accent);
      outline-offset: 2px;
      border-radius: 3px;
    }
    @media (max-width: 720px) {
      a,
      button {
        display: inline-block;
        padding: 12px 0;
        margin: -12px 0;
      }
    }
  `;

  constructor() {
    super();
    /** @type {Trace | null} */ this.trace = null;
    /** @type {readonly number[]} */ this.indexes = [];
  }

  /** @param {string} name @param {object} detail */
  #ask(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  /** @param {Trace} trace @param {number} index */
  #item(trace, index) {
    const row = trace.lintAt(index);
    const line = lineOf(row.at);
    const meaning = meaningOf(row.reason);
    const time = html`<button type="button" @click=${() => this.#ask("seek-row", { row: index })}>
      ${timeText(row.t)}
    </button>`;
    const site = html`<button type="button" @click=${() => this.#ask("line", { line })}>
      ${shortSite(row.at)}
    </button>`;
    const lesson = () =>
      meaning &&
      html`<p>
        ${meaning.words}
        <a href="#lessons/${meaning.lesson}"
          >${msg(str`Lesson ${numberOfLesson(meaning.lesson)}`)}</a
        >
      </p>`;
    return html`<li>
      ${icons.lint}
      <div>${lintText(row)} (${time}${line ? html`, ${site}` : ""})${lesson()}</div>
    </li>`;
  }

  render() {
    const { trace, indexes } = this;
    if (!trace || indexes.length === 0) return "";
    return html`<ul aria-label=${msg("Lints")}>
      ${indexes.map((index) => this.#item(trace, index))}
    </ul>`;
  }
}

customElements.define("aw-lints", Lints);
