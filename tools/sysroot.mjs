// Makes build/embedded/system.tar, the files with which the embedded compiler builds programs for
// WASI: a C sysroot (headers, libc, compiler-rt) selected from the one in @yowasp/clang, awaitc's
// headers, and the runtime compiled by the same clang for release and for debug. The page loads it
// from a server that compresses it; Node reads system.tar.br. Prints sizes.
//
//   node tools/sysroot.mjs [--check]      --check fails if the archive is over its limit
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, readFile, readdir, rename, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import { hashOf } from "../toolchain/cache_node.js";
import { loadClang } from "../toolchain/clang_node.js";
import { COMPILE_FLAGS, Embedded, TARGET } from "../toolchain/embedded.js";
import { readProject } from "../toolchain/project_node.js";
import { put, readTar, writeTar } from "../toolchain/tar.js";
import { withoutOptimising } from "../toolchain/tiers_node.js";
import { compressed } from "./brotli.mjs";
import { kept } from "./kept.mjs";
import { readSources } from "./sources.mjs";
import { ROOT, say } from "./steps.mjs";

const FOLDER = `${ROOT}build/embedded`;
const SYSTEM = `${FOLDER}/system.tar`;
const NOTE = `${FOLDER}/system.hash`; // of what it was made from
/** What makes it besides its files: an object knows its arguments. */
const CLANG = JSON.parse(readFileSync(`${ROOT}package.json`)).optionalDependencies["@yowasp/clang"];
const SELF = readFileSync(fileURLToPath(import.meta.url));
const LIMIT_BYTES = 1 << 20; // brotli

/** The compiler's own headers that C code for wasm may include. */
const COMPILER_HEADERS = new RegExp(
  "^include/(__std(arg|def)_\\w+|__float_\\w+" +
    "|std(align|arg|atomic|bool|ckdint|countof|def|int|noreturn)" +
    "|float|inttypes|iso646|limits|tgmath|varargs|wasm_simd128)\\.h$",
);
/** Files to leave out: C++, and headers for other systems. */
const NOT_C = /^include\/wasm32-wasip1\/(c\+\+|wasi\/wasip[23]\.h)/;
const LIBRARIES = [
  "libc",
  "libc-printscan-long-double",
  "libc-printscan-no-floating-point",
  "libsetjmp",
  "libwasi-emulated-getpid",
  "libwasi-emulated-mman",
  "libwasi-emulated-process-clocks",
  "libwasi-emulated-signal",
].map((name) => `lib/wasm32-wasip1/${name}.a`);

/** Variants of the runtime, with the flags for what runs often and for the rest. The debug one has
 * assertions and no lines: a trap in the runtime is reported at its caller. It is optimised as the
 * other is, because two like archives pack well together. */
const RELEASE = { fast: ["-O2", "-DNDEBUG"], rest: ["-Oz", "-DNDEBUG"] };
const VARIANTS = {
  "libawaitc.a": RELEASE,
  "libawaitc-debug.a": { fast: ["-O2"], rest: ["-Oz"] },
};
/** Linked additionally into programs with long doubles; other programs read doubles. */
const LONG_DOUBLE = "libawaitc-long-double.a";
/** Linked before the runtime, it takes the place of the Asyncify backend in it. */
const JSPI = "libawaitc-jspi.a";
/** Replaces wasi-libc's malloc, unless the program defines its own. */
const MALLOC = "libawaitc-malloc.a";
/** Replaces strerror in programs that do not use it. */
const NO_STRERROR = "libawaitc-no-strerror.a";
const APART = ["malloc_wasi", "scan_long_double", "strerror_none"];
/** The switch keeps its state in wasm locals, so it is optimised in every build. */
const ALWAYS_OPTIMISED = ["switch_asyncify", "switch_jspi", "stack", "print_vfprintf"];
/** All files of a tree by path. */
function* filesOf(tree, prefix = "") {
  for (const [name, entry] of Object.entries(tree))
    if (entry instanceof Uint8Array) yield [prefix + name, entry];
    else yield* filesOf(entry, `${prefix}${name}/`);
}

