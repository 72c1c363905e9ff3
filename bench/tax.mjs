// What awaitc costs code that computes: Lua and SQLite of Debian's source packages, in tasks. In
// the form of the bench suite; taxrun.mjs runs it alone.
//
// Each is built without awaitc, with Asyncify as the analysis of calls decides, with the files of
// the library in a list of --never-suspends, and with JSPI. Lua's errors end the program, because
// Asyncify has no setjmp. The sources come from apt-get, into build/.
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { loadOptimizer } from "../toolchain/binaryen_node.js";
import { COMPILE_FLAGS, LINK_FLAGS, build } from "../toolchain/emcc.js";
import { load } from "../web/platforms/node.js";

const execute = promisify(execFile);
const ROOT = fileURLToPath(new URL("..", import.meta.url));
const FOLDER = join(ROOT, "build/bench/tax");
const ENOSYS = 52; // WASI's, for a module without a host

/** The ways of building a program, with what may be lost against the one without awaitc. */
const VARIANTS = {
  list: { words: "with a list", timeMost: 1.15, sizeMost: 1.35 },
  jspi: { words: "JSPI", timeMost: 1, sizeMost: undefined },
  analysis: { words: "the analysis alone", timeMost: undefined, sizeMost: undefined },
};

/** @typedef {{ package: string, prefix: string, work: string[], flags: string[],
 *   files: (folder: string) => Promise<string[]>, headers: (folder: string) => string }} Library
 * @type {Record<string, Library>} */
const LIBRARIES = {
  lua: {
    ...{ package: "lua5.4", prefix: "lua-", work: ["calls", "strings", "tables"] },
    flags: [
      ...["-Dluai_jmpbuf=int", "-DLUAI_THROW(L,c)=abort()"],
      "-DLUAI_TRY(L,c,a)=if((c)->status==0){a}",
    ],
    headers: (folder) => join(folder, "src"),
    async files(folder) {
      const others = /^(lua|luac|linit|loadlib|l(io|os|db|coro|utf8|math)lib)\.c$/;
      const names = await readdir(join(folder, "src"));
      const used = names.filter((name) => name.endsWith(".c") && !others.test(name));
      return used.map((name) => join(folder, "src", name));
    },
  },
  sqlite: {
    ...{ package: "sqlite3", prefix: "sqlite3-", work: ["inserts", "inserts and queries"] },
    flags: [
      ...["OS_OTHER=1", "THREADSAFE=0", "OMIT_LOAD_EXTENSION", "TEMP_STORE=3"].map(
        (name) => `-DSQLITE_${name}`,
      ),
    ],
    headers: (folder) => folder,
    async files(folder) {
      const file = join(folder, "sqlite3.c");
      if (existsSync(file)) return [file];
      await must("./configure", ["--disable-tcl", "--disable-readline"], folder);
      await must("make", ["sqlite3.c"], folder);
      return [file];
    },
  },
};

/** Runs a command. @param {string} command @param {string[]} args @param {string} [cwd] */
const must = (command, args, cwd) => execute(command, args, { cwd, maxBuffer: 64 << 20 });

/** The folder with the sources of Debian's package, once it was unpacked. @param {string} name */
async function unpacked(name) {
  const entries = await readdir(FOLDER, { withFileTypes: true });
  const found = entries.find((one) => one.isDirectory() && one.name.startsWith(name));
  return found && join(FOLDER, found.name);
}

/** Fetches and unpacks Debian's package. @param {string} name
 * @param {string} prefix of its folder */
async function sourceOf(name, prefix) {
  const known = await unpacked(prefix);
  if (known) return known;
  const apt = join(FOLDER, "apt");
  await mkdir(join(apt, "lists/partial"), { recursive: true });
  const release = await readFile("/etc/os-release", "utf8");
  const [, suite = "bookworm"] = /^VERSION_CODENAME=(.*)$/m.exec(release) ?? [];
  const list = join(apt, "sources.list");
  await writeFile(list, `deb-src http://deb.debian.org/debian ${suite} main\n`);
  const settings = [
    ...[`Dir::Etc::sourcelist=${list}`, "Dir::Etc::sourceparts=/dev/null"],
    ...[`Dir::State::lists=${apt}/lists`, `Dir::Cache=${apt}`, "APT::Sandbox::User=root"],
  ].flatMap((setting) => ["-o", setting]);
  await must("apt-get", [...settings, "update"]);
  await must("apt-get", [...settings, "source", "--download-only", name], FOLDER);
  const form = new RegExp(`^${name}_.*\\.orig\\.tar\\.\\w+$`);
  const archive = (await readdir(FOLDER)).find((file) => form.test(file));
  await must("tar", ["xf", String(archive)], FOLDER);
  return /** @type {string} */ (await unpacked(prefix));
}

/** Compiles the library once for all variants. @param {string} name @param {string[]} files */
async function objectsOf(name, files) {
  const to = join(FOLDER, `${name}-objects`);
  await mkdir(to, { recursive: true });
  const objects = [];
  for (const file of files) {
    const object = join(to, basename(file).replace(/c$/, "o"));
    objects.push(object);
    if (existsSync(object)) continue;
    const flags = [...COMPILE_FLAGS, "-w", ...LIBRARIES[name].flags];
    await must("emcc", ["-O2", ...flags, "-c", file, "-o", object]);
  }
  return objects;
}

