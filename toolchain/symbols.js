/**
 * Lists the names that object files and archives define: to find names that both the program and
 * the runtime define, where the linker would silently use the program's function in the runtime;
 * and to tell where a function of a linked program comes from.
 * @module
 */

import { BuildError } from "./diagnostics.js";
import { Reader } from "./leb.js";
import { plainName } from "./names.js";
import { WasmFile } from "./wasmfile.js";

const SYMBOL_TABLE = 8;
const KIND = { data: 1, section: 3 };
const FLAG = { weak: 1, local: 2, undefined: 0x10, explicitName: 0x40 };

/** A name that an object file defines. @typedef {{ name: string, flags: number }} Symbol */

/** The names that an object file defines. @param {Uint8Array} object @returns {Symbol[]} */
function definedSymbols(object) {
  const section = new WasmFile(object).sections.find(({ name }) => name === "linking");
  /** @type {Symbol[]} */
  const symbols = [];
  if (!section) return [];
  const r = new Reader(object, section.start, section.end);
  r.string();
  r.u32(); // version
  while (r.at < r.end) {
    const type = r.byte();
    const end = r.u32() + r.at;
    for (let n = type === SYMBOL_TABLE ? r.u32() : 0; n > 0; n--) {
      const kind = r.byte();
      const flags = r.u32();
      const isDefined = (flags & FLAG.undefined) === 0;
      let name = "";
      if (kind !== KIND.data) r.u32();
      if (kind !== KIND.section && (kind === KIND.data || isDefined || flags & FLAG.explicitName))
        name = r.string();
      if (kind === KIND.data && isDefined) for (let words = 3; words > 0; words--) r.u32();
      if (name && isDefined) symbols.push({ name, flags });
    }
    r.at = end;
  }
  return symbols;
}

/** Names that an object file gives to others. @param {Uint8Array} object */
const givenNames = (object) =>
  definedSymbols(object)
    .filter(({ flags }) => (flags & (FLAG.local | FLAG.weak)) === 0)
    .map(({ name }) => name);

const HEADER = { bytes: 60, nameBytes: 16, sizeAt: 48, sizeEnd: 58 };

/** The object files of an archive, named as their sources without the ending.
 * @param {Uint8Array} archive
 * @returns {{ name: string, data: Uint8Array }[]} */
function membersOf(archive) {
  const decoder = new TextDecoder();
  const text = (/** @type {number} */ from, /** @type {number} */ to) =>
    decoder.decode(archive.subarray(from, to));
  const members = [];
  let longNames = "";
  for (let at = 8; at + HEADER.bytes <= archive.length;) {
    const start = at + HEADER.bytes;
    const size = Number(text(at + HEADER.sizeAt, at + HEADER.sizeEnd));
    const short = text(at, at + HEADER.nameBytes).trim();
    const [, offset] = /^\/(\d+)$/.exec(short) ?? [];
    if (short === "//") longNames = text(start, start + size);
    else if (short !== "/") {
      const name = offset ? longNames.slice(Number(offset)) : short;
      const [, base] = /^([^/\n]*?)(?:\.c)?\.o/.exec(name) ?? [, name];
      members.push({ name: base, data: archive.subarray(start, start + size) });
    }
    at = start + size + (size % 2);
  }
  return members;
}

/** Where each function of a program comes from: "main.c" or "libfoo.a" of the program, or the name
 * of a source of the runtime, like "park". What is missing comes from the C library.
 * @param {{ source: string, object: Uint8Array }[]} made
 * @param {Record<string, Uint8Array>} given objects and archives by path
 * @param {Uint8Array} library
 * @returns {Origins} */
export function originsOf(made, given, library) {
  const baseOf = (/** @type {string} */ path) => path.replace(/.*\//, "");
  /** @type {Record<string, string>} */
  const files = {};
  const add = (/** @type {string} */ file, /** @type {Uint8Array} */ object) => {
    for (const { name } of definedSymbols(object)) files[plainName(name)] = baseOf(file);
  };
  for (const { name, data } of membersOf(library)) add(name, data);
  for (const [path, data] of Object.entries(given))
    if (path.endsWith(".a")) for (const member of membersOf(data)) add(path, member.data);
    else add(path, data);
  for (const { source, object } of made) add(source, object);
  const own = [...made.map(({ source }) => source), ...Object.keys(given)].map(baseOf);
  return { files, own };
}

/** The names that each file defines, by what is before the file's ending. A name that several files
 * define is left away, because a linked module does not tell them apart.
 * @param {{ source: string, object: Uint8Array }[]} made
 * @param {Record<string, Uint8Array>} given objects and archives by path
 * @returns {Definitions} */
export function definitionsOf(made, given) {
  /** @type {[string, Uint8Array][]} */
  const objects = made.map(({ source, object }) => [source, object]);
  for (const [path, data] of Object.entries(given)) {
    const members = path.endsWith(".a") ? membersOf(data) : [{ data }];
    for (const member of members) objects.push([path, member.data]);
  }
  /** @type {Map<string, string[]>} */
  const files = new Map();
  for (const [path, object] of objects)
    for (const { name } of definedSymbols(object))
      files.set(name, [...(files.get(name) ?? []), stemOf(path)]);
  /** @type {Definitions} */
  const definitions = {};
  for (const [name, [stem, ...others]] of files)
    if (others.length === 0) (definitions[stem] ??= []).push(name);
  return definitions;
}

/** A file's name without its folder and endings, as of "build/list.c.o". @param {string} path */
export const stemOf = (path) => path.replace(/.*[/\\]/, "").replace(/\.a$|(\.c)?(\.o)?$/, "");

/** @typedef {Record<string, string[]>} Definitions
 *
 * @typedef {object} Origins
 * @property {Record<string, string>} files by name of function: the file that defines it
 * @property {string[]} own the files that are the program's */

/** Names in an archive's index, which is its first member. @param {Uint8Array} archive
 * @returns {Set<string>} */
function archiveSymbols(archive) {
  const start = 8 + 60; // the magic, the member's header
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  if (archive.length < start || archive[8] !== 0x2f || archive[9] !== 0x20) return new Set();
  const size = Number(new TextDecoder().decode(archive.subarray(8 + 48, 8 + 58)));
  const names = archive.subarray(start + 4 + 4 * view.getUint32(start), start + size);
  return new Set(new TextDecoder().decode(names).split("\0").filter(Boolean));
}

/** Refuses a source that gives the runtime's names to things of its own.
 * @param {{ source: string, object: Uint8Array }[]} made @param {Uint8Array} library */
export function checkNames(made, library) {
  const taken = archiveSymbols(library);
  for (const { source, object } of made) {
    const twice = givenNames(object).filter((name) => taken.has(name));
    if (twice.length > 0)
      throw new BuildError(
        `${source} defines ${twice.join(", ")}, which the runtime has too; ` +
          "rename it, or make it static",
      );
  }
}
