/* <aw-source>: C as read-only text, with the tasks that are at each line at the playhead.
 *
 * Takes text and marks. A press or a key in it fires `edit` (with the point and the scroll
 * position), and code.js opens the editor. `point` is the line under the pointer (0: none); `hold`
 * is the line whose number is pressed, or that ↑ and ↓ reach. */

import { LitElement, css, html } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { highlight } from "../common/highlight.js";
import { areOthers, lineMarkStyles, lineMarks, lookOf } from "../trace/linemarks.js";
import { syntaxStyles } from "../common/syntax.css.js";

/** @typedef {import("../trace/query.js").Mark} Mark */

export class Source extends LitElement {
  static properties = {
    label: {},
    source: {},
    marks: { attribute: false, hasChanged: areOthers },
    line: { type: Number },
    held: { type: Number },
    locked: { attribute: false },
    theme: {},
  };

  static styles = [
    lineMarkStyles,
    syntaxStyles,
    css`
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
      }
      li {
        display: flex;
        white-space: pre-wrap;
        overflow-wrap: anywhere;
        padding-right: 12px;
        border-left: 3px solid transparent;
      }
      .gutter {
        flex: none;
        width: 34px;
        padding-right: 12px;
        text-align: right;
        color: var(--muted);
        user-select: none;
        cursor: pointer;
      }
      .gutter:hover,
      li.held .gutter {
        color: var(--text);
        font-weight: 650;
        text-decoration: underline;
        text-underline-offset: 2px;
      }
      li.locked {
        background: var(--sunken);
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
      @media (forced-colors: active) {
        li:not(.parked, .running) {
          border-left-color: Canvas;
        }
        li.chosen {
          outline: 2px solid Highlight;
          outline-offset: -2px;
        }
      }
    `,
  ];

  constructor() {
    super();
    /** What it is called, for those who do not see it. */
    this.label = "C source";
    this.source = "";
    /** @type {readonly Mark[]} */ this.marks = [];
    /** The line to point at; 0: none. */
    this.line = 0;
    /** The line that is asked about; 0: none. */
    this.held = 0;
    /** What cannot be changed. @type {import("./regions.js").Locked | null} */
    this.locked = null;
    this.theme = "";
    /** @type {import("../common/highlight.js").Token[][]} */ this.tokens = [];
  }

  connectedCallback() {
    super.connectedCallback();
    this.tabIndex = 0;
    this.setAttribute("role", "region");
    this.addEventListener("click", (event) => this.#pressed(event));
    this.addEventListener("keydown", (event) => this.#key(event));
    this.addEventListener("pointerover", (event) => this.#over(event));
    this.addEventListener("pointerleave", () => this.#tell("point", 0));
  }

  /** @param {"point" | "hold"} name @param {number} line */
  #tell(name, line) {
    this.dispatchEvent(new CustomEvent(name, { detail: { line } }));
  }

  /** The line that an event is about; 0: none. @param {Event} event */
  #lineOf(event) {
    const [target] = /** @type {Element[]} */ (event.composedPath());
    return Number(target.closest?.("li")?.dataset.line ?? 0);
  }

  /** @param {PointerEvent} event */
  #over(event) {
    if (event.pointerType === "mouse") this.#tell("point", this.#lineOf(event));
  }

  /** The line that is asked about, or to begin with: one that is pointed at, or the first in
   * view. */
  get currentLine() {
    if (this.held || this.line) return this.held || this.line;
    const { top } = this.getBoundingClientRect();
    const items = [...this.renderRoot.querySelectorAll("li")];
    return items.findIndex((item) => item.getBoundingClientRect().top >= top) + 1;
  }

  /** To the line above or below. @param {1 | -1} by */
  #move(by) {
    const line = this.currentLine + (this.held ? by : 0);
    if (line > 0 && line <= this.tokens.length) this.#tell("hold", line);
  }

