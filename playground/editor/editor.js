/* <aw-editor>: the program in CodeMirror. Loaded when the reader begins to edit.
 *
 * Takes the text, the compiler's findings and the marks of the run. Fires the events `text`,
 * `format`, `header` (open a header at a line), `point` and `hold` (a line). editorlook.js is its
 * look, completion.js its names, editorlines.js its lines. Tab moves the focus out of the editor
 * until the reader has typed or pressed in it. */

import { closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import {
  defaultKeymap,
  history,
  historyKeymap,
  indentWithTab,
  isolateHistory,
} from "@codemirror/commands";
import { cpp } from "@codemirror/lang-cpp";
import { bracketMatching, indentOnInput, indentUnit } from "@codemirror/language";
import { lintGutter, nextDiagnostic, previousDiagnostic, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { EditorState, Prec } from "@codemirror/state";
import {
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
} from "@codemirror/view";
import { LitElement, css, html } from "lit";
import { knowledge } from "./completion.js";
import { lockedLines } from "./editorlocks.js";
import { lineOfCursor, linesTold } from "./editorlines.js";
import { editorLook } from "./editorlook.js";
import { marksEffect, marksField } from "./editormarks.js";
import { changesOf, offsetOf, rangeOf, wordsOfChanges } from "./findings.js";
import { areOthers, lineMarkStyles } from "../trace/linemarks.js";
import { msg } from "../common/words.js";

/** @typedef {import("./orders.js").Diagnostic} Diagnostic */
/** @typedef {import("../trace/query.js").Mark} Mark */

const label = msg("C source. After typing, Tab indents; Escape, then Tab leaves.");

/** What stands between the two ends that texts share. @param {string} from @param {string} to */
function difference(from, to) {
  const most = Math.min(from.length, to.length);
  let head = 0;
  while (head < most && from[head] === to[head]) head++;
  let tail = 0;
  while (tail < most - head && from.at(-1 - tail) === to.at(-1 - tail)) tail++;
  return { from: head, to: from.length - tail, insert: to.slice(head, to.length - tail) };
}

/** Where a position is in a text that differs in white space alone: behind as many other
 * characters; undefined for another text.
 * @param {string} from @param {number} at @param {string} to */
function placeAfter(from, at, to) {
  const visible = (/** @type {string} */ text) => text.replace(/\s/g, "");
  if (visible(from) !== visible(to)) return undefined;
  let left = visible(from.slice(0, at)).length;
  let end = 0;
  while (left > 0) if (/\S/.test(to[end++])) left--;
  return end;
}

export class Editor extends LitElement {
  static properties = {
    file: {},
    text: { attribute: false },
    marks: { attribute: false, hasChanged: areOthers },
    line: { type: Number },
    diagnostics: { attribute: false },
    locked: { attribute: false },
    theme: {},
  };

  static styles = [
    lineMarkStyles,
    css`
      :host,
      .mount {
        display: block;
        height: 100%;
        min-height: 0;
      }
      :host {
        position: relative;
      }
      :host(:focus-within)::after {
        content: "";
        position: absolute;
        inset: 0;
        z-index: 2; /* over the gutters */
        border: 2px solid var(--accent);
        pointer-events: none;
      }
      @media (max-width: 720px) {
        :host,
        .mount {
          height: auto;
        }
        :host(:focus-within)::after {
          display: none;
        }
      }
    `,
  ];

  constructor() {
    super();
    /** The name of what is edited; another one is another text, with its own history. */
    this.file = "";
    this.text = "";
    /** @type {readonly Mark[]} */ this.marks = [];
    /** The line to point at; 0: none. */
    this.line = 0;
    /** What is found in this very text. @type {readonly Diagnostic[]} */
    this.diagnostics = [];
    /** What cannot be changed. @type {import("./regions.js").Locked | null} */
    this.locked = null;
    this.theme = "";
    /** @type {EditorView | null} */ this.view = null;
    /** Lists that open below take room: the cursor stays in sight. */
    this.resized = new ResizeObserver(() => this.#follow());
  }

  #follow() {
    const { view } = this;
    if (!view?.hasFocus) return;
    const { head } = view.state.selection.main;
    view.dispatch({ effects: EditorView.scrollIntoView(head, { y: "nearest", yMargin: 24 }) });
  }

  firstUpdated() {
    const parent = /** @type {HTMLElement} */ (this.renderRoot.querySelector(".mount"));
    const root = /** @type {ShadowRoot} */ (this.renderRoot);
    this.view = new EditorView({ parent, root, state: this.#fresh() });
    this.view.setTabFocusMode(true);
    this.resized.observe(parent);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.resized.disconnect();
    this.view?.destroy();
  }

  /** @param {string} name @param {object} [detail] */
  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
    return true;
  }

  /** The line that the cursor is in. */
  get currentLine() {
    return this.view ? lineOfCursor(this.view) : 1;
  }

  get #label() {
    return this.locked ? `${label} ${this.locked.openWords(this.text)}` : label;
  }

  /** A state for another text. */
  #fresh() {
    return EditorState.create({
      doc: this.text,
      extensions: [
        lintGutter(),
        linesTold({
          point: (line) => this.#tell("point", { line }),
          hold: (line) => this.#tell("hold", { line }),
        }),
        highlightActiveLineGutter(),
        highlightActiveLine(),
        marksField,
        this.locked ? lockedLines(this.locked) : [],
        history(),
        cpp(),
        editorLook,
        indentUnit.of("    "),
        EditorState.tabSize.of(4),
        indentOnInput(),
        bracketMatching(),
        EditorView.lineWrapping,
        closeBrackets(),
        search({ top: true }),
        highlightSelectionMatches(),
        knowledge((header, line) => this.#tell("header", { header, line })),
        this.#keys(),
        EditorView.contentAttributes.of({
          "aria-label": this.#label,
          spellcheck: "false",
          tabindex: "0",
        }),
        EditorView.updateListener.of((update) => this.#updated(update)),
        EditorView.domEventHandlers({
          pointerdown: (_event, view) => view.setTabFocusMode(false),
          blur: (_event, view) => view.setTabFocusMode(true),
        }),
      ],
    });
  }

  #keys() {
    const page = [
      { key: "Mod-Enter", run: () => true }, // Run, which the page does
      { key: "Shift-Alt-f", run: () => this.#tell("format") },
      { key: "F8", run: nextDiagnostic, shift: previousDiagnostic },
      { key: "Shift-F12", run: () => this.#tell("hold", { line: this.currentLine }) },
    ];
    return [
      Prec.highest(keymap.of(page)),
      keymap.of([
        ...closeBracketsKeymap,
        ...defaultKeymap,
        ...searchKeymap,
        ...historyKeymap,
        ...completionKeymap,
        indentWithTab,
      ]),
    ];
  }

  /** @param {import("@codemirror/view").ViewUpdate} update */
  #updated({ docChanged, state, view, transactions }) {
    if (!docChanged) return;
    if (transactions.some((one) => one.isUserEvent("input"))) view.setTabFocusMode(false);
    this.text = state.doc.toString();
    this.#tell("text", { text: this.text });
  }

  /** @param {import("lit").PropertyValues} changed */
  updated(changed) {
    const { view } = this;
    if (!view) return;
    const isOther = changed.has("file") && changed.get("file");
    if (isOther || (changed.has("locked") && changed.get("locked") !== undefined)) {
      view.setState(this.#fresh());
      view.scrollDOM.scrollTop = 0;
    } else if (changed.has("text")) this.#take(this.text);
    if (["marks", "line", "theme", "file"].some((name) => changed.has(name)))
      view.dispatch({ effects: marksEffect(this.marks, this.line, this.theme) });
    if (changed.has("diagnostics") || changed.has("file")) this.#showDiagnostics(view);
    if (changed.has("line") && this.line) this.#reveal(this.line);
  }

  /** Makes the text another one, in one step that can be undone. @param {string} text */
  #take(text) {
    const view = /** @type {EditorView} */ (this.view);
    const old = view.state.doc.toString();
    if (old === text) return;
    const anchor = placeAfter(old, view.state.selection.main.head, text);
    const selection = anchor === undefined ? undefined : { anchor };
    const annotations = isolateHistory.of("full");
    view.dispatch({ changes: difference(old, text), selection, annotations });
  }

  /** @param {EditorView} view */
  #showDiagnostics(view) {
    const text = view.state.doc.toString();
    const shown = this.diagnostics
      .filter(({ file, line, severity }) => file === this.file && line > 0 && severity !== "note")
      .map((one) => this.#shown(text, one));
    view.dispatch(setDiagnostics(view.state, shown));
  }

  /** @param {string} text @param {Diagnostic} diagnostic
   * @returns {import("@codemirror/lint").Diagnostic} */
  #shown(text, diagnostic) {
    const { severity, text: words, flag, hint } = diagnostic;
    const changes = changesOf(text, diagnostic);
    const fix = (/** @type {EditorView} */ view) => {
      if (this.text === text) view.dispatch({ changes, userEvent: "fix" }); // else it is outdated
    };
    return {
      ...rangeOf(text, diagnostic),
      severity: severity.endsWith("error") ? "error" : severity === "warning" ? "warning" : "info",
      message: [words, hint, flag && `[${flag}]`].filter(Boolean).join("\n"),
      actions: changes.length > 0 ? [{ name: wordsOfChanges(text, changes), apply: fix }] : [],
    };
  }

  /** Scrolls to a line, when it is out of view. @param {number} line */
  #reveal(line) {
    const view = /** @type {EditorView} */ (this.view);
    if (line > view.state.doc.lines) return;
    const { from } = view.state.doc.line(line);
    const at = view.coordsAtPos(from);
    const box = view.scrollDOM.getBoundingClientRect();
    if (at && at.top >= box.top && at.bottom <= box.bottom) return;
    view.dispatch({ effects: EditorView.scrollIntoView(from, { y: "center" }) });
  }

  /** Goes on from the text as it was shown: same scrolling, the cursor at the point.
   * @param {{ x: number, y: number } | null} point @param {number} scrollTop */
  begin(point, scrollTop) {
    const view = /** @type {EditorView} */ (this.view);
    view.scrollDOM.scrollTop = scrollTop;
    view.requestMeasure({
      read: () => (point ? view.posAtCoords(point, false) : null),
      write: (anchor) => {
        queueMicrotask(() => {
          if (anchor !== null) view.dispatch({ selection: { anchor } });
          view.focus();
        });
      },
    });
  }

  /** Puts the cursor at a position. @param {import("./findings.js").Position} position */
  show(position) {
    const view = /** @type {EditorView} */ (this.view);
    const anchor = offsetOf(view.state.doc.toString(), position);
    const effects = EditorView.scrollIntoView(anchor, { y: "center" });
    view.dispatch({ selection: { anchor }, effects });
    view.focus();
  }

  render() {
    return html`<div class="mount"></div>`;
  }
}

customElements.define("aw-editor", Editor);
