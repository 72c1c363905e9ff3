// Tests earlier versions of a program: how many are stored, and what happens where nothing can be
// stored, as here, where there is no IndexedDB. tests/e2e/history.test.js tests them in a browser.
import assert from "node:assert/strict";
import { test } from "node:test";
import { addVersion, versionsOf, withVersion } from "../../playground/editor/versions.js";

/** @param {number} at @param {string} text
 * @returns {import("../../playground/editor/versions.js").Version} */
const version = (at, text = `text ${at}`) => ({ at, why: "run", text });
/** @param {readonly { text: string }[]} versions */
const texts = (versions) => versions.map(({ text }) => text);

test("withVersion: newest first, each text once", () => {
  const all = [version(1, "a"), version(2, "b"), version(4, "a"), version(3, "c")];
  assert.deepEqual(texts(all.reduce(withVersion, /** @type {any[]} */ ([]))), ["a", "c", "b"]);
});

test("withVersion: the last 20, and no more than a million characters, but always one", () => {
  const many = Array.from({ length: 30 }, (_, i) => version(i));
  const kept = many.reduce(withVersion, /** @type {any[]} */ ([]));
  assert.deepEqual([kept.length, kept[0].at, kept[19].at], [20, 29, 10]);
  const large = [1, 2, 3].map((at) => version(at, String(at).repeat(400_000)));
  assert.deepEqual(
    large.reduce(withVersion, /** @type {any[]} */ ([])).map(({ at }) => at),
    [3, 2],
  );
  assert.equal(withVersion([version(1)], version(2, "x".repeat(2_000_000))).length, 1);
});

test("addVersion: where nothing is kept, they last as long as the page, which is told", async () => {
  await addVersion("shield", version(1, "mine"));
  await addVersion("shield", version(2, "mine, later"));
  const { versions, trouble } = await versionsOf("shield");
  assert.deepEqual(texts(versions), ["mine, later", "mine"]);
  assert.equal(trouble, "this browser keeps nothing for this page");
  assert.deepEqual((await versionsOf("race")).versions, []);
});
