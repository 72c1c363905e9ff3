/* Limits the memory of a program, whose own file allows 4 GB. The engine refuses what the program
 * asks for beyond the limit, and the program gets an error before the page runs out of memory.
 * Changes one number in the module.
 *
 * Pure. Bytes that are not a module are returned unchanged; the host reports what is wrong with
 * them. */

import { Reader, leb } from "../../toolchain/leb.js";

const magic = 0x6d736100;
const memorySection = 5;
const pageBytes = 65536;

/**
 * The module, with its memory limited; itself, if it has less, or no memory of its own.
 * @param {Uint8Array} bytes
 * @param {number} max bytes
 */
export function withMemoryMax(bytes, max) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 8 || view.getUint32(0, true) !== magic) return bytes;
  try {
    const r = new Reader(bytes, 8);
    while (r.at < r.end) {
      const start = r.at;
      const isMemory = r.byte() === memorySection;
      const size = r.u32();
      if (isMemory) return limited(bytes, { start, body: r.at, end: r.at + size }, max);
      r.skip(size);
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return bytes;
}

/** @param {Uint8Array} bytes
 * @param {{ start: number, body: number, end: number }} memory where its section stands
 * @param {number} max bytes */
function limited(bytes, { start, body, end }, max) {
  const r = new Reader(bytes, body, end);
  const count = r.u32();
  const flags = r.byte();
  const least = r.u32();
  const most = flags === 1 ? r.u32() : Infinity;
  const pages = Math.max(least, Math.floor(max / pageBytes));
  if (count !== 1 || flags > 1 || most <= pages) return bytes;
  const limits = [1, 1, ...leb(least), ...leb(pages)];
  const section = [memorySection, ...leb(limits.length), ...limits];
  const changed = new Uint8Array(start + section.length + bytes.length - end);
  changed.set(bytes.subarray(0, start));
  changed.set(section, start);
  changed.set(bytes.subarray(end), start + section.length);
  return changed;
}
