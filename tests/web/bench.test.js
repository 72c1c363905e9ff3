// The figures of the benchmarks: medians, ratios and goals (bench/figures.mjs).
import assert from "node:assert/strict";
import { test } from "node:test";
import { rowsOf } from "../../bench/figures.mjs";
import { PEERS, loadSubjects } from "../../bench/suite.mjs";

/** The row of one benchmark from the samples of its ways, process by process. */
function rowOf(processes, goal, nodeMajor = 20) {
  const benchmarks = [{ id: "one", what: "one", awaitc: () => 0, peers: {}, goal }];
  const found = processes.map((one) => ({ one }));
  const [row] = rowsOf([{ subject: "some", benchmarks }], found, nodeMajor);
  return row;
}

const samples = (...values) => ({ samples: values });

test("rowsOf: a ratio compares samples of the same round and process", () => {
  const { ways } = rowOf([
    { awaitc: samples(10, 20), js: samples(20, 40) },
    { awaitc: samples(1), js: samples(4) },
  ]);
  assert.deepEqual(ways.js.ratio, { median: 2, low: 2, high: 3 });
  assert.equal(ways.awaitc.figure.median, 10);
});

test("rowsOf: a peer that is measured in one process is compared with that process", () => {
  const { ways } = rowOf([
    { awaitc: samples(1, 1), go: samples(5, 5) },
    { awaitc: samples(100, 100) },
  ]);
  assert.equal(ways.go.ratio.median, 5);
});

test("rowsOf: both parts of a goal must be met, or either if it says so", () => {
  const found = [{ awaitc: samples(30), js: samples(90) }];
  const goal = { most: 22, ahead: { js: 3 } };
  assert.equal(rowOf(found, goal).goal.isMet, false);
  assert.equal(rowOf(found, { ...goal, isEither: true }).goal.isMet, true);
});

test("rowsOf: a goal may depend on the version of Node", () => {
  const goal = { ahead: { js: (node) => (node < 26 ? 4 : 3) } };
  const found = [{ awaitc: samples(30), js: samples(90) }];
  assert.equal(rowOf(found, goal, 20).goal.isMet, false);
  assert.equal(rowOf(found, goal, 26).goal.isMet, true);
});

test("rowsOf: a way that cannot run keeps its reason and has no figure", () => {
  const { ways } = rowOf([{ awaitc: samples(1), go: { samples: [], missing: "no Go" } }]);
  assert.deepEqual(ways.go, { missing: "no Go" });
});

test("the subjects: each benchmark has a name of its own, its work and only known peers", async () => {
  const subjects = await loadSubjects();
  const all = subjects.flatMap(({ benchmarks }) => benchmarks);
  assert.equal(new Set(all.map(({ id }) => id)).size, all.length);
  for (const { id, what, awaitc, peers, goal } of all) {
    assert.ok(what && typeof awaitc === "function", id);
    for (const [peer, way] of Object.entries(peers))
      assert.ok(peer in PEERS && typeof way === "function", `${id}: ${peer}`);
    for (const peer of Object.keys(goal?.ahead ?? {})) assert.ok(peer in peers, `${id}: ${peer}`);
  }
});
