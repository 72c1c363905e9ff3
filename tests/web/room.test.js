/* Tests the room that the time axis makes for what happens at one instant. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { Trace } from "../../playground/trace/model.js";
import { fittingAxis } from "../../playground/trace/axis.js";
import { noRoom, roomFor } from "../../playground/timeline/paint/room.js";
import { coordAt, xOf, xOfHead, xOfRow } from "../../playground/timeline/paint/scene.js";
import { cut, family, traceOf } from "./traces.js";

const width = 800;

/** @param {import("../../playground/trace/model.js").Trace} trace @param {"time" | "steps"} kind */
function sceneOf(trace, kind = "time") {
  const end = kind === "time" ? trace.endTime : trace.rows.length;
  const seen = { trace, kind, view: { from: 0, to: end }, width };
  return /** @type {any} */ ({ ...seen, room: roomFor(seen), endCoord: end });
}

test("room: the arrows of a cancellation stand side by side, in their order", () => {
  const trace = traceOf(cut);
  const scene = sceneOf(trace);
  const arrows = trace.links.filter(({ kind }) => kind !== "timer" && kind !== "spawn");
  const xs = arrows.map(({ row }) => xOfRow(scene, row));
  assert.ok(xs.length >= 3);
  xs.slice(1).forEach((x, i) => assert.ok(x - xs[i] >= 12, `${xs}`));
  assert.ok(Math.max(...xs) <= width - 20);
});

test("room: one task's children need none, and the axis of steps has it already", () => {
  const trace = traceOf(family);
  const { room } = sceneOf(trace);
  const spawns = trace.links.filter(({ kind }) => kind === "spawn").map(({ row }) => row);
  assert.ok(!room.stops.some(({ row }) => spawns.slice(0, 2).includes(row)));
  assert.equal(sceneOf(trace, "steps").room, noRoom);
});

test("room: what is pressed is the moment that stands there", () => {
  const trace = traceOf(cut);
  const scene = sceneOf(trace);
  trace.rows.forEach(({ t }, row) => {
    assert.ok(Math.abs(coordAt(scene, xOfRow(scene, row)) - t) < 1e-6, `row ${row}`);
    const head = { ...scene, head: row + 1, headCoord: t };
    assert.equal(xOfHead(head), xOfRow(scene, row));
  });
  for (const t of [0, trace.endTime / 3, trace.endTime])
    assert.ok(Math.abs(coordAt(scene, xOf(scene, t)) - t) < 1e-6);
});

test("room: so many arrows that they would fill the picture get none", () => {
  const count = 200;
  const wakes = Array.from({ length: count }, (_, i) => `9 wake ${i + 2} 1 0 set`);
  const spawns = Array.from({ length: count }, (_, i) => `0 spawn ${i + 2} 1 0 t - t`);
  const trace = traceOf(["0 spawn 1 0 0 main - main", ...spawns, ...wakes].join("\n"));
  assert.equal(sceneOf(trace).room, noRoom);
});

test("fittingAxis: steps where all happens at one instant, or nothing waits for time", () => {
  assert.equal(fittingAxis(traceOf(family)), "time");
  const instant = "0 spawn 1 0 0 main - main\n0 start 1\n0 suspend 1 0 0 yield\n0 resume 1";
  assert.equal(fittingAxis(traceOf(instant)), "steps");
  assert.equal(fittingAxis(traceOf(instant.replace(/0 resume/, "0.4 resume"))), "steps");
  assert.equal(fittingAxis(new Trace()), "time");
});
