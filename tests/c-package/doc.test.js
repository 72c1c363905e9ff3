// Runs the blocks of docs/using-from-c.md as a reader would. Also tests pkg-config and the
// Emscripten port.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { readSources } from "../../tools/sources.mjs";
import { ROOT } from "../../tools/steps.mjs";
import { LINK_FLAGS } from "../../toolchain/emcc.js";
import { BINARYEN, install, must, remove, run, scratch, write } from "./prefix.js";

const DOC = readFileSync(join(ROOT, "docs/using-from-c.md"), "utf8");
const BLOCKS = new Map(
  [...DOC.matchAll(/^```\w+ (\S+)\n([^]*?)^```$/gm)].map(([, name, text]) => [name, text]),
);
const PRINTED = "work 1\nwork 2\n";
let folder = "";
let env = {};
let native = "";

before(async () => {
  folder = scratch("doc");
  const prefix = await install(folder, "wasm", ["wasm-release", "wasm-debug"]);
  native = await install(folder, "native", ["native-asan"]);
  env = { PREFIX: prefix, AWAITC_BINARYEN: BINARYEN };
});
after(() => remove(folder));

/** A folder with some of the page's files. */
function project(name, ...files) {
  const path = join(folder, name);
  mkdirSync(path);
  return write(path, Object.fromEntries(files.map((file) => [file, BLOCKS.get(file)])));
}

const runProgram = (cwd, file) =>
  run("node", [join(env.PREFIX, "share/awaitc/cli/awaitc.js"), "run", file], { cwd });

test("Installing: every command is one that exists", () => {
  const presets = JSON.parse(readFileSync(join(ROOT, "CMakePresets.json"), "utf8"));
  const names = presets.configurePresets.map(({ name }) => name);
  const commands = BLOCKS.get("install");
  for (const [, name] of commands.matchAll(/--preset (\S+)/g))
    assert.ok(names.includes(name), name);
  for (const [, name] of commands.matchAll(/--install build\/(\S+)/g))
    assert.ok(names.includes(name), name);
});

test("CMake: the project and its commands", async () => {
  const cwd = project("cmake", "main.c", "CMakeLists.txt");
  await must("sh", ["-ec", BLOCKS.get("cmake")], { cwd, env });
  assert.equal((await runProgram(cwd, "build/app.wasm")).output, PRINTED);
});

/** A project with the options that the page shows. */
function projectWithOptions(name) {
  const cwd = project(name, "main.c", "CMakePresets.json", "never-suspends.txt");
  const list = BLOCKS.get("CMakeLists.txt") + BLOCKS.get("options.cmake");
  return write(cwd, { "CMakeLists.txt": list });
}

/** Whether a module is one of the JSPI backend. */
function isOfJspi(path) {
  const imports = WebAssembly.Module.imports(new WebAssembly.Module(readFileSync(path)));
  return imports.some(({ name }) => name === "stack_park");
}

test("CMake: the presets, and the options of a program", async () => {
  const cwd = projectWithOptions("presets");
  const commands = "cmake --preset wasm && cmake --build --preset wasm";
  const { output } = await must("sh", ["-ec", commands], { cwd, env });
  assert.match(
    output,
    /--never-suspends names luaV_execute, lapi\.c, libsqlite3\.a, but the program has/,
  );
  for (const name of ["app", "listed"])
    assert.equal((await runProgram(cwd, `build/wasm/${name}.wasm`)).output, PRINTED);
  assert(isOfJspi(join(cwd, "build/wasm/engine.wasm")));
});

test("CMake with the embedded compiler: the project, with a library of its own", async () => {
  const cwd = projectWithOptions("embedded");
  const list = readFileSync(join(cwd, "CMakeLists.txt"), "utf8");
  const library =
    "add_library(util STATIC util.c more.c)\n" +
    "foreach(name app listed engine)\ntarget_link_libraries(${name} PRIVATE util)\nendforeach()\n";
  const main = BLOCKS.get("main.c").replace("10 * n", "spare() * n");
  write(cwd, {
    "CMakeLists.txt": list + library,
    "util.c": '#include "util.h"\nint step(void) { return STEP; }\n',
    "util.h": "#define STEP 10\nint step(void);\nint spare(void);\n",
    "more.c": '#include "util.h"\nint spare(void) { return step(); }\n',
    "main.c": `#include "util.h"\n${main}`,
  });
  mkdirSync(join(cwd, "node_modules"));
  symlinkSync(ROOT, join(cwd, "node_modules/awaitc"));
  const commands = BLOCKS.get("embedded").replace("npm install awaitc\n", "");
  const own = { ...env, AWAITC_DAEMON: "1", XDG_CACHE_HOME: folder }; // it ends with this folder
  await must("sh", ["-ec", commands], { cwd, env: own });
  for (const name of ["app", "listed"])
    assert.equal((await runProgram(cwd, `build/${name}.wasm`)).output, PRINTED);
  assert(isOfJspi(join(cwd, "build/engine.wasm")));
  await must("cmake", ["--preset", "embedded"], { cwd, env: own });
  write(cwd, { "util.h": "#define STEP 20\nint step(void);\nint spare(void);\n" });
  const again = await must("cmake", ["--build", "build"], { cwd, env: own });
  assert.match(again.output, /Building C object .*util[.]c/); // it has seen the header
});

