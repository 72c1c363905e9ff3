/**
 * What the command line writes: each file whole or not at all, so that a build that was interrupted
 * leaves no half file. @module
 */

import { rename, rm, writeFile } from "node:fs/promises";

/** @param {string} path @param {string | Uint8Array} data */
export async function writeWhole(path, data) {
  await writeFile(`${path}.new`, data);
  await rename(`${path}.new`, path);
}

/** Writes a program and what belongs beside it; deletes what an earlier build left there and this one has
 * not. @param {string} path @param {import("../toolchain/transform.js").Transformed} program
 * @param {string} [types] declarations of what it exports
 * @returns {Promise<string[]>} the files written */
export async function writeProgram(path, { bytes, sourceMap }, types) {
  await writeWhole(path, bytes);
  const written = [path];
  for (const [ending, text] of Object.entries({ map: sourceMap, "d.ts": types })) {
    const file = `${path}.${ending}`;
    if (text === undefined) await rm(file, { force: true });
    else {
      await writeWhole(file, text);
      written.push(file);
    }
  }
  return written;
}
