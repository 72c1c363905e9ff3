// Makes build/embedded/system.tar: what the embedded compiler links programs for WASI with. It is a C
// sysroot (headers, libc, compiler-rt) picked from the one in @yowasp/clang, awaitc's headers, and the
// runtime compiled by that same clang, for release and for debug. Prints sizes.
//
//   node tools/sysroot.mjs [--check]      the latter fails when it is over its limit
import { mkdir, readFile, readdir, rename, stat, writeFile } from "node:fs/promises";
import { brotliCompressSync, constants } from "node:zlib";
import { pathToFileURL } from "node:url";
import { COMPILE_FLAGS, Embedded, TARGET } from "../web/toolchain/embedded.js";
import { put, readTar, writeTar } from "../web/toolchain/tar.js";
import { ROOT, say } from "./steps.mjs";

const FOLDER = `${ROOT}build/embedded`;
const SYSTEM = `${FOLDER}/system.tar`;
const LIMIT_BYTES = 1 << 20; // brotli

/** The compiler's own headers that C for wasm may include. */
const COMPILER_HEADERS = new RegExp(
  "^include/(__std(arg|def)_\\w+|__float_\\w+|std(align|arg|atomic|bool|ckdint|countof|def|int|noreturn)" +
    "|float|inttypes|iso646|limits|tgmath|varargs|wasm_simd128)\\.h$",
);
/** C++, and what only other systems have. */
const NOT_C = /^include\/wasm32-wasip1\/(c\+\+|wasi\/wasip[23]\.h)/;
const LIBRARIES = [
  "libc",
  "libc-printscan-long-double",
  "libc-printscan-no-floating-point",
  "libwasi-emulated-getpid",
  "libwasi-emulated-mman",
  "libwasi-emulated-process-clocks",
  "libwasi-emulated-signal",
].map((name) => `lib/wasm32-wasip1/${name}.a`);

/** Variants of the runtime; the debug one optimises as wasm-debug in CMakePresets.json does. */
const VARIANTS = {
  "libawaitc.a": ["-O2", "-DNDEBUG"],
  "libawaitc-debug.a": ["-O1"], // without lines: a trap in the runtime is told at its caller's
};
/** Files that are compiled with a definition, or for programs with long doubles with another. */
const DEFINITIONS = { print_wasm: "-DPRINT_CORE=vfprintf", scan_wasm: "-DSCAN_RESULT=double" };
const LONG_DOUBLE = ["scan_wasm", "-DSCAN_RESULT=long double", "libawaitc-long-double.a"];
/** The switch keeps its state in wasm locals, so it is optimised in every build. */
const ALWAYS_OPTIMISED = ["switch_asyncify", "print_wasm"];

/** All files of a tree by path. */
function* filesOf(tree, prefix = "") {
  for (const [name, entry] of Object.entries(tree))
    if (entry instanceof Uint8Array) yield [prefix + name, entry];
    else yield* filesOf(entry, `${prefix}${name}/`);
}

/** The C part of the sysroot, at the places where TARGET has the compiler look. */
async function sysroot() {
  const place = new URL("llvm-resources.tar", import.meta.resolve("@yowasp/clang"));
  const picked = {};
  for (const [path, data] of filesOf(readTar(await readFile(place)))) {
    const isHeader = path.startsWith("include/wasm32-wasip1/") && !NOT_C.test(path);
    const isLibrary =
      LIBRARIES.includes(path) || path.endsWith("/crt1-reactor.o") || path.endsWith("builtins.a");
    if (isHeader || COMPILER_HEADERS.test(path)) picked[path] = data;
    else if (isLibrary) picked[`lib/${path.split("/").pop()}`] = data;
  }
  return picked;
}

async function readAll(folder) {
  const files = {};
  for (const name of (await readdir(`${ROOT}${folder}`)).sort())
    files[`${folder}/${name}`] = new Uint8Array(await readFile(`${ROOT}${folder}/${name}`));
  return files;
}

const readLists = () => readFile(`${ROOT}CMakeLists.txt`, "utf8");

/** Files that are compiled as one: put under the first one's name. */
async function unite(files) {
  const groups = /set_source_files_properties\(([^)]*?) PROPERTIES UNITY_GROUP/g;
  for (const [, names] of (await readLists()).matchAll(groups)) {
    const [first, ...rest] = names.split(" ");
    const text = names.split(" ").map((name) => new TextDecoder().decode(files[name]));
    files[first] = text.join("\n");
    for (const name of rest) files[name] = "";
  }
}

