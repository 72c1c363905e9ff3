/**
 * Compiles and links C with a clang that is itself WebAssembly, and transforms it with Binaryen: in
 * Node, a page or a worker, with no files but those it is given.
 *
 * It has the flags of the recipe for wasm32-wasip1, places files in the compiler's tree, and
 * interprets clang's output. It uses no API of Node or of a page. See transform.js and
 * diagnostics.js; tools/sysroot.mjs makes the `system`.
 * @module
 */

import { absentCalls } from "./absent.js";
import { binaryenOptimizer } from "./binaryen.js";
import { BuildError, findings, linkError, parseDiagnostics, renameFiles } from "./diagnostics.js";
import { Objects, usedFiles } from "./objects.js";
import { hasFiles } from "./leftout.js";
import { checkNames, definitionsOf, originsOf } from "./symbols.js";
import { put } from "./tar.js";
import { transform } from "./transform.js";
import { WRAPPED } from "./wrapped.js";

/** Where things stand in the compiler's tree. It keeps /usr and /tmp for itself. */
const SYSTEM = "awaitc";
const PROJECT = "/src/";
const OVERLAY = "overlay.json";
const decoder = new TextDecoder();

export const TARGET = [
  "--target=wasm32-wasip1",
  `--sysroot=/${SYSTEM}`,
  `-resource-dir=/${SYSTEM}`,
];

/** Without the first, clang gives a function that calls nothing even a huge array without moving
 * the C stack pointer, and the stack check would not see it. wasi-libc has signals, clocks and the
 * like only as emulations, which Emscripten's has without asking. */
export const COMPILE_FLAGS = [
  ...["-Xclang", "-disable-red-zone"],
  "-Wall",
  "-fdiagnostics-parseable-fixits",
  ...["SIGNAL", "PROCESS_CLOCKS", "GETPID", "MMAN"].map((name) => `-D_WASI_EMULATED_${name}`),
];
/** setjmp and longjmp by exceptions of WebAssembly, which Asyncify cannot suspend across. */
const JSPI_FLAGS = ["-mllvm", "-wasm-enable-sjlj"];
const EMULATIONS = ["signal", "process-clocks", "getpid", "mman"];

/** Linked before the runtime; the first that defines the switch gives it. */
const JSPI_LIBRARIES = ["libawaitc-jspi.a", "libsetjmp.a"];

const LINK_FLAGS = [
  ...["-m", "wasm32"],
  ...["--entry", "_initialize"],
  ...["-u", "export_start"], // the exports of program_wasm.c come with it
  ...["-z", `stack-size=${128 << 10}`], // the system stack; tasks have their own
  "--no-stack-first", // as emcc: messages of an overflow need a stack pointer inside the memory
  `--initial-heap=${64 << 10}`, // malloc's first; the runtime's pools and more of it come later
  `--max-memory=${2 ** 32}`,
  "--allow-undefined", // transform.js names them
  ...WRAPPED.wasi.map((name) => `--wrap=${name}`),
];

/**
 * @typedef {object} Program
 * @property {Record<string, string | Uint8Array>} files sources and headers by path, like
 *   "lib/list.h"
 * @property {string[]} sources paths of those that are compiled
 * @property {string[]} [includes] folders searched for headers
 * @property {Record<string, string>} [prefixes] how lines name the files of a folder, when it is
 *   not
 *   as seen from the source's own: { "lib/": "../lib/" }
 * @property {boolean} [isDebug] assertions and names
 * @property {string} [optimize] "-O0" … "-Oz" for the program itself; default -O2, debug -O0
 * @property {string[]} [flags] further flags for compiling
 * @property {Record<string, Uint8Array>} [objects] object files and archives, linked with the
 *   sources
 * @property {boolean} [isMeasured] tells what takes the room
 * @property {string[]} [neverSuspends] names of functions, or of files, that Asyncify leaves out
 * @property {import("./transform.js").Backend} [backend] what switches the tasks: "asyncify" unless
 *   set
 *
 * @typedef {object} Linked
 * @property {Uint8Array} bytes
 * @property {import("./symbols.js").Origins} [origins] of a program that is measured
 * @property {import("./symbols.js").Definitions} [definitions] if files are left out
 * @property {import("./diagnostics.js").Diagnostic[]} diagnostics warnings
 * @property {string} words what the compiler said, for people
 *
 * What is used of npm's `@yowasp/clang`.
 * @typedef {Pick<typeof import("@yowasp/clang"), "runLLVM" | "Exit">} Clang
 *
 * @typedef {object} Parts
 * @property {Clang} clang
 * @property {import("./tar.js").Tree} system headers and libraries, from system.tar
 * @property {() => Promise<import("./binaryen.js").Binaryen>} [binaryen] asked for when it is
 *   needed
 * @property {(words: string) => void} [onProgress] what is being done, in a few words
 */

