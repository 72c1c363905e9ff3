/* Draws the tracks above the lanes: the axis with its ticks, the turns of the loop with the lints
 * that belong to no task, and the timers. */

import { coordOfRow, timeText } from "../../trace/axis.js";
import { paintLint } from "./marks.js";
import { covers } from "../../trace/query.js";
import { axisHeight, firstIn, loopHeight, padding, tracksHeight } from "./scene.js";
import { xOf, xOfHead, xOfRow } from "./scene.js";
import { decimalText } from "../../common/numbers.js";

/** @typedef {import("./scene.js").Scene} Scene */
/** @typedef {import("../../trace/model.js").Timer} Timer */
/** @typedef {CanvasRenderingContext2D} Context */

/** Turns and timers. @param {Context} context @param {Scene} scene */
export function drawTracks(context, scene) {
  context.fillStyle = scene.palette.surface;
  context.fillRect(0, 0, scene.width, tracksHeight);
  drawTurns(context, scene);
  drawTimers(context, scene);
  context.fillStyle = scene.palette.line;
  context.fillRect(0, tracksHeight - 1, scene.width, 1);
}

/**
 * @param {Context} context
 * @param {Scene} scene
 * @param {{ ticks: number[], step: number }} marks
 */
export function drawAxis(context, scene, { ticks, step }) {
  context.fillStyle = scene.palette.surface;
  context.fillRect(0, 0, scene.width, axisHeight);
  context.fillStyle = scene.palette.line;
  context.fillRect(0, axisHeight - 1, scene.width, 1);
  const inSeconds = scene.kind === "time" && step >= 1000;
  context.font = "11px system-ui, sans-serif";
  context.textBaseline = "middle";
  context.textAlign = "center";
  const pill = Math.max(30, Math.min(scene.width - 30, xOfHead(scene)));
  for (const tick of ticks) {
    const x = xOf(scene, tick);
    if (x < padding - 1 || x > scene.width - padding + 1) continue;
    context.fillStyle = scene.palette.line;
    context.fillRect(Math.round(x), axisHeight - 6, 1, 6);
    context.fillStyle = scene.palette.muted;
    const inUnit = inSeconds ? `${decimalText(tick / 1000, 3)} s` : timeText(tick);
    const text = scene.kind === "time" ? inUnit : String(tick);
    const half = context.measureText(text).width / 2;
    const at = Math.min(scene.width - half - 4, Math.max(half + 4, x));
    if (Math.abs(at - pill) < half + 34) continue; // under the playhead
    context.fillText(text, at, axisHeight / 2 - 1);
  }
}

/** A tick for each turn of the loop. @param {Context} context @param {Scene} scene */
function drawTurns(context, scene) {
  const { trace, kind, palette, view } = scene;
  const y = axisHeight + loopHeight / 2;
  context.fillStyle = palette.grid;
  context.fillRect(0, y, scene.width, 1);
  context.fillStyle = palette.running;
  const turns = trace.turns;
  const first = firstIn(turns, scene, (index) => index);
  let drawnTo = -Infinity;
  for (let i = first; i < turns.length; i++) {
    const coord = coordOfRow(trace, kind, turns[i]);
    if (coord > view.to) break;
    const x = xOfRow(scene, turns[i]);
    if (x < drawnTo + 1.5) continue;
    drawnTo = x;
    context.fillRect(x - 0.75, y - 4, 1.5, 9);
  }
  for (const index of trace.lints) {
    if (trace.lanesById.has(trace.rows[index].task)) continue;
    const x = xOfRow(scene, index);
    if (x >= 0 && x < scene.width) paintLint(context, palette, x, y);
  }
}

/** Where the end of a timer lies, and its line.
 * @typedef {{ from: number, to: number, y: number }} At */
/** @typedef {"sleep" | "timeout"} Look */
/** Timers that are drawn alike; how far each of the three rows has been drawn.
 * @typedef {{ lines: At[], fired: At[], open: At[], dropped: At[], lineTo: number[],
 *   dotAt: number[] }} Alike */

/**
 * Each timer from where it was set to its deadline. Where many lie over one another, one is drawn.
 * @param {Context} context
 * @param {Scene} scene
 */
