/* The layout of one frame of the timeline: everything that the frame depends on, the heights, and
 * the mapping between axis and canvas. Draws nothing. */

import { coordOfRow } from "../../trace/axis.js";
import { countBefore } from "../../trace/query.js";
import { shiftBefore, shiftOfRow, withoutRoom } from "./room.js";

/** @typedef {import("../../trace/model.js").Trace} Trace */
/** @typedef {import("../../trace/model.js").Lane} Lane */
/** @typedef {import("../../trace/model.js").Slice} Slice */

/** What the pointer can be on. @typedef {{ lane: Lane, slice: Slice }} Spot */

/**
 * Everything a frame depends on.
 * @typedef {object} Scene
 * @property {Trace} trace
 * @property {number} version    grows with the trace
 * @property {import("../../trace/axis.js").AxisKind} kind
 * @property {import("../../trace/axis.js").View} view
 * @property {import("./room.js").Room} room  for what happens at one instant
 * @property {number} width       of the canvas, CSS px
 * @property {number} height
 * @property {readonly Lane[]} lanes  the lanes in view
 * @property {number} laneHeight
 * @property {number} top         y of the first of them; may be above the tracks
 * @property {number} head        playhead: rows that have happened
 * @property {number} headCoord   where it stands on the axis
 * @property {number} endCoord    where the run ends so far
 * @property {Lane | null} selected
 * @property {Spot | null} hover
 * @property {Spot | null} pinned
 * @property {import("../../trace/lines.js").Highlights} highlights the slices of the line pointed
 *   at
 * @property {boolean} allLinks
 * @property {import("../../trace/axis.js").View | null} range  what is marked
 * @property {Trace | null} ghost  the run that was kept
 * @property {string} ghostName    what it is called; empty: as the reader kept it
 * @property {import("./states.js").Palette} palette
 */

export const axisHeight = 28;
export const loopHeight = 20;
export const timersHeight = 30;
/** Height of everything above the lanes. */
export const tracksHeight = axisHeight + loopHeight + timersHeight;
/** The height of a lane where there are many. */
export const lowLane = 30;
/** Room left and right of the axis, so that caps at its ends are whole. */
export const padding = 20;

/** Pixels for one unit of the axis. @param {Scene} scene */
const scaleOf = ({ view, width, room }) =>
  (width - 2 * padding - room.total) / (view.to - view.from);

/** Axis to canvas: where an instant begins. @param {Scene} scene @param {number} coord */
export function xOf(scene, coord) {
  const x = padding + (coord - scene.view.from) * scaleOf(scene);
  return x + shiftBefore(scene.room, coord);
}

/** Where a row stands; -1: where the run ends so far. @param {Scene} scene @param {number} row */
export function xOfRow(scene, row) {
  const { trace, room, kind, endCoord, view } = scene;
  const coord = row === -1 ? endCoord : coordOfRow(trace, kind, row);
  if (room.trace !== trace) return xOf(scene, coord);
  const shift = shiftOfRow(room, row === -1 ? trace.rows.length : row);
  return padding + (coord - view.from) * scaleOf(scene) + shift;
}

/** Where the playhead stands: within an instant too. @param {Scene} scene */
export function xOfHead(scene) {
  const { room, head, headCoord, view } = scene;
  const shift = head > 0 ? shiftOfRow(room, head - 1) : 0;
  return padding + (headCoord - view.from) * scaleOf(scene) + shift;
}

/** Where instants have room of their own. @param {Scene} scene */
export function widened(scene) {
  const { stops } = scene.room;
  const coords = [...new Set(stops.map(({ coord }) => coord))];
  return coords.map((coord) => {
    const last = stops.findLast((stop) => stop.coord === coord);
    const shift = (last?.shift ?? 0) - shiftBefore(scene.room, coord);
    return { x: xOf(scene, coord), width: shift };
  });
}

/** Canvas to axis. @param {Scene} scene @param {number} x */
export function coordAt(scene, x) {
  const { view, room } = scene;
  const scale = scaleOf(scene);
  const place = withoutRoom(room, x - padding, (coord) => (coord - view.from) * scale);
  return "coord" in place ? place.coord : view.from + place.x / scale;
}

/** The upper edge of a lane by its index among the lanes in view.
 * @param {Scene} scene @param {number} index */
export const laneTop = ({ top, laneHeight }, index) => top + index * laneHeight;

/** The middle of its bars: a little lower in a low lane, whose brackets are above.
 * @param {Scene} scene @param {number} index */
export function laneMiddle(scene, index) {
  const { laneHeight } = scene;
  return laneTop(scene, index) + laneHeight / 2 + (laneHeight <= lowLane ? 2 : 0);
}

/**
 * The first of `items`, which are in order of their rows, that is not left of the view.
 * @template T
 * @param {readonly T[]} items
 * @param {Scene} scene
 * @param {(item: T) => number} rowOf
 */
export function firstIn(items, { trace, kind, view }, rowOf) {
  const slack = (view.to - view.from) * 0.05;
  return countBefore(items, view.from - slack, (item) => coordOfRow(trace, kind, rowOf(item)));
}
