/* The editor's look: the page's colours, and C coloured as in highlight.js. */

import { HighlightStyle, syntaxHighlighting, syntaxTree } from "@codemirror/language";
import { Decoration, EditorView, MatchDecorator, ViewPlugin } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const look = EditorView.theme({
  "&": { height: "100%", color: "var(--text)", background: "var(--surface)" },
  "&.cm-focused": { outline: "none" }, // the element around it has one
  ".cm-scroller": { font: "12.5px/20.5px var(--mono)", overflow: "auto" },
  "@media (pointer: coarse)": { ".cm-content": { fontSize: "16px" } }, // less makes phones zoom
  ".cm-content": { padding: "8px 0 16px", caretColor: "var(--text)" },
  ".cm-line": { padding: "0 12px 0 3px", borderLeft: "3px solid transparent" },
  ".cm-gutters": {
    zIndex: "1", // below what sticks to the page
    background: "var(--surface)",
    color: "var(--muted)",
    border: "0",
  },
  ".cm-lineNumbers .cm-gutterElement": { minWidth: "24px", padding: "0 7px 0 0" },
  ".cm-activeLine": { background: "color-mix(in srgb, var(--hover) 55%, transparent)" },
  ".cm-activeLineGutter": { background: "none", color: "var(--text)" },
  ".cm-line.locked": { background: "var(--sunken)" },
  ".cm-line.parked": { background: "var(--parked)", borderLeftColor: "var(--awaiting)" },
  ".cm-line.running": { background: "var(--hot)", borderLeftColor: "var(--running)" },
  ".cm-line .marks": { verticalAlign: "top", height: "20.5px", alignItems: "center" },
  ".cm-line.chosen": { boxShadow: "inset 0 0 0 1.5px var(--accent)" },
  "& .cm-content ::selection, & .cm-line::selection": { background: "var(--mark)" },
  ".cm-selectionMatch": { background: "var(--select)" },
  "&.cm-focused .cm-matchingBracket": {
    background: "var(--select)",
    outline: "1px solid var(--faint)",
  },
  "&.cm-focused .cm-nonmatchingBracket": { background: "none", color: "var(--failed)" },
  ".cm-searchMatch": { background: "var(--select)", outline: "1px solid var(--line-strong)" },
  ".cm-searchMatch-selected": { outline: "2px solid var(--accent)" },
});

const panels = EditorView.theme({
  ".cm-panels": { background: "var(--raised)", color: "var(--text)" },
  ".cm-panels-top": { borderBottom: "1px solid var(--line)" },
  ".cm-panel.cm-search": { padding: "6px 30px 6px 10px", font: "13px/1.5 var(--sans)" },
  ".cm-panel.cm-search label": { fontSize: "12.5px" },
  ".cm-textfield": {
    height: "28px",
    border: "1px solid var(--line-strong)",
    borderRadius: "6px",
    background: "var(--surface)",
    color: "var(--text)",
    fontSize: "13px",
  },
  ".cm-textfield:focus": { outline: "2px solid var(--accent)", outlineOffset: "0" },
  ".cm-button": {
    height: "28px",
    border: "1px solid var(--line-strong)",
    borderRadius: "6px",
    background: "var(--raised)",
    color: "var(--text)",
    fontSize: "12.5px",
  },
  ".cm-panel.cm-search [name=close]": {
    width: "24px",
    height: "24px",
    color: "var(--soft)",
    fontSize: "18px",
    cursor: "pointer",
  },
});

