/* In the editor: a change that would touch a locked part is not made, and locked lines look so. */

import { EditorState, RangeSetBuilder, StateField } from "@codemirror/state";
import { Decoration, EditorView } from "@codemirror/view";
import { openIn, openLines } from "./regions.js";

const locked = Decoration.line({ class: "locked" });

/** @param {import("@codemirror/state").Text} doc @param {readonly string[]} parts */
function decorations(doc, parts) {
  const open = openLines(doc.toString(), parts);
  const builder = new RangeSetBuilder();
  for (let line = 1; line <= doc.lines; line++)
    if (!open.some(({ from, to }) => line >= from && line <= to))
      builder.add(doc.line(line).from, doc.line(line).from, locked);
  return /** @type {import("@codemirror/view").DecorationSet} */ (builder.finish());
}

/** @param {readonly string[]} parts the locked ones, as regions.js has them */
export const lockedLines = (parts) => [
  EditorState.changeFilter.of(({ newDoc }) => openIn(newDoc.toString(), parts) !== null),
  StateField.define({
    create: ({ doc }) => decorations(doc, parts),
    update: (value, { docChanged, newDoc }) => (docChanged ? decorations(newDoc, parts) : value),
    provide: (field) => EditorView.decorations.from(field),
  }),
];
