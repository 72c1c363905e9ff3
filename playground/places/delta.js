/* Expresses a text as the changes to another one, in a form that goes into JSON: hunks of whole
 * lines, each `[kept, dropped, ...inserted]`. The lines after the last hunk are kept. Exact to the
 * last character. npm's `diff` finds the changes.
 *
 * Does not limit sizes; link.js does. Pure. */

import { diffArrays } from "diff";

/** @typedef {[number, number, ...string[]]} Hunk */

/** How many lines may differ before all of them count as changed; limits the time. */
const changesMax = 1000;

/** @param {string} original @param {string} text @returns {Hunk[]} */
export function deltaOf(original, text) {
  const [a, b] = [original.split("\n"), text.split("\n")];
  const parts = diffArrays(a, b, { maxEditLength: changesMax });
  if (!parts) return [[0, a.length, ...b]];
  /** @type {Hunk[]} */
  const hunks = [];
  let kept = 0;
  /** @type {Hunk | null} */
  let hunk = null;
  for (const { added, removed, value } of parts) {
    if (!added && !removed) {
      kept = value.length;
      hunk = null;
      continue;
    }
    if (!hunk) hunks.push((hunk = [kept, 0]));
    if (removed) hunk[1] = value.length;
    else hunk.push(...value);
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
