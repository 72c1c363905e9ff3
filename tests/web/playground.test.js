/* The model and its queries on short traces, written as one line a row. */

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
} from "../../playground/axis.js";
import { eventText, sliceFacts, whoCancelled, whyWaiting } from "../../playground/explain.js";
import { highlight } from "../../playground/highlight.js";
import { Trace } from "../../playground/model.js";
import { advance } from "../../playground/player.js";
import * as query from "../../playground/query.js";

/**
 * Rows from lines `t kind task other value reason at detail`; `-` is empty.
 * @param {string} text
 * @returns {import("../../playground/model.js").Row[]}
 */
function rowsOf(text) {
  const lines = text
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/ +/));
  return lines.map(([t, kind, task = "0", other = "0", value = "0", reason, at, ...detail], i) => ({
    ...{ seq: i + 1, t: Number(t), wall: i, kind, task: Number(task), other: Number(other) },
    ...{ value: Number(value), reason: word(reason), at: word(at), detail: detail.join(" ") },
  }));
}

/** @param {string | undefined} text */
const word = (text) => (text === undefined || text === "-" ? "" : text);

/** @param {string} text */
function traceOf(text) {
  const trace = new Trace();
  trace.append(rowsOf(text));
  return trace;
}

const sleeper = `
  0 spawn 1 0 0 main - main
  0 turn 0 1
  0 start 1
  0 timer-set 1 1 400 sleep
  0 suspend 1 0 400 sleep a.c:7
  400 turn 0 2
  400 timer-fire 1 1
  400 wake 1 0 0 timer
  400 resume 1
  400 output 1 0 1 - - hello
  400 end 1 0 0 done
  400 exit 0 0 0`;

const family = `
  0 spawn 1 0 0 main - main
  0 start 1
  0 spawn 2 1 0 cook m.c:9 soup
  0 spawn 3 1 0 cook m.c:9 rice
  0 future 4 1 2 gather m.c:11 2 3
  0 suspend 1 4 0 gather m.c:11
  0 start 2
  0 suspend 2 0 300 sleep m.c:4
  0 start 3
  0 spawn 5 3 0 stir m.c:5 spoon
  0 suspend 3 5 0 task m.c:6 spoon
  0 start 5
  0 suspend 5 0 100 sleep m.c:2
  100 wake 5 0 0 timer
  100 resume 5
  100 end 5 0 0 done
  100 wake 3 5 0 done
  100 resume 3
  100 end 3 0 0 done
  300 wake 2 0 0 timer
  300 resume 2
  300 end 2 0 0 done
  300 end 4 0 0 done
  300 wake 1 4 0 done
  300 resume 1
  300 end 1 0 0 done`;

const cut = `
  0 spawn 1 0 0 main - main
  0 start 1
  0 spawn 2 1 0 slow c.c:20 slow
  0 scope-open 1 1 500 timeout c.c:21
  0 timer-set 1 1 500 timeout
  0 suspend 1 2 0 task c.c:21 slow
  0 start 2
  0 suspend 2 0 5000 sleep c.c:12
  500 timer-fire 1 1 0 timeout
  500 cancel 1 0 1 timeout c.c:21
  500 cancel 2 0 1 timeout c.c:21
  500 wake 2 0 0 cancel
  500 resume 2
  520 end 2 0 -1001 cancelled
  520 wake 1 2 0 cancel
  520 resume 1
  520 scope-close 1 1 -1002 timeout - expired
  520 end 1 0 -1002 failed - too late`;

/** @param {Trace} trace @param {number} id */
const lane = (trace, id) =>
  /** @type {import("../../playground/model.js").Lane} */ (trace.lanesById.get(id));

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
  assert.equal(trace.scopes[0].expired, true);
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

test("advance: follows program time, counts events on the steps axis, and ends at the end", () => {
  assert.equal(advance("time", 100, 1000, "0.5", 200), 200);
  assert.equal(advance("steps", 2, 50, "1", 1000), 7);
  assert.equal(advance("time", 900, 1000, "2", 200), 1000);
  assert.equal(advance("time", 0, 2400, "max", 600), 1200);
});

test("whyWaiting: follows the chain to what it ends in", () => {
  const trace = traceOf(family);
  assert.equal(
    whyWaiting(trace, lane(trace, 1), 13),
    "main waits for all of soup and rice. soup waits for a timer at 300 ms. " +
      "rice waits for spoon. spoon waits for a timer at 100 ms.",
  );
});

test("whyWaiting: a cycle of tasks is told once", () => {
  const trace = traceOf(`
    0 spawn 1 0 0 main - a
    0 spawn 2 1 0 main - b
    0 suspend 1 2 0 task x.c:1
    0 suspend 2 1 0 task x.c:2`);
  assert.equal(whyWaiting(trace, lane(trace, 1), 4), "a waits for b. b waits for a.");
});

test("whoCancelled: names the canceller, the time and the line", () => {
  const trace = traceOf(cut);
  assert.equal(whoCancelled(trace, lane(trace, 2), 12), "asked by a timeout at 500 ms (c.c:21)");
  assert.equal(whoCancelled(trace, lane(trace, 2), 9), "");
});

test("sliceFacts: state, reason, from, to and line", () => {
  const trace = traceOf(cut);
  const facts = sliceFacts(trace, lane(trace, 2), lane(trace, 2).slices[2]);
  assert.deepEqual(facts, {
    ...{ state: "sleeping", reason: "waits for a timer at 5000 ms", from: "0 ms", to: "500 ms" },
    ...{ took: "500 ms", at: "c.c:12" },
  });
});

test("eventText: every kind has words", () => {
  const trace = traceOf(cut);
  const texts = trace.rows.map((row) => eventText(trace, row));
  assert.equal(texts[5], "suspend · waits for slow");
  assert.equal(texts[16], "scope-close · expired");
  assert.equal(texts[17], "end · failed with -1002: too late");
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
