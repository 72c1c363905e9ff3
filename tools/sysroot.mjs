// Makes build/embedded/system.tar: what the embedded compiler links programs for WASI with. It is a C
// sysroot (headers, libc, compiler-rt) picked from the one in @yowasp/clang, awaitc's headers, and the
// runtime compiled by that same clang, for release and for debug. Prints sizes.
//
//   node tools/sysroot.mjs [--check]      the latter fails when it is over its limit
import { mkdir, readFile, readdir, rename, stat, writeFile } from "node:fs/promises";
import { brotliCompressSync, constants } from "node:zlib";
import { pathToFileURL } from "node:url";
import { COMPILE_FLAGS, Embedded, TARGET } from "../toolchain/embedded.js";
import { put, readTar, writeTar } from "../toolchain/tar.js";
import { readSources } from "./sources.mjs";
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
/** What programs with long doubles are linked with besides; others read doubles. */
const LONG_DOUBLE = "libawaitc-long-double.a";
/** Takes the place of wasi-libc's, unless the program brings one of its own. */
const MALLOC = "libawaitc-malloc.a";
const APART = ["malloc_wasi", "scan_long_double"];
/** The switch keeps its state in wasm locals, so it is optimised in every build. */
const ALWAYS_OPTIMISED = ["switch_asyncify", "print_vfprintf"];
/** Compiled for size: what runs when a program begins or ends or something has gone wrong, and malloc,
 * which was measured to be as fast. */
const SMALL = [
  ...["cause", "debug", "error", "fail", "finish", "text", "stats"],
  ...["atexit_wasm", "export_wasm", "program_wasm", "main_wasi", "malloc_wasi"],
];

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
  for (const name of (await readdir(`${ROOT}${folder}`, { recursive: true })).sort())
    if (/\.[ch]$/.test(name)) {
      const path = `${folder}/${name.replaceAll("\\", "/")}`;
      files[path] = new Uint8Array(await readFile(ROOT + path));
    }
  return files;
}

/** The runtime's units for WASI; those that only some programs are linked with are apart. */
function units() {
  const { common, wasi } = readSources();
  const named = (name) => wasi.filter((unit) => unit.name === name);
  return {
    runtime: [...common, ...wasi.filter(({ name }) => !APART.includes(name))],
    longDouble: named("scan_long_double"),
    malloc: named("malloc_wasi"),
  };
}

/** Some units as an archive. */
async function library(embedded, tree, list, flags) {
  const objects = {};
  for (const { file, name } of list) {
    const args = [...TARGET, ...COMPILE_FLAGS, "-Isrc", ...flags];
    if (ALWAYS_OPTIMISED.includes(name)) args.push("-O2");
    if (SMALL.includes(name)) args.push("-Os");
    const made = await embedded.run(["clang", ...args, "-c", file, "-o", `${name}.o`], tree);
    if (made.hasFailed || made.output) throw new Error(`${file}:\n${made.output}`);
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
    "tools/sources.mjs",
    "tools/sysroot.mjs",
    "toolchain/embedded.js",
  ];
  if (await isCurrent(inputs.map((path) => ROOT + path))) return;
  console.log("building the runtime for the embedded compiler");
  const clang = await import("@yowasp/clang");
  const content = { ...(await sysroot()), ...headers };
  const system = {};
  for (const [path, data] of Object.entries(content)) put(system, path, data);
  const embedded = new Embedded({ clang, system });
  await embedded.prepare();
  const tree = { awaitc: system };
  for (const [path, data] of Object.entries(files)) put(tree, path, data);
  const { runtime, longDouble, malloc } = units();
  for (const [name, flags] of Object.entries(VARIANTS))
    content[`lib/${name}`] = await library(embedded, tree, runtime, flags);
  content[`lib/${LONG_DOUBLE}`] = await library(embedded, tree, longDouble, ["-O2"]);
  content[`lib/${MALLOC}`] = await library(embedded, tree, malloc, ["-O2"]);
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
