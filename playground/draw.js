/* Paints one frame of the timeline: lanes, links, playhead. Given plain data, it keeps nothing.
 *
 * Where states look how is paint.js; the tracks above the lanes are tracks.js; lines between
 * lanes are links.js, brackets and lints scopes.js. Coordinates come from `place`, so both axes draw
 * alike. */

import { coordOfRow, headAtCoord, ticksOf, timeText } from "./axis.js";
import { barText } from "./explain.js";
import { drawLinks } from "./links.js";
import { paintCancelling, paintCap, paintState } from "./paint.js";
import { countBefore } from "./query.js";
import { axisHeight, laneMiddle, padding, place, tracksHeight } from "./scene.js";
import { drawLints, drawScopes } from "./scopes.js";
import { drawTracks } from "./tracks.js";

/** @typedef {import("./model.js").Lane} Lane */
/** @typedef {import("./model.js").Slice} Slice */

/** @typedef {import("./scene.js").Scene} Scene */
/** @typedef {import("./scene.js").Spot} Spot */

const runMin = 3; // px: work takes no virtual time, but must be seen

/** Draws the frame. @param {CanvasRenderingContext2D} context @param {Scene} scene */
export function drawFrame(context, scene) {
  context.clearRect(0, 0, scene.width, scene.height);
  if (scene.trace.rows.length === 0) return;
  const marks = ticksOf(scene.view, scene.width, scene.kind, 84);
  context.save();
  context.beginPath();
  context.rect(0, tracksHeight, scene.width, Math.max(0, scene.height - tracksHeight));
  context.clip();
  drawGround(context, scene, marks.ticks);
  scene.lanes.forEach((lane, index) => drawLane(context, scene, lane, laneMiddle(scene, index)));
  drawScopes(context, scene);
  drawLinks(context, scene);
  drawCaps(context, scene);
  drawLints(context, scene);
  drawPinned(context, scene);
  context.restore();
  drawTracks(context, scene, marks);
  drawFuture(context, scene);
  drawPlayhead(context, scene);
}

/**
 * Lane separators, the selected lane and the grid.
 * @param {CanvasRenderingContext2D} context
 * @param {Scene} scene
 * @param {number[]} ticks
 */
function drawGround(context, scene, ticks) {
  const { palette, laneHeight, top } = scene;
  scene.lanes.forEach((lane, index) => {
    const y = top + index * laneHeight;
    if (lane === scene.selected) {
      context.fillStyle = palette.select;
      context.fillRect(0, y, scene.width, laneHeight);
    }
    context.fillStyle = palette.grid;
    context.fillRect(0, Math.round(y + laneHeight) - 1, scene.width, 1);
  });
  context.fillStyle = palette.grid;
  for (const tick of ticks) {
    context.fillRect(Math.round(place(scene, tick)), tracksHeight, 1, scene.height);
  }
}

/**
 * Calls `visit` for the slices of a lane that are in view.
 * @param {Scene} scene
 * @param {Lane} lane
 * @param {(slice: Slice, x: number, width: number) => void} visit
 */
function eachSlice(scene, lane, visit) {
  const { trace, kind, view } = scene;
  const first = countBefore(lane.slices, headAtCoord(trace, kind, view.from), (s) => s.from) - 1;
  for (let i = Math.max(0, first); i < lane.slices.length; i++) {
    const slice = lane.slices[i];
    const from = coordOfRow(trace, kind, slice.from);
    if (from > view.to) break;
    const to = slice.to === -1 ? scene.endCoord : coordOfRow(trace, kind, slice.to);
    if (to < view.from) continue;
    const x = Math.max(-20, place(scene, from));
    visit(slice, x, Math.min(scene.width + 20, place(scene, to)) - x);
  }
}

/**
 * Waits first, then the work over them; of many in one pixel only the first is drawn.
 * @param {CanvasRenderingContext2D} context
 * @param {Scene} scene
 * @param {Lane} lane
 * @param {number} y
 */
