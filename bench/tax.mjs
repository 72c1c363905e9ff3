// Builds Lua and SQLite, of Debian's source packages, for subjects/tax.mjs.
//
// Each is built without awaitc, with Asyncify as the analysis of calls decides, with the files of
// the library in a list of --never-suspends, and with JSPI. Lua's errors end the program, because
// Asyncify has no setjmp. The sources come from apt-get, into build/.
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { loadOptimizer } from "../toolchain/binaryen_node.js";
import { COMPILE_FLAGS, LINK_FLAGS } from "../toolchain/emcc.js";
import { buildKept } from "../tools/kept.mjs";
import { ROOT, has } from "../tools/steps.mjs";

const execute = promisify(execFile);
const FOLDER = join(ROOT, "build/bench/tax");

/** @typedef {{ package: string, prefix: string, flags: string[],
 *   files: (folder: string) => Promise<string[]>, headers: (folder: string) => string }} Library
 * @type {Record<string, Library>} */
const LIBRARIES = {
  lua: {
    ...{ package: "lua5.4", prefix: "lua-" },
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
    ...{ package: "sqlite3", prefix: "sqlite3-" },
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
  if (!has("apt-get")) throw new Error("its source is fetched from Debian; there is no apt-get");
  // The machine's own places of binary packages have the sources, too.
  const places = ["indextargets", "--format", "$(REPO_URI) $(RELEASE) main", "Component: main"];
  const { stdout } = await must("apt-get", places);
  const lines = [...new Set(stdout.trim().split("\n"))].map((place) => `deb-src ${place}\n`);
  const list = join(apt, "sources.list");
  await writeFile(list, lines.join(""));
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

/** Builds a program in all ways into a folder. @param {string} name of LIBRARIES
 * @param {string} to */
export async function buildTax(name, to) {
  await mkdir(FOLDER, { recursive: true });
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
    plain: await untransformed(source, objects, includes),
    analysis: (await buildKept("emcc", options)).bytes,
    list: (await buildKept("emcc", { ...options, neverSuspends })).bytes,
    jspi: (await buildKept("emcc", { ...options, backend: "jspi" })).bytes,
  };
  for (const [way, bytes] of Object.entries(made))
    await writeFile(join(to, `${name}-${way}.wasm`), bytes);
  return basename(folder);
}
