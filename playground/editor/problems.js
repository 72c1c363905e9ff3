/* <aw-problems>: the compiler's messages as a list. Pressing one goes to its line; pressing its fix
 * applies the fix.
 *
 * Takes diagnostics and their text. Fires the events `position`, `header` and `fix`. */

import { LitElement, css, html } from "lit";
import { controlStyles } from "../common/controls.css.js";
import { changesOf, countWords, wordsOfChanges } from "./findings.js";
import { msg, str } from "../common/words.js";
import { countText } from "../common/numbers.js";

/** @typedef {import("./orders.js").Diagnostic} Diagnostic */

const shownMax = 100;
/** A header of awaitc, as the compiler names it. */
const ownHeader = /^\/awaitc\/include\/(awaitc\w*\.h)$/;

class Problems extends LitElement {
  static properties = {
    file: {},
    text: { attribute: false },
    diagnostics: { attribute: false },
    isCurrent: { type: Boolean },
    message: {},
  };

  static styles = [
    controlStyles,
    css`
      :host {
        display: flex;
        flex-direction: column;
        min-height: 0;
        max-height: 38%;
        border-top: 1px solid var(--line);
        background: var(--surface);
        font-size: 13px;
      }
      h3,
      p,
      ul {
        margin: 0;
      }
      h3 {
        display: flex;
        justify-content: space-between;
        padding: 6px 14px 2px;
        font-size: 12.5px;
        font-weight: 650;
      }
      h3 span {
        font-weight: 400;
        color: var(--muted);
      }
      p {
        padding: 2px 14px 8px;
        overflow-wrap: anywhere;
      }
      .list {
        overflow: auto;
        min-height: 0;
        padding-bottom: 6px;
      }
      ul {
        list-style: none;
        padding: 0 6px;
      }
      li {
        display: flex;
        flex-wrap: wrap;
        gap: 0 6px;
        align-items: center;
      }
      .one {
        flex: 1 1 60%;
        display: flex;
        gap: 8px;
        min-height: 28px;
        padding: 3px 8px;
        border: 0;
        border-radius: 6px;
        background: none;
        text-align: left;
      }
      .one:hover:not(:disabled) {
        background: var(--hover);
      }
      .one:disabled {
        opacity: 1;
      }
      .sign {
        flex: none;
        width: 9px;
        height: 9px;
        margin-top: 5px;
        border-radius: 50%;
        background: var(--failed);
        forced-color-adjust: none;
      }
      .warning .sign {
        border-radius: 0;
        background: var(--cancel);
        clip-path: polygon(50% 0, 100% 100%, 0 100%);
      }
      .note .sign {
        border-radius: 2px;
        background: var(--awaiting);
        transform: scale(0.75);
      }
      .note {
        padding-left: 16px;
        color: var(--soft);
      }
      .at {
        color: var(--muted);
        font-variant-numeric: tabular-nums;
        white-space: nowrap;
      }
      .words {
        overflow-wrap: anywhere;
      }
      .hint {
        color: var(--muted);
      }
      .fix {
        height: auto;
        min-height: 26px;
        padding: 1px 10px;
        font-size: 12.5px;
        font-weight: 550;
        color: var(--link);
        white-space: normal;
        text-align: left;
      }
      :host(.stale) .list {
        opacity: 0.72;
      }
      @media (max-width: 720px) {
        :host {
          max-height: 38dvh;
        }
        h3 span {
          display: none;
        }
        .one,
        .fix {
          min-height: 44px;
          align-items: center;
        }
        .sign {
          margin: 0;
        }
      }
    `,
  ];

  constructor() {
    super();
    this.file = "";
    /** What the diagnostics are about. */
    this.text = "";
    /** @type {readonly Diagnostic[]} */ this.diagnostics = [];
    /** Whether that is the text as it is now. */
    this.isCurrent = true;
    /** Problems without a position in the text. */
    this.message = "";
  }

  /** @param {string} name @param {object} detail */
  #ask(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  /** @param {Diagnostic} diagnostic */
  #problem(diagnostic) {
    const { file, line, column, severity, text, hint } = diagnostic;
    const isHere = file === this.file && line > 0;
    const [, header] = ownHeader.exec(file) ?? [];
    const changes = isHere ? changesOf(this.text, diagnostic) : [];
    const kind = severity.endsWith("error") ? "error" : severity;
    const at = line > 0 ? `${isHere ? "" : `${header ?? file}:`}${line}:${column}` : "";
    const go = () =>
      header
        ? this.#ask("header", { header, line })
        : this.#ask("position", { position: { line, column } });
    const words = html`<span class="sign" aria-hidden="true"></span
      ><span class="words"
        ><span class="at">${at}</span> ${kind}:
        ${text}${hint ? html`<span class="hint">; ${hint}</span>` : ""}</span
      >`;
    const fix = html`<button
      type="button"
      class="button fix"
      ?disabled=${!this.isCurrent}
      @click=${() => this.#ask("fix", { changes })}
    >
      ${changes.length > 0 ? wordsOfChanges(this.text, changes) : ""}
    </button>`;
    return html`<li class=${kind}>
      <button type="button" class="one" ?disabled=${!isHere && !header} @click=${go}>
        ${words}
      </button>
      ${changes.length > 0 ? fix : ""}
    </li>`;
  }

  willUpdate() {
    this.hidden = this.diagnostics.length === 0 && !this.message;
    this.classList.toggle("stale", !this.isCurrent);
  }

  render() {
    if (this.hidden) return "";
    const { diagnostics, message } = this;
    const counted = countWords(diagnostics);
    const more = diagnostics.length - shownMax;
    return html`<h3>
        ${counted || msg("Could not build")}
        ${counted ? html`<span>${msg("F8: the next")}</span>` : ""}
      </h3>
      ${message ? html`<p role="alert">${message}</p>` : ""}
      <div class="list">
        <ul aria-label=${msg("Problems")}>
          ${diagnostics.slice(0, shownMax).map((one) => this.#problem(one))}
        </ul>
        ${more > 0 ? html`<p>${msg(str`${countText(more)} more are not shown.`)}</p>` : ""}
      </div>`;
  }
}

customElements.define("aw-problems", Problems);
