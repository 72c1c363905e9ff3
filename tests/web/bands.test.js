/* Tests the bands of the timeline: how many tasks are in which state. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { drawBands } from "../../playground/timeline/paint/bands.js";
import { roomFor } from "../../playground/timeline/paint/room.js";
import { bandMin, everything, shownLanes } from "../../playground/trace/lanes.js";
import { traceOf } from "./traces.js";

/** A context that notes what is filled: the colour of each rectangle, and where it is. */
function noteContext() {
  /** @type {{ colour: string, x: number, bottom: number, height: number }[]} */
  const noted = [];
  /** @type {number[][]} */
  let path = [];
  const context = {
    ...{ fillStyle: "", globalAlpha: 1, beginPath: () => (path = []) },
    rect: (/** @type {number[]} */ ...at) => void path.push(at),
    fill() {
      for (const [x, y, , height] of path)
        noted.push({ colour: context.fillStyle, x, bottom: y + height, height });
    },
  };
  return { context: /** @type {any} */ (context), noted };
}

test("bands: as high as the share of tasks in each state, at each moment", () => {
  const ids = Array.from({ length: bandMin }, (_, i) => i + 2);
  const early = ids.slice(0, bandMin / 3); // end at 100, the others at 400
  const trace = traceOf(`
    0 spawn 1 0 0 main - main
    ${ids.map((id) => `0 spawn ${id} 1 0 f - f`).join("\n")}
    ${ids.map((id) => `0 start ${id}\n0 suspend ${id} 0 400 sleep`).join("\n")}
    ${early.map((id) => `100 end ${id} 0 0 done`).join("\n")}
    ${ids
      .slice(early.length)
      .map((id) => `400 end ${id} 0 0 done`)
      .join("\n")}`);
  const lanes = shownLanes(trace.lanes, everything);
  const palette = new Proxy({}, { get: (_target, name) => name });
  const seen = {
    trace,
    kind: /** @type {const} */ ("time"),
    view: { from: 0, to: 400 },
    width: 440,
  };
  const { context, noted } = noteContext();
  const sizes = { laneHeight: 36, top: 0, endCoord: 400 };
  drawBands(
    context,
    /** @type {any} */ ({ ...seen, ...sizes, lanes, palette, room: roomFor(seen) }),
  );
  const at = (/** @type {number} */ x) => noted.filter((one) => one.x === x);
  const full = 30;
  assert.deepEqual(at(20 + 50), [{ colour: "sleeping", x: 70, bottom: 36 + 33, height: full }]);
  const [late, ...others] = at(20 + 200);
  assert.equal(others.length, 0);
  assert.ok(Math.abs(late.height - (full * 2) / 3) < 1e-9, `${late.height}`);
  assert.ok(noted.every(({ bottom, height }) => bottom - height >= 36 + 3 - 1e-9));
});
