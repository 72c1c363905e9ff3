/* Compares two runs: the one that is shown, and a kept one, drawn behind it as a ghost.
 *
 * Matches the tasks of both, draws the ghost (as outlines, so that it cannot be taken for the run),
 * and writes the sentence on which run ended sooner. */

import { endCoord, timeText } from "../../trace/axis.js";
import { eachSlice } from "./slices.js";
import { countText } from "../../common/numbers.js";
import { axisHeight, laneMiddle, loopHeight, timersHeight, tracksHeight } from "./scene.js";
import { xOf, xOfRow } from "./scene.js";
import { msg, str } from "../../common/words.js";

/** @typedef {import("../../trace/model.js").Trace} Trace */
/** @typedef {import("../../trace/model.js").Lane} Lane */
/** @typedef {import("./scene.js").Scene} Scene */
/** @typedef {import("./states.js").Context} Context */

/**
 * The lane of a kept run for each lane of this one: of those with the same name, the first is the
 * first, by birth.
 * @param {Trace} trace
 * @param {Trace} kept
 * @returns {Map<Lane, Lane>}
 */
export function pairLanes(trace, kept) {
  const others = byName(kept);
  /** @type {Map<Lane, Lane>} */
  const found = new Map();
  for (const [name, lanes] of byName(trace)) {
    const same = others.get(name) ?? [];
    lanes.slice(0, same.length).forEach((lane, i) => found.set(lane, same[i]));
  }
  return found;
}

/** @param {Trace} trace @returns {Map<string, Lane[]>} */
function byName(trace) {
  /** @type {Map<string, Lane[]>} */
  const all = new Map();
  for (const lane of trace.lanesById.values()) {
    const lanes = all.get(lane.name);
    if (lanes) lanes.push(lane);
    else all.set(lane.name, [lane]);
  }
  return all;
}

/**
 * Which run ended sooner, and by how much.
 * @param {Trace} trace
 * @param {Trace} kept
 * @param {import("../../trace/axis.js").AxisKind} kind
 */
export function compareText(trace, kept, kind) {
  const [now, before] = [trace, kept].map((run) => endCoord(run, kind, 0));
  if (trace.rows.length === 0) return msg("A run is kept: run again to compare.");
  if (trace === kept) return msg("This run is kept: change the program and run again to compare.");
  if (kind === "time") {
    const [end, keptEnd] = [timeText(now), timeText(before)];
    const by = timeText(Math.abs(now - before));
    if (now === before) return msg(str`This run and the kept one both end at ${end}.`);
    if (now < before)
      return msg(str`This run ends at ${end}, the kept one at ${keptEnd}: ${by} sooner.`);
    return msg(str`This run ends at ${end}, the kept one at ${keptEnd}: ${by} later.`);
  }
  const [end, keptEnd] = [countText(now), countText(before)];
  const by = countText(Math.abs(now - before));
  if (now === before) return msg(str`This run and the kept one both have ${end} events.`);
  if (now < before)
    return msg(str`This run has ${end} events, the kept one ${keptEnd}: ${by} fewer.`);
  return msg(str`This run has ${end} events, the kept one ${keptEnd}: ${by} more.`);
}

/** The outlines of what the same tasks did in the kept run. @param {Context} context
 * @param {Scene} scene */
export function drawGhost(context, scene) {
  const { ghost, trace, kind, palette } = scene;
  if (!ghost || ghost === trace) return;
  const pairs = pairLanes(trace, ghost);
  const past = { ...scene, trace: ghost, endCoord: endCoord(ghost, kind, 0) };
  const half = scene.laneHeight / 2 - 4;
  context.strokeStyle = palette.faint;
  context.lineWidth = 1;
  context.beginPath();
  scene.lanes.forEach((lane, index) => {
    const paired = pairs.get(lane);
    const y = Math.round(laneMiddle(scene, index)) + 0.5;
    let drawnTo = -Infinity;
    if (!paired) return;
    eachSlice(past, paired, (slice, x, width) => {
      if (slice.state === "created" || x + width < drawnTo + 1) return;
      drawnTo = x + width;
      context.rect(x, y - half, Math.max(2, width), half * 2);
    });
    if (!paired.end) return;
    const end = xOfRow(past, paired.end.row);
    context.moveTo(end + 5, y);
    context.arc(end, y, 5, 0, Math.PI * 2);
  });
  context.stroke();
}

/** Where both runs end; the words stand in the tracks, where no task is.
 * @param {Context} context @param {Scene} scene */
export function drawEnds(context, scene) {
  const { ghost, trace, kind, palette } = scene;
  if (!ghost || ghost === trace) return;
  const ends = [
    {
      ...{ coord: endCoord(ghost, kind, 0), what: scene.ghostName || msg("kept") },
      ...{ colour: palette.muted, y: axisHeight + loopHeight / 2 },
    },
    {
      ...{ coord: scene.endCoord, what: msg("this run") },
      ...{ colour: palette.text, y: axisHeight + loopHeight + timersHeight / 2 },
    },
  ];
  context.font = "11px system-ui, sans-serif";
  context.textBaseline = "middle";
  context.textAlign = "left";
  for (const { coord, what, colour, y } of ends) {
    const x = Math.round(xOf(scene, coord));
    if (x < 0 || x > scene.width) continue;
    const text = `${what} ${kind === "time" ? timeText(coord) : countText(coord)}`;
    const { width } = context.measureText(text);
    const left = Math.max(2, Math.min(scene.width - width - 8, x - width - 8));
    context.fillStyle = colour;
    for (let top = tracksHeight; top < scene.height; top += 8) context.fillRect(x, top, 1, 4);
    context.fillStyle = palette.surface;
    context.fillRect(left, y - 8, width + 6, 16);
    context.fillStyle = colour;
    context.fillText(text, left + 3, y + 0.5);
  }
}
