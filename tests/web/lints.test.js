/* Tests the lints that the page finds in a trace, and the explanations of all lints. */

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { spinsMax } from "../../playground/trace/lints.js";
import { meaningOf } from "../../playground/trace/lintwords.js";
import { Trace } from "../../playground/trace/model.js";
import { rowsOf, traceOf } from "./traces.js";

/** @param {Trace} trace */
const foundIn = (trace) => trace.lints.map((index) => trace.lintAt(index));

/** Turns of task 1 that end at the same line; `between` is what it does in each.
 * @param {number} count
 * @param {{ between?: string, wallMs?: number, reason?: string }} [options] */
function turns(count, { between = "", wallMs = 0.01, reason = "yield" } = {}) {
  const turn = `0 resume 1\n${between}\n0 suspend 1 0 0 ${reason} s.c:7\n0 wake 1 1 0 yield\n`;
  const rows = rowsOf(
    `0 spawn 1 0 0 main - spinner\n0 start 1\n${turn.repeat(count)}`.replace(/\n+/g, "\n"),
  );
  let wall = 0;
  const trace = new Trace();
  trace.append(
    rows.map((row) => ({ ...row, wall: (wall += row.kind === "suspend" ? wallMs : 0) })),
  );
  return foundIn(trace);
}

test("spinning: a task that comes back to a line again and again, and does nothing", () => {
  const [found, ...others] = turns(3 * spinsMax);
  assert.deepEqual(others, []);
  assert.deepEqual(
    [found.kind, found.reason, found.task, found.at],
    ["lint", "spinning", 1, "s.c:7"],
  );
  assert.match(found.detail, /^spinner has come back here 100 times/);
  assert.equal(turns(3 * spinsMax, { reason: "sleep" }).length, 1);
});

test("spinning: not one that does something, that works, or that stops soon", () => {
  assert.deepEqual(turns(spinsMax - 1), []);
  assert.deepEqual(turns(3 * spinsMax, { between: "0 output 1 0 1 - - ." }), []);
  assert.deepEqual(turns(3 * spinsMax, { between: "0 spawn 2 1 0 work s.c:9 child" }), []);
  assert.deepEqual(turns(3 * spinsMax, { wallMs: 2 }), []);
  assert.deepEqual(turns(3 * spinsMax, { reason: "event" }), []);
});

/** Task 1 sleeps until `until` and holds a lock that task 2 requested at 10 ms.
 * @param {number} until @param {string} [reason] @param {number} [asked] until when it wanted to */
const hoarding = (until, reason = "lock", asked = until) =>
  traceOf(`
  0 spawn 1 0 0 main - main
  0 start 1
  0 spawn 2 1 0 work l.c:3 guest
  0 suspend 1 0 ${asked} sleep l.c:7
  0 start 2
  10 suspend 2 0 0 ${reason} l.c:5 fork
  ${until} wake 1 0 0 timer
  ${until} resume 1
  ${until} wake 2 1 0 release
  ${until} suspend 1 2 0 task l.c:9
  ${until} resume 2
  ${until} end 2 0 0 done`);

test("lock-held: a lock that its holder sleeps with while another waits", () => {
  const trace = hoarding(400);
  const [found, ...others] = foundIn(trace);
  assert.deepEqual(others, []);
  assert.deepEqual([found.reason, found.task, found.at], ["lock-held", 1, "l.c:7"]);
  assert.equal(
    found.detail,
    "main slept with the lock fork in its hands, and guest waited 390 ms for that",
  );
  assert.deepEqual(trace.lanesById.get(1)?.lints, trace.lints);
});

test("lock-held: not a short sleep, not a semaphore, not a sleep before it had the lock", () => {
  assert.deepEqual(foundIn(hoarding(200)), []);
  assert.deepEqual(foundIn(hoarding(400, "semaphore")), []);
  assert.deepEqual(foundIn(hoarding(400, "lock", 200)), []); // the machine was busy
  const handed = traceOf(`
  0 spawn 1 0 0 main - main
  0 start 1
  0 spawn 2 1 0 work l.c:3 a
  0 spawn 3 1 0 work l.c:3 b
  0 suspend 1 0 0 task l.c:4
  0 start 2
  0 suspend 2 0 300 sleep l.c:7
  0 start 3
  0 suspend 3 0 0 lock l.c:5 fork
  300 wake 2 0 0 timer
  300 resume 2
  300 suspend 2 0 0 lock l.c:5 fork
  310 wake 3 1 0 release
  310 resume 3
  320 wake 2 3 0 release
  320 resume 2`);
  assert.deepEqual(foundIn(handed), []);
});

test("meaningOf: every lint of the runtime has one, and its lesson is there", () => {
  const folders = readdirSync(new URL("../../playground/lessons/", import.meta.url));
  const text = readFileSync(new URL("../../docs/host-interface.md", import.meta.url), "utf8");
  const [, kinds = ""] = /^\| `lint` \|.*?\| \| \| (.*?) \| sentence \|$/m.exec(text) ?? [];
  const names = [...kinds.matchAll(/`([\w-]+)`/g)].map(([, name]) => name);
  assert.ok(names.length >= 10, kinds);
  for (const name of [...names, "spinning", "lock-held"]) {
    const meaning = meaningOf(name);
    assert.ok(meaning && meaning.title && meaning.words, name);
    assert.ok(folders.includes(meaning.lesson), `${name}: ${meaning.lesson}`);
  }
  assert.equal(meaningOf("toString"), null);
});
