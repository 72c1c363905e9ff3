/* How the playhead moves when it plays: the speeds, and its position after some real time. Pure. */

import { msg } from "../common/words.js";

/** @typedef {"0.1" | "0.25" | "0.5" | "1" | "2" | "max"} SpeedName */

/**
 * `factor`: program time over real time; 0: the whole run in a moment.
 * @type {readonly { name: SpeedName, label: string, factor: number }[]}
 */
export const speeds = [
  { name: "0.1", label: "0.1×", factor: 0.1 },
  { name: "0.25", label: "0.25×", factor: 0.25 },
  { name: "0.5", label: "0.5×", factor: 0.5 },
  { name: "1", label: "1×", factor: 1 },
  { name: "2", label: "2×", factor: 2 },
  { name: "max", label: msg("max", { desc: "a speed" }), factor: 0 },
];

const eventsPerSecond = 5; // on the steps axis, at 1×
const wholeRunMs = 1200; // at max speed

/**
 * The playhead's coordinate after `elapsedMs` of real time.
 * @param {import("./axis.js").AxisKind} axis
 * @param {number} coord
 * @param {number} end
 * @param {SpeedName} speed
 * @param {number} elapsedMs
 */
export function advance(axis, coord, end, speed, elapsedMs) {
  const factor = speeds.find(({ name }) => name === speed)?.factor ?? 1;
  if (factor === 0) return Math.min(end, coord + (end * elapsedMs) / wholeRunMs);
  const perMs = axis === "time" ? 1 : eventsPerSecond / 1000;
  return Math.min(end, coord + elapsedMs * perMs * factor);
}
