/* Tests the page's explanations of short traces and of its samples. */

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { chapters } from "../../playground/places/catalog.js";
import {
  barText,
  eventText,
  scopesText,
  sliceFacts,
  stateText,
  whoCancelled,
  whyWaiting,
} from "../../playground/trace/explain.js";
import { askerText, wakes } from "../../playground/trace/reasons.js";
import { cut, family, lane, shared, team, traceOf } from "./traces.js";

/** @typedef {import("../../playground/trace/model.js").Trace} Trace */

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

/** The sentences of one kind of row. @param {Trace} trace @param {string} kind */
const texts = (trace, kind) =>
  trace.rows
    .filter((row) => row.kind === kind)
    .map((row) => eventText(trace, row).slice(kind.length + 3));

test("shared: a sentence for each reason to wait", () => {
  assert.deepEqual(texts(traceOf(shared), "suspend"), [
    "waits until the event bell is set",
    "waits until the lock door is free",
    "waits until a condition is notified",
    "waits for a permit of the semaphore slots",
    "waits for the others at the barrier gate",
    "waits for a permit of the limiter lanes",
    "waits for an item in the queue jobs",
    "waits for room in the queue made at m.c:20",
    "waits until all items of the queue jobs are done",
    "waits for an item in the queue jobs",
    "waits for what comes first: get jobs, put news, until 195 ms at most",
    "waits for the tasks of its group",
  ]);
});

test("shared: a sentence for each reason to go on", () => {
  assert.deepEqual(texts(traceOf(shared), "wake"), [
    "main has set the event",
    "main has released it",
    "main has notified the condition",
    "main has released it",
    "main has ended the wait at the barrier",
    "main has released it",
    "main has put an item in",
    "main has taken an item out",
    "main has done the last item",
    "main has shut the queue down",
    "main has made a queue ready",
    "there is room",
  ]);
});

test("shared: locks and their kin are one state, queues another; each is called by its word", () => {
  const trace = traceOf(shared);
  const waiter = lane(trace, 2);
  const slices = waiter.slices.filter(({ state }) => state !== "created" && state !== "ready");
  const said = slices.map((slice) => [slice.state, stateText(trace, waiter, slice.from + 1)]);
  assert.deepEqual(said, [
    ...[
      ["blocked", "event"],
      ["blocked", "lock"],
      ["blocked", "condition"],
    ],
    ...[
      ["blocked", "semaphore"],
      ["blocked", "barrier"],
      ["blocked", "limiter"],
    ],
    ...[
      ["queue", "queue"],
      ["queue", "queue"],
      ["queue", "queue"],
      ["queue", "queue"],
    ],
    ...[
      ["queue", "select"],
      ["awaiting", "awaiting"],
    ],
  ]);
  const labels = slices.map((slice) => barText(trace, slice));
  assert.deepEqual(labels.slice(0, 3), ["event bell", "lock door", "condition"]);
  assert.deepEqual(labels.slice(6, 9), ["get jobs", "queue put", "join jobs"]);
  assert.deepEqual(labels.slice(10), ["select", "await group"]);
});

test("reasons: every one that the host interface documents has words", () => {
  const doc = readFileSync(new URL("../../docs/host-interface.md", import.meta.url), "utf8");
  /** @param {string} kind */
  const documented = (kind) => {
    const cells = doc
      .split("\n")
      .find((line) => line.startsWith(`| \`${kind}\` |`))
      ?.split(" | ");
    return [...(cells?.[4] ?? "").matchAll(/`(\w+)`/g)].map(([, reason]) => reason);
  };
  for (const reason of documented("wake")) assert.ok(reason in wakes, reason);
  assert.ok(documented("cancel").length > 5);
  for (const reason of documented("cancel")) {
    assert.notEqual(askerText(reason, "main", "other"), reason);
    if (reason !== "cancel") assert.notEqual(askerText(reason, "main", "other"), "main", reason);
  }
});

test("scopesText: says what a task is inside, the innermost first", () => {
  const trace = traceOf(team);
  const text = "a scope try (t.c:2), in a timeout until 900 ms (t.c:2)";
  assert.equal(scopesText(trace, lane(trace, 3), 12), text);
  assert.equal(scopesText(trace, lane(trace, 3), 17), "");
});

test("whoCancelled: a group names the task that failed, and takes its request to main back", () => {
  const trace = traceOf(team);
  const asked = "asked by its group, because hotel failed, at 200 ms (t.c:3)";
  assert.equal(whoCancelled(trace, lane(trace, 2), trace.rows.length), asked);
  const back = `${asked}; cleared when the group ended`;
  assert.equal(whoCancelled(trace, lane(trace, 1), trace.rows.length), back);
});

test("whoCancelled: a sentence for each reason", () => {
  const trace = traceOf(`
    0 spawn 1 0 0 main - main
    0 spawn 2 1 0 work c.c:1 work
    0 cancel 2 1 1 cancel c.c:2 enough
    0 cancel 2 0 1 cancel
    0 cancel 2 0 1 timeout
    0 cancel 2 0 1 scope
    0 cancel 2 1 1 scope
    0 cancel 2 2 1 scope
    0 cancel 2 0 1 group
    0 cancel 2 1 1 group
    0 cancel 2 1 1 gather
    0 cancel 2 1 1 race
    0 cancel 2 0 1 exit
    0 cancel 2 0 1 signal`);
  assert.deepEqual(texts(trace, "cancel"), [
    "asked by main: enough",
    "asked by the loop",
    "asked by a timeout",
    "asked by its scope, whose deadline has passed",
    "asked by its scope, which main has cancelled",
    "asked by its scope, which it has itself cancelled",
    "asked by its group",
    "asked by its group, because of main",
    "asked by the gather it is in, because of main",
    "asked by the race it is in, because of main",
    "asked by the end of the program",
    "asked by the host",
  ]);
});

test("lints: are told with their kind", () => {
  assert.deepEqual(texts(traceOf(team), "lint"), [
    "scope-left-open: hotel did not leave the scope",
    "task-left: main has ended",
  ]);
});

test("catalog: has every sample once, in chapters", () => {
  const names = chapters.flatMap(({ samples }) => samples.map(({ name }) => name));
  const files = readdirSync(new URL("../../playground/samples/", import.meta.url));
  const sources = files.filter((file) => file.endsWith(".c"));
  assert.deepEqual(
    names.toSorted().map((name) => `${name}.c`),
    sources.toSorted(),
  );
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
  const said = trace.rows.map((row) => eventText(trace, row));
  assert.equal(said[5], "suspend · waits for slow");
  assert.equal(said[3], "scope-open · enters a timeout until 500 ms");
  assert.equal(said[9], "cancel · asked by a timeout");
  assert.equal(said[16], "scope-close · leaves its timeout: expired");
  assert.equal(said[17], "end · failed with -1002: too late");
});
