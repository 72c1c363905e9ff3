/* Iterates over the slices of a lane that are in view, with their positions on the canvas. */

import { coordOfRow, headAtCoord } from "../../trace/axis.js";
import { countBefore } from "../../trace/query.js";
import { xOfRow } from "./scene.js";

/** @typedef {import("../../trace/model.js").Lane} Lane */
/** @typedef {import("../../trace/model.js").Slice} Slice */
/** @typedef {import("./scene.js").Scene} Scene */

const perPixelMax = 6; // slices of a lane that are looked at in one pixel

/**
 * Calls `visit` for the slices of a lane that are in view; where thousands share a pixel, for some.
 * @param {Scene} scene
 * @param {Lane} lane
 * @param {(slice: Slice, x: number, width: number) => void} visit
 * @param {readonly Slice[]} [slices] only those of the lane, in order
 */
export function eachSlice(scene, lane, visit, slices = lane.slices) {
  const { trace, kind, view } = scene;
  /** @param {number} coord */
  const indexAt = (coord) =>
    countBefore(slices, headAtCoord(trace, kind, coord), (s) => s.from) - 1;
  const first = Math.max(0, indexAt(view.from));
  const isDense = indexAt(view.to) - first > scene.width * perPixelMax;
  const pixel = (view.to - view.from) / scene.width;
  for (let i = first, visited = 1; i < slices.length; i++, visited++) {
    const slice = slices[i];
    const from = coordOfRow(trace, kind, slice.from);
    if (from > view.to) break;
    const to = slice.to === -1 ? scene.endCoord : coordOfRow(trace, kind, slice.to);
    if (to < view.from) continue;
    const x = Math.max(-20, xOfRow(scene, slice.from));
    visit(slice, x, Math.min(scene.width + 20, xOfRow(scene, slice.to)) - x);
    if (isDense && visited % perPixelMax === 0) i = Math.max(i, indexAt(to + pixel) - 1);
  }
}
