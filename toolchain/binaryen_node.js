/**
 * Finds and loads npm's Binaryen in Node. A process loads it once: that takes seconds, while
 * running it over a program takes a fraction of one. See binaryen.js.
 * @module
 */

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { bareBinaryen, startBinaryen } from "./barebinaryen.js";
import { binaryenOptimizer } from "./binaryen.js";
import { BuildError } from "./diagnostics.js";
import { importText } from "./importtext_node.js";

/** Where a package is, as seen from a file. @param {string | URL} from @param {string} name */
function found(from, name) {
  try {
    return createRequire(from).resolve(name);
  } catch {
    return undefined;
  }
}

/** Binaryen's module: in the folder AWAITC_BINARYEN, or beside awaitc, or beside the program that
 * is being built. */
function findBinaryen() {
  const { AWAITC_BINARYEN } = process.env;
  if (AWAITC_BINARYEN) {
    const path = found(import.meta.url, AWAITC_BINARYEN);
    if (path) return path;
    throw new BuildError(
      `no Binaryen in ${AWAITC_BINARYEN} (AWAITC_BINARYEN): npm install binaryen`,
    );
  }
  const path = found(import.meta.url, "binaryen") ?? found(join(process.cwd(), "_"), "binaryen");
  if (path) return path;
  throw new BuildError(
    "Binaryen is not there: npm install binaryen, or set AWAITC_BINARYEN to its folder",
  );
}

/** @param {string} path @returns {Promise<import("./binaryen.js").Binaryen>} */
async function loadBinaryen(path) {
  const bare = bareBinaryen(await readFile(path));
  if (!bare) return (await import(pathToFileURL(path).href)).default;
  const [module, { default: factory }] = await Promise.all([
    WebAssembly.compile(bare.wasm),
    importText(bare.text.replaceAll("import.meta.url", () => JSON.stringify(import.meta.url))),
  ]);
  return startBinaryen(factory, module);
}

/** Loads it. @returns {Promise<import("./transform.js").Optimize>} */
export async function loadOptimizer() {
  return binaryenOptimizer(await loadBinaryen(findBinaryen()));
}