function drawLane(context, scene, lane, y) {
  const { palette } = scene;
  let drawnTo = -Infinity;
  eachSlice(scene, lane, (slice, x, width) => {
    if (slice.state === "running" || width < 0.5 || x + width <= drawnTo) return;
    paintState(context, palette, slice.state, { x, y, width: Math.max(1.5, width) });
    drawnTo = Math.ceil(x);
    drawLabel(context, scene, slice, { x, y, width });
  });
  drawnTo = -Infinity;
  eachSlice(scene, lane, (slice, x, width) => {
    const wide = Math.max(runMin, width);
    if (slice.state !== "running" || x + wide <= drawnTo + 1) return;
    paintState(context, palette, "running", { x, y, width: wide });
    drawnTo = x + wide;
  });
  for (const asked of lane.cancels) {
    const x = place(scene, coordOfRow(scene.trace, scene.kind, asked.from));
    const to = asked.to === -1 ? scene.endCoord : coordOfRow(scene.trace, scene.kind, asked.to);
    const foot = y + scene.laneHeight / 2 - 5;
    paintCancelling(context, palette, { x, y: foot, width: place(scene, to) - x });
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Scene} scene
 * @param {Slice} slice
 * @param {import("./paint.js").Stretch} at
 */
function drawLabel(context, scene, slice, at) {
  const left = Math.max(padding, at.x) + 7;
  const room = Math.min(scene.width - padding, at.x + at.width) - left - 7;
  if (room < 40) return;
  const text = barText(scene.trace, slice);
  if (!text) return;
  context.font = "11px system-ui, sans-serif";
  const width = context.measureText(text).width;
  if (width > room) return;
  const x = left + Math.min(6, (room - width) / 2);
  context.fillStyle = scene.palette.surface;
  context.beginPath();
  context.roundRect(x - 4, at.y - 7, width + 8, 14, 3);
  context.fill();
  context.fillStyle = scene.palette.text;
  context.textBaseline = "middle";
  context.textAlign = "left";
  context.fillText(text, x, at.y + 0.5);
}

/** @param {CanvasRenderingContext2D} context @param {Scene} scene */
function drawCaps(context, scene) {
  scene.lanes.forEach((lane, index) => {
    if (!lane.end) return;
    const x = place(scene, coordOfRow(scene.trace, scene.kind, lane.end.row));
    if (x < -8 || x > scene.width + 8) return;
    paintCap(context, scene.palette, lane.end.how, x, laneMiddle(scene, index));
  });
}

/**
 * Outlines what the pointer is over and what is pinned.
 * @param {CanvasRenderingContext2D} context
 * @param {Scene} scene
 */
function drawPinned(context, scene) {
  for (const spot of [scene.hover, scene.pinned]) {
    const index = spot ? scene.lanes.indexOf(spot.lane) : -1;
    if (!spot || index === -1) continue;
    eachSlice(scene, spot.lane, (slice, x, width) => {
      if (slice !== spot.slice) return;
      context.strokeStyle = spot === scene.pinned ? scene.palette.accent : scene.palette.muted;
      context.lineWidth = spot === scene.pinned ? 2 : 1;
      const wide = Math.max(runMin, width) + 4;
      context.beginPath();
      context.roundRect(x - 2, laneMiddle(scene, index) - 12, wide, 24, 4);
      context.stroke();
    });
  }
}

/**
 * Fades what has not happened yet at the playhead.
 * @param {CanvasRenderingContext2D} context
 * @param {Scene} scene
 */
function drawFuture(context, scene) {
  if (scene.head >= scene.trace.rows.length) return;
  const x = Math.max(0, place(scene, scene.headCoord));
  context.save();
  context.globalAlpha = 0.55;
  context.fillStyle = scene.palette.surface;
  context.fillRect(x + 1, axisHeight, Math.max(0, scene.width - x), scene.height);
  context.restore();
}

/** @param {CanvasRenderingContext2D} context @param {Scene} scene */
function drawPlayhead(context, scene) {
  const x = Math.round(place(scene, scene.headCoord));
  if (x < 0 || x > scene.width) return;
  const { palette } = scene;
  context.fillStyle = palette.accent;
  context.fillRect(x - 0.75, axisHeight - 6, 1.5, scene.height);
  const text =
    scene.kind === "time" ? timeText(scene.headCoord) : String(Math.floor(scene.headCoord));
  context.font = "600 11px system-ui, sans-serif";
  const width = Math.max(26, context.measureText(text).width + 12);
  const left = Math.min(scene.width - width - 1, Math.max(1, x - width / 2));
  context.beginPath();
  context.roundRect(left, 4, width, 18, 9);
  context.fill();
  context.fillStyle = palette.surface;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(text, left + width / 2, 13.5);
}

/**
 * The slice under a point, or null; work is easier to hit than it is wide.
 * @param {Scene} scene
 * @param {number} x
 * @param {number} y
 * @returns {Spot | null}
 */
export function spotAt(scene, x, y) {
  if (y < tracksHeight) return null;
  const lane = scene.lanes[Math.floor((y - scene.top) / scene.laneHeight)];
  if (!lane) return null;
  /** @type {Slice | null} */
  let found = null;
  eachSlice(scene, lane, (slice, left, width) => {
    const isWork = slice.state === "running";
    const slack = isWork ? 3 : 0;
    const right = left + (isWork ? Math.max(runMin, width) : width);
    if (x < left - slack || x > right + slack || (!isWork && width < 0.5)) return;
    if (!found || isWork || found.state !== "running") found = slice;
  });
  return found && { lane, slice: found };
}
