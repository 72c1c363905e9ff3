/* <aw-difference>: what changes one text into another, in CodeMirror's merge view: removed lines
 * above the added ones, unchanged lines collapsed. Loads CodeMirror, so import it only when it is
 * shown. */

import { cpp } from "@codemirror/lang-cpp";
import { unifiedMergeView } from "@codemirror/merge";
import { EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { LitElement, css, html } from "lit";
import { editorLook } from "./editorlook.js";
import { msg } from "../common/words.js";

/** @param {string} colour a variable of the page */
const underline = (colour) =>
  `linear-gradient(var(${colour}), var(${colour})) bottom / 100% 2px no-repeat`;

const look = EditorView.theme({
  "&": { height: "auto", maxHeight: "36vh", border: "1px solid var(--line)" },
  "&.cm-editor.cm-focused": { outline: "2px solid var(--accent)" },
  ".cm-line, .cm-deletedLine": { border: "0", padding: "0 12px", whiteSpace: "pre" },
  ".cm-deletedChunk": { padding: "0" },
  ".cm-line::before": { content: "'  '" },
  ".cm-changedLine::before": { content: "'+ '" },
  ".cm-deletedLine::before": { content: "'- '" },
  "&.cm-merge-b .cm-changedLine": {
    background: "color-mix(in oklab, var(--done) 11%, transparent)",
  },
  ".cm-deletedChunk .cm-deletedLine": {
    background: "color-mix(in oklab, var(--failed) 8%, transparent)",
  },
  "&.cm-merge-b .cm-changedText": { background: underline("--done") },
  "&.cm-merge-b .cm-deletedText": { background: underline("--failed") },
  "&.cm-editor .cm-collapsedLines": { color: "var(--muted)", background: "none" },
  ".cm-collapsedLines:before, .cm-collapsedLines:after": { content: "'…'" },
});

/** @param {string} from @param {string} to */
const stateOf = (from, to) =>
  EditorState.create({
    doc: to,
    extensions: [
      look,
      editorLook,
      cpp(),
      EditorState.readOnly.of(true),
      EditorView.editable.of(false),
      EditorState.tabSize.of(4),
      EditorState.phrases.of({
        "$ unchanged lines": msg("$ unchanged lines", { desc: "$: how many" }),
      }),
      EditorView.contentAttributes.of({ "aria-label": msg("Differences"), tabindex: "0" }),
      unifiedMergeView({
        original: from,
        mergeControls: false,
        gutter: false,
        collapseUnchanged: { margin: 1, minSize: 2 },
      }),
    ],
  });

class Difference extends LitElement {
  static properties = { from: {}, to: {} };

  static styles = css`
    :host {
      display: block;
      margin-top: 10px;
    }
    [hidden] {
      display: none;
    }
  `;

  constructor() {
    super();
    this.from = "";
    this.to = "";
    /** @type {EditorView | null} */ this.view = null;
  }

  firstUpdated() {
    const parent = /** @type {HTMLElement} */ (this.renderRoot.querySelector("div"));
    this.view = new EditorView({ parent, root: /** @type {ShadowRoot} */ (this.renderRoot) });
  }

  updated() {
    this.view?.setState(stateOf(this.from, this.to));
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.view?.destroy();
  }

  render() {
    const isSame = this.from === this.to;
    return html`<p ?hidden=${!isSame}>${msg("Nothing: they are the same.")}</p>
      <div ?hidden=${isSame}></div>`;
  }
}

customElements.define("aw-difference", Difference);