  /** A press, unless it has marked text. @param {MouseEvent} event */
  #pressed(event) {
    const [target] = /** @type {Element[]} */ (event.composedPath());
    if (target.matches?.(".gutter")) return this.#tell("hold", this.#lineOf(event));
    const { clientX: x, clientY: y } = event;
    if (getSelection()?.type !== "Range") this.#edit({ x, y });
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const { key } = event;
    const moves = key === "ArrowDown" ? 1 : key === "ArrowUp" ? -1 : 0;
    if ((moves && !event.ctrlKey && !event.altKey) || (key === "F12" && event.shiftKey)) {
      event.preventDefault();
      return moves ? this.#move(moves) : this.#tell("hold", this.currentLine);
    }
    const isCommand = event.ctrlKey || event.metaKey || event.altKey;
    const isText = event.key.length === 1 && !/[?\s]/.test(event.key);
    if (isCommand || !(isText || ["Enter", "F2", "Backspace", "Delete"].includes(event.key)))
      return;
    event.preventDefault();
    this.#edit(null);
  }

  /** @param {{ x: number, y: number } | null} point */
  #edit(point) {
    const detail = { point, scrollTop: this.scrollTop };
    this.dispatchEvent(new CustomEvent("edit", { detail }));
  }

  /** @param {import("lit").PropertyValues} changed */
  willUpdate(changed) {
    if (changed.has("label")) this.setAttribute("aria-label", this.label);
    if (changed.has("source")) this.tokens = highlight(this.source);
  }

  /** @param {import("lit").PropertyValues} changed */
  updated(changed) {
    if (changed.has("source")) this.scrollTop = 0;
    if (changed.has("locked") && this.locked) this.#showOpen(this.locked);
    if (changed.has("line")) this.#reveal(this.line, "center");
    if (changed.has("held")) this.#reveal(this.held, "nearest");
  }

  /** Scrolls to a line, when it is out of view. @param {number} line
   * @param {ScrollLogicalPosition} block */
  #reveal(line, block) {
    const item = this.renderRoot.querySelectorAll("li")[line - 1];
    if (!item) return;
    const box = this.getBoundingClientRect();
    const at = item.getBoundingClientRect();
    if (at.top < box.top || at.bottom > box.bottom) item.scrollIntoView({ block });
  }

  /** Scrolls to what can be changed; not with the pages around it.
   * @param {import("./regions.js").Locked} locked */
  #showOpen(locked) {
    const [first] = locked.openLines(this.source);
    const items = this.renderRoot.querySelectorAll("li");
    const item = items[(first?.from ?? 1) - 1];
    if (item) this.scrollTop = Math.max(0, item.offsetTop - items[0].offsetTop - 60);
  }

  /** @param {import("../common/highlight.js").Token[]} tokens @param {number} index
   * @param {{ from: number, to: number }[] | null} open the lines that can be changed; null: all */
  #line(tokens, index, open) {
    const number = index + 1;
    const marks = this.marks.filter((mark) => mark.line === number);
    const isOpen = open?.some(({ from, to }) => number >= from && number <= to) ?? true;
    const classes = [lookOf(marks), number === this.line ? "chosen" : "", isOpen ? "" : "locked"];
    if (number === this.held) classes.push("held");
    return html`<li class=${classes.join(" ")} data-line=${number}>
      <span class="gutter" aria-hidden="true">${number}</span
      ><code
        >${tokens.map(({ kind, text }) =>
          kind ? html`<span class=${kind}>${text}</span>` : text,
        )}</code
      >${lineMarks(marks, this.theme)}
    </li>`;
  }

  render() {
    const open = this.locked && this.locked.openLines(this.source);
    return html`<ol>
      ${repeat(
        this.tokens,
        (_tokens, index) => index,
        (tokens, index) => this.#line(tokens, index, open),
      )}
    </ol>`;
  }
}

customElements.define("aw-source", Source);
