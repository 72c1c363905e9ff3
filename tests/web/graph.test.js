/* Who waits for whom, at a playhead. */

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
