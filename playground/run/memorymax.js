/* Limits the memory of a program, whose own file allows 4 GB. The engine refuses what the program asks
 * for beyond the limit, and the program gets an error before the page runs out of memory. Changes one
 * number in the module.
 *
 * Pure. Bytes that are not a module are returned unchanged; the host reports what is wrong with them. */

const magic = 0x6d736100;
const memorySection = 5;
const pageBytes = 65536;

/** A number as WebAssembly writes it (LEB128), with the place behind it.
 * @param {Uint8Array} bytes @param {number} at */
function numberAt(bytes, at) {
  let value = 0;
  for (let shift = 0; shift < 35 && at < bytes.length; shift += 7) {
    const byte = bytes[at++];
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return { value, next: at };
  }
  return { value: NaN, next: bytes.length };
}

/** @param {number} value */
function numberBytes(value) {
  const bytes = [];
  for (; value >= 0x80; value = Math.floor(value / 0x80)) bytes.push((value % 0x80) | 0x80);
  return [...bytes, value];
}

/**
 * The module, with its memory limited; itself, if it has less, or no memory of its own.
 * @param {Uint8Array} bytes
 * @param {number} max bytes
 */
export function withMemoryMax(bytes, max) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 8 || view.getUint32(0, true) !== magic) return bytes;
  for (let at = 8; at < bytes.length;) {
    const { value: size, next: body } = numberAt(bytes, at + 1);
    if (Number.isNaN(size)) return bytes;
    if (bytes[at] !== memorySection) {
      at = body + size;
      continue;
    }
    const count = numberAt(bytes, body);
    const hasMax = bytes[count.next] === 1;
    const least = numberAt(bytes, count.next + 1);
    const most = hasMax ? numberAt(bytes, least.next) : { value: Infinity, next: least.next };
    const pages = Math.max(least.value, Math.floor(max / pageBytes));
    if (count.value !== 1 || bytes[count.next] > 1 || !(most.value > pages)) return bytes;
    const limits = [1, 1, ...numberBytes(least.value), ...numberBytes(pages)];
    const section = [memorySection, ...numberBytes(limits.length), ...limits];
    const changed = new Uint8Array(at + section.length + bytes.length - body - size);
    changed.set(bytes.subarray(0, at));
    changed.set(section, at);
    changed.set(bytes.subarray(body + size), at + section.length);
    return changed;
  }
  return bytes;
}
