/* Editor extension: rejects changes that touch a locked part, and shows locked lines. */

import { EditorState, RangeSetBuilder, StateField } from "@codemirror/state";
import { Decoration, EditorView } from "@codemirror/view";

/** @typedef {import("./regions.js").Locked} Locked */

const look = Decoration.line({ class: "locked" });

/** @param {import("@codemirror/state").Text} doc @param {Locked} locked */
function decorations(doc, locked) {
  const open = locked.openLines(doc.toString());
  const builder = new RangeSetBuilder();
  for (let line = 1; line <= doc.lines; line++)
    if (!open.some(({ from, to }) => line >= from && line <= to))
      builder.add(doc.line(line).from, doc.line(line).from, look);
  return /** @type {import("@codemirror/view").DecorationSet} */ (builder.finish());
}

/** @param {Locked} locked */
export const lockedLines = (locked) => [
  EditorState.changeFilter.of(({ newDoc }) => locked.openIn(newDoc.toString()) !== null),
  StateField.define({
    create: ({ doc }) => decorations(doc, locked),
    update: (value, { docChanged, newDoc }) => (docChanged ? decorations(newDoc, locked) : value),
    provide: (field) => EditorView.decorations.from(field),
  }),
];
