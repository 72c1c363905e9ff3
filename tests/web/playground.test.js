/* Tests the model of a trace and its queries, on short traces. */

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  coordOfHead,
  fitView,
  headAtCoord,
  niceStep,
  ticksOf,
  timeText,
  zoomView,
} from "../../playground/trace/axis.js";
import { highlight } from "../../playground/common/highlight.js";
import { Trace } from "../../playground/trace/model.js";
import { advance, speedNamed } from "../../playground/trace/player.js";
import * as query from "../../playground/trace/query.js";
import { cut, family, lane, rowsOf, shared, sleeper, team, traceOf } from "./traces.js";

test("append: a lane goes through its states, each slice beginning where the last ended", () => {
  const { slices, end } = lane(traceOf(sleeper), 1);
  assert.deepEqual(
    slices.map(({ state, from, to }) => `${state} ${from}-${to}`),
    ["created 0-2", "running 2-4", "sleeping 4-7", "ready 7-8", "running 8-10"],
  );
  assert.deepEqual(end, { row: 10, how: "done", value: 0, message: "" });
});

test("append: rows may come in any batches", () => {
  const rows = rowsOf(family);
  const whole = traceOf(family);
  const parts = new Trace();
  for (const row of rows) parts.append([row]);
  assert.deepEqual(parts.lanes, whole.lanes);
  assert.deepEqual(parts.links, whole.links);
});

test("lanes: children stand below their parent, in order of creation", () => {
  const shown = traceOf(family).lanes.map(({ name, depth }) => `${"-".repeat(depth)}${name}`);
  assert.deepEqual(shown, ["main", "-soup", "-rice", "--spoon"]);
});

test("turnFrom: goes to the next and the previous turn of the loop, or to an end", () => {
  const trace = new Trace();
  const row = { t: 0, wall: 0, task: 0, other: 0, value: 0, reason: "", at: "", detail: "" };
  const kinds = ["spawn", "turn", "start", "suspend", "turn", "resume", "end"];
  trace.append(kinds.map((kind, seq) => ({ ...row, kind, seq })));
  const from = [0, 1, 2, 3, 5, 7];
  const on = from.map((head) => query.turnFrom(trace, head, 1));
  const back = from.map((head) => query.turnFrom(trace, head, -1));
  assert.deepEqual(on, [2, 2, 5, 5, 7, 7]);
  assert.deepEqual(back, [0, 0, 0, 2, 2, 5]);
});

test("links: the wake of a gather comes from the child that ended last", () => {
  const links = traceOf(family).links.map(({ kind, from, to }) => `${kind} ${from}>${to}`);
  assert.deepEqual(links, [
    "spawn 1>2",
    "spawn 1>3",
    "spawn 3>5",
    "timer 0>5",
    "wake 5>3",
    "timer 0>2",
    "wake 2>1",
  ]);
});

test("links: a cancelled task's end wakes its awaiter; the cancel itself is its own arrow", () => {
  const links = traceOf(cut).links.map(({ kind, from, to }) => `${kind} ${from}>${to}`);
  assert.deepEqual(links, ["spawn 1>2", "cancel 0>1", "cancel 0>2", "wake 2>1"]);
});

test("cancels: last to the task's end, or until its timeout takes the request back", () => {
  const trace = traceOf(cut);
  assert.deepEqual(
    lane(trace, 2).cancels.map(({ from, to }) => [from, to]),
    [[10, 13]],
  );
  assert.deepEqual(
    lane(trace, 1).cancels.map(({ from, to }) => [from, to]),
    [[9, 16]],
  );
  assert.equal(trace.scopes[0].how, "expired");
});

test("end: AW_ETIMEDOUT has a cap of its own", () => {
  const trace = traceOf(cut);
  assert.equal(query.phaseAt(lane(trace, 1), trace.rows.length), "timed out");
  assert.equal(query.phaseAt(lane(trace, 2), trace.rows.length), "cancelled");
});

test("timers: from set to fired, and dropped ones are told apart", () => {
  const trace = traceOf(`
    0 timer-set 1 1 400 sleep
    0 timer-set 1 2 500 timeout
    400 timer-fire 1 1
    400 timer-drop 1 2`);
  const timers = trace.timers.map(({ deadline, from, to, fired }) => [deadline, from, to, fired]);
  assert.deepEqual(timers, [
    [400, 0, 2, true],
    [500, 1, 3, false],
  ]);
});

test("phaseAt: agrees with a replay at every playhead", () => {
  const trace = traceOf(family);
  for (let head = 0; head <= trace.rows.length; head++) {
    const replayed = new Trace();
    replayed.append(trace.rows.slice(0, head));
    for (const { id } of trace.lanes) {
      const expected = replayed.lanesById.has(id)
        ? query.phaseAt(lane(replayed, id), head)
        : "not yet";
      assert.equal(query.phaseAt(lane(trace, id), head), expected, `lane ${id} after ${head} rows`);
    }
  }
});

test("countsAt: one task runs, the others are ready, wait or have ended", () => {
  assert.deepEqual(query.countsAt(traceOf(family), 9), {
    running: 1,
    ready: 0,
    waiting: 2,
    ended: 0,
  });
  assert.deepEqual(query.countsAt(traceOf(family), 19), {
    running: 0,
    ready: 0,
    waiting: 2,
    ended: 2,
  });
});

