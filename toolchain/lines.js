/**
 * Carries source lines through Binaryen, whose reader in a page takes no source maps.
 *
 * Before: a marker in the code at each line of DWARF's table, a store of its number to an address
 * that nothing reads; no pass removes or reorders it. After: the markers are taken out, and where
 * they stood is the source map. Only debug builds have lines. See transform.js.
 * @module
 */

import { Reader, sleb } from "./leb.js";
import { WasmFile } from "./wasmfile.js";

/** Below everything that the linker places. */
const MARKER_ADDRESS = 4;
const OPCODE = { i32Const: 0x41, i32Store: 0x36 };
/** Addresses the linker gives to functions it left out. */
const GONE = 0xfffffffe;

/** Emscripten's libc and the runtime's headers: a trap in them is reported at the caller. */
const LIBRARY = /^system\/lib\/|(^|[\\/])awaitc(_\w+)?\.h$/;

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** @typedef {{ file: string, line: number, column: number }} Line */

/** A signed LEB128 number. @param {Reader} r */
function s32(r) {
  let result = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = r.byte();
    result += (byte & 0x7f) * 2 ** shift;
    if (byte & 0x80) continue;
    return byte & 0x40 ? result - 2 ** (shift + 7) : result;
  }
}

/** @param {Reader} r @param {number} bytes */
function fixed(r, bytes) {
  let value = 0;
  for (let i = 0; i < bytes; i++) value += r.byte() * 2 ** (8 * i);
  return value;
}

/** A string up to its NUL. @param {Reader} r */
function cString(r) {
  const start = r.at;
  while (r.byte() !== 0);
  return new TextDecoder().decode(r.bytes.subarray(start, r.at - 1));
}

/** The header of one unit's line program, DWARF 2 to 4. @param {Reader} r */
function readHeader(r) {
  const end = fixed(r, 4) + r.at;
  const version = fixed(r, 2);
  if (version < 2 || version > 4)
    return { end, isKnown: false, files: [], lineBase: 0, lineRange: 1, lengths: [], program: end };
  const program = fixed(r, 4) + r.at;
  r.skip(version >= 4 ? 3 : 2);
  const lineBase = (r.byte() << 24) >> 24;
  const lineRange = r.byte();
  const lengths = Array.from({ length: r.byte() - 1 }, () => r.byte());
  const folders = [""];
  for (let name = cString(r); name; name = cString(r)) folders.push(`${name}/`);
  const files = [""];
  for (let name = cString(r); name; name = cString(r)) {
    files.push((folders[r.u32()] ?? "") + name);
    r.skipLeb();
    r.skipLeb();
  }
  return { end, isKnown: true, files, lineBase, lineRange, lengths, program };
}

/** Rows of one unit's line table: addresses within the code section, and their lines.
 * @param {Reader} r @param {ReturnType<typeof readHeader>} header
 * @param {(address: number, line: Line) => void} row */
function runProgram(r, { end, files, lineBase, lineRange, lengths }, row) {
  let address = 0;
  let file = 1;
  let line = 1;
  let column = 0;
  const note = () => row(address, { file: files[file] ?? "", line, column });
  const special = (/** @type {number} */ opcode) => {
    const adjusted = opcode - lengths.length - 1;
    address += Math.floor(adjusted / lineRange);
    return lineBase + (adjusted % lineRange);
  };
  while (r.at < end) {
    const opcode = r.byte();
    if (opcode > lengths.length) {
      line += special(opcode);
      note();
    } else if (opcode === 0) {
      const next = r.u32() + r.at;
      const extended = r.byte();
      if (extended === 1) [address, file, line, column] = [0, 1, 1, 0];
      else if (extended === 2) address = fixed(r, 4);
      r.at = next;
    } else if (opcode === 1) note();
    else if (opcode === 2) address += r.u32();
    else if (opcode === 3) line += s32(r);
    else if (opcode === 4) file = r.u32();
    else if (opcode === 5) column = r.u32();
    else if (opcode === 8) special(255);
    else if (opcode === 9) address += fixed(r, 2);
    else for (let n = lengths[opcode - 1]; n > 0; n--) r.skipLeb();
  }
}

/** The lines of a linked module: by offset in the file. @param {WasmFile} file
 * @returns {Map<number, Line>} */
