/**
 * Keeps built programs between runs: one file per program, named by a hash of everything it depends
 * on.
 *
 * Files are written under another name and renamed, so that concurrent runs see no half-written
 * file. A damaged file is rebuilt. Nothing here may fail a build.
 * @module
 */

import { createHash } from "node:crypto";
import { mkdirSync } from "node:fs";
import { lstat, readFile, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const FORMAT = "awaitc cache 1";
const FILES_MAX = 256;

/** @typedef {{ bytes: Uint8Array, sourceMap?: string, words: string }} Built `words`: warnings */

/** @param {...(string | Uint8Array)} parts */
export function hashOf(...parts) {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(`${part.length} `).update(part);
  return hash.digest("hex");
}

/** A folder of the user, which nobody else can write to. It is created if need be.
 * @param {string} [name] by default, the folder of the programs that the CLI has built */
export async function folder(name = "awaitc") {
  const { XDG_CACHE_HOME } = process.env;
  const uid = process.getuid?.();
  const path = XDG_CACHE_HOME
    ? join(XDG_CACHE_HOME, name)
    : join(tmpdir(), `${name}-cache-${uid ?? "user"}`);
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const found = await lstat(path);
  const isOurs = found.isDirectory() && (uid === undefined || found.uid === uid);
  if (!isOurs || (uid !== undefined && (found.mode & 0o022) !== 0))
    throw new Error(`${path} can be written by others`);
  return path;
}

/** What was built before for `key`, if anything. @param {string} key
 * @returns {Promise<Built | undefined>} */
export async function recall(key) {
  try {
    const data = await readFile(join(await folder(), key));
    const end = data.indexOf(10);
    const head = JSON.parse(data.subarray(0, end).toString());
    const rest = data.subarray(end + 1);
    if (head.format !== FORMAT || head.sum !== hashOf(rest)) return undefined;
    const map = rest.subarray(head.wasmBytes);
    return {
      bytes: rest.subarray(0, head.wasmBytes),
      sourceMap: head.hasMap ? map.toString() : undefined,
      words: head.words,
    };
  } catch {
    return undefined;
  }
}

/** Keeps what was built. @param {string} key @param {Built} built */
export async function remember(key, { bytes, sourceMap, words }) {
  try {
    const path = await folder();
    const rest = Buffer.concat([bytes, Buffer.from(sourceMap ?? "")]);
    const head = {
      format: FORMAT,
      sum: hashOf(rest),
      wasmBytes: bytes.length,
      hasMap: sourceMap !== undefined,
      words,
    };
    const aside = join(path, `${key}.${process.pid}.new`);
    await writeFile(aside, Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), rest]));
    await rename(aside, join(path, key));
    await prune(path, FILES_MAX);
  } catch {
    // no cache, then: a full or read-only disk is no reason to fail
  }
}

/** Deletes the least recently used files, half of those allowed, if there are too many.
 * @param {string} path @param {number} filesMax */
export async function prune(path, filesMax) {
  const names = await readdir(path);
  if (names.length <= filesMax) return;
  const files = await Promise.all(
    names.map(async (name) => {
      const found = await stat(join(path, name)).catch(() => undefined); // another run deletes too
      return { name, at: found?.mtimeMs ?? 0 };
    }),
  );
  files.sort((a, b) => b.at - a.at);
  for (const { name } of files.slice(filesMax / 2)) await rm(join(path, name), { force: true });
}