function drawTimers(context, scene) {
  const { trace } = scene;
  /** @type {Record<Look, Alike>} */
  const all = { sleep: alike(), timeout: alike() };
  for (let i = 0; i < trace.timers.length; i++) {
    const timer = trace.timers[i];
    const from = xOfRow(scene, timer.from);
    if (from > scene.width + 8) break;
    const at = spanOf(scene, timer, i, from);
    if (at.to < -8) continue;
    const row = i % 3;
    const group = all[lookOf(timer)];
    if (at.to > group.lineTo[row] + 2) {
      group.lines.push({ ...at, from: Math.max(group.lineTo[row], from) });
      group.lineTo[row] = at.to;
    }
    if (Math.abs(at.to - group.dotAt[row]) < dotGap) continue;
    group.dotAt[row] = at.to;
    group[timer.to === -1 ? "open" : timer.fired ? "fired" : "dropped"].push(at);
  }
  for (const look of /** @type {const} */ (["sleep", "timeout"])) {
    paintTimers(context, scene, look, all[look], 0.45);
  }
}

/** Once more, clearer: those that are pending at the playhead.
 * @param {Context} context @param {Scene} scene */
export function drawOpenTimers(context, scene) {
  const { trace } = scene;
  /** @type {Record<Look, Alike>} */
  const all = { sleep: alike(), timeout: alike() };
  let count = 0;
  for (let i = 0; i < trace.timers.length && count < openMax; i++) {
    const timer = trace.timers[i];
    if (timer.from >= scene.head) break;
    if (!covers(timer, scene.head)) continue;
    count++;
    const from = xOfRow(scene, timer.from);
    all[lookOf(timer)].lines.push(spanOf(scene, timer, i, from));
  }
  for (const look of /** @type {const} */ (["sleep", "timeout"])) {
    paintTimers(context, scene, look, all[look], 0.9);
  }
}

const dotGap = 6; // px between the ends of two timers that are both drawn
const openMax = 24; // pending timers that are drawn clearer

/** @returns {Alike} */
const alike = () => ({
  ...{ lines: [], fired: [], open: [], dropped: [] },
  ...{ lineTo: [-Infinity, -Infinity, -Infinity], dotAt: [-Infinity, -Infinity, -Infinity] },
});

/** @param {Timer} timer @returns {Look} */
const lookOf = ({ reason }) => (reason === "timeout" ? "timeout" : "sleep");

/** @param {Scene} scene @param {Timer} timer @param {number} index @param {number} from
 * @returns {At} */
function spanOf(scene, timer, index, from) {
  const y = axisHeight + loopHeight + 8 + (index % 3) * 7;
  return { from, to: endOf(scene, timer), y };
}

/** Where a timer's line ends. @param {Scene} scene @param {Timer} timer */
function endOf(scene, { to, deadline }) {
  const end = xOfRow(scene, to);
  return to === -1 && scene.kind === "time" ? Math.max(xOf(scene, deadline), end) : end;
}

/**
 * Fired: full dot; pending: ring; dropped: a short bar where it was taken back.
 * @param {Context} context
 * @param {Scene} scene
 * @param {Look} look
 * @param {Alike} all
 * @param {number} alpha of the lines
 */
function paintTimers(context, scene, look, { lines, fired, open, dropped }, alpha) {
  const colour = look === "timeout" ? scene.palette.cancel : scene.palette.sleeping;
  context.strokeStyle = colour;
  context.globalAlpha = alpha;
  context.lineWidth = 1;
  context.setLineDash([1, 3]);
  context.beginPath();
  for (const { from, to, y } of lines) {
    context.moveTo(Math.max(-4, from), y);
    context.lineTo(Math.min(scene.width + 4, to), y);
  }
  context.stroke();
  context.setLineDash([]);
  context.globalAlpha = 1;
  context.lineWidth = 1.5;
  context.beginPath();
  for (const { to, y } of dropped) {
    context.moveTo(to - 2.5, y + 2.5);
    context.lineTo(to + 2.5, y - 2.5);
  }
  context.stroke();
  context.fillStyle = colour;
  context.beginPath();
  addDots(context, fired, 3.5);
  context.fill();
  context.fillStyle = scene.palette.surface;
  context.beginPath();
  addDots(context, open, 2.75);
  context.fill();
  context.stroke();
}

/** @param {Context} context @param {readonly At[]} ends @param {number} radius */
function addDots(context, ends, radius) {
  for (const { to, y } of ends) {
    context.moveTo(to + radius, y);
    context.arc(to, y, radius, 0, Math.PI * 2);
  }
}
