/* The embedded compiler in a worker of a page produces the same bytes as in Node. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { loadClang } from "../../toolchain/clang_node.js";
import { Embedded } from "../../toolchain/embedded.js";
import { readTar } from "../../toolchain/tar.js";
import { openCompilerPage } from "./compilerpage.mjs";

/** @type {Awaited<ReturnType<typeof openCompilerPage>>} */
let page;

before(async () => {
  page = await openCompilerPage();
  assert.ok(await page.open());
});

after(() => page?.close());

const HELLO = {
  files: {
    "main.c": '#include <awaitc.h>\n#include "part.h"\nint main(void) { return aw_sleep(PART); }',
    "part.h": "#define PART 20\n",
  },
  sources: ["main.c"],
};

test("a worker builds the same bytes as Node, in release and debug", async () => {
  const own = new Embedded({
    clang: await loadClang(),
    system: readTar(await readFile(new URL("../../build/embedded/system.tar", import.meta.url))),
    binaryen: async () => (await import("binaryen")).default,
  });
  for (const isDebug of [false, true]) {
    const program = { ...HELLO, isDebug };
    const { bytes, message } = await page.build(program);
    assert.equal(message, undefined);
    assert.deepEqual(Uint8Array.from(bytes), new Uint8Array((await own.build(program)).bytes));
  }
  assert.deepEqual(
    [...new Set(await page.progress())],
    ["loading the compiler", "compiling main.c", "linking", "making it suspendable"],
  );
});

test("diagnostics come as data, and the next program is built and runs", async () => {
  const files = { "main.c": "int main(void) { return 1 }" };
  const failed = await page.build({ files, sources: ["main.c"] });
  assert.equal(failed.name, "BuildError");
  assert.equal(failed.diagnostics[0].fixIts[0].text, ";");
  const good = { "main.c": '#include <stdio.h>\nint main(void) { return !puts("hi"); }' };
  assert.deepEqual(await page.run({ files: good, sources: ["main.c"] }), { stdout: "hi\n" });
});
