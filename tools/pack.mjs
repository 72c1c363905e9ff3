// Makes the npm packages and prints the packed sizes of their parts:
//
//   node tools/pack.mjs             build/package/awaitc-VERSION.tgz, awaitc-runtime-VERSION.tgz
//   node tools/pack.mjs --check     also fails if the runtime is over its limit
//   node tools/pack.mjs --prepare   only generates the files that are not in the repository
//
// The generated files are the types and system.tar.br. The runtime consists of the files that the
// entries of package.json import, their types, and the files that npm adds. docs/decisions/0010
// explains why it is also packed alone.
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path/posix";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { gunzipSync, gzipSync } from "node:zlib";
import { readTar, writeTar } from "../toolchain/tar.js";
import { ROOT, npmInstall, say } from "./steps.mjs";
import { buildSystem } from "./sysroot.mjs";

/** @awaitc/runtime, packed: code, types, licence, readme. */
export const LIMIT_BYTES = 36 * 1024;

const FOLDER = `${ROOT}build/package`;
const ENTRIES = ["web/index.js", "web/platforms/node.js", "web/platforms/workerd.js"];
const IMPORTS = /(?:^(?:import|export)\b[^;]*? from |[\s(]import\()"(\.[^"]+)"/gm;
const COMMENTS = /\/\*[^]*?\*\//g; // an import in one is for the types alone
const execute = promisify(execFile);

/** @param {string} folder with a package.json; gives the tarball's path */
async function packFolder(folder) {
  await mkdir(FOLDER, { recursive: true });
  const args = ["pack", "--ignore-scripts", "--json", "--pack-destination", FOLDER];
  const { stdout } = await execute("npm", args, { cwd: folder, maxBuffer: 16 << 20 });
  const [{ filename }] = JSON.parse(stdout);
  return `${FOLDER}/${filename}`;
}

/** Generates the files that are packed but not in the repository. */
async function makeParts() {
  const { makeTypes } = await import("./types.mjs"); // needs an npm package
  await makeTypes();
  await buildSystem();
}

/** Packs awaitc. Returns the path of the tarball. */
export async function pack() {
  await makeParts();
  return packFolder(ROOT);
}

/** Packs the runtime alone, from the files of awaitc's tarball. Returns the path of the tarball. */
export async function packRuntime(tarball) {
  const files = filesOf(tarball);
  const folder = `${FOLDER}/runtime`;
  await rm(folder, { recursive: true, force: true });
  for (const path of runtimePart(files)) {
    await mkdir(dirname(`${folder}/${path}`), { recursive: true });
    await writeFile(`${folder}/${path}`, files[path]);
  }
  await cp(`${ROOT}docs/runtime.md`, `${folder}/README.md`);
  const own = JSON.parse(await readFile(`${ROOT}package.json`, "utf8"));
  const { version, license, keywords, type, engines, sideEffects, types, exports } = own;
  const manifest = {
    name: "@awaitc/runtime",
    version,
    description: "What a program built with awaitc needs to run: the runtime alone",
    ...{ license, keywords, type, private: own.private, engines, sideEffects, types },
    exports: { ".": exports["."], "./package.json": exports["./package.json"] },
  };
  await writeFile(`${folder}/package.json`, `${JSON.stringify(manifest, undefined, 2)}\n`);
  return packFolder(folder);
}

/** The files of an npm tarball, by path. @returns {Record<string, Uint8Array>} */
export function filesOf(tarball) {
  const files = {};
  const walk = (tree, prefix) => {
    for (const [name, entry] of Object.entries(tree))
      if (entry instanceof Uint8Array) files[prefix + name] = entry;
      else walk(entry, `${prefix}${name}/`);
  };
  walk(readTar(gunzipSync(readFileSync(tarball))).package, "");
  return files;
}

/** The files that the entries import, statically or dynamically. Throws if the tarball lacks
 * one. */
export function runtimeOf(files) {
  const found = new Set(ENTRIES);
  for (const path of found) {
    if (!files[path]) throw new Error(`${path} is imported but not packed`);
    const text = new TextDecoder().decode(files[path]).replace(COMMENTS, "");
    for (const [, name] of text.matchAll(IMPORTS)) found.add(join(dirname(path), name));
  }
  return [...found].sort();
}

/** The paths that the runtime consists of. @param {Record<string, Uint8Array>} files */
function runtimePart(files) {
  const modules = new Set(runtimeOf(files));
  return Object.keys(files).filter(
    (path) =>
      modules.has(path) || /^(build\/types\/|package\.json$|LICENSE$|README\.md$)/.test(path),
  );
}

/** The parts of a tarball: names of files, bytes of them, bytes when packed alone. */
function partsOf(tarball) {
  const files = filesOf(tarball);
  const runtime = new Set(runtimePart(files));
  const part = (path) => {
    if (runtime.has(path)) return "runtime";
    if (/^(cli|toolchain|trace)\//.test(path)) return "command line";
    if (path.startsWith("include/")) return "headers";
    if (path.endsWith("system.tar.br")) return "compiler's system";
    return "documents";
  };
  const parts = {};
  for (const [path, data] of Object.entries(files)) {
    const { names, bytes } = (parts[part(path)] ??= { names: [], bytes: {} });
    names.push(path);
    bytes[path] = data;
  }
  return Object.entries(parts).map(([name, { names, bytes }]) => ({
    name,
    names,
    raw: Object.values(bytes).reduce((sum, data) => sum + data.length, 0),
    packed: gzipSync(writeTar(bytes), { level: 9 }).length,
  }));
}

/** Prints a line for each part, and the total. */
export function tableOf(tarball) {
  const whole = readFileSync(tarball).length;
  const bytes = (count, width) => `${count.toLocaleString("en").padStart(width)} B`;
  const line = (name, files, raw, packed) =>
    `${name.padEnd(20)} ${String(files).padStart(3)} files ` +
    `${bytes(raw, 10)} ${bytes(packed, 9)} packed`;
  const parts = partsOf(tarball);
  const sum = (of) => parts.reduce((total, part) => total + of(part), 0);
  return [
    ...parts.map(({ name, names, raw, packed }) => line(name, names.length, raw, packed)),
    line(
      basename(tarball),
      sum((p) => p.names.length),
      sum((p) => p.raw),
      whole,
    ),
  ].join("\n");
}

if (import.meta.url === pathToFileURL(process.argv[1]).href)
  await say(async () => {
    await npmInstall();
    if (process.argv.includes("--prepare")) return makeParts();
    const tarball = await pack();
    console.log(tableOf(tarball));
    const runtime = await packRuntime(tarball);
    const packed = readFileSync(runtime).length;
    console.log(`${basename(runtime)}: ${packed.toLocaleString("en")} B packed`);
    if (process.argv.includes("--check") && packed > LIMIT_BYTES)
      throw new Error(`the runtime is ${packed} B packed, over its limit of ${LIMIT_BYTES} B`);
  });
