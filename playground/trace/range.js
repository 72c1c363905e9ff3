/* The statistics of a stretch of a run: how long tasks were in which state, and how many at once.
 *
 * On the axis `time` the unit is program time, on `steps` it is events. Pure; rangepanel.js shows
 * them. */

import { coordOfRow, headAtCoord, headBefore } from "./axis.js";

/** @typedef {import("./model.js").Trace} Trace */
/** @typedef {import("./model.js").Lane} Lane */
/** @typedef {import("./model.js").State} State */
/** @typedef {import("./axis.js").AxisKind} AxisKind */
/** @typedef {import("./axis.js").View} View */

/** How much of a range was spent in a state: ms or events, and of what tasks lived, 0 to 1.
 * @typedef {{ state: State, amount: number, share: number }} Part */

/** @type {readonly State[]} */
const states = ["running", "ready", "sleeping", "awaiting", "io", "blocked", "queue", "created"];

/**
 * The time that lanes spent in each state, the states in the order of the legend.
 * @param {Trace} trace
 * @param {AxisKind} kind
 * @param {View} range
 * @param {readonly Lane[]} lanes
 * @returns {Part[]}
 */
export function partsIn(trace, kind, { from, to }, lanes) {
  /** @type {Map<State, number>} */
  const amounts = new Map();
  let total = 0;
  for (const lane of lanes) {
    for (const slice of lane.slices) {
      const begin = coordOfRow(trace, kind, slice.from);
      if (begin >= to) break;
      const end = slice.to === -1 ? to : Math.min(to, coordOfRow(trace, kind, slice.to));
      const amount = end - Math.max(from, begin);
      if (amount <= 0) continue;
      total += amount;
      amounts.set(slice.state, (amounts.get(slice.state) ?? 0) + amount);
    }
  }
  return states.flatMap((state) => {
    const amount = amounts.get(state);
    return amount === undefined ? [] : [{ state, amount, share: amount / total }];
  });
}

/** `events` in all; the most tasks at once that were alive, and of these that ran or waited for
 * something. @typedef {{ events: number, alive: number, busy: number }} Peaks */

/** @param {Trace} trace @param {AxisKind} kind @param {View} range @returns {Peaks} */
export function peaksIn(trace, kind, { from, to }) {
  const first = headBefore(trace, kind, from);
  const last = headAtCoord(trace, kind, to);
  const rows = Math.max(0, last - first);
  const alive = new Int32Array(rows + 2);
  const busy = new Int32Array(rows + 2);
  /** Counts what is so after its first row, until its last.
   * @param {Int32Array} counts @param {number} begin @param {number} end */
  const add = (counts, begin, end) => {
    const left = Math.max(0, begin + 1 - first);
    const right = end === -1 ? rows + 1 : Math.min(rows + 1, end + 1 - first);
    if (right <= left) return;
    counts[left]++;
    counts[right]--;
  };
  for (const { born, end, slices } of trace.lanes) {
    add(alive, born, end ? end.row : -1);
    for (const slice of slices) {
      if (slice.state !== "ready" && slice.state !== "created") add(busy, slice.from, slice.to);
    }
  }
  return { events: rows, alive: most(alive), busy: most(busy) };
}

/** The highest running sum, of all but the last. @param {Int32Array} changes */
function most(changes) {
  let sum = 0;
  let highest = 0;
  for (let i = 0; i < changes.length - 1; i++) highest = Math.max(highest, (sum += changes[i]));
  return highest;
}
