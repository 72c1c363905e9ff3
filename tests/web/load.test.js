// Tests what `load` reports for valid and invalid sources and modules.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { AwaitcError, load } from "../../web/platforms/node.js";
import { assemble, program } from "./programs.js";

const exits7 = program({ bodies: { aw_pump: "(call $exit (i32.const 7)) (i32.const 0)" } });

/** @param {any} body @param {ResponseInit & { type?: string }} [init] */
function response(body, { type, ...init } = {}) {
  return new Response(body, { headers: type ? { "content-type": type } : {}, ...init });
}

/** @param {any} source @param {any} [options] */
async function exitCode(source, options) {
  return (await load(source, options)).run();
}

/**
 * @param {any} source
 * @param {string} code
 * @param {RegExp} message
 * @param {any} [options]
 */
async function refuses(source, code, message, options) {
  await assert.rejects(load(source, options), (error) => {
    assert(error instanceof AwaitcError, String(error));
    assert.equal(error.code, code, error.message);
    assert.match(error.message, message);
    return true;
  });
}

test("load: takes bytes", async () => {
  assert.equal(await exitCode(exits7), 7);
});

test("load: takes an ArrayBuffer", async () => {
  assert.equal(await exitCode(exits7.buffer.slice(0)), 7);
});

test("load: takes a view into the middle of a buffer", async () => {
  const wide = new Uint8Array(exits7.length + 20);
  wide.set(exits7, 11);
  assert.equal(await exitCode(wide.subarray(11, 11 + exits7.length)), 7);
});

test("load: takes a compiled module", async () => {
  assert.equal(await exitCode(await WebAssembly.compile(exits7)), 7);
});

test("load: takes a Response of the right type", async () => {
  assert.equal(await exitCode(response(exits7, { type: "application/wasm" })), 7);
});

test("load: takes a Response of the wrong type", async () => {
  assert.equal(await exitCode(response(exits7, { type: "text/plain" })), 7);
});

test("load: takes a promise of a Response", async () => {
  assert.equal(await exitCode(Promise.resolve(response(exits7))), 7);
});

test("load: takes a file's path and its URL", async () => {
  const folder = await mkdtemp(join(tmpdir(), "awaitc-"));
  try {
    const path = join(folder, "a program.wasm");
    await writeFile(path, exits7);
    assert.equal(await exitCode(path), 7);
    assert.equal(await exitCode(pathToFileURL(path)), 7);
    assert.equal(await exitCode(pathToFileURL(path).href), 7);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test("load: takes a data: URL", async () => {
  const text = `data:application/wasm;base64,${Buffer.from(exits7).toString("base64")}`;
  assert.equal(await exitCode(text), 7);
});

test("load: names a file that is missing", async () => {
  await refuses("/nowhere/app.wasm", "AW_ENETWORK", /cannot read \/nowhere\/app\.wasm: ENOENT/);
});

test("load: names an address that does not answer", async () => {
  await refuses("http://127.0.0.1:9/app.wasm", "AW_ENETWORK", /cannot read http:\/\/127/);
});

test("load: hands on the words of a source that was rejected", async () => {
  await refuses(Promise.reject(new Error("offline")), "AW_ENETWORK", /offline/);
});

test("load: names a status that is an error", async () => {
  const source = response("gone", { status: 404, statusText: "Not Found" });
  await refuses(source, "AW_ENOTWASM", /answered 404 Not Found/);
});

test("load: recognises HTML", async () => {
  await refuses(response("\n<!doctype html><p>hi"), "AW_ENOTWASM", /HTML/);
});

test("load: names HTML that claims to be wasm", async () => {
  const source = response("<!doctype html>", { type: "application/wasm" });
  await refuses(source, "AW_ENOTWASM", /cannot be compiled/);
});

test("load: names a Response whose body was used", async () => {
  const source = response(exits7);
  await source.arrayBuffer();
  await refuses(source, "AW_ENOTWASM", /Body/);
});

test("load: names an empty source", async () => {
  await refuses(new Uint8Array(), "AW_ENOTWASM", /empty/);
});

test("load: names bytes without the magic number", async () => {
  await refuses(new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8]), "AW_ENOTWASM", /\\0asm/);
});

test("load: names a component", async () => {
  await refuses(new Uint8Array([0, 97, 115, 109, 13, 0, 1, 0]), "AW_ENOTWASM", /component/);
});

test("load: names a file that was cut off, at any byte", async () => {
  for (let length = 1; length < exits7.length; length++) {
    await assert.rejects(load(exits7.slice(0, length)), (error) =>
      ["AW_ENOTWASM", "AW_ENOTAWAITC"].includes(/** @type {any} */ (error).code),
    );
  }
});

test("load: says what a source may be", async () => {
  for (const source of [null, undefined, 5, {}, []]) {
    await refuses(source, "AW_EARGUMENT", /expected a URL/);
  }
});

test("load: names a module that is no awaitc program", async () => {
  await refuses(assemble("(module)"), "AW_ENOTAWAITC", /aw_abi/);
});

test("load: lists all imports that it does not have", async () => {
  const imports = `(import "env" "first" (func $f)) (import "other" "second" (func $s))`;
  await refuses(program({ imports }), "AW_EIMPORT", /env\.first, other\.second/);
});

test("load: what objects inherit is no function of the host", async () => {
  const imports = [
    ["awaitc", "constructor"],
    ["constructor", "keys"],
    ["env", "toString"],
  ]
    .map(([module, name]) => `(import "${module}" "${name}" (func))`)
    .join(" ");
  await refuses(
    program({ imports }),
    "AW_EIMPORT",
    /awaitc\.constructor, constructor\.keys, env\.toString/,
  );
});

test("load: refuses an import of the wrong type", async () => {
  const imports = `(import "awaitc" "now" (memory 1))`;
  await refuses(assemble(`(module ${imports} (func (export "aw_abi")))`), "AW_EIMPORT", /now/);
});

test("load: names the version of the interface", async () => {
  const source = program({ bodies: { aw_abi: "(i32.const 1)" } });
  await refuses(source, "AW_EABI", /version 1 of/);
});

test("load: names a program that breaks in _initialize", async () => {
  await refuses(program({ bodies: { _initialize: "(unreachable)" } }), "AW_ETRAP", /unreachable/);
});

test("load: names a program that lacks an export", async () => {
  await refuses(program({ without: ["aw_has_main"] }), "AW_ETRAP", /not a function/);
});

test("load: names options that make no sense", async () => {
  await refuses(exits7, "AW_EARGUMENT", /clock/, { clock: "fast" });
  await refuses(exits7, "AW_EARGUMENT", /clock/, { clock: { scale: -1 } });
  await refuses(exits7, "AW_EARGUMENT", /budgetMs/, { budgetMs: 0 });
});

test("load: two programs from one module do not see each other", async () => {
  const module = await WebAssembly.compile(
    program({
      bodies: { aw_pump: "(call $exit (call $tick)) (i32.const 0)" },
    }),
  );
  assert.equal(await exitCode(module), 1);
  assert.equal(await exitCode(module), 1);
});

test("abi.js: is current", async () => {
  const tool = fileURLToPath(new URL("../../tools/abi.mjs", import.meta.url));
  await promisify(execFile)(process.execPath, [tool, "--check"]);
});
