// Tests `awaitc transform` after a manual link: the complete recipe, and the message for each
// missing flag.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { ROOT } from "../../tools/steps.mjs";
import { COMPILE_FLAGS, LINK_FLAGS } from "../../toolchain/emcc.js";
import { PRINTED, PROGRAM, must, remove, run, scratch, write } from "./prefix.js";

const CLI = join(ROOT, "cli/awaitc.js");
const LIBRARY = join(ROOT, "build/wasm-release/libawaitc.a");
const FLAGS = [...LINK_FLAGS, "-Wl,-u,export_start", "-g2"];
let folder = "";

before(async () => {
  folder = write(scratch("transform"), { "main.c": PROGRAM });
  const compile = ["-O2", "-Xclang", "-disable-red-zone", `-I${join(ROOT, "include")}`, "-c"];
  await must("emcc", [...compile, "main.c", "-o", "main.o"], { cwd: folder });
});
after(() => remove(folder));

/** Links with these flags and transforms the result: { code, output }. */
async function transformed(name, flags, inputs = ["main.o", LIBRARY]) {
  await must("emcc", [...inputs, "-o", `${name}.wasm`, ...flags], { cwd: folder });
  const args = [CLI, "transform", `${name}.wasm`, "-o", `${name}-out.wasm`];
  return run("node", args, { cwd: folder });
}

test("a link by the recipe becomes a program", async () => {
  const { code, output } = await transformed("whole", FLAGS);
  assert.deepEqual({ code, output }, { code: 0, output: "" });
  const ended = await run("node", [CLI, "run", "whole-out.wasm"], { cwd: folder });
  assert.deepEqual([ended.code, ended.output], [7, PRINTED]);
  const again = await run("node", [CLI, "transform", "whole-out.wasm", "-o", "b.wasm"], {
    cwd: folder,
  });
  assert.equal(again.code, 1);
});

for (const [what, without, words] of [
  ["-Wl,-u,export_start", (flag) => flag.includes("export_start"), /link with -Wl,-u,export_start/],
  ["-g2", (flag) => flag === "-g2", /names of the functions are missing.*link with -O1 and -g2/],
  [
    "--no-entry",
    (flag) => flag === "--no-entry",
    /would run main outside a task: link with --no-entry/,
  ],
  [
    "the wraps",
    (flag) => flag.includes("wrap"),
    /vfiprintf would run .* link with -Wl,--wrap=vfiprintf/,
  ],
])
  test(`a link without ${what} is refused, and the words name it`, async () => {
    const flags = FLAGS.filter((flag) => !without(flag));
    const { code, output } = await transformed(`no${what.replace(/\W+/g, "-")}`, flags);
    assert.equal(code, 1, output);
    assert.match(output, words);
  });

test("a link with -O2, which drops the names, is refused, and the words name -O1", async () => {
  const flags = [...FLAGS.filter((flag) => flag !== "-g2"), "-O2"];
  const { code, output } = await transformed("optimised", flags);
  assert.equal(code, 1);
  assert.match(output, /link with -O1 and -g2/);
});

test("a link without the runtime is refused, and the words name the library", async () => {
  write(folder, { "alone.c": "int main(void) { return 0; }\n" });
  const flags = FLAGS.filter((flag) => !/wrap|export_start/.test(flag));
  const { code, output } = await transformed("alone", flags, ["alone.c"]);
  assert.equal(code, 1);
  assert.match(output, /the runtime is missing: link with libawaitc\.a/);
});

test("wrong usage is told with the usage", async () => {
  for (const [args, words] of [
    [[], /which file\?/],
    [["a.wasm"], /say where to, with -o/],
    [["nowhere.wasm", "-o", "b.wasm"], /cannot read nowhere\.wasm/],
  ]) {
    const { code, output } = await run("node", [CLI, "transform", ...args], { cwd: folder });
    assert.equal(code, 2);
    assert.match(output, words);
  }
});

test("CMake's flags are the toolchain's", () => {
  const text = readFileSync(join(ROOT, "cmake/flags.cmake"), "utf8");
  const list = (name) => new RegExp(`set\\(${name}\\s+([^)]*)\\)`).exec(text)[1].split(/\s+/);
  assert.deepEqual(list("AW_COMPILE_FLAGS"), COMPILE_FLAGS.slice(0, 2));
  assert.deepEqual(list("AW_LINK_FLAGS"), [...LINK_FLAGS, "-Wl,-u,export_start"]);
  const used = readFileSync(join(ROOT, "toolchain/emcc.js"), "utf8");
  for (const flag of [
    ...list("AW_LINK_FLAGS_RELEASE"),
    ...list("AW_LINK_FLAGS_DEBUG"),
    ...list("AW_COMPILE_FLAGS_DEBUG"),
  ])
    assert.ok(used.includes(`"${flag}"`), flag);
});
