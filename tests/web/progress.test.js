// Tests what the page keeps of a reader's progress in the lessons, and the files that hold it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Progress, marksOf } from "../../playground/lesson/progress.js";

/** A substitute for the browser's storage. */
function storage() {
  /** @type {Map<string, string>} */
  const items = new Map();
  return /** @type {any} */ ({
    getItem: (/** @type {string} */ key) => items.get(key) ?? null,
    setItem: (/** @type {string} */ key, /** @type {string} */ value) => items.set(key, value),
  });
}

test("Progress: what is noted is there the next time, and is not taken back", () => {
  const kept = storage();
  const progress = new Progress(() => kept);
  progress.note("01-one-loop", { answer: 2 });
  progress.note("01-one-loop", { done: "own" });
  progress.note("01-one-loop", { done: "solution" });
  const again = new Progress(() => kept);
  assert.deepEqual(again.of("01-one-loop"), { answer: 2, done: "own" });
  assert.deepEqual([again.count, again.isKept], [1, true]);
});

test("Progress: a file adds what was done elsewhere, an answer given here stands", () => {
  const here = new Progress(storage);
  here.note("01-one-loop", { answer: 1 });
  const there = new Progress(storage);
  there.note("01-one-loop", { answer: 0, done: "own" });
  there.note("02-pausing", { done: "solution" });
  here.add(there.text);
  assert.deepEqual(here.of("01-one-loop"), { answer: 1, done: "own" });
  assert.equal(here.count, 2);
});

test("Progress: where nothing may be kept, it says so and goes on", () => {
  const denied = () => {
    throw new Error("denied");
  };
  for (const none of [denied, () => null]) {
    const progress = new Progress(none);
    progress.note("01-one-loop", { done: "own" });
    assert.deepEqual([progress.isKept, progress.count], [false, 1]);
  }
});

test("marksOf: takes what fits of a file, and refuses others in a sentence", () => {
  const lessons = { "01-one-loop": { answer: "1", done: "yes" }, "../x": { done: "own" } };
  const marks = marksOf(JSON.stringify({ version: 1, lessons }));
  assert.deepEqual([...marks], [["01-one-loop", {}]]);
  /** @type {[string, RegExp][]} */
  const faults = [
    ["{", /not JSON/],
    ["null", /does not have progress/],
    ['{"version":2,"lessons":{}}', /another version/],
    ["x".repeat(70_000), /too long/],
  ];
  for (const [text, words] of faults) assert.throws(() => marksOf(text), words);
});
