/* How the playhead moves when it plays: the speeds, and its position after some real time. Pure. */

/** How many times as fast as usual. @typedef {"0.1" | "0.25" | "0.5" | "1" | "2" | "4"} Speed */

/** @type {readonly Speed[]} */
export const speeds = ["0.1", "0.25", "0.5", "1", "2", "4"];

/** How long a whole run takes at 1×, ms: however long or short it was, it can be followed. */
const wholeRunMs = 5000;

/** A speed by its name, 1 if there is none. @param {string | null} name @returns {Speed} */
export const speedNamed = (name) => speeds.find((speed) => speed === name) ?? "1";

/**
 * The playhead's coordinate after `elapsedMs` of real time.
 * @param {number} coord
 * @param {number} end where the run ends
 * @param {Speed} speed
 * @param {number} elapsedMs
 */
export function advance(coord, end, speed, elapsedMs) {
  return Math.min(end, coord + (end * Number(speed) * elapsedMs) / wholeRunMs);
}
