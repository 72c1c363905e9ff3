/**
 * Reads and writes plain tar files: a tree of files as one file that other tools can open.
 * @module
 */

/** A folder: names to files and folders.
 * @typedef {{ [name: string]: Tree | Uint8Array | string }} Tree */

const BLOCK = 512;
const NAME = { at: 0, bytes: 100 };
const SIZE = { at: 124, bytes: 12 };
const CHECKSUM = { at: 148, bytes: 8 };
const TYPE_AT = 156;

/** @param {Uint8Array} block @param {{ at: number, bytes: number }} field */
function text(block, { at, bytes }) {
  const field = block.subarray(at, at + bytes);
  const end = field.indexOf(0);
  return new TextDecoder().decode(end < 0 ? field : field.subarray(0, end));
}

/** @param {Uint8Array} block the header, its checksum field counted as spaces */
function checksum(block) {
  return block.reduce((sum, byte, i) => {
    const isOwn = i >= CHECKSUM.at && i < CHECKSUM.at + CHECKSUM.bytes;
    return sum + (isOwn ? 32 : byte);
  }, 0);
}

/** Puts a file into a tree, with the folders on its way.
 * @param {Tree} tree @param {string} path @param {Uint8Array | string} data */
export function put(tree, path, data) {
  const folders = path.split("/").filter(Boolean);
  const name = /** @type {string} */ (folders.pop());
  let folder = tree;
  for (const step of folders) {
    if (!Object.hasOwn(folder, step)) folder[step] = {};
    folder = /** @type {Tree} */ (folder[step]);
  }
  folder[name] = data;
}

/** The files of a tar. @param {Uint8Array} bytes @returns {Tree} */
export function readTar(bytes) {
  /** @type {Tree} */
  const tree = {};
  for (let at = 0; at + BLOCK <= bytes.length && bytes[at] !== 0;) {
    const header = bytes.subarray(at, at + BLOCK);
    if (parseInt(text(header, CHECKSUM), 8) !== checksum(header))
      throw new RangeError("not a tar file, or a damaged one");
    const size = parseInt(text(header, SIZE), 8);
    at += BLOCK;
    if (at + size > bytes.length) throw new RangeError("the tar file ends too early");
    if (header[TYPE_AT] === 0x30) put(tree, text(header, NAME), bytes.subarray(at, at + size));
    at += Math.ceil(size / BLOCK) * BLOCK;
  }
  return tree;
}

/** A tar of files, the same bytes for the same files.
 * @param {Record<string, Uint8Array>} files by path
 * @returns {Uint8Array} */
export function writeTar(files) {
  const blocks = [];
  const encoder = new TextEncoder();
  for (const [name, data] of Object.entries(files)) {
    const header = new Uint8Array(BLOCK);
    const field = (/** @type {number} */ at, /** @type {string} */ value) =>
      header.set(encoder.encode(value), at);
    if (encoder.encode(name).length > NAME.bytes)
      throw new RangeError(`too long for a tar: ${name}`);
    field(NAME.at, name);
    field(100, "0000644\0" + "0000000\0" + "0000000\0");
    field(SIZE.at, data.length.toString(8).padStart(11, "0"));
    field(136, "00000000000"); // no time: the bytes depend on the files alone
    field(TYPE_AT, "0");
    field(257, "ustar\x0000");
    field(CHECKSUM.at, `${checksum(header).toString(8).padStart(6, "0")}\0 `);
    const padded = new Uint8Array(Math.ceil(data.length / BLOCK) * BLOCK);
    padded.set(data);
    blocks.push(header, padded);
  }
  blocks.push(new Uint8Array(2 * BLOCK));
  const bytes = new Uint8Array(blocks.reduce((sum, block) => sum + block.length, 0));
  let at = 0;
  for (const block of blocks) {
    bytes.set(block, at);
    at += block.length;
  }
  return bytes;
}
