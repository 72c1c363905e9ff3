/* Draws the brackets over lanes, the time that a task spends inside a timeout, a cancel scope or a
 * group, and the lints, which are in the same strip. */

import { paintBracket, paintLint, paintScopeMark, scopeColour, scopeMark } from "./marks.js";
import { covers } from "../../trace/query.js";
import { laneTop, xOf, xOfRow } from "./scene.js";

/** @typedef {import("./scene.js").Scene} Scene */
/** @typedef {import("../../trace/model.js").Scope} Scope */
/** @typedef {CanvasRenderingContext2D} Context */

const depthMax = 2; // of brackets in brackets that get a line of their own

/** @param {Context} context @param {Scene} scene */
export function drawScopes(context, scene) {
  drawSome(context, scene, false);
}

/** Once more, thicker: those that are open at the playhead.
 * @param {Context} context @param {Scene} scene */
export function drawOpenScopes(context, scene) {
  drawSome(context, scene, true);
}

/** @param {Context} context @param {Scene} scene @param {boolean} isOpen only those, and thick */
function drawSome(context, scene, isOpen) {
  /** Where the last word of a lane ends. @type {Map<number, number>} */
  const wordEnds = new Map();
  eachScope(scene, (scope, at) => {
    const isDrawn = !isOpen || covers(scope, scene.head);
    if (isDrawn) drawScope(context, scene, scope, at, isOpen);
    if (at.from < (wordEnds.get(scope.task) ?? -Infinity)) return;
    wordEnds.set(scope.task, drawWord(context, scene, scope, at));
  });
}

/** Where a bracket lies. @typedef {{ from: number, to: number, y: number }} At */

/** @param {Scene} scene @param {(scope: Scope, at: At) => void} visit */
function eachScope(scene, visit) {
  const { trace } = scene;
  if (trace.scopes.length === 0) return;
  /** @type {Map<number, number>} */
  const tops = new Map();
  scene.lanes.forEach((lane, index) => {
    tops.set(lane.id, Math.round(laneTop(scene, index) + 5) + 0.5);
  });
  for (const scope of trace.scopes) {
    const top = tops.get(scope.task);
    if (top === undefined) continue;
    const from = xOfRow(scene, scope.from);
    if (from > scene.width) break;
    const to = xOfRow(scene, scope.to);
    if (to >= -8) visit(scope, { from, to, y: top + Math.min(depthMax, scope.depth) * 3 });
  }
}

/**
 * The bracket, and in its own time a dashed line on to a deadline that was not reached.
 * @param {Context} context
 * @param {Scene} scene
 * @param {Scope} scope
 * @param {At} at
 * @param {boolean} isThick
 */
function drawScope(context, scene, scope, { from, to, y }, isThick) {
  const isLeft = scope.how !== "left open";
  const width = Math.max(3, to - from);
  paintBracket(context, scene.palette, scope.kind, { x: from, y, width, isLeft, isThick });
  if (scope.how === "expired") {
    context.fillStyle = scopeColour(scene.palette, scope.kind);
    context.fillRect(to - 2.5, y - 2.5, 5, 5);
  }
  const isDashed = scene.kind === "time" && isLeft && scope.deadline >= 0;
  if (!isDashed || xOf(scene, scope.deadline) <= to) return;
  context.setLineDash([2, 3]);
  context.beginPath();
  context.moveTo(to, y);
  context.lineTo(Math.min(scene.width, xOf(scene, scope.deadline)), y);
  context.stroke();
  context.setLineDash([]);
}

/**
 * The mark and, where there is room, the word; returns where they end.
 * @param {Context} context
 * @param {Scene} scene
 * @param {Scope} scope
 * @param {At} at
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
    const y = laneTop(scene, index) + 7;
    for (const row of lane.lints) {
      const x = xOfRow(scene, row);
      if (x > -8 && x < scene.width + 8) paintLint(context, scene.palette, x, y);
    }
  });
}
