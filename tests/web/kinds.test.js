// Tests how operation kinds are loaded: at their first use, once, and only for operations that
// still wait.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Operations } from "../../web/operations/table.js";

/** Runs everything that is ready in JavaScript. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

/** Operations whose kind "slow" is loaded when the test says so. */
function slowOperations() {
  const log = /** @type {string[]} */ ([]);
  /** @type {(value?: unknown) => void} */ let loaded = () => {};
  const gate = new Promise((resolve) => {
    loaded = resolve;
  });
  const slow = async () => {
    log.push("load");
    await gate;
    const createHandler =
      () =>
      (/** @type {[number]} */ [n], operation, table) => {
        log.push(`start ${n}`);
        table.finish(operation, 0, `${n}`);
      };
    return { createHandler };
  };
  const broken = () => Promise.reject(new Error("no such file"));
  const operations = new Operations(
    { slow, broken },
    { exposed: new Map() },
    { ended: ({ slot, status, reply }) => void log.push(`end ${slot} ${status} ${reply}`) },
  );
  return { operations, log, loaded };
}

test("kinds: one that is loaded late starts its operations in their order, and loads once", async () => {
  const { operations, log, loaded } = slowOperations();
  for (const slot of [1, 2]) operations.start(operations.kind("slow"), slot, 1, [slot]);
  operations.drain();
  loaded();
  await settle();
  operations.start(operations.kind("slow"), 3, 1, [3]);
  operations.drain();
  await settle();
  assert.deepEqual(log, [
    "load",
    "start 1",
    "end 1 0 1",
    "start 2",
    "end 2 0 2",
    "start 3",
    "end 3 0 3",
  ]);
});

test("kinds: an operation given up while its kind is loaded never starts", async () => {
  const { operations, log, loaded } = slowOperations();
  for (const slot of [1, 2]) operations.start(operations.kind("slow"), slot, 1, [slot]);
  operations.drain();
  operations.cancel(1, 1);
  operations.drain();
  loaded();
  await settle();
  assert.deepEqual(log, ["load", "start 2", "end 2 0 2"]);
});

test("kinds: nothing starts after close, whether its kind was loaded or not", async () => {
  const { operations, log, loaded } = slowOperations();
  operations.start(operations.kind("slow"), 1, 1, [1]);
  operations.drain();
  operations.start(operations.kind("slow"), 2, 1, [2]);
  operations.close();
  loaded();
  await settle();
  assert.deepEqual(log, ["load"]);
});

test("kinds: one that cannot be loaded fails its operations with the words", async () => {
  const { operations, log } = slowOperations();
  operations.start(operations.kind("broken"), 1, 1, []);
  operations.drain();
  await settle();
  assert.deepEqual(log, ["end 1 -1010 no such file"]);
});
