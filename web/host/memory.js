// Reads and writes a program's linear memory. No pointer is trusted: every range is checked, and
// text is decoded without throwing. No view is kept across a call, because memory may grow.
import { AwaitcError } from "./errors.js";

/** Longest NUL-terminated string that is read; more is cut. */
const CSTRING_MAX = 65536;
/** Up to this many bytes, plain ASCII is decoded by hand: faster than a TextDecoder. */
const SHORT = 64;

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * Text of the bytes from `start` to `end`; what is malformed becomes U+FFFD.
 * @param {Uint8Array} bytes UTF-8
 * @param {number} start
 * @param {number} end
 * @returns {string}
 */
export function decode(bytes, start, end) {
  if (end - start > SHORT) return decoder.decode(bytes.subarray(start, end));
  let text = "";
  for (let i = start; i < end; i++) {
    if (bytes[i] > 127) return decoder.decode(bytes.subarray(start, end));
    text += String.fromCharCode(bytes[i]);
  }
  return text;
}

/**
 * @param {string} text
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function encode(text) {
  return encoder.encode(text);
}

/** The memory of one program. */
export class Memory {
  #memory;
  #bytes = new Uint8Array();
  #view = new DataView(new ArrayBuffer(0));

  /** @param {{ readonly buffer: ArrayBuffer }} memory */
  constructor(memory) {
    this.#memory = memory;
  }

  /** All of it, as of now. */
  get bytes() {
    // Growth leaves the old buffer empty; asking for the new one each time is slower.
    if (this.#bytes.length === 0) {
      this.#bytes = new Uint8Array(this.#memory.buffer);
      this.#view = new DataView(this.#memory.buffer);
    }
    return this.#bytes;
  }

  /** All of it, as of now; its accessors throw a RangeError outside. */
  get view() {
    return this.bytes && this.#view;
  }

  /**
   * Throws unless the `length` bytes at `ptr` are in memory.
   * @param {number} ptr
   * @param {number} length
   * @returns {number} where they end
   */
  #end(ptr, length) {
    const end = (ptr >>> 0) + (length >>> 0);
    if (end <= this.bytes.length) return end;
    throw new AwaitcError(
      "AW_ETRAP",
      `the program handed over bytes ${ptr >>> 0} to ${end}, but ` +
        `its memory ends at ${this.bytes.length}`,
    );
  }

  /**
   * The `length` bytes at `ptr`, valid until the program runs again.
   * @param {number} ptr
   * @param {number} length
   */
  range(ptr, length) {
    return this.bytes.subarray(ptr >>> 0, this.#end(ptr, length));
  }

  /**
   * A copy of them.
   * @param {number} ptr
   * @param {number} length
   */
  copy(ptr, length) {
    return this.bytes.slice(ptr >>> 0, this.#end(ptr, length));
  }

  /**
   * @param {number} ptr
   * @param {number} length
   */
  text(ptr, length) {
    return decode(this.bytes, ptr >>> 0, this.#end(ptr, length));
  }

  /**
   * The NUL-terminated string at `ptr`; "" for NULL.
   * @param {number} ptr
   */
  cstring(ptr) {
    if (ptr === 0) return "";
    const start = ptr >>> 0;
    const { bytes } = this;
    const most = Math.min(this.#end(ptr, 0) + CSTRING_MAX, bytes.length);
    let end = start;
    while (end < most && bytes[end] !== 0) end++;
    return decode(bytes, start, end);
  }

  /**
   * A u32 at `ptr`.
   * @param {number} ptr
   */
  u32(ptr) {
    return this.view.getUint32(ptr >>> 0, true);
  }

  /**
   * Copies `parts`, one after the other, into memory from the program's allocator.
   * @param {(bytes: number) => number} alloc
   * @param {Uint8Array[]} parts
   * @returns {[ptr: number, bytes: number]} 0 and 0 when there is no memory
   */
  put(alloc, parts) {
    const bytes = parts.reduce((sum, { length }) => sum + length, 0);
    const ptr = bytes < 0xffffffff ? alloc(bytes) : 0;
    if (ptr === 0) return [0, 0];
    let end = ptr;
    for (const part of parts) {
      this.range(end, part.length).set(part);
      end += part.length;
    }
    return [ptr, bytes];
  }
}
