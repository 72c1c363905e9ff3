// Tests programs in which some lines can be edited and the rest is locked.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Locked, lockedOf } from "../../playground/editor/regions.js";

const text = "a\nb\nc\nd\ne";

test("lockedOf: the text around the lines that are named", () => {
  /** @param {string} named */
  const parts = (named) => lockedOf(text, named)?.parts;
  assert.deepEqual(parts("2-3"), ["a\n", "\nd\ne"]);
  assert.deepEqual(parts("1"), ["", "\nb\nc\nd\ne"]);
  assert.deepEqual(parts("4-5"), ["a\nb\nc\n", ""]);
  assert.deepEqual(parts("2, 4"), ["a\n", "\nc\n", "\ne"]);
  assert.deepEqual(parts("1-5"), ["", ""]);
});

test("lockedOf: nothing, for what names no lines of the text in their order", () => {
  for (const named of [
    "",
    "x",
    "0",
    "6",
    "3-2",
    "2-9",
    "2,1",
    "2,3",
    "2-3,3",
    "1-",
    "-1",
    "1e2",
    "2;4",
  ])
    assert.equal(lockedOf(text, named), null, named);
});

test("openIn: where the text may be changed, however long that has become", () => {
  const locked = /** @type {Locked} */ (lockedOf(text, "2,4"));
  /** @param {string} other */
  const open = (other) =>
    locked.openIn(other)?.map(({ from, to }) => other.slice(from, to)) ?? null;
  assert.deepEqual(open(text), ["b", "d"]);
  assert.deepEqual(open("a\nB\nB\nc\n\ne"), ["B\nB", ""]);
  assert.deepEqual(open("a\n\nc\nd\ne"), ["", "d"]);
  for (const other of ["", "a", "a\nb", "b\nc\nd\ne", "a\nb\nd\ne", "a\nb\nc\nd\ne ", "a\nc\ne"])
    assert.equal(open(other), null, JSON.stringify(other));
});

test("openLines: their numbers in the text as it is, and in words", () => {
  const locked = /** @type {Locked} */ (lockedOf(text, "2,4"));
  const other = "a\nb\nb\nc\nd\ne";
  assert.deepEqual(locked.openLines(other), [
    { from: 2, to: 3 },
    { from: 5, to: 5 },
  ]);
  assert.equal(locked.openWords(other), "Only lines 2–3 and 5 can be changed.");
  assert.equal(new Locked(["a\n", "\nc\nd\ne"]).openWords(text), "Only line 2 can be changed.");
});
