/* Packs bytes into the text of a link and unpacks them: deflate, then base64url. Unpacking has a
 * limit, because a short link may inflate to any length. link.js gives the bytes their meaning. */

import { msg, str } from "../common/words.js";

/** Bytes of what a link holds when it is inflated. */
export const bytesMax = 64 * 1024;

/** A link that cannot be read or made; the message is a sentence for the page. */
export class LinkError extends Error {
  name = "LinkError";
}

export const damaged = () =>
  new LinkError(msg("The link is damaged: a part of it is missing or was changed."));

/** The hash of a text in 32 bits (FNV-1a), to notice that it has changed. @param {string} text */
export function printOf(text) {
  let print = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) print = Math.imul(print ^ text.charCodeAt(i), 0x01000193);
  return print >>> 0;
}

/**
 * All that comes out of a stream; more than `bytesMax` are an error, and the rest is not read.
 * @param {ReadableStream<Uint8Array>} stream
 */
async function drain(stream) {
  const reader = stream.getReader();
  /** @type {Uint8Array[]} */
  const chunks = [];
  let length = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    length += next.value.length;
    if (length > bytesMax) {
      void reader.cancel().catch(() => {});
      const kilobytes = bytesMax / 1024;
      throw new LinkError(
        msg(str`The link holds more than ${kilobytes} KB, which is too much to open.`),
      );
    }
    chunks.push(next.value);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/** @param {Uint8Array} bytes @param {CompressionStream | DecompressionStream} through */
function passed(bytes, through) {
  const writer = through.writable.getWriter();
  void writer.write(/** @type {BufferSource} */ (bytes)).catch(() => {}); // the reader is told too
  void writer.close().catch(() => {});
  return drain(through.readable);
}

/** @param {Uint8Array} bytes */
function base64urlOf(bytes) {
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** @param {string} text */
function bytesOf(text) {
  if (!/^[\w-]+$/.test(text)) throw damaged();
  try {
    const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    return Uint8Array.from(binary, (char) => char.charCodeAt(0));
  } catch {
    throw damaged();
  }
}

/** Bytes as the text of a link. @param {Uint8Array} bytes */
export async function packed(bytes) {
  return base64urlOf(await passed(bytes, new CompressionStream("deflate-raw")));
}

/** The bytes in the text of a link, at most `bytesMax`. @param {string} text */
export async function unpacked(text) {
  const bytes = bytesOf(text);
  try {
    return await passed(bytes, new DecompressionStream("deflate-raw"));
  } catch (error) {
    throw error instanceof LinkError ? error : damaged();
  }
}
