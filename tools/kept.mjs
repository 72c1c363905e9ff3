// Caches build results under a hash of all their inputs, so that the programs of the page and of
// the tests are compiled again only if the result would differ. All checkouts of the project share
// the cache, which is a folder of the user.
import { serialize, deserialize } from "node:v8";
import { realpathSync } from "node:fs";
import { readFile, readdir, rename, utimes, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { folder, hashOf, prune } from "../toolchain/cache_node.js";
import * as emcc from "../toolchain/emcc.js";
import * as embedded from "../toolchain/embedded_node.js";
import { readProject } from "../toolchain/project_node.js";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const FOLDER = await folder("awaitc-builds");
const FILES_MAX = 4000;
const HASH_BYTES = 64;
const TOOLCHAINS = { emcc, embedded };

/** A cached result, or undefined. @param {string} file */
async function recall(file) {
  try {
    const data = await readFile(file);
    const content = data.subarray(HASH_BYTES);
    if (hashOf(content) !== data.toString("latin1", 0, HASH_BYTES)) return undefined; // damaged
    await utimes(file, new Date(), new Date()); // used lately, so prune leaves it
    return deserialize(content);
  } catch {
    return undefined; // not built yet, or by a Node that writes otherwise
  }
}

/** The result of `make`, or the cached result of an earlier call with this key.
 * @template T @param {string} key @param {() => Promise<T>} make gives what v8.serialize can write
 * @returns {Promise<T>} */
export async function kept(key, make) {
  const file = join(FOLDER, key);
  const known = await recall(file);
  if (known !== undefined) return known;
  const made = await make();
  const content = serialize(made);
  const aside = `${file}.${process.pid}.new`;
  await writeFile(aside, Buffer.concat([Buffer.from(hashOf(content)), content]));
  await rename(aside, file);
  await prune(FOLDER, FILES_MAX);
  return made;
}

/** A hash of the files of a folder of the project. @param {string} folder */
async function folderHash(folder) {
  const names = (await readdir(join(ROOT, folder))).sort();
  const contents = await Promise.all(names.map((name) => readFile(join(ROOT, folder, name))));
  return hashOf(...names, ...contents);
}

/** A hash of everything besides the sources that a build depends on.
 * @param {keyof TOOLCHAINS} toolchain @param {string[]} libraries of emcc */
async function toolsHash(toolchain, libraries) {
  const parts = [await folderHash("toolchain"), await readFile(join(ROOT, "package.json"))];
  if (toolchain === "embedded") return hashOf(...parts, await readFile(embedded.SYSTEM));
  const version = join(dirname(realpathSync(emcc.findEmcc() ?? "")), "emscripten-version.txt");
  parts.push(await folderHash("include"));
  for (const library of libraries) parts.push(await readFile(library));
  return hashOf(...parts, await readFile(version).catch(() => "unknown"));
}

/** @type {Map<string, Promise<string>>} */
const hashes = new Map();

/** A text without the folder of this checkout, on which no result depends. @param {string} text */
const portable = (text) => text.replaceAll(ROOT, "").replaceAll(ROOT.slice(1), "");

/** Builds a C program as `build` of the toolchain does, unless the result is cached.
 * @param {"emcc" | "embedded"} toolchain
 * @param {import("../toolchain/embedded_node.js").Options} options
 * @returns {Promise<import("../toolchain/transform.js").Transformed & { words: string }>} words:
 *   its warnings */
export async function buildKept(toolchain, options) {
  const { build } = TOOLCHAINS[toolchain];
  const { library = emcc.libraryOf(options.isDebug ?? false) } = options;
  const make = async () => {
    let words = "";
    const { bytes, sourceMap, sizes } = await build(options, (text) => void (words += text));
    return { bytes, sourceMap, sizes, words: portable(words) };
  };
  const { files, shown, isWhole } = readProject(options.sources, options.includes ?? []);
  if (!isWhole) return make();
  const libraries = emcc.librariesOf(library, options.backend);
  const tools = `${toolchain} ${libraries}`;
  const hash = hashes.get(tools) ?? toolsHash(toolchain, libraries);
  hashes.set(tools, hash);
  const sources = Object.entries(files).flatMap(([path, data]) => [
    portable(`${path} ${shown[path]}`),
    data,
  ]);
  return kept(hashOf(await hash, portable(JSON.stringify(options)), ...sources), make);
}
