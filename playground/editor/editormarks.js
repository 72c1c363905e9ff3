/* Editor extension: marks the lines where tasks are at the playhead, and the line that is pointed
 * at. */

import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, WidgetType } from "@codemirror/view";
import { render } from "lit";
import { lineMarks, lookOf } from "../trace/linemarks.js";

/** @typedef {import("../trace/query.js").Mark} Mark */

/** @type {import("@codemirror/state").StateEffectType<{ marks: readonly Mark[], line: number,
 *   theme: string }>} */
const setMarks = StateEffect.define();

/** The tasks behind a line. */
class Behind extends WidgetType {
  /** @param {readonly Mark[]} marks @param {string} theme */
  constructor(marks, theme) {
    super();
    this.marks = marks;
    this.theme = theme;
  }

  /** @param {Behind} other */
  eq(other) {
    const same = this.marks.length === other.marks.length && this.theme === other.theme;
    return (
      same &&
      this.marks.every(
        ({ lane, phase }, i) => lane === other.marks[i].lane && phase === other.marks[i].phase,
      )
    );
  }

  toDOM() {
    const element = document.createElement("span");
    element.setAttribute("aria-hidden", "true"); // it is no text; the list of tasks says it
    render(lineMarks(this.marks, this.theme), element);
    return element;
  }
}

/** @param {import("@codemirror/state").Text} doc @param {{ marks: readonly Mark[], line: number,
 *   theme: string }} shown */
function decorations(doc, { marks, line: chosen, theme }) {
  const lines = new Set(marks.map(({ line }) => line));
  if (chosen) lines.add(chosen);
  const found = [...lines]
    .filter((line) => line > 0 && line <= doc.lines)
    .sort((a, b) => a - b)
    .flatMap((line) => {
      const { from, to } = doc.line(line);
      const here = marks.filter((mark) => mark.line === line);
      const look = [lookOf(here), line === chosen ? "chosen" : ""].filter(Boolean).join(" ");
      const behind = Decoration.widget({ widget: new Behind(here, theme), side: 1 });
      const whole = Decoration.line({ class: look }).range(from);
      return here.length > 0 ? [whole, behind.range(to)] : [whole];
    });
  return Decoration.set(found);
}

/** Shows marks; they move with the text until the next ones come. */
export const marksField = StateField.define({
  create: () => Decoration.none,
  update(value, transaction) {
    for (const effect of transaction.effects)
      if (effect.is(setMarks)) return decorations(transaction.newDoc, effect.value);
    return value.map(transaction.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** @param {readonly Mark[]} marks @param {number} line the line to point at; 0: none
 * @param {string} theme */
export const marksEffect = (marks, line, theme) => setMarks.of({ marks, line, theme });
