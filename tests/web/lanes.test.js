/* Tests which lanes are shown. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { everything, shownLanes, toggled } from "../../playground/trace/lanes.js";
import { family, lane, traceOf } from "./traces.js";

const trace = traceOf(family); // main, soup, rice and its spoon
/** @param {Partial<import("../../playground/trace/lanes.js").Choice>} choice */
const names = (choice) =>
  shownLanes(trace.lanes, { ...everything, ...choice }).map(({ name }) => name);

test("shownLanes: a folded task is shown without what it started", () => {
  assert.deepEqual(names({}), ["main", "soup", "rice", "spoon"]);
  assert.deepEqual(names({ folded: new Set([lane(trace, 3)]) }), ["main", "soup", "rice"]);
  assert.deepEqual(names({ folded: new Set([lane(trace, 1), lane(trace, 3)]) }), ["main"]);
});

test("shownLanes: only a task and what it started; pinned ones stay, at the top", () => {
  assert.deepEqual(names({ only: lane(trace, 3) }), ["rice", "spoon"]);
  assert.deepEqual(names({ only: lane(trace, 2) }), ["soup"]);
  const pinned = new Set([lane(trace, 5)]);
  assert.deepEqual(names({ pinned, only: lane(trace, 2) }), ["spoon", "soup"]);
  assert.deepEqual(names({ pinned, folded: new Set([lane(trace, 1)]) }), ["spoon", "main"]);
});

test("toggled: puts a lane in, and takes it out again", () => {
  const once = toggled(everything.pinned, lane(trace, 2));
  assert.equal(once.has(lane(trace, 2)), true);
  assert.equal(toggled(once, lane(trace, 2)).size, 0);
});
