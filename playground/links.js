/* What connects lanes: who spawned, woke, failed and cancelled whom, and the brackets of timeouts.
 *
 * All links happen in one instant, so each is an arrow at one x. Spawns are straight; wakes bend
 * to the right and cancels to the left, so that they can be told apart where they meet. */

import { coordOfRow } from "./axis.js";
import { laneMiddle, place, tracksHeight } from "./scene.js";
import { covers } from "./query.js";

/** @typedef {import("./scene.js").Scene} Scene */
/** @typedef {import("./model.js").Link} Link */
/** @typedef {CanvasRenderingContext2D} Context */

/**
 * Colour, dash and bend (px to the right) of each kind.
 * @type {Record<Link["kind"],
 *   { colour: keyof import("./paint.js").Palette, dash: number[], bend: number }>}
 */
const looks = {
  spawn: { colour: "muted", dash: [], bend: 0 },
  wake: { colour: "ready", dash: [], bend: 9 },
  throw: { colour: "failed", dash: [], bend: 9 },
  cancel: { colour: "failed", dash: [4, 3], bend: -11 },
  timer: { colour: "sleeping", dash: [1, 3], bend: 0 },
};
const linksMax = 2000; // arrows in one frame; more would be a blot

/** @param {Context} context @param {Scene} scene */
export function drawLinks(context, scene) {
  const { trace, selected } = scene;
  /** @type {Map<number, number>} */
  const middles = new Map();
  scene.lanes.forEach((lane, index) => middles.set(lane.id, laneMiddle(scene, index)));
  let drawn = 0;
  for (const link of trace.links) {
    const isOwn = selected && (link.from === selected.id || link.to === selected.id);
    if (!isOwn && (!scene.allLinks || link.kind === "timer")) continue;
    const x = place(scene, coordOfRow(trace, scene.kind, link.row));
    if (x > scene.width + 20) break;
    const to = middles.get(link.to);
    const from = link.from === 0 ? tracksHeight : middles.get(link.from);
    if (x < -20 || to === undefined || from === undefined || from === to) continue;
    drawLink(context, scene, link, { x, from, to });
    if (++drawn > linksMax) break;
  }
}

/**
 * @param {Context} context
 * @param {Scene} scene
 * @param {Link} link
 * @param {{ x: number, from: number, to: number }} at
 */
function drawLink(context, scene, link, { x, from, to }) {
  const look = looks[link.kind];
  const down = to > from ? 1 : -1;
  const tip = to - down * 11;
  context.strokeStyle = context.fillStyle = scene.palette[look.colour];
  context.lineWidth = 1.5;
  context.setLineDash(look.dash);
  context.beginPath();
  context.moveTo(x, from);
  context.bezierCurveTo(x + look.bend, from + down * 8, x + look.bend, tip - down * 8, x, tip);
  context.stroke();
  context.setLineDash([]);
  context.beginPath();
  context.moveTo(x, tip + down * 2);
  context.lineTo(x - 3.5, tip - down * 5);
  context.lineTo(x + 3.5, tip - down * 5);
  context.fill();
  if (link.kind !== "cancel") return;
  const middle = (from + tip) / 2;
  const left = x - 11;
  context.beginPath();
  context.moveTo(left + 2, middle - 7);
  for (const [dx, dy] of [
    [-3, 1],
    [0, 1],
    [-2, 7],
    [4, -2],
    [1, -2],
  ]) {
    context.lineTo(left + dx, middle + dy);
  }
  context.fill();
}

/**
 * A bracket over the time a task spends inside a timeout; dashed on to a deadline not reached.
 * @param {Context} context
 * @param {Scene} scene
 */
export function drawScopes(context, scene) {
  const { trace, kind, palette } = scene;
  for (const scope of trace.scopes) {
    const index = scene.lanes.findIndex((lane) => lane.id === scope.task);
    const from = place(scene, coordOfRow(trace, kind, scope.from));
    if (from > scene.width) break;
    if (index === -1) continue;
    const end = scope.to === -1 ? scene.endCoord : coordOfRow(trace, kind, scope.to);
    const to = place(scene, end);
    const y = Math.round(laneMiddle(scene, index) - scene.laneHeight / 2 + 4) + 0.5;
    context.strokeStyle = palette.cancel;
    context.lineWidth = covers(scope, scene.head) ? 2 : 1.25;
    context.beginPath();
    context.moveTo(from, y + 4);
    context.lineTo(from, y);
    context.lineTo(to, y);
    context.lineTo(to, y + 4);
    context.stroke();
    if (kind !== "time" || scope.deadline < 0 || scope.deadline <= end) continue;
    context.setLineDash([2, 3]);
    context.beginPath();
    context.moveTo(to, y);
    context.lineTo(Math.min(scene.width, place(scene, scope.deadline)), y);
    context.stroke();
    context.setLineDash([]);
  }
}
