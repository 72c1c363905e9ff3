// Compresses files with brotli, for the page and for the package. Results are cached.
import { promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";
import { hashOf } from "../toolchain/cache_node.js";
import { kept } from "./kept.mjs";

const press = promisify(brotliCompress);
const LARGE_BYTES = 16 << 20;

/** @param {Uint8Array} bytes @returns {Promise<Uint8Array>} */
export function compressed(bytes) {
  const isLarge = bytes.length > LARGE_BYTES;
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: isLarge ? 5 : 11, // 11 takes minutes for clang, saves 7 %
    [constants.BROTLI_PARAM_LGWIN]: 24,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  };
  return kept(hashOf("brotli", JSON.stringify(params), bytes), () => press(bytes, { params }));
}
