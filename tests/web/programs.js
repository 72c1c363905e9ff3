// Tiny programs for tests of the host, written in WebAssembly text. `program` fills in a skeleton
// that has every import and export of the host interface; a test replaces the parts that it tests.
// A program reports its results through its output or its exit code.
import binaryen from "binaryen";
import { ABI_VERSION } from "../../web/host/abi.js";
import { load } from "../../web/platforms/node.js";

/** Functions of the skeleton: name → [signature, default body]. */
const FUNCTIONS = {
  _initialize: ["", ""],
  aw_abi: ["(result i32)", `(i32.const ${ABI_VERSION})`],
  aw_has_main: ["(result i32)", "(i32.const 1)"],
  aw_start: ["(param $runMain i32) (result i32)", "(i32.const 0)"],
  aw_pump: ["(param $budget f64) (param $steps i32) (result i32)", "(i32.const 0)"],
  aw_complete: [
    `(param $slot i32) (param $generation i32) (param $status i32) (param $number f64)
     (param $data i32) (param $bytes i32) (result i32)`,
    "(i32.const 1)",
  ],
  aw_alloc: [
    "(param $bytes i32) (result i32)",
    `
    (local $at i32)
    (local.set $at (global.get $top))
    (global.set $top (i32.and (i32.add (i32.add (global.get $top) (local.get $bytes))
      (i32.const 7)) (i32.const -8)))
    (local.get $at)`,
  ],
  aw_call: [
    "(param $fn i32) (param $id f64) (param $json i32) (param $bytes i32) (result i32)",
    "(i32.const 0)",
  ],
  aw_call_cancel: ["(param $id f64) (result i32)", "(i32.const 1)"],
  aw_trace_set: ["(param $on i32)", ""],
  aw_stats_now: ["(result i32)", "(i32.const 512)"],
  aw_where: ["(result i32)", "(i32.const 768)"],
};

const IMPORTS = `
  (import "awaitc" "now" (func $now (result f64)))
  (import "awaitc" "arm" (func $arm (param f64)))
  (import "awaitc" "op_start" (func $op_fields (param i32 i32 i32 i32 i32)))
  (import "awaitc" "op_cancel" (func $op_cancel (param i32 i32)))
  (import "awaitc" "reply" (func $reply (param f64 i32 i32 i32)))
  (import "awaitc" "trace" (func $trace (param i32)))
  (import "awaitc" "fatal" (func $fatal (param i32 i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))`;

/** Where `$op_start` puts the fields of a request. */
const FIELDS = 64;
/** What `$op_start` passes for the generation of a slot. */
const GENERATION = 9;

const HELPERS = `
  (global $n (mut i32) (i32.const 0))
  (global $top (mut i32) (i32.const 16384))
  (func $print (param $at i32) (param $bytes i32)
    (i32.store (i32.const 0) (local.get $at))
    (i32.store (i32.const 4) (local.get $bytes))
    (drop (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8))))
  (func $op_start (param $kind i32) (param $slot i32) (param $at i32) (param $bytes i32)
    (local $end i32) (local $field i32)
    (local.set $end (i32.add (local.get $at) (local.get $bytes)))
    (local.set $field (i32.const ${FIELDS}))
    (i32.store (local.get $field) (local.get $at))
    (block $done (loop $next
      (if (i32.or (i32.eq (local.get $at) (local.get $end)) (i32.eqz (i32.load8_u (local.get $at))))
        (then
          (i32.store offset=4 (local.get $field)
            (i32.sub (local.get $at) (i32.load (local.get $field))))
          (local.set $field (i32.add (local.get $field) (i32.const 8)))
          (br_if $done (i32.eq (local.get $at) (local.get $end)))
          (i32.store (local.get $field) (i32.add (local.get $at) (i32.const 1)))))
      (local.set $at (i32.add (local.get $at) (i32.const 1)))
      (br $next)))
    (call $op_fields (local.get $kind) (local.get $slot) (i32.const ${GENERATION})
      (i32.const ${FIELDS})
      (i32.shr_u (i32.sub (local.get $field) (i32.const ${FIELDS})) (i32.const 3))))
  (func $print_reply (param $status i32) (param $data i32) (param $bytes i32)
    (if (local.get $data) (then (call $print (local.get $data) (local.get $bytes)))))
  (func $tick (result i32)
    (global.set $n (i32.add (global.get $n) (i32.const 1)))
    (global.get $n))`;

/** The address of the strings in `text` in the program's memory. */
const TEXT = 1024;

/**
 * The bytes of a program. `$tick` counts from 1; `$print` takes address and length. `$op_start`
 * makes a request of text that has a NUL between its fields. `$print_reply` prints a reply of one
 * field, or the words of a failure.
 * @param {{ bodies?: Record<string, string>, text?: string, imports?: string, more?: string,
 *   memory?: string, without?: string[] }} [parts] `text` lies at 1024, in WAT's quoting
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function program({
  bodies = {},
  text = "",
  imports = "",
  more = "",
  memory = "1",
  without = [],
} = {}) {
  const functions = Object.entries(FUNCTIONS)
    .filter(([name]) => !without.includes(name))
    .map(
      ([name, [signature, body]]) =>
        `(func $${name} (export "${name}") ${signature} ${bodies[name] ?? body})`,
    );
  return assemble(`(module ${IMPORTS} ${imports} (memory (export "memory") ${memory})
    (data (i32.const ${TEXT}) "${text}") ${HELPERS} ${functions.join("\n")} ${more})`);
}

/**
 * The bytes of any module.
 * @param {string} text
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function assemble(text) {
  const module = binaryen.parseText(text);
  module.setFeatures(binaryen.Features.MVP | binaryen.Features.BulkMemory);
  try {
    return new Uint8Array(module.emitBinary());
  } finally {
    module.dispose();
  }
}

/**
 * Loads a program and collects its output: `output.stdout`, `output.stderr`.
 * @param {typeof import("../../web/platforms/node.js").load} load
 * @param {any} source
 * @param {import("../../web/host/program.js").LoadOptions} [options]
 */
export async function loadQuietly(load, source, options = {}) {
  const output = { stdout: "", stderr: "" };
  const loaded = await load(source, {
    clock: "virtual",
    stdout: (text) => {
      output.stdout += text;
    },
    stderr: (text) => {
      output.stderr += text;
    },
    ...options,
  });
  return { program: loaded, output };
}

/** Makes `text`, `kind NUL request`, one operation in slot 5; prints and exits with its outcome. */
export function startsOne(kind, request, more = {}) {
  const requestAt = 1024 + kind.length + 1;
  const bytes = request.replace(/\\[0-9a-f]{2}/g, "x").length;
  return program({
    text: `${kind}\\00${request}`,
    ...more,
    bodies: {
      aw_pump: `
        (if (i32.eq (call $tick) (i32.const 1)) (then
          (call $op_start (i32.const 1024) (i32.const 5) (i32.const ${requestAt})
            (i32.const ${bytes}))))
        (i32.const 0)`,
      aw_complete: `(call $print_reply (local.get $status) (local.get $data)
          (local.get $bytes))
        (call $exit (local.get $status)) (i32.const 1)`,
      ...more.bodies,
    },
  });
}

/** Runs everything that is ready in JavaScript. */
export async function settle() {
  for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve));
}

/**
 * The outcome of one operation.
 * @param {Uint8Array} bytes
 * @param {Record<string, any>} [functions]
 * @returns {Promise<[number, string]>}
 */
export async function outcome(bytes, functions = {}) {
  const { program: it, output } = await loadQuietly(load, bytes);
  it.expose(functions);
  return [await it.run(), output.stdout];
}
