// Tests find_package(awaitc) in another project, natively and with Emscripten.
import assert from "node:assert/strict";
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { ROOT } from "../../tools/steps.mjs";
import {
  BINARYEN,
  PRINTED,
  PROGRAM,
  install,
  must,
  remove,
  run,
  scratch,
  write,
} from "./prefix.js";

const PROJECT = `cmake_minimum_required(VERSION 3.19)
project(consumer C CXX)
find_package(awaitc 0.1 REQUIRED)
awaitc_add_program(app src/main.c BACKEND asyncify NEVER_SUSPENDS src/never.txt)
awaitc_add_program(cpp src/main.cpp)
enable_testing()
add_test(NAME app COMMAND app)
add_test(NAME cpp COMMAND cpp)
set_tests_properties(app PROPERTIES PASS_REGULAR_EXPRESSION "0 2 1 1.5")
`;
const CPP = `#include <awaitc.h>
#include <cstdio>
struct request { const char *url; int tries; };
static int ask(void *arg)
{
    request *it = static_cast<request *>(arg);
    int rc = aw_sleep(it->tries);
    std::printf("%s %d\\n", it->url, it->tries);
    return rc;
}
int main() { return aw_await(aw_go(ask, request, "/a", 3)); }
`;
const FILES = {
  "CMakeLists.txt": PROJECT,
  "src/main.c": PROGRAM,
  "src/main.cpp": CPP,
  "src/never.txt": "no_such\nother.c\n",
};
let folder = "";
let wasm = "";
let native = "";

before(async () => {
  folder = scratch("cmake");
  wasm = await install(folder, "wasm", ["wasm-release", "wasm-debug"]);
  native = await install(folder, "native", ["native-asan"]);
});
after(() => remove(folder));

/** Configures and builds: { code, output, build }. Projects of one name are in one folder after
 * each other, so that CMake examines the compiler once. */
async function build(name, files, args) {
  const source = write(join(folder, `for-${name}`), files);
  const made = join(source, "build");
  const configured = await run("cmake", ["-S", source, "-B", made, ...args]);
  if (configured.code !== 0) return { ...configured, build: made };
  return { ...(await run("cmake", ["--build", made, "-j", "2"])), build: made };
}

const forWasm = (type = "Release") => [
  "--toolchain",
  join(wasm, "lib/cmake/awaitc/emscripten.cmake"),
  `-DCMAKE_BUILD_TYPE=${type}`,
  `-DAWAITC_BINARYEN=${BINARYEN}`,
];
const forNative = () => [
  `-DCMAKE_PREFIX_PATH=${native}`,
  "-DCMAKE_C_COMPILER=clang",
  "-DCMAKE_CXX_COMPILER=clang++",
];
const cli = () => join(wasm, "share/awaitc/cli/awaitc.js");
const minimal = (sources) => `cmake_minimum_required(VERSION 3.19)
project(consumer C)
find_package(awaitc REQUIRED)
awaitc_add_program(app ${sources})
`;

test("Emscripten: C and C++ programs are compiled, linked, transformed, and tested", async () => {
  const { code, output, build: made } = await build("wasm", FILES, forWasm());
  assert.equal(code, 0, output);
  assert.match(
    output,
    /--never-suspends names no_such, other\.c, but the program has none of that name/,
  );
  const { code: exit, output: printed } = await run("node", [cli(), "run", join(made, "app.wasm")]);
  assert.deepEqual({ exit, printed }, { exit: 7, printed: PRINTED });
  await must("ctest", ["--output-on-failure"], { cwd: made });
  assert.equal((await must("node", [cli(), "run", join(made, "cpp.wasm")])).output, "/a 3\n");
});

test("Emscripten, Debug: a trap names its task and line", async () => {
  const files = {
    "CMakeLists.txt": minimal("main.c"),
    "main.c":
      "#include <awaitc.h>\n\nint main(void)\n{\n    volatile int zero = 0;\n" +
      "    int rc = aw_sleep(1);\n    return rc + 1 / zero;\n}\n",
  };
  const { code, output, build: made } = await build("wasm-debug", files, forWasm("Debug"));
  assert.equal(code, 0, output);
  const ended = await run("node", [cli(), "run", join(made, "app.wasm")]);
  assert.equal(ended.code, 1);
  assert.match(ended.output, /divide by zero.*task main.*main\.c:7/);
});