test("marksAt: says at which line every living task is", () => {
  const marks = query
    .marksAt(traceOf(family), 13)
    .map(({ lane, line, phase }) => [lane.name, line, phase]);
  assert.deepEqual(marks, [
    ["main", 11, "awaiting"],
    ["soup", 4, "sleeping"],
    ["rice", 6, "awaiting"],
    ["spoon", 2, "sleeping"],
  ]);
});

test("tallyAt: adds up program time by state, up to the playhead", () => {
  const trace = traceOf(family);
  assert.equal(query.tallyAt(trace, lane(trace, 1), trace.rows.length).waitedTime, 300);
  assert.equal(query.tallyAt(trace, lane(trace, 1), 14).waitedTime, 100);
});

test("switchFrom and laneStepFrom: go to the next task switch, to the lane's next event", () => {
  const trace = traceOf(family);
  assert.equal(query.switchFrom(trace, 2, 1), 7);
  assert.equal(query.switchFrom(trace, 7, -1), 2);
  assert.equal(query.laneStepFrom(trace, lane(trace, 5), 13, 1), 14);
  assert.equal(query.laneStepFrom(trace, lane(trace, 5), 16, 1), 16, "nothing follows its end");
});

test("headAtCoord: is the inverse of coordOfHead on both axes", () => {
  const trace = traceOf(sleeper);
  for (let head = 1; head <= trace.rows.length; head++) {
    assert.equal(headAtCoord(trace, "steps", coordOfHead(trace, "steps", head)), head);
  }
  assert.equal(headAtCoord(trace, "time", 399), 5);
  assert.equal(headAtCoord(trace, "time", 400), 12);
});

test("fitView: shows all of a finished run, and leaves a growing one room", () => {
  const trace = traceOf(sleeper);
  assert.deepEqual(fitView(trace, "time", 0, false), { from: 0, to: 400 });
  assert.deepEqual(fitView(trace, "time", 950, true), { from: 0, to: 2000 });
  assert.deepEqual(fitView(trace, "steps", 0, false), { from: 0, to: 12 });
});

test("zoomView: keeps what is under the pointer in its place", () => {
  assert.deepEqual(zoomView({ from: 0, to: 400 }, 100, 0.5), { from: 50, to: 250 });
});

test("ticksOf: steps by 1, 2 or 5", () => {
  assert.equal(niceStep(0.3), 0.5);
  assert.equal(niceStep(20), 20);
  assert.deepEqual(ticksOf({ from: 0, to: 400 }, 500, "time", 100).ticks, [0, 100, 200, 300, 400]);
});

test("timeText: is as short as the size allows", () => {
  assert.deepEqual([0, 0.254, 42.25, 300, 12_500].map(timeText), [
    "0 ms",
    "0.25 ms",
    "42.3 ms",
    "300 ms",
    "12.5 s",
  ]);
});

test("advance: plays any whole run in 5 s, faster or slower by the speed, and ends at its end", () => {
  for (const end of [40, 3000]) {
    assert.equal(advance(0, end, "1", 5000), end);
    assert.equal(advance(0, end, "0.5", 5000), end / 2);
    assert.equal(advance(end / 2, end, "2", 500), end * 0.7);
    assert.equal(advance(end * 0.9, end, "4", 500), end);
  }
  assert.equal(speedNamed("0.25"), "0.25");
  assert.equal(speedNamed("max"), "1");
});

test("links: who let a task go on, by what they share or by a queue", () => {
  const links = traceOf(shared).links.map(({ kind, from, to }) => `${kind} ${from}>${to}`);
  assert.deepEqual(links, [
    "spawn 1>2",
    ...Array.from({ length: 6 }, () => "sync 1>2"),
    ...Array.from({ length: 5 }, () => "queue 1>2"),
  ]);
});

test("links: a failed task's group has cancel arrows, and its last task wakes the owner", () => {
  const links = traceOf(team).links.map(({ kind, from, to }) => `${kind} ${from}>${to}`);
  assert.deepEqual(links, [
    ...["spawn 1>2", "spawn 1>3", "timer 0>3", "cancel 3>2", "cancel 3>1", "wake 2>1"],
  ]);
});

test("scopes: know their kind, their depth and how they were left", () => {
  const scopes = traceOf(team).scopes.map(({ kind, name, depth, how }) => [kind, name, depth, how]);
  assert.deepEqual(scopes, [
    ["group", "", 0, "expired"],
    ["timeout", "", 0, ""],
    ["scope", "try", 1, "left open"],
  ]);
});

test("lints: stand on the lane of their task from then on; one without a task on none", () => {
  const trace = traceOf(team);
  assert.deepEqual(query.lintsAt(lane(trace, 3), 14), []);
  assert.deepEqual(query.lintsAt(lane(trace, 3), 15), [14]);
  assert.deepEqual(trace.lints, [14, 30]);
  assert.ok(trace.signs.has("lint"));
});

test("highlight: keeps every character, and marks what is C", () => {
  const source = '/* two\nlines */\n#include <awaitc.h>\nint x = f("a\\"b", 0x1f); // end\n';
  const lines = highlight(source);
  assert.equal(
    lines.map((line) => line.map(({ text }) => text).join("")).join("\n") + "\n",
    source,
  );
  const kinds = lines
    .flat()
    .filter(({ kind }) => kind)
    .map(({ kind, text }) => `${kind}:${text}`);
  assert.deepEqual(kinds, [
    "comment:/* two",
    "comment:lines */",
    "macro:#include",
    "string:<awaitc.h>",
    "type:int",
    "call:f",
    'string:"a\\"b"',
    "number:0x1f",
    "comment:// end",
  ]);
});