/** Keeps the compiled compiler, and the objects it made, for the next build. */
export class Embedded {
  #parts;
  #objects = new Objects();
  /** @param {Parts} parts */
  constructor(parts) {
    this.#parts = parts;
  }

  /** Loads the compiler, if that has not been done. */
  async prepare() {
    const { clang, onProgress } = this.#parts;
    const fetchProgress = () => onProgress?.("loading the compiler"); // else it prints that itself
    await clang.runLLVM(/** @type {any} */ (null), {}, { fetchProgress });
  }

  /** Runs a tool of LLVM. @param {string[]} args @param {import("./tar.js").Tree} files
   * @returns {Promise<{ hasFailed: boolean, output: string, files: import("./tar.js").Tree }>} */
  async run(args, files) {
    const { clang } = this.#parts;
    const decoder = new TextDecoder();
    let output = "";
    const write = (/** @type {Uint8Array | null} */ bytes) => {
      if (bytes) output += decoder.decode(bytes, { stream: true });
    };
    const options = { stdout: write, stderr: write, decodeASCII: false };
    try {
      const made = await clang.runLLVM(args, files, options);
      return { hasFailed: false, output, files: made ?? {} };
    } catch (error) {
      if (error instanceof clang.Exit) return { hasFailed: true, output, files: error.files };
      throw new BuildError(`${args[0]} broke down: ${reasonOf(error, output)}`, output);
    }
  }

  /** Runs clang over one source. @param {Program} program @param {string} source
   * @param {string[]} action what it makes of it */
  async #clang(program, source, action) {
    const { isDebug = false, optimize = isDebug ? "-O0" : "-O2" } = program;
    this.#parts.onProgress?.(`compiling ${source}`);
    /** @type {import("./tar.js").Tree} */
    const tree = { [SYSTEM]: this.#parts.system };
    for (const [path, data] of Object.entries(program.files)) put(tree, placed(path), data);
    tree[OVERLAY] = overlay(Object.keys(program.files));
    const prefixes = { "": "", ...program.prefixes, [source.replace(/[^/]*$/, "")]: "" };
    const { hasFailed, output, files } = await this.run(
      [
        "clang",
        ...TARGET,
        optimize,
        ...(isDebug ? ["-gline-tables-only", "-gdwarf-4"] : []), // lines.js reads them
        ...(program.includes ?? []).map((path) => `-I${placed(path)}`),
        ...Object.entries(prefixes).map(([from, to]) => `-ffile-prefix-map=${placed(from)}=${to}`),
        ...["-ivfsoverlay", OVERLAY],
        ...COMPILE_FLAGS,
        ...(program.backend === "jspi" ? JSPI_FLAGS : []),
        ...(program.flags ?? []),
        ...[...action, placed(source)],
      ],
      tree,
    );
    return { hasFailed, output: renameFiles(output, unplaced), files };
  }

