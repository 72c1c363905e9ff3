/* Paints the timeline in two parts: lanes and links, and what moves with the playhead, so that
 * scrubbing repaints only the second. Takes plain data and keeps no state.
 *
 * states.js is the look of states, tracks.js the tracks above the lanes, links.js the arrows
 * between lanes, scopes.js the brackets and lints. Coordinates come from `xOf`, so both axes are
 * drawn by the same code. */

import { ticksOf, timeText } from "../../trace/axis.js";
import { barText } from "../../trace/explain.js";
import { drawBands } from "./bands.js";
import { drawEnds, drawGhost } from "./ghost.js";
import { drawLinks } from "./links.js";
import { paintCancelling, paintCap, paintStates } from "./states.js";
import { axisHeight, laneMiddle, laneTop, padding, tracksHeight } from "./scene.js";
import { widened, xOf, xOfHead, xOfRow } from "./scene.js";
import { drawLints, drawOpenScopes, drawScopes } from "./scopes.js";
import { eachSlice } from "./slices.js";
import { drawAxis, drawOpenTimers, drawTracks } from "./tracks.js";

/** @typedef {import("../../trace/model.js").Lane} Lane */
/** @typedef {import("../../trace/model.js").Slice} Slice */
/** @typedef {import("../../trace/model.js").State} State */
/** @typedef {import("./states.js").Stretch} Stretch */
/** @typedef {import("./states.js").Context} Context */
/** @typedef {import("./scene.js").Scene} Scene */
/** @typedef {import("./scene.js").Spot} Spot */

const runMin = 3; // px: work takes no virtual time, but must be seen
const thinMax = 1.5; // px: what is thinner is drawn as wide as this
const labelMin = 54; // px: narrower slices have no word
const highlightHalf = 14; // px: half the height of the frame of a highlighted slice
const highlightMin = 8; // px: a narrower one may share its frame
const tickGap = 84; // px between the numbers of the axis

/** Draws what the playhead does not change. @param {Context} context @param {Scene} scene */
export function drawFrame(context, scene) {
  if (scene.trace.rows.length === 0) return;
  clipToLanes(context, scene);
  drawGround(context, scene, ticksOf(scene.view, scene.width, scene.kind, tickGap).ticks);
  drawGhost(context, scene);
  drawStates(context, scene);
  drawBands(context, scene);
  drawScopes(context, scene);
  drawLinks(context, scene);
  drawCaps(context, scene);
  drawLints(context, scene);
  context.restore();
  drawTracks(context, scene);
}

/**
 * Draws what moves over it: the playhead and what is open there, what is pointed at, and the axis,
 * whose numbers make room for the playhead's.
 * @param {Context} context
 * @param {Scene} scene
 */
export function drawMoving(context, scene) {
  if (scene.trace.rows.length === 0) return;
  clipToLanes(context, scene);
  drawOpenScopes(context, scene);
  drawHighlights(context, scene);
  drawPinned(context, scene);
  context.restore();
  drawAxis(context, scene, ticksOf(scene.view, scene.width, scene.kind, tickGap));
  drawOpenTimers(context, scene);
  drawFuture(context, scene);
  drawRange(context, scene);
  drawEnds(context, scene);
  drawPlayhead(context, scene);
}

/** Until `restore`. @param {Context} context @param {Scene} scene */
function clipToLanes(context, { width, height }) {
  context.save();
  context.beginPath();
  context.rect(0, tracksHeight, width, Math.max(0, height - tracksHeight));
  context.clip();
}

/**
 * Lane separators, the selected lane, the grid, and the instants that are wider than a line.
 * @param {Context} context
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
  for (const { x, width } of widened(scene)) context.fillRect(x, tracksHeight, width, scene.height);
  for (const tick of ticks) {
    context.fillRect(Math.round(xOf(scene, tick)), tracksHeight, 1, scene.height);
  }
}

/**
 * Waits first, then the work over them; of many in one pixel only the first is drawn.
 * @param {Context} context
 * @param {Scene} scene
 */
