/* The brackets over lanes: the time a task spends inside a timeout, a cancel scope or a group; and
 * the lints, which stand in the same strip. */

import { coordOfRow } from "./axis.js";
import { paintBracket, paintLint, paintScopeMark, scopeColour, scopeMark } from "./marks.js";
import { covers } from "./query.js";
import { laneMiddle, place } from "./scene.js";

/** @typedef {import("./scene.js").Scene} Scene */
/** @typedef {import("./model.js").Scope} Scope */
/** @typedef {CanvasRenderingContext2D} Context */

const depthMax = 2; // of brackets in brackets that get a line of their own

/** @param {Context} context @param {Scene} scene */
export function drawScopes(context, scene) {
  const { trace, kind } = scene;
  /** @type {Map<number, { top: number, labelEnd: number }>} */
  const strips = new Map();
  scene.lanes.forEach((lane, index) => {
    const top = Math.round(laneMiddle(scene, index) - scene.laneHeight / 2 + 5) + 0.5;
    strips.set(lane.id, { top, labelEnd: -Infinity });
  });
  for (const scope of trace.scopes) {
    const from = place(scene, coordOfRow(trace, kind, scope.from));
    if (from > scene.width) break;
    const strip = strips.get(scope.task);
    if (!strip) continue;
    const end = scope.to === -1 ? scene.endCoord : coordOfRow(trace, kind, scope.to);
    const to = place(scene, end);
    if (to < -8) continue;
    const y = strip.top + Math.min(depthMax, scope.depth) * 3;
    drawScope(context, scene, scope, { from, to, y });
    if (from < strip.labelEnd) continue;
    strip.labelEnd = drawWord(context, scene, scope, { from, to, y });
  }
}

/**
 * The bracket, and in its own time a dashed line on to a deadline that was not reached.
 * @param {Context} context
 * @param {Scene} scene
 * @param {Scope} scope
 * @param {{ from: number, to: number, y: number }} at
 */
function drawScope(context, scene, scope, { from, to, y }) {
  const isLeft = scope.how !== "left open";
  const isThick = covers(scope, scene.head);
  const width = Math.max(3, to - from);
  paintBracket(context, scene.palette, scope.kind, { x: from, y, width, isLeft, isThick });
  if (scope.how === "expired") {
    context.fillStyle = scopeColour(scene.palette, scope.kind);
    context.fillRect(to - 2.5, y - 2.5, 5, 5);
  }
  const isDashed = scene.kind === "time" && isLeft && scope.deadline >= 0;
  if (!isDashed || place(scene, scope.deadline) <= to) return;
  context.setLineDash([2, 3]);
  context.beginPath();
  context.moveTo(to, y);
  context.lineTo(Math.min(scene.width, place(scene, scope.deadline)), y);
  context.stroke();
  context.setLineDash([]);
}

/**
 * The mark and, where there is room, the word; returns where they end.
 * @param {Context} context
 * @param {Scene} scene
 * @param {Scope} scope
 * @param {{ from: number, to: number, y: number }} at
 */
function drawWord(context, scene, scope, { from, to, y }) {
  const x = Math.max(0, from) + 6;
  if (to - x < scopeMark + 4) return from;
  paintScopeMark(context, scene.palette, scope.kind, { x, y });
  const text = scope.name ? `${scope.kind} ${scope.name}` : scope.kind;
  context.font = "10px system-ui, sans-serif";
  const { width } = context.measureText(text);
  const left = x + scopeMark + 2;
  if (to - left < width + 8) return left;
  context.fillStyle = scene.palette.surface;
  context.fillRect(left - 1, y - 5, width + 4, 10);
  context.fillStyle = scene.palette.soft;
  context.textBaseline = "middle";
  context.textAlign = "left";
  context.fillText(text, left + 1, y + 0.5);
  return left + width;
}

/** @param {Context} context @param {Scene} scene */
export function drawLints(context, scene) {
  scene.lanes.forEach((lane, index) => {
    const y = laneMiddle(scene, index) - scene.laneHeight / 2 + 7;
    for (const row of lane.lints) {
      const x = place(scene, coordOfRow(scene.trace, scene.kind, row));
      if (x > -8 && x < scene.width + 8) paintLint(context, scene.palette, x, y);
    }
  });
}
