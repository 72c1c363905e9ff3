/* Draws the bands: for the children of a task that started very many, how many of them are in which
 * state, stacked, from what works at the bottom to what waits at the top. */

import { ownerOf } from "../../trace/lanes.js";
import { eachSlice } from "./slices.js";
import { laneTop, padding } from "./scene.js";

/** @typedef {import("./scene.js").Scene} Scene */
/** @typedef {import("../../trace/model.js").State} State */
/** @typedef {CanvasRenderingContext2D} Context */

const gap = 3; // px above and below a band
const waitAlpha = 0.45;

/** From the bottom. @type {readonly State[]} */
const order = ["running", "ready", "created", "io", "queue", "blocked", "awaiting", "sleeping"];

/** @param {Context} context @param {Scene} scene */
export function drawBands(context, scene) {
  scene.lanes.forEach((lane, index) => {
    const owner = ownerOf(lane);
    if (owner) drawBand(context, scene, owner.children, laneTop(scene, index));
  });
}

/**
 * How many of some lanes are in each state, at each pixel.
 * @param {Scene} scene
 * @param {readonly import("../../trace/model.js").Lane[]} lanes
 */
function countsOf(scene, lanes) {
  const width = Math.max(1, Math.ceil(scene.width));
  /** @type {Map<State, Int32Array>} */
  const all = new Map();
  for (const lane of lanes) {
    eachSlice(scene, lane, (slice, x, wide) => {
      const from = Math.max(0, Math.min(width - 1, Math.round(x)));
      const to = Math.max(from + 1, Math.min(width, Math.round(x + wide)));
      let changes = all.get(slice.state);
      if (!changes) all.set(slice.state, (changes = new Int32Array(width + 1)));
      changes[from]++;
      changes[to]--;
    });
  }
  for (const changes of all.values()) for (let x = 1; x < width; x++) changes[x] += changes[x - 1];
  return all;
}

/**
 * @param {Context} context
 * @param {Scene} scene
 * @param {readonly import("../../trace/model.js").Lane[]} lanes
 * @param {number} top
 */
function drawBand(context, scene, lanes, top) {
  const { palette, laneHeight, width } = scene;
  const counts = countsOf(scene, lanes);
  const bottom = top + laneHeight - gap;
  const scale = (laneHeight - 2 * gap) / lanes.length;
  const below = new Float64Array(Math.ceil(width));
  for (const state of order) {
    const here = counts.get(state);
    if (!here) continue;
    context.fillStyle = palette[state === "created" ? "faint" : state];
    context.globalAlpha = state === "running" || state === "ready" ? 1 : waitAlpha;
    context.beginPath();
    for (let x = padding; x < below.length - padding + 1; x++) {
      const height = here[x] * scale;
      if (height <= 0) continue;
      context.rect(x, bottom - below[x] - height, 1, height);
      below[x] += height;
    }
    context.fill();
  }
  context.globalAlpha = 1;
}
