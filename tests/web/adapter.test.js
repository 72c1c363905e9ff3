// Tests that the adapters have the same interface and run a program with what their platform
// provides.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { mock, test } from "node:test";
import { program } from "./programs.js";

const NAMES = ["node", "browser", "workerd"];
/** @param {string} name */
const fileOf = (name) =>
  new URL(`../../web/${name === "index" ? name : `platforms/${name}`}.js`, import.meta.url);

/** @param {string} name @returns {Promise<typeof import("../../web/platforms/node.js")>} */
const adapter = (name) => import(fileOf(name).href);

/** Prints "a\nb" to stdout and "c\n" to stderr, waits 1 ms, exits with 3. */
const PRINTS = program({
  text: "a\\nbc\\n",
  bodies: {
    aw_pump: `
      (if (i32.eq (call $tick) (i32.const 1))
        (then
          (call $print (i32.const 1024) (i32.const 3))
          (i32.store (i32.const 0) (i32.const 1027)) (i32.store (i32.const 4) (i32.const 2))
          (drop (call $fd_write (i32.const 2) (i32.const 0) (i32.const 1) (i32.const 8)))
          (call $arm (f64.add (call $now) (f64.const 1))))
        (else (if (f64.ge (call $now) (f64.const 1)) (then (call $exit (i32.const 3))))))
      (i32.const 0)`,
  },
});

for (const name of [...NAMES, "index"]) {
  test(`${name}.js: exports load and AwaitcError`, async () => {
    assert.deepEqual(Object.keys(await adapter(name)).sort(), ["AwaitcError", "load"]);
  });
}

for (const name of NAMES) {
  test(`${name}.js: only adapts`, async () => {
    const text = await readFile(fileOf(name), "utf8");
    assert(text.split("\n").length <= 60);
  });
}

for (const name of ["browser", "workerd"]) {
  test(`${name}.js: runs a program and prints whole lines to the console`, async () => {
    /** @type {string[]} */
    const lines = [];
    const log = mock.method(console, "log", (/** @type {string} */ line) => lines.push(line));
    const error = mock.method(console, "error", (/** @type {string} */ x) => lines.push(`! ${x}`));
    try {
      const { load } = await adapter(name);
      assert.equal(await (await load(PRINTS)).run(), 3);
    } finally {
      log.mock.restore();
      error.mock.restore();
    }
    assert.deepEqual(lines, ["a", "! c", "b"]);
  });
}

test("node.js: runs a program and writes to the process's output", async () => {
  /** @type {unknown[]} */
  const written = [];
  const out = mock.method(process.stdout, "write", (/** @type {string} */ x) => written.push(x));
  const error = mock.method(process.stderr, "write", (/** @type {string} */ x) => written.push(x));
  try {
    const { load } = await adapter("node");
    assert.equal(await (await load(PRINTS)).run(), 3);
  } finally {
    out.mock.restore();
    error.mock.restore();
  }
  assert.deepEqual(
    written.filter((x) => ["a\nb", "c\n"].includes(String(x))),
    ["a\nb", "c\n"],
  );
});
