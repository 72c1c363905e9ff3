// Reads and writes a program's linear memory. Decides that no pointer is believed: every range is
// checked, text is decoded without throwing. Never keeps a view over a call: memory may grow.
import { AwaitcError } from "./errors.js";

/** Longest NUL-terminated string that is read; more is cut. */
const CSTRING_MAX = 65536;
/** Up to this many bytes, plain ASCII is decoded by hand: faster than a TextDecoder. */
const SHORT = 64;

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * @param {Uint8Array} bytes UTF-8; what is malformed becomes U+FFFD
 * @returns {string}
 */
export function decode(bytes) {
  if (bytes.length > SHORT) return decoder.decode(bytes);
  let text = "";
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i] > 127) return decoder.decode(bytes);
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
    const { buffer } = this.#memory;
    if (this.#bytes.buffer !== buffer) this.#bytes = new Uint8Array(buffer);
    return this.#bytes;
  }

  /** All of it, as of now; its accessors throw a RangeError outside. */
  get view() {
    const { buffer } = this.#memory;
    if (this.#view.buffer !== buffer) this.#view = new DataView(buffer);
    return this.#view;
  }

  /**
   * The `length` bytes at `ptr`, valid until the program runs again.
   * @param {number} ptr
   * @param {number} length
   */
  range(ptr, length) {
    const start = ptr >>> 0;
    const end = start + (length >>> 0);
    const { bytes } = this;
    if (end > bytes.length) {
      throw new AwaitcError("AW_ETRAP", `the program handed over bytes ${start} to ${end}, but ` +
        `its memory ends at ${bytes.length}`);
    }
    return bytes.subarray(start, end);
  }

  /**
   * @param {number} ptr
   * @param {number} length
   */
  text(ptr, length) {
    return decode(this.range(ptr, length));
  }

  /**
   * The NUL-terminated string at `ptr`; "" for NULL.
   * @param {number} ptr
   */
  cstring(ptr) {
    if (ptr === 0) return "";
    const rest = Math.max(0, this.bytes.length - (ptr >>> 0));
    const bytes = this.range(ptr, Math.min(CSTRING_MAX, rest));
    const end = bytes.indexOf(0);
    return decode(end < 0 ? bytes : bytes.subarray(0, end));
  }

  /**
   * A u32 at `ptr`.
   * @param {number} ptr
   */
  u32(ptr) {
    return this.view.getUint32(ptr >>> 0, true);
  }

  /**
   * Copies `data` into memory from the program's allocator, followed by a NUL.
   * @param {(bytes: number) => number} alloc
   * @param {Uint8Array} data
   * @returns {number} its address; 0 when there is no memory
   */
  put(alloc, data) {
    if (data.length >= 0xffffffff) return 0;
    const ptr = alloc(data.length + 1);
    if (ptr === 0) return 0;
    const room = this.range(ptr, data.length + 1);
    room.set(data);
    room[data.length] = 0;
    return ptr;
  }
}
