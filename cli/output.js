/**
 * Writes output files whole or not at all, so that an interrupted build leaves no half-written
 * file.
 * @module
 */

import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { MADE, declare } from "../toolchain/declare.js";

/** @param {string} path @param {string | Uint8Array} data */
export async function writeWhole(path, data) {
  await writeFile(`${path}.${process.pid}.new`, data);
  await rename(`${path}.${process.pid}.new`, path);
}

/** Deletes what an earlier build left, but no declarations that somebody wrote.
 * @param {string} file */
async function discard(file) {
  const text = await readFile(file, "utf8").catch(() => "");
  if (!file.endsWith(".d.ts") || text.startsWith(MADE)) await rm(file, { force: true });
}

/** Writes a program, and beside it its source map and the types of what it exports, if it has them.
 * @param {string} path @param {{ bytes: Uint8Array, sourceMap?: string }} program
 * @returns {Promise<string[]>} the files written */
export async function writeProgram(path, { bytes, sourceMap }) {
  await writeWhole(path, bytes);
  const written = [path];
  const texts = { map: sourceMap, "d.ts": declare(bytes, basename(path)) };
  for (const [ending, text] of Object.entries(texts)) {
    const file = `${path}.${ending}`;
    if (text === undefined) await discard(file);
    else {
      await writeWhole(file, text);
      written.push(file);
    }
  }
  return written;
}
