// Tests which modules the transform refuses, with which message, and what it leaves in a module.
import assert from "node:assert/strict";
import { test } from "node:test";
import { transform, TransformError } from "../../toolchain/transform.js";
import { compile } from "./programs.js";

const HELLO = 'int main(void) { puts("hello"); return aw_sleep(1); }';
const OPTIONS = { isDebug: false, optimize: (bytes) => bytes };

test("an undefined symbol is named, with who calls it", async () => {
  await assert.rejects(
    compile("int missing(int x); int main(void) { return missing(1) + aw_sleep(1); }", {
      optimize: "-O0",
    }),
    (error) => {
      assert.ok(error instanceof TransformError);
      assert.match(error.message, /^undefined symbol: missing, called by /);
      return true;
    },
  );
});

test("an unknown import module is named", async () => {
  await assert.rejects(
    compile(
      '__attribute__((import_module("dom"), import_name("paint"))) void paint(void);' +
        " int main(void) { paint(); return aw_sleep(1); }",
    ),
    /unknown import: dom\.paint/,
  );
});

test("a module without the runtime is refused", () => {
  const empty = new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
  assert.throws(() => transform(empty, OPTIONS), /not linked with the awaitc runtime/);
});

test("a module that was transformed before is refused", async () => {
  const made = await compile(HELLO);
  assert.throws(() => transform(made, OPTIONS), TransformError);
});

test("a finished program imports nothing of Asyncify and exports no part of the switch", async () => {
  for (const isDebug of [false, true]) {
    const module = new WebAssembly.Module(await compile(HELLO, { isDebug }));
    const imports = WebAssembly.Module.imports(module).map(({ module: name }) => name);
    assert.deepEqual(
      [...new Set(imports)].sort(),
      ["awaitc", "wasi_snapshot_preview1"].concat(imports.includes("env") ? ["env"] : []).sort(),
    );
    const names = WebAssembly.Module.exports(module).map(({ name }) => name);
    assert.deepEqual(
      names.filter((name) => /asyncify|switch|stackSave/.test(name)),
      [],
    );
  }
});
