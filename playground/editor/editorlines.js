/* Editor extension: reports the line under the pointer, and the line number that is pressed. */

import { EditorView, ViewPlugin, lineNumbers } from "@codemirror/view";

/** @param {EditorView} view @param {number} y of the window */
function lineAt(view, y) {
  const { from } = view.lineBlockAtHeight(y - view.documentTop);
  return view.state.doc.lineAt(from).number;
}

/** The line that the cursor is in. @param {EditorView} view */
export const lineOfCursor = ({ state }) => state.doc.lineAt(state.selection.main.head).number;

/**
 * Line numbers, and what is told of lines.
 * @param {{ point: (line: number) => void, hold: (line: number) => void }} to `point`: 0 is none
 */
export function linesTold({ point, hold }) {
  const pointing = ViewPlugin.define(({ dom }) => {
    const leave = () => point(0);
    dom.addEventListener("pointerleave", leave);
    return { destroy: () => dom.removeEventListener("pointerleave", leave) };
  });
  /** @param {EditorView} view @param {PointerEvent} event */
  const over = (view, { pointerType, clientY }) => {
    if (pointerType === "mouse") point(lineAt(view, clientY));
    return false;
  };
  const numbers = lineNumbers({
    domEventHandlers: {
      pointermove: (view, _block, event) => over(view, /** @type {PointerEvent} */ (event)),
      click(view, { from }) {
        hold(view.state.doc.lineAt(from).number);
        return true;
      },
    },
  });
  return [
    numbers,
    pointing,
    EditorView.domEventHandlers({ pointermove: (event, view) => over(view, event) }),
  ];
}
