// Tests the archives that hold the files of the embedded compiler.
import assert from "node:assert/strict";
import { test } from "node:test";
import { readTar, writeTar } from "../../toolchain/tar.js";

const files = {
  "a/b.txt": new TextEncoder().encode("x".repeat(513)),
  "c.bin": new Uint8Array([0, 255]),
};

test("tar: gives back what was put in, and the same bytes each time", () => {
  const tar = writeTar(files);
  assert.deepEqual(readTar(tar), { a: { "b.txt": files["a/b.txt"] }, "c.bin": files["c.bin"] });
  assert.deepEqual(writeTar(files), tar);
});

test("tar: refuses what is damaged or cut off", () => {
  const tar = writeTar(files);
  assert.throws(() => readTar(tar.subarray(0, 600)), /ends too early/);
  assert.throws(() => readTar(tar.with(3, 7)), /damaged/);
  assert.throws(() => readTar(new Uint8Array(1024).fill(60)), /not a tar/);
});
