// Turns samples into figures: medians with quartiles, how many times as fast awaitc is as each
// peer, and which goals are met.

import { PEERS } from "./suite.mjs";

/** @typedef {{ median: number, low: number, high: number }} Spread low, high: the quartiles */
/** Of one way; `ratio` is the peer's figure by awaitc's, above 1 if awaitc is ahead.
 * @typedef {{ figure?: Spread, ratio?: Spread, missing?: string, isFailed?: boolean }} Result */
/** @typedef {{ words: string, isMet: boolean }} Verdict */

/** @param {number[]} sorted @param {number} share */
function quantile(sorted, share) {
  const place = share * (sorted.length - 1);
  const [below, above] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  return below + (above - below) * (place % 1);
}

/** @param {number[]} values @returns {Spread | undefined} */
function spreadOf(values) {
  if (values.length === 0) return undefined;
  const sorted = [...values].sort((a, b) => a - b);
  const [low, median, high] = [0.25, 0.5, 0.75].map((share) => precise(quantile(sorted, share)));
  return { median, low, high };
}

/** A number as a reader wants it: three digits at most, two below 1. @param {number} value */
export const short = (value) =>
  value.toLocaleString("en", {
    maximumSignificantDigits: value < 1 ? 2 : Math.max(3, Math.ceil(Math.log10(value))),
  });

/** With the four digits that a measurement has at most. */
const precise = (value) => Number(value.toPrecision(4));

/** The results of a benchmark's ways from the samples of some processes. Ratios are of samples of
 * the same round, so that a change of the machine's speed between rounds does not show.
 * @param {Record<string, import("./measure.mjs").Found>[]} processes
 * @returns {Record<string, Result>} */
function resultsOf(processes) {
  const names = [...new Set(processes.flatMap(Object.keys))];
  const results = {};
  for (const name of names) {
    const gap = processes.map((found) => found[name]).find((found) => found?.missing);
    if (gap) {
      results[name] = { missing: gap.missing, ...(gap.isFailed && { isFailed: true }) };
      continue;
    }
    const figure = spreadOf(processes.flatMap((found) => found[name]?.samples ?? []));
    const ratios = processes.flatMap(({ awaitc, [name]: peer }) =>
      (peer?.samples ?? []).map((value, i) => value / awaitc.samples[i]),
    );
    results[name] = {
      figure,
      ...(name !== "awaitc" && { ratio: spreadOf(ratios.filter(isFinite)) }),
    };
  }
  return results;
}

/** Which parts of a benchmark's goal are met.
 * @param {import("./suite.mjs").Goal | undefined} goal @param {string} unit
 * @param {Record<string, Result>} results @param {number} nodeMajor
 * @returns {Verdict | undefined} */
export function judge(goal, unit, results, nodeMajor) {
  if (!goal || !results.awaitc.figure) return undefined;
  const parts = [];
  if (goal.most !== undefined)
    parts.push({
      words: `≤ ${short(goal.most)} ${unit}`,
      isMet: results.awaitc.figure.median <= goal.most,
    });
  for (const [peer, bound] of Object.entries(goal.ahead ?? {})) {
    const times = typeof bound === "function" ? bound(nodeMajor) : bound;
    const ratio = results[peer]?.ratio;
    if (ratio)
      parts.push({ words: `≥ ${short(times)} × ${PEERS[peer]}`, isMet: ratio.median >= times });
  }
  if (parts.length === 0) return undefined;
  const words = parts.map((part) => part.words).join(goal.isEither ? " or " : ", ");
  const isMet = goal.isEither ? parts.some(met) : parts.every(met);
  return { words, isMet };
}

const met = ({ isMet }) => isMet;

/** A benchmark of the JSON file.
 * @typedef {object} Row
 * @property {string} id
 * @property {string} subject
 * @property {string} what
 * @property {string} [work]
 * @property {string} unit
 * @property {Record<string, Result>} ways
 * @property {Verdict} [goal] */

/** The rows of one engine.
 * @param {{ subject: string, benchmarks: import("./suite.mjs").Benchmark[] }[]} subjects
 * @param {Record<string, Record<string, import("./measure.mjs").Found>>[]} processes
 * @param {number} nodeMajor @returns {Row[]} */
export function rowsOf(subjects, processes, nodeMajor) {
  const rows = [];
  for (const { subject, benchmarks } of subjects)
    for (const { id, what, work, unit = "ns", goal } of benchmarks) {
      const found = processes.map((results) => results[id]).filter(Boolean);
      if (found.length === 0) continue;
      const ways = resultsOf(found);
      rows.push({ id, subject, what, work, unit, ways, goal: judge(goal, unit, ways, nodeMajor) });
    }
  return rows;
}