/** The C part of the sysroot, in the folders in which the compiler searches for TARGET. */
async function sysroot() {
  const url = new URL("llvm-resources.tar", import.meta.resolve("@yowasp/clang"));
  const picked = {};
  for (const [path, data] of filesOf(readTar(await readFile(url)))) {
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

/** The runtime's units for WASI. Units that only some programs need are separate. */
function units() {
  const { common, wasi, jspi } = readSources();
  const named = (name) => wasi.filter((unit) => unit.name === name);
  return {
    runtime: [...common, ...wasi.filter(({ name }) => !APART.includes(name))],
    longDouble: named("scan_long_double"),
    malloc: named("malloc_wasi"),
    noStrerror: named("strerror_none"),
    jspi,
  };
}

/** The arguments that a unit is compiled with. */
function argumentsOf({ file, name, isFast }, { fast, rest }) {
  const args = [...TARGET, ...COMPILE_FLAGS, "-Isrc", ...(isFast ? fast : rest)];
  if (ALWAYS_OPTIMISED.includes(name)) args.push("-O2");
  return ["clang", ...args, "-c", file, "-o", `${name}.o`];
}

/** What a unit's object is made of, as a hash. */
function keyOf({ file }, args) {
  const { files } = readProject([ROOT + file], [`${ROOT}src`, `${ROOT}include`]);
  return hashOf(CLANG, JSON.stringify(args), ...Object.values(files));
}

/** Compiles units, each unless its object is kept, on as many threads as there are processors.
 * @param {{ file: string, name: string, args: string[], key: string }[]} list @param {object} tree
 * @returns {Promise<Uint8Array[]>} their objects */
async function compileAll(list, tree) {
  const objects = [];
  const rest = list.entries();
  const lane = async () => {
    let thread;
    const compile = async ({ file, name, args }) => {
      thread ??= new Worker(new URL("./clangthread.mjs", import.meta.url), { workerData: tree });
      thread.postMessage(args);
      const [made] = await once(thread, "message");
      if (made.hasFailed || made.output) throw new Error(`${file}:\n${made.output}`);
      return made.files[`${name}.o`];
    };
    try {
      for (const [i, unit] of rest) objects[i] = await kept(unit.key, () => compile(unit));
    } finally {
      await thread?.terminate();
    }
  };
  await withoutOptimising(() => Promise.all(Array.from({ length: availableParallelism() }, lane)));
  return objects;
}

/** @param {Record<string, Uint8Array>} objects */
async function archiveOf(objects) {
  const embedded = new Embedded({ clang: await loadClang(), system: {} });
  await embedded.prepare();
  const made = await embedded.run(["ar", "rcsD", "out.a", ...Object.keys(objects)], objects);
  if (made.hasFailed) throw new Error(`ar:\n${made.output}`);
  return made.files["out.a"];
}

/** The runtime's archives, by name. @param {object} tree what the compiler sees */
async function libraries(tree) {
  const { runtime, longDouble, malloc, noStrerror, jspi } = units();
  const archives = [
    ...Object.entries(VARIANTS).map(([name, flags]) => ({ name, list: runtime, flags })),
    { name: LONG_DOUBLE, list: longDouble, flags: RELEASE },
    { name: MALLOC, list: malloc, flags: RELEASE },
    { name: NO_STRERROR, list: noStrerror, flags: RELEASE },
    { name: JSPI, list: jspi, flags: RELEASE },
  ].map(({ list, flags, name }) => ({
    name,
    // The keys are taken now: a file that is edited while others are compiled must not change them.
    units: list.map((unit) => {
      const args = argumentsOf(unit, flags);
      return { ...unit, args, key: keyOf(unit, args) };
    }),
  }));
  const objects = (
    await compileAll(
      archives.flatMap(({ units }) => units),
      tree,
    )
  ).values();
  const made = {};
  for (const { name, units } of archives) {
    const files = Object.fromEntries(units.map((unit) => [`${unit.name}.o`, objects.next().value]));
    const key = hashOf(CLANG, "ar", ...Object.entries(files).flat());
    made[`lib/${name}`] = await kept(key, () => archiveOf(files));
  }
  return made;
}

/** Writes a file so that nobody reads a part of it.
 * @param {string} path @param {Uint8Array} data */
async function replaceFile(path, data) {
  await writeFile(`${path}.new`, data);
  await rename(`${path}.new`, path);
}

/** Builds the system unless that has been done from the same files. */
export async function buildSystem() {
  const headers = await readAll("include");
  const files = { ...headers, ...(await readAll("src")) };
  const flags = [...TARGET, ...COMPILE_FLAGS];
  const hash = hashOf(
    CLANG,
    SELF,
    JSON.stringify(units()),
    ...flags,
    ...Object.entries(files).flat(),
  );
  const known = await readFile(NOTE, "utf8").catch(() => "");
  if (existsSync(SYSTEM) && existsSync(`${SYSTEM}.br`) && hash === known) return;
  console.log("building the runtime for the embedded compiler");
  const content = { ...(await sysroot()), ...headers };
  const tree = {};
  for (const [path, data] of Object.entries(content)) put(tree, `awaitc/${path}`, data);
  for (const [path, data] of Object.entries(files)) put(tree, path, data);
  Object.assign(content, await libraries(tree));
  const sorted = Object.fromEntries(Object.entries(content).sort(([a], [b]) => (a < b ? -1 : 1)));
  await mkdir(FOLDER, { recursive: true });
  const tar = writeTar(sorted);
  await replaceFile(SYSTEM, tar);
  await replaceFile(`${SYSTEM}.br`, await compressed(tar));
  await writeFile(NOTE, hash);
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
    line(what, part.length, (await compressed(part)).length);
  }
  const packed = (await compressed(bytes)).length;
  line("system.tar", bytes.length, packed);
  if (process.argv.includes("--check") && packed > LIMIT_BYTES)
    throw new Error(`sysroot.mjs: system.tar is over its limit of ${LIMIT_BYTES} B brotli`);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href)
  await say(async () => {
    await buildSystem();
    await printSizes();
  });
