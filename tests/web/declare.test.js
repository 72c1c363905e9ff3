// Tests the TypeScript declarations of a program's exported functions.
import assert from "node:assert/strict";
import { test } from "node:test";
import { declare, exportedFunctions } from "../../toolchain/declare.js";
import { assemble } from "./programs.js";

/** A module that exports functions with these names, and a memory. @param {string[]} names */
function exporting(...names) {
  const exports = names.map((name) => `(export ${JSON.stringify(name)} (func $f))`).join(" ");
  return assemble(`(module (func $f) (memory 1) (export "aw:memory" (memory 0)) ${exports})`);
}

test("exportedFunctions: gives those of AW_EXPORT, in the order of the program", () => {
  const program = exporting("aw_pump", "aw:twice", "aw_abi", "aw:add");
  assert.deepEqual(exportedFunctions(program), ["twice", "add"]);
});

test("declare: makes one method a function", () => {
  const text = String(declare(exporting("aw:twice", "aw:wait"), "library.wasm"));
  assert.match(text, /^\/\/ Made by awaitc from library\.wasm: /);
  assert.match(
    text,
    /export interface Functions \{\n {2}twice\(value\?: any\): any;\n {2}wait\(value\?: any\): any;\n\}\n/,
  );
});

test("declare: a program without exported functions has no declarations", () => {
  assert.equal(declare(exporting("aw_pump"), "app.wasm"), undefined);
});

test("declare: a name that is none in JavaScript is quoted", () => {
  const text = String(declare(exporting("aw:a-b", "aw:}; evil()", "aw:"), "x.wasm"));
  assert.match(text, /\n {2}"a-b"\(value\?: any\): any;\n {2}"\}; evil\(\)"\(.*\n {2}""\(/);
});

test("declare: a file's name cannot leave its comment", () => {
  const [first] = String(declare(exporting("aw:f"), "a\nimport evil\u2028b.wasm")).split(
    /[\n\u2028]/,
  );
  assert.match(first, /a import evil b\.wasm/);
});

test("declare: refuses what is no wasm file", () => {
  assert.throws(() => declare(new Uint8Array(8), "x.wasm"), /not a wasm file/);
});
