/* Expresses a text as the changes to another one, in a form that goes into JSON: hunks of whole lines,
 * each `[kept, dropped, ...inserted]`. The lines after the last hunk are kept. Exact to the last
 * character.
 *
 * Does not limit sizes; link.js does. Pure. */

import { diffOfLines } from "../common/diff.js";

/** @typedef {[number, number, ...string[]]} Hunk */

/** @param {string} original @param {string} text @returns {Hunk[]} */
export function deltaOf(original, text) {
  /** @type {Hunk[]} */
  const hunks = [];
  let kept = 0;
  /** @type {Hunk | null} */
  let hunk = null;
  for (const { kind, text: line } of diffOfLines(original.split("\n"), text.split("\n"))) {
    if (kind === "same") {
      kept = hunk ? 1 : kept + 1;
      hunk = null;
      continue;
    }
    if (!hunk) hunks.push((hunk = [kept, 0]));
    if (kind === "gone") hunk[1]++;
    else hunk.push(line);
  }
  return hunks;
}

/** Whether a value from outside is a number of things. @param {unknown} value */
const isCount = (value) => Number.isSafeInteger(value) && Number(value) >= 0;

/**
 * The text that the hunks make of the original; null: they do not fit it, or are none.
 * @param {string} original
 * @param {unknown} hunks as they came from outside
 */
export function withDelta(original, hunks) {
  if (!Array.isArray(hunks)) return null;
  const lines = original.split("\n");
  /** @type {string[]} */
  const made = [];
  let at = 0;
  for (const hunk of hunks) {
    if (!Array.isArray(hunk)) return null;
    const [kept, dropped, ...inserted] = hunk;
    if (!isCount(kept) || !isCount(dropped) || at + kept + dropped > lines.length) return null;
    if (!inserted.every((line) => typeof line === "string")) return null;
    made.push(...lines.slice(at, at + kept), ...inserted);
    at += kept + dropped;
  }
  return [...made, ...lines.slice(at)].join("\n");
}