/** The runtime's sources for WASI: CMake's lists, with Emscripten's own files exchanged. */
async function sources() {
  const text = await readLists();
  const list = (pattern) =>
    [...(pattern.exec(text)?.[1] ?? "").matchAll(/src\/(\w+)\.c/g)].map((match) => match[1]);
  return [
    ...list(/set\(AW_KERNEL([^)]*)\)/),
    ...list(/set\(AW_PRIMITIVES([^)]*)\)/),
    ...list(/target_sources\(awaitc PRIVATE([^)]*_emcc[^)]*)\)/).map((name) =>
      name.replace("_emcc", "_wasi"),
    ),
    "print_wasm",
  ];
}

/** Some of the runtime's files as an archive. */
async function library(embedded, tree, names, flags) {
  const objects = {};
  for (const name of names) {
    const optimize = ALWAYS_OPTIMISED.includes(name) ? ["-O2"] : [];
    const definition = name in DEFINITIONS ? [DEFINITIONS[name]] : [];
    const args = [...TARGET, ...COMPILE_FLAGS, "-Isrc", ...definition, ...flags, ...optimize];
    const made = await embedded.run(
      ["clang", ...args, "-c", `src/${name}.c`, "-o", `${name}.o`],
      tree,
    );
    if (made.hasFailed || made.output) throw new Error(`src/${name}.c:\n${made.output}`);
    objects[`${name}.o`] = made.files[`${name}.o`];
  }
  const made = await embedded.run(["ar", "rcsD", "out.a", ...Object.keys(objects)], objects);
  if (made.hasFailed) throw new Error(`ar:\n${made.output}`);
  return made.files["out.a"];
}

async function isCurrent(inputs) {
  const made = await stat(SYSTEM).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
  const times = await Promise.all(inputs.map(async (path) => (await stat(path)).mtimeMs));
  return made > Math.max(...times);
}

/** Builds the system unless nothing has changed. */
export async function buildSystem() {
  const headers = await readAll("include");
  const files = { ...headers, ...(await readAll("src")) };
  const inputs = [
    ...Object.keys(files),
    "CMakeLists.txt",
    "package-lock.json",
    "tools/sysroot.mjs",
  ];
  inputs.push("web/toolchain/embedded.js");
  if (await isCurrent(inputs.map((path) => ROOT + path))) return;
  console.log("building the runtime for the embedded compiler");
  const clang = await import("@yowasp/clang");
  const content = { ...(await sysroot()), ...headers };
  const system = {};
  for (const [path, data] of Object.entries(content)) put(system, path, data);
  const embedded = new Embedded({ clang, system });
  await embedded.prepare();
  const tree = { awaitc: system };
  await unite(files);
  for (const [path, data] of Object.entries(files)) put(tree, path, data);
  for (const [name, flags] of Object.entries(VARIANTS))
    content[`lib/${name}`] = await library(embedded, tree, await sources(), flags);
  const [name, definition, archive] = LONG_DOUBLE;
  const flags = ["-U" + definition.slice(2).replace(/=.*/, ""), definition, "-O2"];
  content[`lib/${archive}`] = await library(embedded, tree, [name], flags);
  const sorted = Object.fromEntries(Object.entries(content).sort(([a], [b]) => (a < b ? -1 : 1)));
  await mkdir(FOLDER, { recursive: true });
  await writeFile(`${SYSTEM}.new`, writeTar(sorted));
  await rename(`${SYSTEM}.new`, SYSTEM);
}

function brotli(bytes) {
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: 11,
    [constants.BROTLI_PARAM_LGWIN]: 24,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  };
  return brotliCompressSync(bytes, { params }).length;
}

/** Prints the sizes, raw and brotli. */
async function printSizes() {
  const bytes = await readFile(SYSTEM);
  const files = [...filesOf(readTar(bytes))];
  const line = (what, raw, packed) =>
    console.log(
      `${what.padEnd(24)} ${raw.toLocaleString("en").padStart(11)} B ` +
        `${packed.toLocaleString("en").padStart(9)} B brotli`,
    );
  for (const [what, pattern] of [
    ["headers", /^include\//],
    ["libc and compiler-rt", /^lib\/(?!libawaitc)/],
    ["the runtime, two builds", /^lib\/libawaitc/],
  ]) {
    const part = Buffer.concat(
      files.filter(([path]) => pattern.test(path)).map(([, data]) => data),
    );
    line(what, part.length, brotli(part));
  }
  const packed = brotli(bytes);
  line("system.tar", bytes.length, packed);
  if (process.argv.includes("--check") && packed > LIMIT_BYTES)
    throw new Error(`sysroot.mjs: system.tar is over its limit of ${LIMIT_BYTES} B brotli`);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href)
  await say(async () => {
    await buildSystem();
    await printSizes();
  });
