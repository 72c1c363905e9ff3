// Tests of awaitc.c and awaitc.h in a project.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { ROOT } from "../../tools/steps.mjs";
import { LINK_FLAGS } from "../../toolchain/emcc.js";
import { PRINTED, PROGRAM, must, run, write } from "./prefix.js";

const FOLDER = join(ROOT, "build/amalgamation");
const CLI = join(ROOT, "cli/awaitc.js");
const SANITIZE = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-g"];
const WARN = ["-Wall", "-Wextra", "-Werror"];
const here = { cwd: FOLDER };

before(async () => {
  await must("node", [join(ROOT, "tools/amalgamate.mjs"), FOLDER]);
  // Here a program may define names that the runtime uses internally.
  write(FOLDER, { "main.c": `int park = 1, loop_init = 2, task_new = 3;\n${PROGRAM}` });
});

/** Global names of the runtime in an object, except aw_… */
async function foreignNames(nm, object) {
  const { stdout } = await must(nm, ["-g", "--defined-only", "--format=posix", object], here);
  const names = stdout.split("\n").map((line) => line.split(" ")[0]);
  return names.filter((name) => name && !/^(aw_|__wrap_)/.test(name)).sort();
}

test("native: compiles without warnings and runs a program under sanitizers", async () => {
  for (const compiler of ["clang", "gcc"])
    await must(compiler, [...WARN, "-O1", "-c", "awaitc.c", "-o", `${compiler}.o`], here);
  const program = [...WARN, ...SANITIZE, "-O1", "-Dmain=aw_user_main", "-I."];
  await must("clang", [...program, "main.c", "awaitc.c", "-lm", "-o", "app"], here);
  const { code, output } = await run(join(FOLDER, "app"), []);
  assert.deepEqual({ code, output }, { code: 7, output: PRINTED });
});

test("native: passes the C tests", async () => {
  const compile = [...SANITIZE, "-O1", "-fno-omit-frame-pointer", "-DAW_PRIVATE=", "-c"];
  await must("clang", [...compile, "awaitc.c", "-o", "shared.o"], here);
  const objects = join(ROOT, "build/native-asan/tests/c/CMakeFiles/awaitc_tests.dir");
  const tests = readdirSync(objects, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".o") && !name.includes("main_native"))
    .map((name) => join(objects, name));
  await must("clang", [...SANITIZE, ...tests, "shared.o", "-lm", "-o", "tests"], here);
  const { stdout } = await must("node", [join(ROOT, "tests/c/run.mjs"), "amalgamated"]);
  assert.match(stdout, /^amalgamated: \d{3,} tests, 0 failed/m);
});

test("Emscripten: compiles without warnings, and runs a program that prints the same", async () => {
  const compile = ["-O2", "-Xclang", "-disable-red-zone", ...WARN, "-I.", "-c"];
  await must("emcc", [...compile, "awaitc.c", "-o", "wasm.o"], here);
  await must("emcc", [...compile, "main.c", "-o", "main.o"], here);
  const link = [...LINK_FLAGS, "-Wl,-u,export_start", "-g2"];
  await must("emcc", ["main.o", "wasm.o", ...link, "-o", "linked.wasm"], here);
  await must("node", [CLI, "transform", "linked.wasm", "-o", "app.wasm"], here);
  const { code, output } = await run("node", [CLI, "run", "app.wasm"], here);
  assert.deepEqual({ code, output }, { code: 7, output: PRINTED });
});

test("Emscripten: -O0 is refused with the reason", async () => {
  const { code, output } = await run("emcc", ["-O0", "-c", "awaitc.c", "-o", "slow.o"], here);
  assert.notEqual(code, 0);
  assert.match(output, /awaitc\.c: compile it with -O1 or more/);
});

test("a program may use every name that does not begin with aw_, but for a few", async () => {
  assert.deepEqual(await foreignNames("nm", "clang.o"), [
    "main",
    "switch_init",
    "switch_on_system_stack",
    "switch_resume",
  ]);
  const wasm = await foreignNames("llvm-nm", "wasm.o");
  // Weak names give way to a program's own.
  const weak =
    /^(__syscall_\w+|__call_sighandler|system|debug_environment|getentropy|memcpy|memset)$/;
  const known = /^(export|switch)_\w+$|^(__cxa_atexit|__funcs_on_exit|atexit)$/;
  assert.deepEqual(
    wasm.filter((name) => !known.test(name) && !weak.test(name)),
    [],
  );
});

test("native: a program without main says so", async () => {
  write(FOLDER, { "nomain.c": "int other(void) { return 0; }\n" });
  await must("clang", ["nomain.c", "clang.o", "-lm", "-o", "nomain"], here);
  const { code, output } = await run(join(FOLDER, "nomain"), []);
  assert.equal(code, 1);
  assert.match(
    output,
    /^awaitc: the program has no main; compile the file that has it with -Dmain/,
  );
});

test("the header is C++ too", async () => {
  write(FOLDER, {
    "main.cpp":
      '#include "awaitc.h"\n' +
      "static int nap(void *arg) { return aw_sleep(*static_cast<int *>(arg)); }\n" +
      "int main(int, char **) { return aw_await(aw_go(nap, int, 5)); }\n",
  });
  for (const compiler of ["clang++", "g++"])
    await must(
      compiler,
      [...WARN, "-std=c++17", "-c", "-Dmain=aw_user_main", "main.cpp", "-o", "cpp.o"],
      here,
    );
  await must("clang++", ["cpp.o", "clang.o", "-lm", "-o", "cpp"], here);
  assert.equal((await run(join(FOLDER, "cpp"), [])).code, 0);
});
