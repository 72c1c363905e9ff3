/* <aw-code>: the program's text, read-only or in the editor, or one of awaitc's headers. Below it
 * are the compiler's messages and its loading progress.
 *
 * The editor is loaded at the first press or key in the text, or by Edit. workspace.js owns the
 * text. The event `lines` names the line that is pointed at (or null), so that the page can show
 * where it runs (trace/lines.js). */

import { LitElement, html } from "lit";
import { codeStyles } from "./code.css.js";
import { controlStyles } from "../common/controls.css.js";
import { callEnd, lineMap, withChanges } from "./findings.js";
import { icons } from "../common/icons.js";
import { sourceMax } from "./orders.js";
import { msg, str } from "../common/words.js";
import "./problems.js";
import "./source.js";

/** @typedef {import("./workspace.js").Workspace} Workspace */
/** @typedef {import("../trace/query.js").Mark} Mark */
/** @typedef {import("./orders.js").Diagnostic} Diagnostic */

const megabyte = 1e6;

export class Code extends LitElement {
  static properties = {
    workspace: { attribute: false },
    version: {},
    sentence: {},
    ran: { attribute: false },
    marks: { attribute: false },
    line: { type: Number },
    theme: {},
    readOnly: { type: Boolean, attribute: "readonly" },
    isEditing: { state: true },
    held: { state: true },
    header: { state: true },
    trouble: { state: true },
  };

  static styles = [controlStyles, codeStyles];

  constructor() {
    super();
    /** @type {Workspace} */ this.workspace;
    this.version = 0;
    this.sentence = "";
    /** The text of the run shown. */
    this.ran = "";
    /** @type {readonly Mark[]} */ this.marks = [];
    /** The line of the run that is pointed at; 0: none. */
    this.line = 0;
    this.theme = "";
    /** Whether the text can only be looked at. */
    this.readOnly = false;
    this.isEditing = false;
    /** A header that is looked at. @type {{ name: string, text: string, line: number } | null} */
    this.header = null;
    /** Why there is no editor. */
    this.trouble = "";
    /** Lines of the run in the text as it is, worked out once for each pair of texts. */
    this.lines = { ran: "", text: "", now: lineMap("", ""), then: lineMap("", "") };
    /** The line of the text that the pointer is over; 0: none. */
    this.pointed = 0;
    /** The one whose number was pressed, or that was asked for by a key, until Escape, an edit or a
     * choice on the timeline; 0: none. */
    this.held = 0;
    /** What the compiler found last in a text as it was then. @type {readonly Diagnostic[]} */
    this.found = [];
  }

