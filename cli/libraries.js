/**
 * Finds the archives that -l and -L mean, for `awaitc cc` and for what compiles whole programs.
 * @module
 */

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { BuildError } from "../toolchain/diagnostics.js";

/** Libraries that every program is linked with. */
const BUILT_IN = ["m", "c", "awaitc"];

/** The archives by path. @param {string[]} names of -l @param {string[]} folders of -L
 * @returns {Promise<Record<string, Uint8Array>>} */
export async function readLibraries(names, folders) {
  /** @type {Record<string, Uint8Array>} */
  const archives = {};
  for (const name of names.filter((one) => !BUILT_IN.includes(one))) {
    const paths = folders.map((folder) => join(folder, `lib${name}.a`));
    const found = await firstOf(paths);
    if (!found) throw new BuildError(`-l${name}: no lib${name}.a in the folders of -L`);
    archives[found.path] = found.data;
  }
  return archives;
}

/** The first file that can be read. @param {string[]} paths */
async function firstOf(paths) {
  for (const path of paths) {
    const data = await readFile(path).catch(() => undefined);
    if (data) return { path, data };
  }
  return undefined;
}
