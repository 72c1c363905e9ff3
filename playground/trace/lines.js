/* Finds where a source line runs: the slices of each lane at that line, and a sentence about them.
 *
 * A line has the tasks created there, the waits entered there, and the work that made a call there
 * (a spawn, a cancel). explain.js goes the other way, from a slice to its line. Pure: no DOM. */

import { msg, str } from "../common/words.js";
import { countText } from "../common/numbers.js";
import { lineOf, sliceAt } from "./query.js";

/** @typedef {import("./model.js").Trace} Trace */
/** @typedef {import("./model.js").Lane} Lane */
/** @typedef {import("./model.js").Slice} Slice */

/**
 * A line that is pointed at.
 * @typedef {object} PointedLine
 * @property {number} line    in the text as it is
 * @property {number} ran     in the text of the run; 0: it has been changed since
 * @property {number} ranTo   where a call that begins there ends
 * @property {boolean} isSaid to those who do not see it too: it was asked for, not only passed
 */

/** The slices of a line, of each lane that has some, in order.
 * @typedef {Map<Lane, Slice[]>} Highlights */

/**
 * @param {Trace} trace
 * @param {number} line of the text of the run
 * @param {number} [to] the last one
 * @returns {Highlights}
 */
export function slicesAtLine(trace, line, to = line) {
  /** @type {Highlights} */
  const highlights = new Map();
  if (line < 1) return highlights;
  const isThere = (/** @type {string} */ at) => lineOf(at) >= line && lineOf(at) <= to;
  for (const lane of trace.lanes) {
    const slices = isThere(lane.at) ? lane.slices.slice(0, 1) : [];
    for (const { row, at } of lane.sites) {
      const slice = isThere(at) ? sliceAt(lane, row + 1) : null;
      if (slice && slice !== slices.at(-1)) slices.push(slice);
    }
    if (slices.length > 0) highlights.set(lane, slices);
  }
  return highlights;
}

/** @param {PointedLine} pointed @param {Highlights} highlights */
export function highlightText({ line, ran }, highlights) {
  if (ran === 0) return msg(str`Line ${line} has been changed since the run.`);
  if (highlights.size === 0)
    return msg(str`Line ${line}: no task was created there or waited there.`);
  let count = 0;
  for (const slices of highlights.values()) count += slices.length;
  const tasks =
    highlights.size === 1 ? msg("1 task") : msg(str`${countText(highlights.size)} tasks`);
  const slices = count === 1 ? msg("1 slice") : msg(str`${countText(count)} slices`);
  return msg(str`Line ${line}: ${tasks}, ${slices}.`);
}
