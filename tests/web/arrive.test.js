// Tests when the ends of operations reach the program: at once or together, and before all else.
import assert from "node:assert/strict";
import { test } from "node:test";
import { IDLE, make } from "./loops.js";

/** A real program that waits for operations and has had its first pump. */
async function waiting() {
  const it = make("real", () => IDLE);
  it.loop.start();
  await it.settle();
  return it;
}
const end = (/** @type {string} */ name) => /** @type {any} */ (name);

test("arrive: the end of the only operation is handed over and pumped at once", async () => {
  const it = await waiting();
  it.loop.arrive(end("a"), true);
  assert.deepEqual([it.log, it.pumps, it.idles], [["a"], 2, 2]);
});

test("arrive: ends of one checkpoint are handed over in their order, and pumped once", async () => {
  const it = await waiting();
  for (const name of ["a", "b", "c"]) it.loop.arrive(end(name), name === "c");
  assert.deepEqual([it.log, it.pumps], [[], 1]);
  await it.settle();
  assert.deepEqual([it.log, it.pumps], [["a", "b", "c"], 2]);
});

test("arrive: an end that comes while operations start is pumped in a microtask", async () => {
  const it = await waiting();
  it.drain = () => {
    it.drain = () => {};
    it.loop.arrive(end("b"), true);
    assert.equal(it.pumps, 2, "not below the first pump's drain");
  };
  it.loop.arrive(end("a"), true);
  assert.deepEqual([it.log, it.pumps], [["a"], 2]);
  await it.settle();
  assert.deepEqual([it.log, it.pumps], [["a", "b"], 3]);
});

test("arrive: what has ended is handed over before anything else is asked of the program", async () => {
  const it = await waiting();
  it.loop.arrive(end("a"), false);
  it.loop.enter(() => it.log.push("cancel"));
  await it.settle();
  assert.deepEqual([it.log, it.pumps], [["a", "cancel"], 2]);
});

test("arrive: an end while held is handed over by the next step, or not after close", async () => {
  const it = await waiting();
  it.loop.hold();
  it.loop.arrive(end("a"), true);
  await it.settle();
  assert.deepEqual([it.log, it.pumps], [[], 1]);
  assert.equal(it.loop.step(1), true);
  assert.deepEqual([it.log, it.pumps], [["a"], 2]);
  it.loop.arrive(end("b"), true);
  it.loop.close();
  it.loop.enter(() => {});
  assert.deepEqual(it.log, ["a"]);
});

test("arrive: ends one after the other let the host have its turn", async () => {
  const it = await waiting();
  let ends = 0;
  for (; it.deferred.length === 0 && ends < 100; ends++) {
    it.time += 0.5;
    it.loop.arrive(end("a"), true);
    await undefined;
  }
  assert(ends >= 10 && ends <= 10 + 16, `after ${ends} ends of 0.5 ms each`);
});
