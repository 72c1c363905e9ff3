/* Tests which task waits for which at a position of the playhead. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { graphAt, layout } from "../../playground/trace/graph.js";
import { family, lane, shared, team, traceOf } from "./traces.js";

/** @param {import("../../playground/trace/graph.js").Graph} graph */
function edgesOf({ nodes, edges }) {
  const labels = new Map(nodes.map(({ id, label }) => [id, label]));
  return edges.map(({ from, to }) => `${labels.get(from)} > ${labels.get(to)}`);
}

test("graphAt: tasks, a gather and timers, at the playhead", () => {
  const trace = traceOf(family);
  assert.deepEqual(edgesOf(graphAt(trace, 13, null)), [
    ...["gather (2) > soup", "gather (2) > rice", "main > gather (2)"],
    ...["soup > timer 300 ms", "rice > spoon", "spoon > timer 100 ms"],
  ]);
  assert.deepEqual(edgesOf(graphAt(trace, 20, null)).slice(0, 2), [
    "gather (2) > soup",
    "main > gather (2)",
  ]);
  assert.equal(graphAt(trace, trace.rows.length, null).nodes.length, 0);
});

test("graphAt: what tasks share, and a group", () => {
  const trace = traceOf(shared);
  const at = (/** @type {number} */ head) => edgesOf(graphAt(trace, head, null));
  assert.deepEqual([at(5), at(15)], [["waiter > lock door"], ["waiter > queue jobs"]]);
  assert.deepEqual(edgesOf(graphAt(traceOf(team), 12, null)), [
    ...["main > group", "group > flight", "group > hotel"],
    ...["flight > timer 300 ms", "hotel > timer 200 ms"],
  ]);
});

test("graphAt: finds those who wait for each other", () => {
  const trace = traceOf(`
    0 spawn 1 0 0 main - main
    0 spawn 2 1 0 f m.c:1 a
    0 spawn 3 1 0 f m.c:1 b
    0 start 2
    0 suspend 2 3 0 task m.c:2 b
    0 start 3
    0 suspend 3 2 0 task m.c:2 a
    0 suspend 1 2 0 task m.c:3 a`);
  const graph = graphAt(trace, trace.rows.length, null);
  assert.deepEqual(graph.cycles, [["t2", "t3"]]);
  const columns = layout(graph).map(({ label, column }) => `${label} ${column}`);
  assert.deepEqual(columns, ["main 0", "a 1", "b 2"]);
});

test("graphAt: of more than 60 nodes keeps those around the chosen task", () => {
  const born = Array.from({ length: 100 }, (_, i) => `0 spawn ${i + 2} 1 0 f m.c:1 t${i}`);
  const sleep = Array.from({ length: 100 }, (_, i) => `0 suspend ${i + 2} 0 ${i + 1} sleep m.c:2`);
  const trace = traceOf(["0 spawn 1 0 0 main - main", ...born, ...sleep].join("\n"));
  const graph = graphAt(trace, trace.rows.length, lane(trace, 91));
  assert.deepEqual([graph.nodes.length, graph.total], [60, 201]);
  assert.ok(edgesOf(graph).includes("t89 > timer 90 ms"));
});

test("layout: each node stands right of all that wait for it", () => {
  const graph = graphAt(traceOf(family), 13, null);
  const places = new Map(layout(graph).map((node) => [node.id, node]));
  for (const { from, to } of graph.edges) {
    assert.ok((places.get(from)?.column ?? 9) < (places.get(to)?.column ?? 0), `${from} > ${to}`);
  }
});

/** Rows in which main spawns `count` tasks; the first is number 2. @param {number} count */
const born = (count) => [
  "0 spawn 1 0 0 main - main",
  ...Array.from({ length: count }, (_, i) => `0 spawn ${i + 2} 1 0 f m.c:1 t${i}`),
];

/** Runs `work` and fails if it takes longer than a linear algorithm needs.
 * @template T @param {() => T} work */
function quickly(work) {
  const before = process.cpuUsage();
  const result = work();
  const { user } = process.cpuUsage(before);
  assert.ok(user < 5_000_000, `${user / 1e6} s of CPU`);
  return result;
}

test("graphAt: a chain of 20,000 tasks, each waits for the next", () => {
  const waits = Array.from(
    { length: 20_000 },
    (_, i) => `0 suspend ${i + 1} ${i + 2} 0 task m.c:2`,
  );
  const trace = traceOf([...born(20_000), ...waits].join("\n"));
  const graph = quickly(() => graphAt(trace, trace.rows.length, lane(trace, 10_000)));
  assert.deepEqual([graph.nodes.length, graph.total, graph.cycles.length], [60, 20_001, 0]);
  assert.ok(edgesOf(graph).includes("t9998 > t9999"));
});

test("graphAt: a chain of 20,000 futures", () => {
  const shields = Array.from(
    { length: 20_000 },
    (_, i) => `0 future ${i + 3} 1 1 shield m.c:2 ${i + 2}`,
  );
  const trace = traceOf([...born(1), ...shields, "0 suspend 1 20002 0 task m.c:3"].join("\n"));
  const graph = quickly(() => graphAt(trace, trace.rows.length, lane(trace, 1)));
  assert.deepEqual([graph.nodes.length, graph.total], [60, 20_002]);
});

test("graphAt: a gather of 20,000, and 200,000 rows before it", () => {
  const turns = Array.from({ length: 180_000 }, (_, i) => `0 turn 0 ${i}`);
  const ids = Array.from({ length: 20_000 }, (_, i) => i + 2).join(" ");
  const gather = [`0 future 30000 1 20000 gather m.c:2 ${ids}`, "0 suspend 1 30000 0 gather m.c:2"];
  const trace = traceOf([...turns, ...born(20_000), ...gather].join("\n"));
  const graph = quickly(() => graphAt(trace, trace.rows.length, lane(trace, 1)));
  assert.deepEqual([graph.nodes.length, graph.total], [60, 20_002]);
  assert.ok(edgesOf(graph).includes("main > gather (20000)"));
});

test("graphAt: 20,000 tasks, each at the end of a group of its own", () => {
  const rows = born(20_000);
  for (let i = 2; i < 20_002; i++)
    rows.push(`0 scope-open ${i} ${i} -1 group m.c:2`, `0 suspend ${i} 0 0 group m.c:3`);
  const trace = quickly(() => traceOf(rows.join("\n")));
  assert.equal(quickly(() => graphAt(trace, trace.rows.length, null)).total, 40_001);
});

test("graphAt: finds a circle in the part that is shown of very many tasks", () => {
  const waits = ["0 suspend 500 501 0 task m.c:2", "0 suspend 501 500 0 task m.c:2"];
  const trace = traceOf([...born(20_000), ...waits].join("\n"));
  assert.deepEqual(graphAt(trace, trace.rows.length, lane(trace, 501)).cycles, [["t500", "t501"]]);
});

test("nameOf: stays short for a chain of futures and for a gather of many", () => {
  const rows = [...born(5), "0 future 10 1 5 gather m.c:2 2 3 4 5 6"];
  for (let i = 11; i < 20_011; i++) rows.push(`0 future ${i} 1 1 shield m.c:2 ${i - 1}`);
  const trace = traceOf(rows.join("\n"));
  assert.equal(trace.nameOf(10), "gather of t0, t1, t2, …");
  assert.equal(trace.nameOf(11), "shield of gather of t0, t1, t2, …");
  assert.equal(trace.nameOf(20_010), "shield of shield of shield of …");
});
