/**
 * Reads a linked .wasm file just far enough to check it and to insert calls: sections, imports,
 * exports, and the lengths of instructions. Knows nothing of awaitc. Works on bytes alone, in Node
 * and in a page. See transform.js.
 * @module
 */

import { Reader, leb } from "./leb.js";

const SECTION = { custom: 0, type: 1, import: 2, function: 3, export: 7, element: 9, code: 10 };
const OPCODE = { call: 0x10, globalSet: 0x24 };

/** @typedef {{ id: number, sizeAt: number, start: number, end: number, name: string }} Section */
/** @typedef {{ module: string, name: string, kind: number, index: number }} Import */
/** @typedef {{ index: number, sizeAt: number, sizeEnd: number, start: number, end: number }} Body
 *   where a function's size, its declarations of locals and its instructions stand */

/** Skips limits of a table or memory. @param {Reader} r */
function skipLimits(r) {
  const flags = r.byte();
  r.skipLeb();
  if (flags & 1) r.skipLeb();
}

/** What follows an instruction's opcode, by opcode. @param {Reader} r @param {number} opcode */
function skipImmediates(r, opcode) {
  if (opcode === 0x02 || opcode === 0x03 || opcode === 0x04 || opcode === 0x06) r.skipLeb();
  else if (opcode === 0x0c || opcode === 0x0d) r.skipLeb();
  else if (opcode === 0x0e) for (let n = r.u32() + 1; n > 0; n--) r.skipLeb();
  else if (opcode === 0x10 || opcode === 0x12 || opcode === 0xd2) r.skipLeb();
  else if (opcode === 0x11 || opcode === 0x13) (r.skipLeb(), r.skipLeb());
  else if (opcode === 0x1c) for (let n = r.u32(); n > 0; n--) r.skipLeb();
  else if (opcode >= 0x20 && opcode <= 0x26) r.skipLeb();
  else if (opcode >= 0x28 && opcode <= 0x3e) (r.skipLeb(), r.skipLeb());
  else if (opcode === 0x3f || opcode === 0x40) r.skipLeb();
  else if (opcode === 0x41 || opcode === 0x42) r.skipLeb();
  else if (opcode === 0x43) r.skip(4);
  else if (opcode === 0x44) r.skip(8);
  else if (opcode === 0xd0) r.skipLeb();
  else if (opcode === 0xfc) skipMisc(r, r.u32());
  else if (opcode === 0xfd) skipVector(r, r.u32());
  else if (opcode > 0xc4 && opcode !== 0xd1)
    throw new RangeError(`unsupported instruction 0x${opcode.toString(16)} in the wasm file`);
}

/** Saturating conversions, bulk memory and tables. @param {Reader} r @param {number} op */
function skipMisc(r, op) {
  if (op <= 7) return;
  const operands = [2, 1, 2, 1, 2, 1, 2, 1, 1, 1][op - 8];
  if (operands === undefined) throw new RangeError(`unsupported instruction 0xfc ${op}`);
  for (let n = operands; n > 0; n--) r.skipLeb();
}

/** Vectors. @param {Reader} r @param {number} op */
function skipVector(r, op) {
  const isMemory = op <= 11 || (op >= 84 && op <= 93);
  if (isMemory) (r.skipLeb(), r.skipLeb());
  if (op === 12 || op === 13) r.skip(16);
  else if (op >= 21 && op <= 34) r.skip(1);
  else if (op >= 84 && op <= 91) r.skip(1);
}