function readLines(file) {
  const table = file.sections.find(({ name }) => name === ".debug_line");
  const code = file.sections.find(({ id }) => id === 10);
  /** @type {Map<number, Line>} */
  const lines = new Map();
  if (!table || !code) return lines;
  const r = new Reader(file.bytes, table.start, table.end);
  r.string();
  while (r.at < r.end) {
    const header = readHeader(r);
    r.at = header.program;
    if (header.isKnown)
      runProgram(r, header, (address, line) => {
        const isKept = address > 0 && address < GONE && line.line > 0 && !LIBRARY.test(line.file);
        if (isKept) lines.set(code.start + address, line);
      });
    r.at = header.end;
  }
  return lines;
}

/** A module with a marker at each line, and the lines by the markers' numbers.
 * @param {Uint8Array} bytes linked @returns {{ bytes: Uint8Array, lines: Line[] }} */
export function markLines(bytes) {
  const file = new WasmFile(bytes);
  const found = [...readLines(file)].sort(([a], [b]) => a - b);
  /** @type {Map<number, Line>} */
  const places = new Map();
  const bodies = file.bodies();
  let body = 0;
  for (const [offset, line] of found) {
    while (body < bodies.length && bodies[body].end <= offset) body++;
    if (body < bodies.length && offset >= bodies[body].sizeAt)
      places.set(Math.max(offset, bodies[body].start), line);
  }
  const lines = [...places.values()];
  const edits = [...places.keys()].map((at, number) => {
    const value = [OPCODE.i32Const, ...sleb(number)];
    const put = [OPCODE.i32Const, MARKER_ADDRESS, ...value, OPCODE.i32Store, 0, 0];
    return { at, cut: 0, put };
  });
  return { bytes: file.editCode(edits).bytes, lines };
}

/** A number of a source map's segment. @param {number} value */
function encode(value) {
  let rest = value < 0 ? -value * 2 + 1 : value * 2;
  let text = "";
  do {
    const digit = rest % 32;
    rest = Math.floor(rest / 32);
    text += DIGITS[rest ? digit + 32 : digit];
  } while (rest);
  return text;
}

/** Where markers stand: offset and length, and their number. @param {WasmFile} file */
function findMarkers(file) {
  const found = [];
  const bytes = file.bytes;
  for (const body of file.bodies()) {
    /** @type {{ op: number, at: number, next: number }[]} */
    let last = [];
    for (const step of file.walk(body)) {
      last = [...last.slice(-2), step];
      const [address, value, store] = last;
      const isMarker =
        store?.op === OPCODE.i32Store &&
        bytes[store.at + 1] === 0 &&
        bytes[store.at + 2] === 0 &&
        value.op === OPCODE.i32Const &&
        address.op === OPCODE.i32Const &&
        bytes[address.at + 1] === MARKER_ADDRESS;
      if (!isMarker) continue;
      const number = s32(new Reader(bytes, value.at + 1));
      found.push({ at: address.at, cut: store.next - address.at, put: [], number });
    }
  }
  return found;
}

/** A module without its markers, with a source map instead.
 * @param {Uint8Array} bytes @param {Line[]} lines of markLines
 * @returns {{ bytes: Uint8Array, sourceMap: string }} */
export function unmarkLines(bytes, lines) {
  const file = new WasmFile(bytes);
  const markers = findMarkers(file);
  const { bytes: plain, moved } = file.editCode(markers);
  const sources = [...new Set(lines.map((line) => line.file))];
  const starts = new WasmFile(plain).bodies().map(({ start }) => ({ offset: start, line: null }));
  const rows = markers.map(({ at, cut, number }) => ({
    offset: moved(at + cut),
    line: lines[number],
  }));
  // A function's start ends what the one before it said; its own first marker comes after it.
  const all = [...starts, ...rows].sort((a, b) => a.offset - b.offset);
  let before = { offset: 0, source: 0, line: 1, column: 0 };
  const segments = all.map(({ offset, line }) => {
    const step = [offset - before.offset];
    before = { ...before, offset };
    if (line) {
      const source = sources.indexOf(line.file);
      const column = Math.max(line.column - 1, 0);
      step.push(source - before.source, line.line - before.line, column - before.column);
      before = { offset, source, line: line.line, column };
    }
    return step.map(encode).join("");
  });
  const sourceMap = { version: 3, sources, names: [], mappings: segments.join(",") };
  return { bytes: plain, sourceMap: JSON.stringify(sourceMap) };
}
