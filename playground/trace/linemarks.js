/* The tasks that are at a source line at the playhead: the look of the line and its marks, in the
 * read-only text and in the editor. */

import { css, html } from "lit";
import { phaseWord } from "./explain.js";
import "../timeline/views/swatch.js";
import { unseen } from "../common/unseen.css.js";

/** @typedef {import("./query.js").Mark} Mark */

const shownMax = 3;

/** Whether marks would look another way: most frames change nothing in the source.
 * @param {readonly Mark[]} a @param {readonly Mark[]} [b] */
export const areOthers = (a, b) =>
  a.length !== b?.length ||
  a.some(({ lane, line, phase }, i) => {
    return lane !== b[i].lane || line !== b[i].line || phase !== b[i].phase;
  });

/** How a line with these tasks is shown. @param {readonly Mark[]} marks */
export function lookOf(marks) {
  const isRunning = marks.some(({ phase }) => phase === "running");
  return isRunning ? "running" : marks.length > 0 ? "parked" : "";
}

/** The tasks behind a line. @param {readonly Mark[]} marks @param {string} theme */
export function lineMarks(marks, theme) {
  if (marks.length === 0) return "";
  const more = marks.length - shownMax;
  return html`<span class="marks"
    >${marks
      .slice(0, shownMax)
      .map(
        (mark) =>
          html`<span class="mark" title=${phaseWord(mark.phase)}
            ><aw-swatch .phase=${mark.phase} .theme=${theme}></aw-swatch><b>${mark.lane.name}</b
            ><span class="word">${phaseWord(mark.phase)}</span></span
          >`,
      )}${more > 0 ? html`<span class="mark">&nbsp; ${more} more</span>` : ""}</span
  >`;
}

export const lineMarkStyles = css`
  .marks {
    display: inline-flex;
    gap: 6px;
    margin-left: 18px;
    font: 12px/19px var(--sans);
    position: sticky;
    right: 8px;
  }
  .mark {
    display: inline-flex;
    align-items: center;
    gap: 3px;
    height: 19px;
    padding: 0 8px 0 1px;
    border-radius: 10px;
    background: var(--raised);
    border: 1px solid var(--line);
    box-sizing: border-box;
  }
  .mark b {
    font-weight: 600;
  }
  .word {
    ${unseen}
  }
`;
