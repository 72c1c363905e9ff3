/* What connects lanes: who spawned, woke, failed and cancelled whom.
 *
 * All links happen in one instant, so each is an arrow at one x. Spawns are straight; wakes bend
 * to the right and cancels to the left, so that they can be told apart where they meet. Those by a
 * lock or event begin with a ring, those by a queue with a square. */

import { coordOfRow } from "./axis.js";
import { laneMiddle, place, tracksHeight } from "./scene.js";

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
  sync: { colour: "blocked", dash: [], bend: 9 },
  queue: { colour: "queue", dash: [], bend: 9 },
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
  if (link.kind === "sync" || link.kind === "queue") drawOrigin(context, scene, link, x, from);
  if (link.kind === "cancel") drawLightning(context, x, (from + tip) / 2);
}

/**
 * What the arrow came by.
 * @param {Context} context
 * @param {Scene} scene
 * @param {Link} link
 * @param {number} x
 * @param {number} y
 */
function drawOrigin(context, scene, link, x, y) {
  context.beginPath();
  if (link.kind === "queue") context.rect(x - 3, y - 3, 6, 6);
  else context.arc(x, y, 3.25, 0, Math.PI * 2);
  context.fillStyle = scene.palette.surface;
  context.fill();
  context.stroke();
}

/** @param {Context} context @param {number} x @param {number} middle */
function drawLightning(context, x, middle) {
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
