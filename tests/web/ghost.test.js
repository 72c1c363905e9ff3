/* Tests the comparison of a run with a stored one. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { compareText, pairLanes } from "../../playground/timeline/paint/ghost.js";
import { family, sleeper, traceOf } from "./traces.js";

test("pairLanes: tasks of the same name, by order of birth", () => {
  const kept = traceOf(family);
  const trace = traceOf(`
    0 spawn 1 0 0 main - main
    0 spawn 7 1 0 cook m.c:9 rice
    0 spawn 8 1 0 cook m.c:9 rice
    0 spawn 9 1 0 cook m.c:9 soup`);
  const found = [...pairLanes(trace, kept)].map(([lane, twin]) => `${lane.id} ${twin.id}`);
  assert.deepEqual(found, ["1 1", "7 3", "9 2"]);
});

test("compareText: says which run ended sooner, and by how much, on either axis", () => {
  const [short, long] = [traceOf(family), traceOf(sleeper)];
  assert.match(
    compareText(short, long, "time"),
    /at 300 ms, the kept one at 400 ms: 100 ms sooner/,
  );
  assert.match(compareText(long, short, "time"), /100 ms later/);
  assert.match(compareText(long, short, "steps"), /12 events, the kept one 26: 14 fewer/);
  assert.match(compareText(long, traceOf(sleeper), "time"), /both end at 400 ms/);
});
