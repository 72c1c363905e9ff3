/* Tests the counts for a selected range of a run. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { partsIn, peaksIn } from "../../playground/trace/range.js";
import { family, lane, traceOf } from "./traces.js";

const trace = traceOf(family);
const words = (/** @type {import("../../playground/trace/range.js").Part[]} */ parts) =>
  parts.map(({ state, amount, share }) => `${state} ${amount} ${Number(share.toFixed(3))}`);

test("partsIn: program time in each state, and its share of the tasks' lives", () => {
  const range = { from: 50, to: 250 };
  assert.deepEqual(words(partsIn(trace, "time", range, trace.lanes)), [
    "sleeping 250 0.5",
    "awaiting 250 0.5",
  ]);
  assert.deepEqual(words(partsIn(trace, "time", range, [lane(trace, 5)])), ["sleeping 50 1"]);
});

test("partsIn: events on the steps axis, where work has a width", () => {
  const parts = words(partsIn(trace, "steps", { from: 6, to: 8 }, [lane(trace, 2)]));
  assert.deepEqual(parts, ["running 1 0.5", "sleeping 1 0.5"]);
});

test("peaksIn: the most tasks alive, and the most that ran or waited, at once", () => {
  assert.deepEqual(peaksIn(trace, "time", { from: 0, to: 300 }), { events: 26, alive: 4, busy: 4 });
  assert.deepEqual(peaksIn(trace, "time", { from: 150, to: 250 }), {
    events: 0,
    alive: 2,
    busy: 2,
  });
  assert.deepEqual(peaksIn(trace, "steps", { from: 0, to: 3 }), { events: 4, alive: 3, busy: 1 });
});