  /** @returns {import("./editor.js").Editor | null} */
  get #editor() {
    return this.renderRoot.querySelector("aw-editor");
  }

  /** Loads the editor, if that has not been done; false: it cannot be had. */
  async #load() {
    try {
      await import("./editor.js");
      this.trouble = "";
      this.isEditing = true;
      await this.updateComplete;
      await this.#editor?.updateComplete;
      return true;
    } catch (error) {
      this.trouble = `The editor could not be loaded (${/** @type {Error} */ (error).message}).`;
      return false;
    }
  }

  /** @param {{ x: number, y: number } | null} [point] @param {number} [scrollTop] */
  async edit(point = null, scrollTop = 0) {
    if (this.readOnly) return;
    this.header = null;
    if (await this.#load()) this.#editor?.begin(point, scrollTop);
  }

  /** @param {import("./findings.js").Position} position */
  async #goTo(position) {
    this.header = null;
    if (await this.#load()) this.#editor?.show(position);
  }

  /** Shows the versions of the program. */
  async showHistory() {
    await import("./history.js");
    /** @type {import("./history.js").History | null} */ (
      this.renderRoot.querySelector("aw-history")
    )?.open(this.workspace);
  }

  /** @param {{ header: string, line: number }} declaration */
  async #openHeader({ header, line }) {
    const { headerText } = await import("./declarations.js");
    this.header = { name: header, text: await headerText(header), line };
    await this.updateComplete;
    /** @type {HTMLElement | null} */ (this.renderRoot.querySelector("aw-source"))?.focus();
  }

  async #closeHeader() {
    this.header = null;
    await this.updateComplete;
    this.#editor?.view?.focus();
  }

  connectedCallback() {
    super.connectedCallback();
    addEventListener("keydown", ({ key }) => {
      if (key === "Escape") this.#point({ held: 0 });
    });
  }

  /** @param {import("lit").PropertyValues} changed */
  willUpdate(changed) {
    const { workspace, ran } = this;
    if (changed.has("line")) this.#point({ held: 0 });
    const { text } = workspace;
    if (workspace.isCurrent) this.found = workspace.diagnostics;
    if (ran === this.lines.ran && text === this.lines.text) return;
    const map = text.length > sourceMax ? () => () => 0 : lineMap;
    this.lines = { ran, text, now: map(ran, text), then: map(text, ran) };
    this.#point({ pointed: 0, held: 0 });
  }

  /** Shows where the current line of the text runs. */
  showLine() {
    const shown = this.#editor ?? this.renderRoot.querySelector("aw-source");
    if (shown) this.#point({ held: shown.currentLine });
  }

  /** @param {{ pointed?: number, held?: number }} change */
  #point({ pointed = this.pointed, held = this.held }) {
    const isSaid = held !== this.held;
    if (!isSaid && pointed === this.pointed) return;
    Object.assign(this, { pointed, held });
    const line = (isSaid && held) || pointed || held;
    const { text, then } = this.lines;
    const ranTo = line > 0 ? then(callEnd(text, line)) : 0;
    const detail = line > 0 ? { line, ran: ranTo && then(line), ranTo, isSaid } : null;
    this.dispatchEvent(new CustomEvent("lines", { detail }));
  }

  /** A line is asked about; once more: no longer. @param {CustomEvent} event */
  #hold({ detail: { line } }) {
    this.#point({ held: line === this.held ? 0 : line });
  }

  #tools() {
    if (this.readOnly) return "";
    const { workspace, isEditing } = this;
    const { isEdited, isChanged, before, locked } = workspace;
    /** @param {string} name @param {string} title @param {unknown} icon @param {() => void} act */
    const button = (name, title, icon, act) =>
      html`<button type="button" class="button tool" title=${title} @click=${act}>
        ${icon}${name}
      </button>`;
    const edit = () => void this.edit();
    const reset = () => workspace.reset();
    return html`<div class="tools">
      ${isEditing ? "" : button(msg("Edit"), msg("Edit the program"), icons.edit, edit)}
      ${
        (isEditing || isEdited) && !locked
          ? button(msg("Format"), msg("Format the text (Shift Alt F)"), icons.format, () =>
              workspace.format(),
            )
          : ""
      }
      ${isChanged ? button(msg("Reset"), msg("Back to the original text"), icons.reset, reset) : ""}
      ${
        before !== null && !isChanged
          ? button(msg("Undo reset"), msg("Restore the edited text"), icons.reset, () =>
              workspace.restore(),
            )
          : ""
      }
      <button
        type="button"
        class="icon-button tool history"
        aria-label=${msg("History")}
        title=${msg("History: earlier versions of this program")}
        @click=${() => void this.showHistory()}
      >
        ${icons.history}
      </button>
    </div>`;
  }

  #heading() {
    const { header, workspace } = this;
    if (header)
      return html`<div class="heading">
        <h2>${header.name} <span>${msg("read only")}</span></h2>
        <div class="tools">
          <button type="button" class="button tool" @click=${() => void this.#closeHeader()}>
            ${msg(str`Back to ${workspace.file}`)}
          </button>
        </div>
      </div>`;
    const state =
      workspace.original && workspace.isEdited ? html`<em>${msg("edited")}</em>` : this.sentence;
    return html`<div class="heading">
      <h2>${workspace.file} <span>${state}</span></h2>
      ${this.#tools()}
    </div>`;
  }

  #text() {
    const { workspace, theme, isEditing } = this;
    const marks = this.marks
      .map((mark) => ({ ...mark, line: this.lines.now(mark.line) }))
      .filter(({ line }) => line > 0);
    const line = this.lines.now(this.line);
    /** @param {CustomEvent} event */
    const edit = ({ detail }) => void this.edit(detail.point, detail.scrollTop);
    const point = (/** @type {CustomEvent} */ { detail }) => this.#point({ pointed: detail.line });
    if (!isEditing)
      return html`<aw-source
        .source=${workspace.text}
        .marks=${marks}
        .line=${line}
        .held=${this.held}
        @point=${point}
        @hold=${this.#hold}
        .locked=${workspace.locked}
        .theme=${theme}
        @edit=${edit}
      ></aw-source>`;
    return html`<aw-editor
      ?hidden=${this.header !== null}
      .file=${workspace.file}
      .text=${workspace.text}
      .diagnostics=${this.found}
      .marks=${marks}
      .line=${line}
      .locked=${workspace.locked}
      .theme=${theme}
      @text=${(/** @type {CustomEvent} */ event) => workspace.edit(event.detail.text)}
      @point=${point}
      @hold=${this.#hold}
      @format=${() => void workspace.format()}
      @header=${(/** @type {CustomEvent} */ event) => void this.#openHeader(event.detail)}
    ></aw-editor>`;
  }

  #header() {
    const { header } = this;
    if (!header) return "";
    /** @param {KeyboardEvent} event */
    const key = (event) => {
      if (event.key === "Escape") void this.#closeHeader();
    };
    return html`<aw-source
      class="header"
      label=${msg(str`${header.name}, read only`)}
      .source=${header.text}
      .line=${header.line}
      .theme=${this.theme}
      @keydown=${key}
    ></aw-source>`;
  }

  #problems() {
    const { workspace } = this;
    const { text, checked, diagnostics, isCurrent } = workspace;
    /** @param {CustomEvent} event */
    const fix = ({ detail }) => workspace.edit(withChanges(text, detail.changes));
    return html`<aw-problems
      .file=${workspace.file}
      .text=${checked}
      .diagnostics=${diagnostics}
      .isCurrent=${isCurrent}
      .message=${workspace.message || this.trouble}
      @position=${(/** @type {CustomEvent} */ event) => void this.#goTo(event.detail.position)}
      @header=${(/** @type {CustomEvent} */ event) => void this.#openHeader(event.detail)}
      @fix=${fix}
    ></aw-problems>`;
  }

  /** How far the compiler is, what is not kept, or what can be changed. */
  #state() {
    const { compiler, unkept, isEdited, locked, text } = this.workspace;
    if (compiler.state === "loading") {
      const { done, total } = compiler.loaded;
      const [is, of] = [done, total].map((bytes) => Math.round(bytes / megabyte));
      return html`<div class="state">
        <progress max=${total} value=${done} aria-label=${msg("Loading the compiler")}></progress>
        <span>${msg(str`Loading the compiler: ${is} of ${of} MB`)}</span>
        <button type="button" class="button tool" @click=${() => this.workspace.stop()}>
          ${msg("Cancel")}
        </button>
      </div>`;
    }
    const { elsewhere } = this.workspace;
    if (elsewhere !== null && !this.readOnly)
      return html`<div class="state">
        <span>${msg("Changed in another tab; both texts are kept.")}</span>
        <button type="button" class="button tool" @click=${() => this.workspace.take(elsewhere)}>
          ${msg("Show the other")}
        </button>
      </div>`;
    if (isEdited && unkept)
      return html`<div class="state">${msg(str`Not kept for later: ${unkept}.`)}</div>`;
    if (locked && !this.readOnly) return html`<div class="state">${locked.openWords(text)}</div>`;
    return "";
  }

  render() {
    return html`${this.#heading()}
      <div class="text">${this.#text()} ${this.#header()}</div>
      ${this.#problems()} ${this.#state()}<aw-history></aw-history>`;
  }
}

customElements.define("aw-code", Code);
