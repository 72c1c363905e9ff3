/* Finds the smallest line difference between two texts with npm's `diff`. Texts that have little in
 * common count as completely changed, which limits the time. */

import { diffArrays } from "diff";

/** @typedef {{ kind: "same" | "gone" | "new", text: string }} DiffLine */

/** How many lines may go and come until the rest counts as changed. */
const changesMax = 1000;

/**
 * The lines of both, what goes before what comes.
 * @param {string} before
 * @param {string} after
 * @returns {DiffLine[]}
 */
export function diffOf(before, after) {
  return diffOfLines(before.trimEnd().split("\n"), after.trimEnd().split("\n"));
}

/**
 * @param {readonly string[]} a
 * @param {readonly string[]} b
 * @returns {DiffLine[]}
 */
export function diffOfLines(a, b) {
  const most = Math.min(a.length, b.length);
  let head = 0;
  while (head < most && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < most - head && a.at(-1 - tail) === b.at(-1 - tail)) tail++;
  const [gone, come] = [a.slice(head, a.length - tail), b.slice(head, b.length - tail)];
  return [
    ...all("same", a.slice(0, head)),
    ...between(gone, come),
    ...all("same", a.slice(a.length - tail)),
  ];
}

/** @param {DiffLine["kind"]} kind @param {readonly string[]} lines @returns {DiffLine[]} */
const all = (kind, lines) => lines.map((text) => ({ kind, text }));

/** @param {string[]} a @param {string[]} b */
function between(a, b) {
  const parts = diffArrays(a, b, { maxEditLength: changesMax });
  if (!parts) return [...all("gone", a), ...all("new", b)];
  return parts.flatMap(({ added, removed, value }) =>
    all(added ? "new" : removed ? "gone" : "same", value),
  );
}

/**
 * Only what is different, with `around` lines before and after; null stands for lines left out.
 * @param {readonly DiffLine[]} lines
 * @param {number} around
 * @returns {(DiffLine | null)[]}
 */
export function shortened(lines, around) {
  const isNear = lines.map((_line, i) =>
    lines.slice(Math.max(0, i - around), i + around + 1).some(({ kind }) => kind !== "same"),
  );
  return lines.flatMap((line, i) => {
    if (isNear[i]) return [line];
    return i === 0 || isNear[i - 1] ? [null] : [];
  });
}