/** One linked module, parsed on construction. */
export class WasmFile {
  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    this.bytes = bytes;
    /** @type {Section[]} */
    this.sections = [];
    /** @type {Import[]} functions only, `index` in the function index space */
    this.imports = [];
    /** @type {Map<string, number>} exported functions */
    this.exports = new Map();
    const magic = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
    if (magic.some((byte, i) => bytes[i] !== byte)) throw new RangeError("not a wasm file");
    for (let r = new Reader(bytes, 8); r.at < r.end;) {
      const id = r.byte();
      const sizeAt = r.at;
      const size = r.u32();
      const start = r.at;
      r.skip(size);
      const name = id === SECTION.custom ? new Reader(bytes, start, r.at).string() : "";
      this.sections.push({ id, sizeAt, start, end: r.at, name });
    }
    this.#readImports();
    this.#readExports();
  }

  /** @param {number} id @returns {Reader} over the section's content, empty if there is none */
  #section(id) {
    const section = this.#find(id);
    if (!section) return new Reader(new Uint8Array([0]));
    return new Reader(this.bytes, section.start, section.end);
  }

  #readImports() {
    const r = this.#section(SECTION.import);
    for (let n = r.u32(); n > 0; n--) {
      const module = r.string();
      const name = r.string();
      const kind = r.byte();
      if (kind === 0) {
        r.skipLeb();
        this.imports.push({ module, name, kind, index: this.imports.length });
      } else if (kind === 1) (r.skip(1), skipLimits(r));
      else if (kind === 2) skipLimits(r);
      else if (kind === 3) r.skip(2);
      else (r.skip(1), r.skipLeb());
    }
  }

  #readExports() {
    const r = this.#section(SECTION.export);
    for (let n = r.u32(); n > 0; n--) {
      const name = r.string();
      const kind = r.byte();
      const index = r.u32();
      if (kind === 0) this.exports.set(name, index);
    }
  }

  /** The function bodies, without their local declarations. @returns {Body[]} */
  bodies() {
    const r = this.#section(SECTION.code);
    const bodies = [];
    for (let n = r.u32(), i = 0; i < n; i++) {
      const sizeAt = r.at;
      const end = r.u32() + r.at;
      const sizeEnd = r.at;
      const body = new Reader(this.bytes, r.at, end);
      for (let locals = body.u32(); locals > 0; locals--) (body.skipLeb(), body.skipLeb());
      bodies.push({ index: this.imports.length + i, sizeAt, sizeEnd, start: body.at, end });
      r.at = end;
    }
    return bodies;
  }

  /** The types of the functions that have bodies, in their order. @returns {number[]} */
  types() {
    const r = this.#section(SECTION.function);
    return Array.from({ length: r.u32() }, () => r.u32());
  }

  /** What each function type takes and gives, as a text that is the same for equal types.
   * @returns {string[]} */
  signatures() {
    const r = this.#section(SECTION.type);
    const list = () => Array.from({ length: r.u32() }, () => r.byte().toString(16)).join(" ");
    return Array.from({ length: r.u32() }, () => {
      if (r.byte() !== 0x60) throw new RangeError("unsupported type in the wasm file");
      return `${list()} -> ${list()}`;
    });
  }

  /** How many parameters each function type takes. @returns {number[]} */
  parameters() {
    return this.signatures().map((text) => text.split(" -> ")[0].split(" ").filter(Boolean).length);
  }

  /** The functions that linkers put into the table. @returns {number[]} */
  elements() {
    const r = this.#section(SECTION.element);
    /** @type {number[]} */
    const functions = [];
    for (let n = r.u32(); n > 0; n--) {
      if (r.byte() !== 0) throw new RangeError("unsupported elements in the wasm file");
      r.skip(1);
      r.skipLeb();
      r.skip(1); // i32.const, where they begin, end
      for (let count = r.u32(); count > 0; count--) functions.push(r.u32());
    }
    return functions;
  }

  /** The local declarations of a body: how many groups, where the first stands, how many locals in
   * all.
   * @param {Body} body */
  locals({ sizeEnd, start }) {
    const r = new Reader(this.bytes, sizeEnd, start);
    const groups = r.u32();
    const groupsAt = r.at;
    let count = 0;
    for (let n = groups; n > 0; n--) {
      count += r.u32();
      r.skip(1);
    }
    return { groups, groupsAt, count };
  }

  /** The constant that a load or store adds to its address.
   * @param {number} at of the instruction */
  offsetAt(at) {
    const r = new Reader(this.bytes, at + 1);
    r.skipLeb(); // alignment
    return r.u32();
  }

  /** The instructions of a body: opcode, its offset, and the next one's.
   * @param {Body} body @returns {Generator<{ op: number, at: number, next: number }>} */
  *walk(body) {
    const r = new Reader(this.bytes, body.start, body.end);
    while (r.at < r.end) {
      const at = r.at;
      const op = r.byte();
      skipImmediates(r, op);
      yield { op, at, next: r.at };
    }
  }

  /** Where `opcode operand` stands in a body: offsets of the bytes after it.
   * @param {Body} body @param {number} opcode @param {number} operand @returns {number[]} */
  find(body, opcode, operand) {
    const found = [];
    const r = new Reader(this.bytes, body.start, body.end);
    while (r.at < r.end) {
      const op = r.byte();
      if (op !== opcode) skipImmediates(r, op);
      else if (r.u32() === operand) found.push(r.at);
    }
    return found;
  }

  /** Indices of the functions that call function `index` directly. @param {number} index */
  callersOf(index) {
    return this.bodies()
      .filter((body) => this.find(body, OPCODE.call, index).length > 0)
      .map((body) => body.index);
  }

  /** A constant function's value: its body is `i32.const value`. @param {number} index */
  constantOf(index) {
    const body = this.bodies().find((b) => b.index === index);
    const r = body && new Reader(this.bytes, body.start, body.end);
    if (!r || r.byte() !== 0x41) throw new RangeError("not a constant function");
    return r.u32();
  }

  /** The names of functions (`kind` 1) or globals (7), from the name section.
   * @param {1 | 7} kind @returns {Map<number, string>} */
  names(kind) {
    const names = new Map();
    const section = this.sections.find((s) => s.name === "name");
    if (!section) return names;
    const r = new Reader(this.bytes, section.start, section.end);
    r.string();
    while (r.at < r.end) {
      const id = r.byte();
      const end = r.u32() + r.at;
      if (id === kind) for (let n = r.u32(); n > 0; n--) names.set(r.u32(), r.string());
      r.at = end;
    }
    return names;
  }

  /** The file with other names of its functions.
   * @param {(name: string, index: number) => string} rename */
  renamed(rename) {
    const section = this.sections.find((s) => s.name === "name");
    if (!section) return this.bytes;
    const encoder = new TextEncoder();
    const list = [...this.names(1)].map(([index, name]) => {
      const text = encoder.encode(rename(name, index));
      return [...leb(index), ...leb(text.length), ...text];
    });
    const content = [...leb(list.length), ...list.flat()];
    const r = new Reader(this.bytes, section.start, section.end);
    r.string();
    while (r.at < r.end) {
      const at = r.at;
      const id = r.byte();
      r.skip(r.u32());
      const put = [id, ...leb(content.length), ...content];
      if (id === 1) return this.#edit(section, [{ at, cut: r.at - at, put }]).bytes;
    }
    return this.bytes;
  }

  /** The file with `code` inserted after each assignment of global `global`, except in the
   * functions `skipped`; the same bytes when there is none.
   * @param {number} global @param {number[]} code @param {Set<number>} skipped */
  insertAfterGlobalSet(global, code, skipped) {
    const places = this.bodies()
      .filter(({ index }) => !skipped.has(index))
      .flatMap((body) => this.find(body, OPCODE.globalSet, global));
    return this.editCode(places.map((at) => ({ at, cut: 0, put: code }))).bytes;
  }

  /** The file with its code edited: whole instructions put in or taken out; `moved` maps an old
   * offset to the new one.
   * @param {Edit[]} edits in order of offset */
  editCode(edits) {
    /** @type {Edit[]} */
    const all = [];
    let next = 0;
    for (const body of this.bodies()) {
      const first = next;
      let size = body.end - body.sizeEnd;
      for (; next < edits.length && edits[next].at < body.end; next++)
        size += edits[next].put.length - edits[next].cut;
      if (next === first) continue;
      all.push({ at: body.sizeAt, cut: body.sizeEnd - body.sizeAt, put: leb(size) });
      all.push(...edits.slice(first, next));
    }
    return this.#edit(this.#find(SECTION.code), all);
  }

  /** The file without the exports that `isDropped`. @param {(name: string) => boolean} isDropped */
  withoutExports(isDropped) {
    const r = this.#section(SECTION.export);
    const countAt = r.at;
    const count = r.u32();
    /** @type {Edit[]} */
    const edits = [{ at: countAt, cut: r.at - countAt, put: [] }];
    for (let n = count; n > 0; n--) {
      const at = r.at;
      const name = r.string();
      r.skip(1);
      r.skipLeb();
      if (isDropped(name)) edits.push({ at, cut: r.at - at, put: [] });
    }
    edits[0].put = leb(count - (edits.length - 1));
    return this.#edit(this.#find(SECTION.export), edits).bytes;
  }

  /** @param {number} id */
  #find(id) {
    return this.sections.find((section) => section.id === id);
  }

  /** Applies edits inside one section and mends the section's size.
   * @param {Section | undefined} section @param {Edit[]} edits in order of offset */
  #edit(section, edits) {
    if (!section || edits.length === 0)
      return { bytes: this.bytes, moved: (/** @type {number} */ offset) => offset };
    const grown = edits.reduce((sum, edit) => sum + edit.put.length - edit.cut, 0);
    const size = leb(section.end - section.start + grown);
    const cut = section.start - section.sizeAt;
    return splice(this.bytes, [{ at: section.sizeAt, cut, put: size }, ...edits]);
  }
}

/** @typedef {{ at: number, cut: number, put: number[] }} Edit bytes put instead of `cut` bytes */

/** Applies edits. @param {Uint8Array} bytes @param {Edit[]} edits in order of offset
 * @returns {{ bytes: Uint8Array, moved: (offset: number) => number }} */
function splice(bytes, edits) {
  const grown = edits.reduce((sum, edit) => sum + edit.put.length - edit.cut, 0);
  const out = new Uint8Array(bytes.length + grown);
  /** @type {[number, number][]} from this old offset on, how far things moved */
  const shifts = [[0, 0]];
  let from = 0;
  let to = 0;
  for (const { at, cut, put } of edits) {
    out.set(bytes.subarray(from, at), to);
    to += at - from;
    out.set(put, to);
    to += put.length;
    from = at + cut;
    shifts.push([from, to - from]);
  }
  out.set(bytes.subarray(from), to);
  const moved = (/** @type {number} */ offset) => {
    let low = 0;
    for (let high = shifts.length; high - low > 1;) {
      const middle = (low + high) >> 1;
      if (shifts[middle][0] <= offset) low = middle;
      else high = middle;
    }
    return offset + shifts[low][1];
  };
  return { bytes: out, moved };
}
