/**
 * Reads and writes the numbers of WebAssembly and of DWARF (LEB128: seven bits a byte, lowest
 * first). Works on bytes alone, in Node and in a page.
 * @module
 */

/** A cursor over bytes that refuses to read past the end. */
export class Reader {
  /** @param {Uint8Array} bytes @param {number} [at] @param {number} [end] */
  constructor(bytes, at = 0, end = bytes.length) {
    this.bytes = bytes;
    this.at = at;
    this.end = end;
  }

  byte() {
    if (this.at >= this.end) throw new RangeError("the wasm file ends too early");
    return this.bytes[this.at++];
  }

  /** An unsigned LEB128 number of at most 32 bits. */
  u32() {
    let result = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.byte();
      result += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return result;
    }
    throw new RangeError("malformed number in the wasm file");
  }

  /** Skips a LEB128 number of any width. */
  skipLeb() {
    while (this.byte() >= 0x80);
  }

  /** @param {number} count */
  skip(count) {
    this.at += count;
    if (this.at > this.end) throw new RangeError("the wasm file ends too early");
  }

  string() {
    const length = this.u32();
    const start = this.at;
    this.skip(length);
    return new TextDecoder().decode(this.bytes.subarray(start, this.at));
  }
}

/** A number as unsigned LEB128. @param {number} value @returns {number[]} */
export function leb(value) {
  const bytes = [];
  do {
    const rest = Math.floor(value / 128);
    bytes.push((value % 128) + (rest ? 128 : 0));
    value = rest;
  } while (value);
  return bytes;
}

/** A small number as signed LEB128. @param {number} value not negative @returns {number[]} */
export function sleb(value) {
  const bytes = leb(value);
  const last = bytes.length - 1;
  return bytes[last] & 0x40 ? [...bytes.slice(0, last), bytes[last] | 0x80, 0] : bytes;
}
