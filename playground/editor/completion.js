/* What the editor knows about names: completions, hover texts, and where a name is declared.
 * awaitc's names come from declarations.js, the program's own from its text. */

import { autocompletion } from "@codemirror/autocomplete";
import { syntaxTree } from "@codemirror/language";
import { EditorView, hoverTooltip, keymap } from "@codemirror/view";
import { declarations, shownDeclaration } from "./declarations.js";

/** @typedef {import("./declarations.js").Declaration} Declaration */
/** @typedef {(header: string, line: number) => void} OpenHeader */

const words = (
  "break case char const continue default do double else enum float for goto if int long return " +
  "short signed sizeof static struct switch typedef union unsigned void while bool true false NULL"
).split(" ");
const ownMax = 100_000; // characters of the text that are searched for names

/** @param {import("@codemirror/state").EditorState} state @param {number} at */
const isProse = (state, at) =>
  /Comment|String|Char/.test(syntaxTree(state).resolveInner(at, -1).name);

/** @param {Declaration} one @returns {import("@codemirror/autocomplete").Completion} */
function optionOf(one) {
  const isFunction = one.kind === "function";
  const [, parameters = ""] = /(\(.*\));?$/s.exec(one.text) ?? [];
  return {
    label: one.name,
    type: one.kind,
    detail: isFunction ? ` ${parameters.replace(/\s+/g, " ")}` : "",
    info: () => shownDeclaration(one),
    boost: 1,
  };
}

/** @param {import("@codemirror/autocomplete").CompletionContext} context */
async function complete(context) {
  const word = context.matchBefore(/\w+/);
  if ((!word && !context.explicit) || /^\d/.test(word?.text ?? "")) return null;
  if (isProse(context.state, context.pos)) return null;
  const known = await declarations();
  const text = context.state.sliceDoc(0, ownMax);
  const own = new Set(text.match(/\b[A-Za-z_]\w{2,}\b/g));
  for (const name of [...known.keys(), ...words, word?.text ?? ""]) own.delete(name);
  return {
    from: word?.from ?? context.pos,
    validFor: /^\w*$/,
    options: [
      ...[...known.values()].map(optionOf),
      ...words.map((label) => ({ label, type: "keyword" })),
      ...[...own].map((label) => ({ label, type: "text", boost: -1 })),
    ],
  };
}

/** The name at a position in the text. @param {import("@codemirror/state").EditorState} state
 * @param {number} at */
function nameAt(state, at) {
  const word = state.wordAt(at);
  if (!word || isProse(state, word.from + 1)) return null;
  return { ...word, from: word.from, to: word.to, name: state.sliceDoc(word.from, word.to) };
}

/** Where the program itself says what a name is. @param {string} text @param {string} name */
function ownPlace(text, name) {
  const patterns = [
    String.raw`^#[ \t]*define[ \t]+${name}\b`,
    String.raw`^(?:[\w*]+[ \t*]+)+${name}\([^;]*$`, // a function with its body
    String.raw`\b(?:struct|enum|union)[ \t]+${name}\s*\{`,
    String.raw`^[ \t]*(?:[\w*]+[ \t*]+)+${name}\b`,
    String.raw`[\w*][ \t*]+${name}[,)]`,
  ];
  for (const pattern of patterns) {
    const found = new RegExp(pattern, "m").exec(text);
    if (found) return found.index + found[0].lastIndexOf(name);
  }
  return -1;
}

/** Goes to where the name at a position is declared.
 * @param {EditorView} view @param {number} at @param {OpenHeader} open */
async function goTo(view, at, open) {
  const found = nameAt(view.state, at);
  if (!found) return;
  const declared = (await declarations()).get(found.name);
  if (declared) return open(declared.header, declared.line);
  const anchor = ownPlace(view.state.doc.toString(), found.name);
  if (anchor < 0) return;
  const effects = EditorView.scrollIntoView(anchor, { y: "center" });
  view.dispatch({ selection: { anchor, head: anchor + found.name.length }, effects });
}

/** @param {OpenHeader} open */
const hover = (open) =>
  hoverTooltip(async (view, pos) => {
    const found = nameAt(view.state, pos);
    const declared = found && (await declarations()).get(found.name);
    if (!found || !declared) return null;
    const show = () => open(declared.header, declared.line);
    return {
      pos: found.from,
      end: found.to,
      above: true,
      create: () => ({ dom: shownDeclaration(declared, show) }),
    };
  });

/** All of it, as an extension. @param {OpenHeader} open shows a line of a header of awaitc */
export function knowledge(open) {
  return [
    autocompletion({ override: [complete], icons: false, maxRenderedOptions: 60 }),
    hover(open),
    keymap.of([
      {
        key: "F12",
        run: (view) => {
          void goTo(view, view.state.selection.main.head, open);
          return true;
        },
      },
    ]),
    EditorView.domEventHandlers({
      click(event, view) {
        if (!event.ctrlKey && !event.metaKey) return false;
        const at = view.posAtCoords({ x: event.clientX, y: event.clientY });
        if (at !== null) void goTo(view, at, open);
        return true;
      },
    }),
  ];
}