test("native: the same programs", async () => {
  const { code, output, build: made } = await build("native", FILES, forNative());
  assert.equal(code, 0, output);
  const { code: exit, output: printed } = await run(join(made, "app"), []);
  assert.deepEqual({ exit, printed }, { exit: 7, printed: PRINTED });
  assert.equal((await must(join(made, "cpp"), [])).output, "/a 3\n");
});

test("a package for the other target says which one to install", async () => {
  const files = { "CMakeLists.txt": minimal("main.c"), "main.c": PROGRAM };
  const mixed = await build("mixed", files, [`-DCMAKE_PREFIX_PATH=${wasm}`]);
  assert.notEqual(mixed.code, 0);
  assert.match(
    mixed.output.replace(/\s+/g, " "),
    /this awaitc is for wasm; pass --toolchain \S+emscripten\.cmake/,
  );
  const version = {
    ...files,
    "CMakeLists.txt": minimal("main.c").replace("awaitc REQ", "awaitc 0.2 REQ"),
  };
  const newer = await build("wasm", version, forWasm());
  assert.match(newer.output.replace(/\s+/g, " "), /compatible with requested version "0\.2"/);
});

test("a name that the runtime has too is refused before the link", async () => {
  const clash = PROGRAM.replace(
    "static int work",
    "int aw_stats(void) { return 1; }\nstatic int work",
  ).replace("#include <awaitc.h>", "#define aw_stats hidden\n#include <awaitc.h>\n#undef aw_stats");
  const files = { "CMakeLists.txt": minimal("main.c"), "main.c": clash };
  for (const [name, args] of [
    ["wasm", forWasm()],
    ["native", forNative()],
  ]) {
    const { code, output } = await build(name, files, args);
    assert.notEqual(code, 0);
    assert.match(
      output.replace(/\s+/g, " "),
      /main\.c of app defines aw_stats, which the runtime has too; rename it, or make it static/,
    );
  }
});

test("a program without main says so", async () => {
  const files = {
    "CMakeLists.txt": minimal("main.c"),
    "main.c": "#include <awaitc.h>\nint other(void) { return aw_sleep(1); }\n",
  };
  const wasmEnded = await build("wasm", files, forWasm());
  assert.notEqual(wasmEnded.code, 0);
  assert.match(
    wasmEnded.output,
    /the program has neither a main nor a function marked AW_EXPORT: nothing could call it/,
  );
  const { code, build: made } = await build("native", files, forNative());
  assert.equal(code, 0);
  const ended = await run(join(made, "app"), []);
  assert.equal(ended.code, 1);
  assert.equal(
    ended.output,
    "awaitc: the program has no main; compile the file that has it with -Dmain=aw_user_main\n",
  );
});

test("without binaryen, or sources, the build says what to install or name", async () => {
  const files = { "CMakeLists.txt": minimal("main.c"), "main.c": PROGRAM };
  // Node would find this repository's node_modules; an empty folder stands for a missing one.
  const args = [...forWasm(), `-DAWAITC_BINARYEN=${join(folder, "nowhere")}`];
  const { code, output } = await build("wasm", files, args);
  assert.notEqual(code, 0);
  assert.match(output, /no Binaryen in \S+nowhere \(AWAITC_BINARYEN\): npm install binaryen/);
  const none = await build("wasm", { ...files, "CMakeLists.txt": minimal("") }, forWasm());
  assert.match(none.output, /awaitc_add_program\(app\): no sources; name the program's C files/);
  const backend = await build(
    "wasm",
    { "CMakeLists.txt": minimal("main.c BACKEND jsp") },
    forWasm(),
  );
  assert.match(
    backend.output,
    /awaitc_add_program\(app\): BACKEND must be asyncify or jspi, not jsp/,
  );
});

/** All files below a folder. */
function filesOf(path) {
  return readdirSync(path).flatMap((name) => {
    const file = join(path, name);
    return statSync(file).isDirectory() ? filesOf(file) : [file];
  });
}

test("nothing installed names the machine it was built on", () => {
  // Not the native libraries: clang 14 leaves paths in the sanitizers' tables.
  const all = [...filesOf(wasm), ...filesOf(native).filter((name) => !name.endsWith(".a"))];
  assert.ok(all.length > 40);
  const naming = all.filter((file) => readFileSync(file).includes(ROOT.replace(/\/$/, "")));
  assert.deepEqual(naming, []);
});