test("make: the Makefile, with all flags of the recipe", async () => {
  const cwd = project("make", "main.c", "Makefile");
  for (const flag of [...LINK_FLAGS, "-Wl,-u,export_start"])
    assert.ok(BLOCKS.get("Makefile").split(/\s+/).includes(flag), flag);
  await must("make", [], { cwd, env });
  assert.equal((await runProgram(cwd, "app.wasm")).output, PRINTED);
});

test("make: a name that the runtime has too is refused, by the linker or the transform", async () => {
  const cwd = project("clash", "main.c", "Makefile");
  for (const [definition, words] of [
    ["int park(int a, int b) { return a + b; }", /duplicate symbol: park/],
    [
      // The only name of its object, which is not linked then.
      "int cycle_check(int x) { return x; }",
      /main\.o defines cycle_check, which the runtime has too; rename it, or/,
    ],
  ]) {
    write(cwd, { "main.c": `${definition}\n${BLOCKS.get("main.c")}` });
    const { code, output } = await run("make", [], { cwd, env });
    assert.notEqual(code, 0);
    assert.match(output, words);
  }
});

test("make: a program without main says so", async () => {
  const cwd = project("nomain", "main.c", "Makefile");
  write(cwd, { "main.c": BLOCKS.get("main.c").replace("int main(", "int other(") });
  const { code, output } = await run("make", [], { cwd, env });
  assert.notEqual(code, 0);
  assert.match(output, /neither a main nor a function marked AW_EXPORT: nothing could call it/);
});

test("pkg-config: for wasm", async () => {
  const cwd = project("pc", "main.c", "pkg-config.mk");
  await must("make", ["-f", "pkg-config.mk"], { cwd, env });
  assert.equal((await runProgram(cwd, "app.wasm")).output, PRINTED);
});

test("pkg-config: natively", async () => {
  const cwd = project("pc-native", "main.c");
  const line =
    "clang $(pkg-config --cflags awaitc) main.c $(pkg-config --libs awaitc) -o app && ./app";
  const PKG_CONFIG_LIBDIR = join(native, "lib/pkgconfig");
  const { output } = await must("sh", ["-ec", line], { cwd, env: { PKG_CONFIG_LIBDIR } });
  assert.equal(output, PRINTED);
  const { stdout } = await must("pkg-config", ["--modversion", "awaitc"], {
    env: { PKG_CONFIG_LIBDIR },
  });
  assert.equal(stdout.trim(), JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")).version);
});

test("Two files: the command", async () => {
  const cwd = project("two", "main.c");
  await must("node", [join(ROOT, "tools/amalgamate.mjs"), cwd]);
  const { output } = await must("sh", ["-ec", `${BLOCKS.get("native")} ./app`], { cwd });
  assert.equal(output, PRINTED);
});

/** What a port asks Emscripten's port system to build, recorded by a substitute. */
const STAND_IN = `
import importlib.util, json, sys
spec = importlib.util.spec_from_file_location('awaitc_port', sys.argv[1])
port = importlib.util.module_from_spec(spec)
spec.loader.exec_module(port)
made, erased = [], []
class Ports:
    def build_port(self, src_dir, output_path, port_name, flags=[], srcs=[]):
        made.append({'folder': src_dir, 'library': output_path, 'flags': flags, 'sources': srcs})
class Cache:
    def get_lib(self, name, create, what):
        create(name)
        return name
    def erase_lib(self, name):
        erased.append(name)
class Shared:
    cache = Cache()
libraries = port.get(Ports(), None, Shared())
port.clear(Ports(), None, Shared())
print(json.dumps({'made': made, 'erased': erased, 'libraries': libraries, 'tag': port.TAG,
    'args': port.process_args(Ports()), 'show': port.show()}))
`;

test("the Emscripten port builds what CMake builds", async () => {
  const moved = await must("python3", ["-B", "-c", STAND_IN, join(ROOT, "tools/awaitc_port.py")]);
  const { made, erased, libraries, tag, args, show } = JSON.parse(moved.stdout);
  const { common, wasm } = readSources();
  const wanted = [...common, ...wasm].map(({ file: path }) => path.replace("src/", ""));
  const asked = made.flatMap(({ sources }) => sources);
  assert.deepEqual(asked.sort(), wanted.sort());
  assert.deepEqual(erased, libraries);
  assert.equal(new Set(libraries).size, made.length);
  assert.ok(
    made.every(
      ({ folder: path, flags }) =>
        path === join(ROOT, "src") && flags.join(" ").includes("-Xclang -disable-red-zone"),
    ),
  );
  assert.equal(tag, JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")).version);
  assert.deepEqual(args.slice(0, 2), ["-isystem", join(ROOT, "include")]);
  assert.match(show, /awaitc/);
});
