/* The tracks above the lanes: the axis with its ticks, the turns of the loop with the lints that are
 * no task's, the timers. */

import { coordOfRow, timeText } from "./axis.js";
import { paintLint } from "./marks.js";
import { axisHeight, loopHeight, padding, place, tracksHeight } from "./scene.js";
import { covers } from "./query.js";

/** @typedef {import("./scene.js").Scene} Scene */
/** @typedef {import("./model.js").Timer} Timer */
/** @typedef {CanvasRenderingContext2D} Context */

/**
 * @param {Context} context
 * @param {Scene} scene
 * @param {{ ticks: number[], step: number }} marks
 */
export function drawTracks(context, scene, marks) {
  context.fillStyle = scene.palette.surface;
  context.fillRect(0, 0, scene.width, tracksHeight);
  drawAxis(context, scene, marks);
  drawTurns(context, scene);
  drawTimers(context, scene);
  context.fillStyle = scene.palette.line;
  context.fillRect(0, axisHeight - 1, scene.width, 1);
  context.fillRect(0, tracksHeight - 1, scene.width, 1);
}

/**
 * @param {Context} context
 * @param {Scene} scene
 * @param {{ ticks: number[], step: number }} marks
 */
function drawAxis(context, scene, { ticks, step }) {
  const inSeconds = scene.kind === "time" && step >= 1000;
  context.font = "11px system-ui, sans-serif";
  context.textBaseline = "middle";
  context.textAlign = "center";
  const pill = Math.max(30, Math.min(scene.width - 30, place(scene, scene.headCoord)));
  for (const tick of ticks) {
    const x = place(scene, tick);
    if (x < padding - 1 || x > scene.width - padding + 1) continue;
    context.fillStyle = scene.palette.line;
    context.fillRect(Math.round(x), axisHeight - 6, 1, 6);
    context.fillStyle = scene.palette.muted;
    const inUnit = inSeconds ? `${Number((tick / 1000).toFixed(3))} s` : timeText(tick);
    const text = scene.kind === "time" ? inUnit : String(tick);
    const half = context.measureText(text).width / 2;
    const at = Math.min(scene.width - half - 4, Math.max(half + 4, x));
    if (Math.abs(at - pill) < half + 34) continue; // under the playhead
    context.fillText(text, at, axisHeight / 2 - 1);
  }
}

/** A tick for each turn of the loop. @param {Context} context @param {Scene} scene */
function drawTurns(context, scene) {
  const { trace, kind, palette } = scene;
  const y = axisHeight + loopHeight / 2;
  context.fillStyle = palette.grid;
  context.fillRect(0, y, scene.width, 1);
  context.fillStyle = palette.running;
  let drawnTo = -Infinity;
  for (const index of trace.turns) {
    const x = place(scene, coordOfRow(trace, kind, index));
    if (x < drawnTo + 1.5) continue;
    if (x > scene.width) break;
    drawnTo = x;
    if (x >= 0) context.fillRect(x - 0.75, y - 4, 1.5, 9);
  }
  for (const index of trace.lints) {
    if (trace.lanesById.has(trace.rows[index].task)) continue;
    const x = place(scene, coordOfRow(trace, kind, index));
    if (x >= 0 && x < scene.width) paintLint(context, palette, x, y);
  }
}

/**
 * Each timer from where it was set to its deadline.
 * @param {Context} context
 * @param {Scene} scene
 */
function drawTimers(context, scene) {
  const { trace } = scene;
  const top = axisHeight + loopHeight;
  let lastX = -Infinity;
  for (let i = 0; i < trace.timers.length; i++) {
    const timer = trace.timers[i];
    const from = place(scene, coordOfRow(trace, scene.kind, timer.from));
    if (from > scene.width + 8) break;
    const to = place(scene, endOf(scene, timer));
    if (to < -8 || (to - from < 1 && Math.abs(to - lastX) < 1)) continue;
    lastX = to;
    drawTimer(context, scene, timer, { from, to, y: top + 8 + (i % 3) * 7 });
  }
}

/** Where a timer's line ends on the axis. @param {Scene} scene @param {Timer} timer */
function endOf(scene, timer) {
  const { trace, kind, endCoord } = scene;
  if (timer.to !== -1) return coordOfRow(trace, kind, timer.to);
  return kind === "time" ? Math.max(timer.deadline, endCoord) : endCoord;
}

/**
 * Fired: full dot; pending: ring; dropped: a short bar where it was taken back.
 * @param {Context} context
 * @param {Scene} scene
 * @param {Timer} timer
 * @param {{ from: number, to: number, y: number }} at
 */
function drawTimer(context, scene, timer, { from, to, y }) {
  const { palette } = scene;
  const isOpen = covers(timer, scene.head);
  const colour = timer.reason === "timeout" ? palette.cancel : palette.sleeping;
  context.strokeStyle = colour;
  context.globalAlpha = isOpen ? 0.9 : 0.45;
  context.lineWidth = 1;
  context.setLineDash([1, 3]);
  context.beginPath();
  context.moveTo(Math.max(-4, from), y);
  context.lineTo(Math.min(scene.width + 4, to), y);
  context.stroke();
  context.setLineDash([]);
  context.globalAlpha = 1;
  context.lineWidth = 1.5;
  context.beginPath();
  if (timer.to !== -1 && !timer.fired) {
    context.moveTo(to - 2.5, y + 2.5);
    context.lineTo(to + 2.5, y - 2.5);
    context.stroke();
    return;
  }
  context.arc(to, y, 2.75, 0, Math.PI * 2);
  context.fillStyle = timer.fired ? colour : palette.surface;
  context.fill();
  context.stroke();
}
