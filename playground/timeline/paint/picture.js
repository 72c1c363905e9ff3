/* Saves the timeline as a picture: what it shows at the playhead, with names, words and legend, in
 * the page's colours. As an SVG without scripts, or as a PNG of twice the size.
 *
 * Lays out the picture; the page's own code draws it (draw.js). Loaded when a picture is saved. */

import { timeText } from "../../trace/axis.js";
import { drawFrame, drawMoving } from "./draw.js";
import { ownerOf } from "../../trace/lanes.js";
import { legend, stateText } from "../../trace/explain.js";
import { paintSample } from "./marks.js";
import { countText } from "../../common/numbers.js";
import { roomFor } from "./room.js";
import { readPalette } from "./states.js";
import { axisHeight, loopHeight, timersHeight, tracksHeight } from "./scene.js";
import { SvgContext } from "./svgcontext.js";
import { msg, str } from "../../common/words.js";

/** @typedef {import("./scene.js").Scene} Scene */
/** @typedef {import("./states.js").Palette} Palette */
/** @typedef {CanvasRenderingContext2D} Context */
/** @typedef {{ name: string, scene: Scene, width: number, height: number, legendTop: number }}
 *   Plan */

const width = 1000;
const headWidth = 200; // of the lanes' names
const titleHeight = 44;
const laneHeight = 36;
const lanesMax = 120;
const family = "system-ui, 'Segoe UI', Roboto, 'Liberation Sans', sans-serif";

/** The colours as every program reads them. @param {Palette} palette @returns {Palette} */
function plainColours(palette) {
  const canvas = new OffscreenCanvas(1, 1);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  const plain = Object.entries(palette).map(([name, colour]) => {
    if (!context) return [name, colour];
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
    const [r, g, b] = context.getImageData(0, 0, 1, 1).data;
    return [name, `rgb(${r}, ${g}, ${b})`];
  });
  return /** @type {Palette} */ (Object.fromEntries(plain));
}

/** What is drawn where; null: there is no run.
 * @param {{ sample: { name: string }, timeline: import("../views/timeline.js").Timeline | null }}
 *   page
 * @returns {Plan | null} */
export function planOf({ sample, timeline }) {
  const shown = timeline?.scene;
  if (!timeline || !shown || shown.trace.rows.length === 0) return null;
  const { trace } = shown;
  const lanes = timeline.lanes.length > lanesMax ? shown.lanes : timeline.lanes;
  const picture = tracksHeight + lanes.length * laneHeight + 8;
  const items = legend.filter(({ phase }) => trace.signs.has(/** @type {any} */ (phase)));
  const legendTop = titleHeight + picture + 12;
  const height = legendTop + Math.ceil(items.length / 6) * 24 + 8;
  const palette = plainColours(readPalette(timeline));
  const layout = { width: width - headWidth, height: picture, top: tracksHeight, laneHeight };
  const room = roomFor({ ...shown, ...layout });
  const scene = { ...shown, ...layout, room, lanes, palette, hover: null };
  return { name: sample.name, scene, width, height, legendTop };
}

/** What the picture is of. @param {Plan} plan */
function titleOf({ name, scene: { trace, head, kind, headCoord, lanes } }) {
  const tasks = countText(lanes.length);
  const events = countText(trace.rows.length);
  const now = kind === "time" ? timeText(headCoord) : countText(head);
  return msg(
    str`${name}.c: ${timeText(trace.endTime)}, tasks: ${tasks}, events: ${events}, playhead at ${now}`,
  );
}

/** As much of a text as there is room for. @param {Context} context @param {string} text
 * @param {number} room */
function fitted(context, text, room) {
  if (context.measureText(text).width <= room) return text;
  let length = text.length;
  while (length > 1 && context.measureText(`${text.slice(0, length)}…`).width > room) length--;
  return `${text.slice(0, length)}…`;
}

