/**
 * Reads the lists of --never-suspends. toolchain/leftout.js knows their form.
 * @module
 */

import { readFile } from "node:fs/promises";
import { BuildError } from "../toolchain/diagnostics.js";
import { namesIn } from "../toolchain/leftout.js";

/** The names in all of the lists. @param {string[]} files */
export async function readNames(files) {
  /** @type {string[]} */
  const names = [];
  for (const file of files) {
    const text = await readFile(file, "utf8").catch(() => {
      throw new BuildError(`--never-suspends=${file}: there is no such file`);
    });
    names.push(...namesIn(text, file));
  }
  return [...new Set(names)];
}