  /** Compiles one source; without an object if it has errors. @param {Program} program
   * @param {string} source @returns {Promise<{ object?: Uint8Array, output: string }>} */
  async #compile(program, source) {
    const { files, includes, prefixes, isDebug, optimize, flags, backend } = program;
    const settings = { source, includes, prefixes, isDebug, optimize, flags, backend };
    const key = JSON.stringify([settings, Object.keys(files)]);
    const kept = this.#objects.recall(key, files);
    if (kept) return kept;
    const made = await this.#clang(program, source, ["-MD", "-MF", "out.d", "-o", "out.o", "-c"]);
    const object = made.files["out.o"];
    if (made.hasFailed || !(object instanceof Uint8Array)) return { output: made.output };
    const compiled = { object, output: made.output };
    const list = made.files["out.d"];
    const used = list instanceof Uint8Array ? usedFiles(decoder.decode(list), PROJECT) : [];
    if (used.length > 0 && used.every((path) => Object.hasOwn(files, path)))
      this.#objects.remember(key, files, used, compiled);
    return compiled;
  }

  /** Compiles one source that must have no errors.
   * @param {Program} program @param {string} source */
  async #object(program, source) {
    const { object, output } = await this.#compile(program, source);
    if (!object) throw compileError(source, output);
    return { object, output };
  }

  /** Compiles one source, for a build that links by itself. @param {Program} program
   * @returns {Promise<{ object: Uint8Array, words: string }>} */
  async compile(program) {
    await this.prepare();
    const { object, output } = await this.#object(program, program.sources[0]);
    return { object, words: findings(output).words };
  }

  /** An archive of the program's object files. @param {Program} program
   * @returns {Promise<{ archive: Uint8Array }>} */
  async archive({ objects = {} }) {
    await this.prepare();
    const entries = Object.entries(objects).map(([path, data], i) => {
      const name = path.split("/").pop() ?? "";
      return [name.endsWith(".a") ? `${i}.a` : `${i}-${name}`, data];
    });
    // q: names may come several times; L: of an archive, its members
    const args = ["ar", "qcsDL", "out.a", ...entries.map(([name]) => String(name))];
    const made = await this.run(args, Object.fromEntries(entries));
    const archive = made.files["out.a"];
    if (made.hasFailed || !(archive instanceof Uint8Array)) throw new BuildError(made.output);
    return { archive };
  }

  /** What the compiler finds in all the sources, and calls that always fail. The objects are kept
   * for a build.
   * @param {Program} program @returns {Promise<import("./diagnostics.js").Findings>} */
  async check(program) {
    await this.prepare();
    let output = "";
    let hasFailed = false;
    for (const source of program.sources) {
      const { object, output: words } = await this.#compile(program, source);
      const data = program.files[source];
      const text = typeof data === "string" ? data : decoder.decode(data);
      output += words + (object ? absentCalls({ source, text, object }, "wasi") : "");
      hasFailed ||= !object;
    }
    return { hasFailed, ...findings(output) };
  }

  /** Compiles and links, without the transformation. @param {Program} program
   * @returns {Promise<Linked>} */
  async link(program) {
    await this.prepare();
    /** @type {import("./tar.js").Tree} */
    const tree = { [SYSTEM]: this.#parts.system };
    const objects = [];
    const compiled = [];
    let output = "";
    for (const [i, source] of program.sources.entries()) {
      const made = await this.#object(program, source);
      const name = `${i}-${source.replaceAll("/", "-")}.o`;
      tree[name] = made.object;
      objects.push(name);
      compiled.push({ source, object: made.object });
      output += made.output;
    }
    for (const [i, [path, data]] of Object.entries(program.objects ?? {}).entries()) {
      const name = `given-${i}-${path.replaceAll("/", "-")}`;
      tree[name] = data;
      objects.push(name);
      if (!path.endsWith(".a")) compiled.push({ source: path, object: data });
    }
    this.#parts.onProgress?.("linking");
    const library = program.isDebug ? "libawaitc-debug.a" : "libawaitc.a";
    const { lib } = /** @type {{ lib: Record<string, Uint8Array> }} */ (this.#parts.system);
    checkNames(compiled, lib[library]);
    const linked = await this.run(
      [
        ...["wasm-ld", `${SYSTEM}/lib/crt1-reactor.o`, ...objects],
        ...printing(program).map((name) => `${SYSTEM}/lib/${name}`),
        ...(program.backend === "jspi" ? JSPI_LIBRARIES : []).map(
          (name) => `${SYSTEM}/lib/${name}`,
        ),
        `${SYSTEM}/lib/${library}`,
        ...EMULATIONS.map((name) => `${SYSTEM}/lib/libwasi-emulated-${name}.a`),
        // The first that has malloc gives it; wasi-libc's takes five times the room.
        ...["libawaitc-malloc.a", "libc.a", "libclang_rt.builtins.a"].map(
          (name) => `${SYSTEM}/lib/${name}`,
        ),
        ...LINK_FLAGS,
        ...(program.isDebug ? ["-u", "debug_environment"] : []), // AWAITC_DEBUG=1: debug_wasm.c
        ...["-o", "out.wasm"],
      ],
      tree,
    );
    const bytes = linked.files["out.wasm"];
    if (linked.hasFailed || !(bytes instanceof Uint8Array)) throw linkError(linked.output);
    const { diagnostics, words } = parseDiagnostics(output + linked.output);
    const origins = program.isMeasured
      ? originsOf(compiled, program.objects ?? {}, lib[library])
      : undefined;
    const definitions = hasFiles(program.neverSuspends ?? [])
      ? definitionsOf(compiled, program.objects ?? {})
      : undefined;
    return { bytes, origins, definitions, diagnostics, words };
  }

  /** Compiles, links and transforms; errors throw BuildError or TransformError.
   * @param {Program} program
   * @returns {Promise<Linked & import("./transform.js").Transformed>} */
  async build(program) {
    const { binaryen: load, onProgress } = this.#parts;
    if (!load) throw new TypeError("Embedded: build() needs `binaryen`");
    const linked = await this.link(program);
    onProgress?.("making it suspendable");
    const optimize = binaryenOptimizer(await load());
    const { isDebug = false, neverSuspends } = program;
    const { origins, definitions } = linked;
    const excluded = { neverSuspends, definitions };
    const made = transform(linked.bytes, { isDebug, optimize, origins, ...excluded });
    return { ...linked, ...made, words: linked.words + made.words };
  }
}

/** Why a tool ended without an exit code. @param {unknown} error @param {string} output */
function reasonOf(error, output) {
  if (error instanceof RangeError) return "the program is nested too deeply for it";
  if (/out of memory|allocation failed/i.test(output))
    return "its memory is full; does a macro or a constant grow without end?";
  return error instanceof Error ? error.message : String(error);
}

/** Where a file or folder of the program stands. @param {string} path */
function placed(path) {
  if (/(^|\/)\.{0,2}\/|(^|\/)\.\.?$/.test(path))
    throw new BuildError(`the path ${path} has empty or dotted steps; write it without`);
  return PROJECT + path;
}

/** The path as the program knows it. @param {string} path */
function unplaced(path) {
  return path.startsWith(PROJECT) ? path.slice(PROJECT.length) : path;
}

/** Tells clang the files by name: it then understands ".." in a path, which the tree does not.
 * @param {string[]} paths */
function overlay(paths) {
  const roots = paths.map(placed).map((path) => ({
    name: path,
    type: "file",
    "external-contents": path,
  }));
  return JSON.stringify({ version: 0, "case-sensitive": true, roots });
}

/** The libc's printing and scanning that the program needs: the whole of floats is larger than all
 * the rest, that of long doubles larger still, and the texts of errno are 2 KB. Looks at the text,
 * so a format that is put together at run time needs its letters or the word somewhere. In object
 * files it sees formats and the names of functions.
 * @param {Program} program */
function printing({ files, objects = {} }) {
  const text = [...Object.values(files), ...Object.values(objects)]
    .map((data) => (typeof data === "string" ? data : decoder.decode(data)))
    .join("\n");
  const hasErrors = /\b(strerror|perror)|<err\.h>|%[-+ #0'*$.\d]*m/.test(text);
  const errors = hasErrors ? [] : ["libawaitc-no-strerror.a"];
  if (/\blong\s+double\b|%[-+ #0'*$.\d]*L|\b(strto|wcsto)ld\b/.test(text))
    return [...errors, "libawaitc-long-double.a", "libc-printscan-long-double.a"];
  // That one's scanning expects another __floatscan than the wrapper calls.
  const isScanning = /scanf\b/.test(text);
  const hasFloats = /\b(float|double|complex|strto[df]|atof)\b|%[-+ #0'*$.\d]*l?[aefg]/i.test(text);
  return hasFloats || isScanning ? errors : [...errors, "libc-printscan-no-floating-point.a"];
}

/** @param {string} source @param {string} output */
function compileError(source, output) {
  const { diagnostics, words } = findings(output);
  const hints = new Set(diagnostics.flatMap(({ hint }) => hint ?? []));
  return new BuildError([`${source} did not compile`, ...hints].join("; "), words, diagnostics);
}