function drawStates(context, scene) {
  const { palette } = scene;
  /** @type {Map<State, Stretch[]>} */
  const all = new Map();
  /** @type {{ slice: Slice, at: Stretch }[]} */
  const labelled = [];
  scene.lanes.forEach((lane, index) => {
    const y = laneMiddle(scene, index);
    let waitsTo = -Infinity;
    /** @type {Stretch | null} */
    let work = null;
    eachSlice(scene, lane, (slice, x, width) => {
      if (slice.state === "running") {
        const wide = Math.max(runMin, width);
        if (work && x <= work.x + work.width) {
          work.width = Math.max(work.width, x + wide - work.x);
        } else add(all, "running", (work = { x, y, width: wide }));
        return;
      }
      const isThin = width < thinMax;
      if (width < 0.5 || (isThin ? x < waitsTo : x + width <= waitsTo)) return;
      add(all, slice.state, { x, y, width: Math.max(thinMax, width) });
      waitsTo = isThin ? x + thinMax : Math.ceil(x);
      if (width > labelMin) labelled.push({ slice, at: { x, y, width } });
    });
  });
  for (const [state, stretches] of all) {
    if (state !== "running") paintStates(context, palette, state, stretches);
  }
  for (const { slice, at } of labelled) drawLabel(context, scene, slice, at);
  paintStates(context, palette, "running", all.get("running") ?? []);
  scene.lanes.forEach((lane, index) =>
    drawCancels(context, scene, lane, laneTop(scene, index + 1) - 5),
  );
}

/** @param {Map<State, Stretch[]>} all @param {State} state @param {Stretch} stretch */
function add(all, state, stretch) {
  const list = all.get(state);
  if (list) list.push(stretch);
  else all.set(state, [stretch]);
}

/** @param {Context} context @param {Scene} scene @param {Lane} lane @param {number} foot */
function drawCancels(context, scene, lane, foot) {
  for (const asked of lane.cancels) {
    const x = xOfRow(scene, asked.from);
    paintCancelling(context, scene.palette, { x, y: foot, width: xOfRow(scene, asked.to) - x });
  }
}

/**
 * @param {Context} context
 * @param {Scene} scene
 * @param {Slice} slice
 * @param {import("./states.js").Stretch} at
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
  context.roundRect(x - 4, at.y - 6, width + 8, 12, 3);
  context.fill();
  context.fillStyle = scene.palette.text;
  context.textBaseline = "middle";
  context.textAlign = "left";
  context.fillText(text, x, at.y + 0.5);
}

/** @param {Context} context @param {Scene} scene */
function drawCaps(context, scene) {
  scene.lanes.forEach((lane, index) => {
    if (!lane.end) return;
    const x = xOfRow(scene, lane.end.row);
    if (x < -8 || x > scene.width + 8) return;
    paintCap(context, scene.palette, lane.end.how, x, laneMiddle(scene, index));
  });
}

/**
 * Frames the slices of the line that is pointed at; narrow ones that touch get one frame.
 * @param {Context} context
 * @param {Scene} scene
 */
function drawHighlights(context, scene) {
  if (scene.highlights.size === 0) return;
  context.beginPath();
  scene.lanes.forEach((lane, index) => {
    const top = laneMiddle(scene, index) - highlightHalf;
    let from = Infinity;
    let to = -Infinity;
    const frame = () => {
      if (to > from) context.roundRect(from - 1, top, to - from + 2, highlightHalf * 2, 4);
    };
    eachSlice(
      scene,
      lane,
      (_slice, x, width) => {
        if (x > to + 3 || (width > highlightMin && to - from > highlightMin)) {
          frame();
          from = x;
        }
        to = Math.max(to, x + Math.max(runMin, width));
      },
      scene.highlights.get(lane) ?? [],
    );
    frame();
  });
  for (const [colour, width] of /** @type {const} */ ([
    ["surface", 5],
    ["text", 2],
  ])) {
    context.strokeStyle = scene.palette[colour];
    context.lineWidth = width;
    context.stroke();
  }
}

/**
 * Outlines what the pointer is over and what is pinned.
 * @param {Context} context
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
 * @param {Context} context
 * @param {Scene} scene
 */
function drawFuture(context, scene) {
  if (scene.head >= scene.trace.rows.length) return;
  const x = Math.max(0, xOfHead(scene));
  context.save();
  context.globalAlpha = 0.55;
  context.fillStyle = scene.palette.surface;
  context.fillRect(x + 1, axisHeight, Math.max(0, scene.width - x), scene.height);
  context.restore();
}

/** Tints what is marked, between two lines. @param {Context} context @param {Scene} scene */
function drawRange(context, scene) {
  if (!scene.range) return;
  const from = Math.round(xOf(scene, scene.range.from));
  const to = Math.round(xOf(scene, scene.range.to));
  context.fillStyle = scene.palette.accent;
  context.globalAlpha = 0.1;
  context.fillRect(from, axisHeight, to - from, scene.height);
  context.globalAlpha = 1;
  context.fillRect(from, axisHeight - 4, to - from, 4);
  for (const x of [from, to]) {
    for (let y = axisHeight; y < scene.height; y += 6) context.fillRect(x, y, 1, 3);
  }
}

/** @param {Context} context @param {Scene} scene */
function drawPlayhead(context, scene) {
  const x = Math.round(xOfHead(scene));
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
