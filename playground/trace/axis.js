/* The two horizontal axes, `time` (to scale) and `steps` (a column for each event), and the part of
 * an axis that is in view. Maps coordinates; pure numbers, no DOM. */

import { decimalText } from "../common/numbers.js";
import { countBefore, headAtTime } from "./query.js";

/** @typedef {import("./model.js").Trace} Trace */
/** @typedef {"time" | "steps"} AxisKind */
/** @typedef {{ from: number, to: number }} View  what is in view, in the axis' own unit */

const fewestSteps = 8; // columns in view at the closest zoom, and in an empty run
const shortestMs = 0.02; // of time in view at the closest zoom

/** The axis that tells a run's story: steps where all happens at one instant. @param {Trace} trace
 * @returns {AxisKind} */
export function fittingAxis({ rows, timers, signs }) {
  const isInstant = rows.length > 0 && rows[0].t === rows[rows.length - 1].t;
  const isUntimed = timers.length === 0 && !signs.has("sleeping") && !signs.has("io");
  return isInstant || (rows.length > 0 && isUntimed) ? "steps" : "time";
}

/** Where a row lies. @param {Trace} trace @param {AxisKind} kind @param {number} index */
export function coordOfRow(trace, kind, index) {
  return kind === "time" ? trace.rows[index].t : index;
}

/**
 * Where the playhead is after `head` rows: in steps, in the middle of the last row's column.
 * @param {Trace} trace
 * @param {AxisKind} kind
 * @param {number} head
 */
export function coordOfHead(trace, kind, head) {
  if (head === 0) return 0;
  const coord = coordOfRow(trace, kind, head - 1);
  return kind === "time" ? coord : coord + 0.5;
}

/**
 * How many rows have happened where `coord` is.
 * @param {Trace} trace
 * @param {AxisKind} kind
 * @param {number} coord
 */
export function headAtCoord(trace, kind, coord) {
  if (kind === "time") return headAtTime(trace, coord);
  return Math.min(trace.rows.length, Math.floor(coord) + 1);
}

/**
 * Where the run ends so far; `now` is the time of a program that is still running.
 * @param {Trace} trace
 * @param {AxisKind} kind
 * @param {number} now
 */
export function endCoord(trace, kind, now) {
  return kind === "time" ? Math.max(trace.endTime, now) : trace.rows.length;
}

/** How many rows lie before a coordinate. @param {Trace} trace @param {AxisKind} kind
 * @param {number} coord */
export function headBefore(trace, kind, coord) {
  return kind === "time" ? countBefore(trace.rows, coord, ({ t }) => t) : Math.ceil(coord);
}

/**
 * The part of the other axis where the same rows lie.
 * @param {Trace} trace
 * @param {AxisKind} kind the axis that `view` is of
 * @param {View} view
 * @returns {View}
 */
export function otherView(trace, kind, { from, to }) {
  const first = headBefore(trace, kind, from);
  const last = Math.max(first, headAtCoord(trace, kind, to));
  if (kind === "time") return { from: first, to: last };
  const timeAt = (/** @type {number} */ row) => trace.rows[Math.min(row, trace.rows.length - 1)].t;
  return { from: timeAt(first), to: timeAt(last) };
}

/** The smallest of 1, 2, 5, 10, 20 … that is at least `size`. @param {number} size */
export function niceStep(size) {
  const power = 10 ** Math.floor(Math.log10(size));
  for (const digit of [1, 2, 5]) if (digit * power >= size * 0.9999) return digit * power;
  return 10 * power;
}

/**
 * A view of everything. A run that still grows gets room, so that the scale changes rarely.
 * @param {Trace} trace
 * @param {AxisKind} kind
 * @param {number} now
 * @param {boolean} isGrowing
 */
export function fitView(trace, kind, now, isGrowing) {
  const end = endCoord(trace, kind, now);
  if (kind === "steps") return { from: 0, to: Math.max(fewestSteps, isGrowing ? end + 2 : end) };
  if (isGrowing) return { from: 0, to: Math.max(1000, niceStep(end * 1.1 + 1)) };
  return { from: 0, to: end > 0 ? end : 1 };
}

/**
 * Keeps a view within the run and within the closest zoom.
 * @param {View} view
 * @param {AxisKind} kind
 * @param {number} end
 */
export function clampView(view, kind, end) {
  const least = kind === "time" ? shortestMs : Math.min(fewestSteps, end || fewestSteps);
  const most = Math.max(kind === "time" ? end : Math.max(end, fewestSteps), least);
  const span = Math.min(most, Math.max(least, view.to - view.from));
  const from = Math.min(Math.max(0, view.from), Math.max(0, most - span));
  return { from, to: from + span };
}

/**
 * The view after zooming by `factor` (below 1: closer) around `coord`.
 * @param {View} view
 * @param {number} coord
 * @param {number} factor
 */
export function zoomView(view, coord, factor) {
  return {
    from: coord - (coord - view.from) * factor,
    to: coord + (view.to - coord) * factor,
  };
}

/** The view moved by `share` of its width. @param {View} view @param {number} share */
export function panView(view, share) {
  const by = (view.to - view.from) * share;
  return { from: view.from + by, to: view.to + by };
}

/**
 * The view moved as little as shows `coord` with some room.
 * @param {View} view
 * @param {number} coord
 */
export function revealIn(view, coord) {
  const room = (view.to - view.from) * 0.06;
  if (coord < view.from) return panView(view, (coord - room - view.from) / (view.to - view.from));
  if (coord > view.to) return panView(view, (coord + room - view.to) / (view.to - view.from));
  return view;
}

/**
 * Where to draw ticks, at least `pixelsMin` apart.
 * @param {View} view
 * @param {number} pixels
 * @param {AxisKind} kind
 * @param {number} pixelsMin
 */
export function ticksOf(view, pixels, kind, pixelsMin) {
  const span = view.to - view.from;
  let step = niceStep((span / Math.max(1, pixels)) * pixelsMin);
  if (kind === "steps") step = Math.max(1, step);
  const ticks = [];
  for (
    let i = Math.max(0, Math.ceil(view.from / step - 1e-9));
    i * step <= view.to + step * 1e-6;
    i++
  ) {
    ticks.push(i * step);
  }
  return { ticks, step };
}

/**
 * A time with its unit, as short as its size allows: `0.25 ms`, `300 ms`, `12.5 s`.
 * @param {number} ms
 */
export function timeText(ms) {
  if (ms >= 10_000) return `${decimalText(ms / 1000, 2)} s`;
  return `${decimalText(ms, ms < 10 ? 2 : ms < 100 ? 1 : 0)} ms`;
}
