// Reads and writes a program's linear memory. No pointer is trusted: every range is checked, and
// text is decoded without throwing. No view is kept across a call, because memory may grow.
import { AwaitcError } from "./errors.js";

/** Longest NUL-terminated string that is read; more is cut. */
const CSTRING_MAX = 65536;
/** Up to this many bytes, plain ASCII is converted by hand: faster than a TextDecoder. */
const SHORT = 64;
/** How many texts are remembered, by the last bits of their address. */
const TEXTS = 64;

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

/**
 * What `put` takes: ASCII, bytes, or parts that copy themselves.
 * @typedef {string | Uint8Array | { length: number, copy(to: Uint8Array): void }} Data
 */

/**
 * `text` for `put`: itself if it is short ASCII, else its UTF-8.
 * @param {string} text
 */
export function packed(text) {
  let i = text.length > SHORT ? -1 : 0;
  while (i >= 0 && i < text.length) i = text.charCodeAt(i) < 128 ? i + 1 : -1;
  return i < 0 ? encode(text) : text;
}

/** The memory of one program. */
export class Memory {
  #memory;
  #bytes = new Uint8Array();
  #view = new DataView(new ArrayBuffer(0));
  #texts = Array(TEXTS).fill("");

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
   * The text of the `length` bytes at `ptr`. A program names the same things again and again: what
   * was ASCII at the same place before is compared and not decoded.
   * @param {number} ptr
   * @param {number} length
   */
  text(ptr, length) {
    const start = ptr >>> 0;
    const end = this.#end(ptr, length);
    const known = this.#texts[start % TEXTS];
    if (known.length === length && this.#isAt(start, known)) return known;
    const text = decode(this.bytes, start, end);
    if (length <= SHORT) this.#texts[start % TEXTS] = text;
    return text;
  }

  /**
   * Whether the bytes at `ptr` are `text`, and ASCII.
   * @param {number} ptr
   * @param {string} text
   */
  #isAt(ptr, text) {
    const { bytes } = this;
    let i = 0;
    while (i < text.length && bytes[ptr + i] < 128 && bytes[ptr + i] === text.charCodeAt(i)) i++;
    return i === text.length;
  }

  /**
   * The NUL-terminated string at `ptr`; "" for NULL.
   * @param {number} ptr
   */
  cstring(ptr) {
    if (ptr === 0) return "";
    const start = ptr >>> 0;
    const { bytes } = this;
    const known = this.#texts[start % TEXTS];
    if (bytes[start + known.length] === 0 && this.#isAt(start, known)) return known;
    const most = Math.min(this.#end(ptr, 0) + CSTRING_MAX, bytes.length);
    let end = start;
    while (end < most && bytes[end] !== 0) end++;
    return this.text(ptr, end - start);
  }

  /**
   * A u32 at `ptr`.
   * @param {number} ptr
   */
  u32(ptr) {
    return this.view.getUint32(ptr >>> 0, true);
  }

  /**
   * Copies `data` into memory from the program's allocator.
   * @param {(bytes: number) => number} alloc
   * @param {Data} data
   * @returns {number} where it is; 0 when there is no memory
   */
  put(alloc, data) {
    const { length } = data;
    const ptr = length < 0xffffffff ? alloc(length) >>> 0 : 0;
    if (ptr === 0) return 0;
    const end = this.#end(ptr, length);
    const { bytes } = this;
    if (typeof data === "string") {
      for (let i = 0; i < length; i++) bytes[ptr + i] = data.charCodeAt(i);
    } else if ("copy" in data) data.copy(bytes.subarray(ptr, end));
    else bytes.set(data, ptr);
    return ptr;
  }
}
