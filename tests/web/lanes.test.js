/* Tests which lanes are shown. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { bandMin, everything, isClosed } from "../../playground/trace/lanes.js";
import { ownerOf, shownLanes, toggled } from "../../playground/trace/lanes.js";
import { family, lane, traceOf } from "./traces.js";

const trace = traceOf(family); // main, soup, rice and its spoon
/** @param {Partial<import("../../playground/trace/lanes.js").Choice>} choice */
const names = (choice) =>
  shownLanes(trace.lanes, { ...everything, ...choice }).map(({ name }) => name);

test("shownLanes: a folded task is shown without its children", () => {
  assert.deepEqual(names({}), ["main", "soup", "rice", "spoon"]);
  assert.deepEqual(names({ folded: new Set([lane(trace, 3)]) }), ["main", "soup", "rice"]);
  assert.deepEqual(names({ folded: new Set([lane(trace, 1), lane(trace, 3)]) }), ["main"]);
});

test("shownLanes: only a task and its children; pinned ones stay, at the top", () => {
  assert.deepEqual(names({ only: lane(trace, 3) }), ["rice", "spoon"]);
  assert.deepEqual(names({ only: lane(trace, 2) }), ["soup"]);
  const pinned = new Set([lane(trace, 5)]);
  assert.deepEqual(names({ pinned, only: lane(trace, 2) }), ["spoon", "soup"]);
  assert.deepEqual(names({ pinned, folded: new Set([lane(trace, 1)]) }), ["spoon", "main"]);
});

test("shownLanes: very many children are one band, which their task opens", () => {
  const spawns = Array.from({ length: bandMin }, (_, i) => `0 spawn ${i + 3} 2 0 f - f${i}`);
  const many = traceOf(`0 spawn 1 0 0 main - main\n0 spawn 2 1 0 all - all\n${spawns.join("\n")}`);
  const all = lane(many, 2);
  const closed = shownLanes(many.lanes, everything);
  assert.deepEqual(
    closed.map(({ name }) => name),
    ["main", "all", "300 tasks"],
  );
  assert.deepEqual(closed.map(ownerOf), [undefined, undefined, all]);
  assert.equal(shownLanes(many.lanes, everything)[2], closed[2]);
  const opened = { ...everything, folded: new Set([all]) };
  assert.equal(shownLanes(many.lanes, opened).length, bandMin + 2);
  assert.equal(isClosed(all, everything) && !isClosed(all, opened), true);
});

test("toggled: puts a lane in, and takes it out again", () => {
  const once = toggled(everything.pinned, lane(trace, 2));
  assert.equal(once.has(lane(trace, 2)), true);
  assert.equal(toggled(once, lane(trace, 2)).size, 0);
});
