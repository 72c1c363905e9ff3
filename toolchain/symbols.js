/**
 * Lists the names that object files and archives define, to find names that both the program and
 * the runtime define: the linker would silently use the program's function in the runtime.
 * @module
 */

import { BuildError } from "./diagnostics.js";
import { Reader } from "./leb.js";
import { WasmFile } from "./wasmfile.js";

const SYMBOL_TABLE = 8;
const KIND = { data: 1, section: 3 };
const FLAG = { weak: 1, local: 2, undefined: 0x10, explicitName: 0x40 };

/** Names that an object file gives to others. @param {Uint8Array} object @returns {string[]} */
function definedSymbols(object) {
  const section = new WasmFile(object).sections.find(({ name }) => name === "linking");
  const names = [];
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
      if (name && isDefined && (flags & (FLAG.local | FLAG.weak)) === 0) names.push(name);
    }
    r.at = end;
  }
  return names;
}

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
    const twice = definedSymbols(object).filter((name) => taken.has(name));
    if (twice.length > 0)
      throw new BuildError(
        `${source} defines ${twice.join(", ")}, which the runtime has too; ` +
          "rename it, or make it static",
      );
  }
}
