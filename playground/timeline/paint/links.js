/* Draws the links between lanes: who spawned, woke, failed and cancelled whom.
 *
 * A link happens in one instant, so each is an arrow at one x. Spawns are straight; wakes bend to
 * the right and cancels to the left, so that they can be told apart where they meet. Wakes by a
 * lock or event begin with a ring, those by a queue with a square. */

import { coordOfRow } from "../../trace/axis.js";
import { firstIn, laneMiddle, xOfRow, tracksHeight } from "./scene.js";

/** @typedef {import("./scene.js").Scene} Scene */
/** @typedef {import("../../trace/model.js").Link} Link */
/** @typedef {CanvasRenderingContext2D} Context */

/**
 * Colour, dash and bend (px to the right) of each kind.
 * @type {Record<Link["kind"],
 *   { colour: keyof import("./states.js").Palette, dash: number[], bend: number }>}
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
const linksMax = 1000; // arrows in one frame; more would be a blot
const gapMin = 3; // px between arrows of one kind from one lane to another

/** Where an arrow stands. @typedef {{ x: number, from: number, to: number }} At */

/** @param {Context} context @param {Scene} scene */
export function drawLinks(context, scene) {
  const { trace, selected, view } = scene;
  /** @type {Map<number, number>} */
  const middles = new Map();
  scene.lanes.forEach((lane, index) => middles.set(lane.id, laneMiddle(scene, index)));
  /** @type {Partial<Record<Link["kind"], At[]>>} */
  const all = {};
  const first = firstIn(trace.links, scene, (link) => link.row);
  const slack = (view.to - view.from) * 0.05;
  /** Where the last arrow between two lanes is. @type {Map<string, number>} */
  const lastX = new Map();
  let drawn = 0;
  for (let i = first; i < trace.links.length && drawn < linksMax; i++) {
    const link = trace.links[i];
    const isOwn = selected && (link.from === selected.id || link.to === selected.id);
    if (!isOwn && (!scene.allLinks || link.kind === "timer")) continue;
    const coord = coordOfRow(trace, scene.kind, link.row);
    if (coord > view.to + slack) break;
    const to = middles.get(link.to);
    const from = link.from === 0 ? tracksHeight : middles.get(link.from);
    if (to === undefined || from === undefined || from === to) continue;
    const at = { x: xOfRow(scene, link.row), from, to };
    const alike = (all[link.kind] ??= []);
    const pair = `${link.kind} ${from} ${to}`;
    if (at.x - (lastX.get(pair) ?? -Infinity) < gapMin) continue;
    lastX.set(pair, at.x);
    alike.push(at);
    drawn++;
  }
  for (const [kind, arrows] of Object.entries(all)) {
    drawArrows(context, scene, /** @type {Link["kind"]} */ (kind), arrows);
  }
}

/** Draws the arrows of one kind. @param {Context} context @param {Scene} scene
 * @param {Link["kind"]} kind @param {readonly At[]} arrows */
function drawArrows(context, scene, kind, arrows) {
  const { colour, dash, bend } = looks[kind];
  context.strokeStyle = context.fillStyle = scene.palette[colour];
  context.lineWidth = 1.5;
  context.setLineDash(dash);
  context.beginPath();
  for (const { x, from, to } of arrows) {
    const down = to > from ? 1 : -1;
    const tip = to - down * 11;
    context.moveTo(x, from);
    if (bend === 0) context.lineTo(x, tip);
    else context.bezierCurveTo(x + bend, from + down * 8, x + bend, tip - down * 8, x, tip);
  }
  context.stroke();
  context.setLineDash([]);
  context.beginPath();
  for (const { x, from, to } of arrows) {
    const down = to > from ? 1 : -1;
    const tip = to - down * 11;
    context.moveTo(x, tip + down * 2);
    context.lineTo(x - 3.5, tip - down * 5);
    context.lineTo(x + 3.5, tip - down * 5);
    context.closePath();
    if (kind === "cancel") addLightning(context, x, (from + tip) / 2);
  }
  context.fill();
  if (kind === "sync" || kind === "queue") drawOrigins(context, scene, kind, arrows);
}

/**
 * What the arrows came by.
 * @param {Context} context
 * @param {Scene} scene
 * @param {"sync" | "queue"} kind
 * @param {readonly At[]} arrows
 */
function drawOrigins(context, scene, kind, arrows) {
  context.beginPath();
  for (const { x, from } of arrows) {
    context.moveTo(x + 3.25, from);
    if (kind === "queue") context.rect(x - 3, from - 3, 6, 6);
    else context.arc(x, from, 3.25, 0, Math.PI * 2);
  }
  context.fillStyle = scene.palette.surface;
  context.fill();
  context.stroke();
}

/** @param {Context} context @param {number} x @param {number} middle */
function addLightning(context, x, middle) {
  const left = x - 11;
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
  context.closePath();
}
