/* Room on the time axis for what happens at one instant. There, arrows would lie on each other, and
 * at the right edge behind the caps; so an instant with several is made as wide as they need, and
 * they stand side by side in their order. Pure; scene.js places what is drawn. */

import { countBefore } from "../../trace/query.js";

/** @typedef {import("../../trace/model.js").Trace} Trace */
/** @typedef {import("../../trace/model.js").Link} Link */

/** A row from which on everything stands `shift` px further right. @typedef {{ row: number,
 *   coord: number, shift: number }} Stop */
/** `total`: how much room all stops take, px. @typedef {{ trace: Trace | null,
 *   stops: readonly Stop[], total: number }} Room */

/** None, as on the axis of steps. @type {Room} */
export const noRoom = { trace: null, stops: [], total: 0 };

const gap = 15; // px between two arrows of an instant
const gapMin = 6;
const shareMax = 0.3; // of the picture's width

/** Whether two arrows may lie on each other: one task that starts others. @param {Link} a
 * @param {Link} b */
const isTrunk = (a, b) => a.kind === "spawn" && b.kind === "spawn" && a.from === b.from;

/**
 * The room that the arrows in view need; none, if that would be too much of the picture.
 * @param {{ trace: Trace, kind: import("../../trace/axis.js").AxisKind,
 *   view: import("../../trace/axis.js").View, width: number }} shown
 * @returns {Room}
 */
export function roomFor({ trace, kind, view, width }) {
  if (kind === "steps") return noRoom;
  const { links, rows } = trace;
  const instant = (view.to - view.from) / Math.max(1, width); // what is nearer than a pixel
  const most = Math.floor((width * shareMax) / gapMin);
  /** @type {Stop[]} */
  const stops = [];
  /** @type {Link | null} */
  let last = null;
  for (let i = countBefore(links, view.from, ({ row }) => rows[row].t); i < links.length; i++) {
    const link = links[i];
    const coord = rows[link.row].t;
    if (coord > view.to) break;
    if (link.kind === "timer") continue;
    if (last && coord - rows[last.row].t < instant && !isTrunk(last, link)) {
      stops.push({ row: link.row, coord, shift: 0 });
      if (stops.length > most) return noRoom;
    }
    last = link;
  }
  const step = Math.min(gap, (width * shareMax) / Math.max(1, stops.length));
  stops.forEach((stop, index) => (stop.shift = (index + 1) * step));
  return { trace, stops, total: stops.length * step };
}

/** How far after so many stops. @param {Room} room @param {number} count */
const shiftAfter = ({ stops }, count) => (count > 0 ? stops[count - 1].shift : 0);

/** How far to the right a coordinate stands. @param {Room} room @param {number} coord */
export const shiftBefore = (room, coord) =>
  shiftAfter(
    room,
    countBefore(room.stops, coord, (stop) => stop.coord),
  );

/** And how far a row of the trace that the room is for. @param {Room} room @param {number} row */
export const shiftOfRow = (room, row) =>
  shiftAfter(
    room,
    countBefore(room.stops, row + 1, (stop) => stop.row),
  );

/**
 * The coordinate at `x` px from where the view begins, without the room before it.
 * @param {Room} room
 * @param {number} x
 * @param {(coord: number) => number} baseOf where a coordinate would stand without room, px
 * @returns {{ x: number } | { coord: number }} a place without room, or an instant
 */
export function withoutRoom({ stops, total }, x, baseOf) {
  let before = 0;
  for (const { coord, shift } of stops) {
    const at = baseOf(coord);
    if (x < at + before) return { x: x - before };
    if (x < at + shift) return { coord };
    before = shift;
  }
  return { x: x - total };
}