/** The module without awaitc, optimised by Binaryen as emcc would do.
 * @param {string} source @param {string[]} objects @param {string[]} includes */
async function untransformed(source, objects, includes) {
  const made = join(FOLDER, "linked.wasm");
  const linked = LINK_FLAGS.filter((flag) => !flag.includes("--wrap"));
  const folders = includes.map((folder) => `-I${folder}`);
  await must("emcc", ["-O2", "-DPLAIN", ...folders, source, ...objects, ...linked, "-o", made]);
  const optimize = await loadOptimizer();
  return optimize(await readFile(made), {
    features: ["bulk-memory", "sign-ext", "mutable-globals", "nontrapping-float-to-int"],
    ...{ passes: [], passArguments: {}, level: 3, isOptimised: true, keepsNames: false },
    finish: ["strip-debug", "strip-producers", "strip-target-features"],
  });
}

/** Builds a program in all variants, unless they are there. @param {string} name */
async function buildVariants(name) {
  if (existsSync(moduleOf(name, "jspi"))) return;
  const { package: from, prefix, files, headers } = LIBRARIES[name];
  const folder = await sourceOf(from, prefix);
  const objects = await objectsOf(name, await files(folder));
  const source = join(ROOT, `bench/programs/${name}.c`);
  const includes = [headers(folder)];
  const given = objects.map(async (path) => [path, await readFile(path)]);
  const options = {
    ...{ sources: [source], includes, flags: ["-w"] },
    objects: Object.fromEntries(await Promise.all(given)),
  };
  const neverSuspends = objects.map((path) => basename(path));
  const made = {
    untransformed: await untransformed(source, objects, includes),
    analysis: (await build(options)).bytes,
    list: (await build({ ...options, neverSuspends })).bytes,
    jspi: (await build({ ...options, backend: "jspi" })).bytes,
  };
  for (const [variant, module] of Object.entries(made))
    await writeFile(moduleOf(name, variant), module);
}

/** @param {string} name @param {string} variant */
const moduleOf = (name, variant) => join(FOLDER, `${name}-${variant}.wasm`);

/** What runs one of the works of a module.
 * @typedef {(work: number) => number | Promise<number>} Run */

/** Loads a module. @param {string} name @param {string} variant @returns {Promise<Run>} */
async function open(name, variant) {
  const bytes = await readFile(moduleOf(name, variant));
  if (variant !== "untransformed") {
    const program = await load(bytes);
    return (work) => program.call("work", work);
  }
  const module = await WebAssembly.compile(bytes);
  /** @type {Record<string, Record<string, () => number>>} */
  const imports = {};
  for (const { module: from, name: key } of WebAssembly.Module.imports(module))
    (imports[from] ??= {})[key] = () => ENOSYS;
  const { exports } = /** @type {any} */ (await WebAssembly.instantiate(module, imports));
  exports._initialize();
  return exports.work;
}

/** @type {Map<string, Promise<Run>>} */
const opened = new Map();

/** A way (suite.mjs): what one run takes, in ms. @param {string} name @param {number} work
 * @param {string} variant */
const way = (name, work, variant) => async () => {
  const key = `${name}-${variant}`;
  const run = opened.get(key) ?? open(name, variant);
  opened.set(key, run);
  const call = await run;
  const start = performance.now();
  await call(work);
  return performance.now() - start;
};

/** @param {string} name @param {string} variant */
const size = (name, variant) => async () => (await readFile(moduleOf(name, variant))).length / 1024;

/** The benchmarks of a library, in the form of suite.mjs. @param {string} name
 * @param {keyof typeof VARIANTS} variant */
function benchmarksOf(name, variant) {
  const { words, timeMost, sizeMost } = VARIANTS[variant];
  const ahead = (/** @type {number | undefined} */ most) =>
    most && { ahead: { untransformed: 1 / most } };
  const times = LIBRARIES[name].work.map((what, number) => ({
    ...{ id: `${name}-${number}-${variant}`, what: `${name}, ${what}: ${words}` },
    ...{ unit: "ms", isLong: true, goal: ahead(timeMost) },
    awaitc: way(name, number, variant),
    peers: { untransformed: way(name, number, "untransformed") },
  }));
  const bytes = {
    ...{ id: `${name}-size-${variant}`, what: `${name}, size: ${words}` },
    ...{ unit: "KB", isExact: true, goal: ahead(sizeMost) },
    awaitc: size(name, variant),
    peers: { untransformed: size(name, "untransformed") },
  };
  return [...times, bytes];
}

export const benchmarks = Object.keys(LIBRARIES).flatMap((name) =>
  /** @type {(keyof typeof VARIANTS)[]} */ (Object.keys(VARIANTS)).flatMap((variant) =>
    benchmarksOf(name, variant),
  ),
);

/** Builds all that is missing; throws the reason if it cannot be had. */
export async function buildTax() {
  await mkdir(FOLDER, { recursive: true });
  for (const name of Object.keys(LIBRARIES)) await buildVariants(name);
}