const tooltips = EditorView.theme({
  ".cm-tooltip": {
    maxWidth: "min(560px, calc(100vw - 24px))",
    border: "1px solid var(--line-strong)",
    borderRadius: "8px",
    background: "var(--raised)",
    color: "var(--text)",
    boxShadow: "var(--shadow)",
    font: "13px/1.45 var(--sans)",
    overflow: "hidden",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": {
    font: "12.5px/22px var(--mono)",
    maxHeight: "15em",
  },
  ".cm-tooltip-autocomplete ul li": { padding: "1px 10px !important" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": {
    background: "var(--select) !important",
    color: "var(--text) !important",
  },
  "@media (pointer: coarse)": {
    ".cm-tooltip.cm-tooltip-autocomplete > ul": { lineHeight: "42px", maxHeight: "40dvh" },
  },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "700" },
  ".cm-completionDetail": { color: "var(--muted)", fontStyle: "normal" },
  ".cm-completionInfo": { maxHeight: "320px", overflow: "auto", padding: "0" },
  ".cm-diagnostic": { borderLeft: "4px solid var(--failed)", padding: "5px 10px" },
  ".cm-diagnostic-warning": { borderLeftColor: "var(--cancel)" },
  ".cm-diagnostic-info": { borderLeftColor: "var(--awaiting)" },
  ".cm-diagnosticAction": {
    minHeight: "26px",
    margin: "4px 0 2px",
    marginLeft: "0",
    padding: "2px 9px",
    border: "1px solid var(--line-strong)",
    borderRadius: "6px",
    background: "var(--surface)",
    color: "var(--link)",
    display: "block",
  },
  ".declared": { padding: "8px 12px", maxHeight: "320px", overflow: "auto" },
  ".declared code, .declared pre": {
    font: "12px/1.5 var(--mono)",
    whiteSpace: "pre-wrap",
    margin: "0",
  },
  ".declared .signature": { display: "block", fontWeight: "600" },
  ".declared p, .declared pre, .declared dl": { margin: "7px 0 0" },
  ".declared dl": { display: "grid", gridTemplateColumns: "max-content 1fr", gap: "2px 10px" },
  ".declared dt": { color: "var(--muted)" },
  ".declared dd": { margin: "0" },
  ".declared button": {
    minHeight: "26px",
    marginTop: "8px",
    padding: "0",
    border: "0",
    background: "none",
    color: "var(--link)",
    font: "inherit",
    textDecoration: "underline",
    cursor: "pointer",
  },
});

/** @param {string} colour */
const underline = (colour) => ({
  backgroundImage: "none",
  paddingBottom: "0",
  textDecoration: `underline wavy ${colour} 1.2px`,
  textDecorationSkipInk: "none",
  textUnderlineOffset: "3px",
});

const lints = EditorView.theme({
  ".cm-lintRange-error": underline("var(--failed)"),
  ".cm-lintRange-warning": underline("var(--cancel)"),
  ".cm-lintRange-info": underline("var(--awaiting)"),
  ".cm-lintRange-active": { background: "var(--select)" },
  ".cm-lintPoint::after": { display: "none" },
  ".cm-gutter-lint": { width: "13px" },
  ".cm-gutter-lint .cm-gutterElement": { padding: "6px 0 0 4px" },
  ".cm-lint-marker": {
    width: "9px",
    height: "9px",
    content: "normal",
    forcedColorAdjust: "none",
  },
  ".cm-lint-marker-error": { borderRadius: "50%", background: "var(--failed)" },
  ".cm-lint-marker-warning": {
    background: "var(--cancel)",
    clipPath: "polygon(50% 0, 100% 100%, 0 100%)",
  },
  ".cm-lint-marker-info": { background: "var(--awaiting)", transform: "scale(0.8)" },
});

const colours = HighlightStyle.define([
  { tag: [tags.comment], color: "var(--c-comment)" },
  { tag: [tags.string, tags.character, tags.special(tags.string)], color: "var(--c-string)" },
  { tag: [tags.number], color: "var(--c-number)" },
  { tag: [tags.keyword, tags.modifier, tags.bool, tags.null], color: "var(--c-keyword)" },
  { tag: [tags.typeName, tags.standard(tags.typeName)], color: "var(--c-type)" },
  { tag: [tags.processingInstruction, tags.meta, tags.macroName], color: "var(--c-macro)" },
]);

/** @param {string} name @param {boolean} isCall */
const classOf = (name, isCall) =>
  name.startsWith("aw_") ? (isCall ? "name-await" : "name-type") : "name-macro";

const names = new MatchDecorator({
  regexp: /\b(?:(aw_\w+)|[A-Z][A-Z0-9_]+)\b(\()?/g,
  decorate(add, from, to, match, view) {
    if (/Comment|String|Char/.test(syntaxTree(view.state).resolveInner(from, 1).name)) return;
    const isCall = match[2] !== undefined;
    add(from, isCall ? to - 1 : to, Decoration.mark({ class: classOf(match[0], isCall) }));
  },
});

/** awaitc's names and constants, which a grammar of C cannot know. */
const knownNames = ViewPlugin.define(
  (view) => ({
    shown: names.createDeco(view),
    update(update) {
      const isParsed = syntaxTree(update.startState) !== syntaxTree(update.state);
      this.shown = isParsed ? names.createDeco(update.view) : names.updateDeco(update, this.shown);
    },
  }),
  { decorations: (value) => value.shown },
);

const nameColours = EditorView.theme({
  ".name-await": { color: "var(--c-await)", fontWeight: "600" },
  ".name-await span, .name-type span, .name-macro span": { color: "inherit" },
  ".name-type": { color: "var(--c-type)" },
  ".name-macro": { color: "var(--c-macro)" },
});

/** The whole look, as one extension. */
export const editorLook = [
  look,
  panels,
  tooltips,
  lints,
  nameColours,
  knownNames,
  syntaxHighlighting(colours),
];