/** @param {Context} context @param {Plan} plan */
function paintPicture(context, plan) {
  const { scene, height, legendTop } = plan;
  const { palette } = scene;
  context.fillStyle = palette.surface;
  context.fillRect(0, 0, width, height);
  context.textBaseline = "middle";
  context.textAlign = "left";
  context.fillStyle = palette.text;
  context.font = `600 14px ${family}`;
  context.fillText(fitted(context, titleOf(plan), width - 32), 16, titleHeight / 2);
  context.save();
  context.translate(headWidth, titleHeight);
  context.beginPath();
  context.rect(0, 0, scene.width, scene.height);
  context.clip();
  drawFrame(context, scene);
  drawMoving(context, scene);
  context.restore();
  paintNames(context, plan);
  context.fillStyle = palette.line;
  context.fillRect(headWidth, titleHeight, 1, scene.height);
  context.fillRect(0, legendTop - 12, width, 1);
  paintLegend(context, plan, legendTop);
}

/** @param {Context} context @param {Plan} plan */
function paintNames(context, { scene }) {
  const { palette, lanes, trace, head, kind } = scene;
  const tracks = [
    { word: kind === "time" ? msg("time") : msg("events"), y: axisHeight / 2 },
    { word: msg("loop turns"), y: axisHeight + loopHeight / 2 },
    { word: msg("timers"), y: axisHeight + loopHeight + timersHeight / 2 },
  ];
  context.font = `11px ${family}`;
  context.textAlign = "right";
  context.fillStyle = palette.muted;
  for (const { word, y } of tracks) context.fillText(word, headWidth - 8, titleHeight + y);
  lanes.forEach((lane, index) => {
    const y = titleHeight + tracksHeight + (index + 0.5) * laneHeight;
    const state = ownerOf(lane) ? "" : stateText(trace, lane, head);
    context.font = `11px ${family}`;
    context.textAlign = "right";
    context.textBaseline = "middle";
    context.fillStyle = palette.muted;
    context.fillText(state, headWidth - 8, y);
    const taken = context.measureText(state).width;
    const left = 16 + Math.min(lane.depth, 5) * 12;
    context.font = `600 12px ${family}`;
    context.textAlign = "left";
    context.fillStyle = palette.text;
    context.fillText(fitted(context, lane.name, headWidth - 18 - taken - left), left, y);
    context.fillStyle = palette.grid;
    context.fillRect(0, y + laneHeight / 2 - 1, headWidth, 1);
  });
}

/** @param {Context} context @param {Plan} plan @param {number} top */
function paintLegend(context, { scene }, top) {
  const { palette, trace } = scene;
  const items = legend.filter(({ phase }) => trace.signs.has(/** @type {any} */ (phase)));
  items.forEach(({ phase, word }, i) => {
    const x = 16 + (i % 6) * 160;
    const y = top + Math.floor(i / 6) * 24 + 12;
    paintSample(context, palette, /** @type {any} */ (phase), { x, y, width: 28 });
    context.font = `12px ${family}`;
    context.textAlign = "left";
    context.textBaseline = "middle";
    context.fillStyle = palette.soft;
    context.fillText(word, x + 36, y);
  });
}

/** The picture as the text of an SVG. @param {Plan} plan */
export function svgOf(plan) {
  const measuring = new OffscreenCanvas(1, 1).getContext("2d");
  const context = new SvgContext((text, font) => {
    if (!measuring) return text.length * 7;
    measuring.font = font;
    return measuring.measureText(text).width;
  });
  paintPicture(/** @type {any} */ (context), plan);
  return context.text(plan.width, plan.height, titleOf(plan));
}

/** The picture as a PNG. @param {Plan} plan */
export async function pngOf(plan) {
  const scale = 2;
  const canvas = new OffscreenCanvas(plan.width * scale, plan.height * scale);
  const context = /** @type {any} */ (canvas.getContext("2d"));
  context.scale(scale, scale);
  paintPicture(context, plan);
  return canvas.convertToBlob({ type: "image/png" });
}
