// Makes a WebAssembly.Module of whatever `load` was given, and says in words what was wrong with
// it. Decides nothing about what the module contains (instance.js does); never instantiates.
import { AwaitcError, wordsOf } from "./errors.js";

/**
 * Where a program comes from.
 * @typedef {string | URL | Response | BufferSource | WebAssembly.Module} Source
 */

/**
 * What compiling needs from the platform.
 * @typedef {object} Reader
 * @property {typeof fetch} [fetch]
 * @property {(source: string | URL) => Promise<Uint8Array<ArrayBuffer>> | undefined} [read]
 *   reads a file; undefined for what is to be fetched
 */

const MAGIC = [0, 0x61, 0x73, 0x6d];
const decoder = new TextDecoder();

/**
 * @param {Source | PromiseLike<Source>} source
 * @param {Reader} reader
 * @returns {Promise<WebAssembly.Module>}
 */
export async function compile(source, reader) {
  const given = await source;
  if (is(given, "WebAssembly.Module")) return /** @type {WebAssembly.Module} */ (given);
  if (typeof given === "string" || given instanceof URL) return compileAddress(given, reader);
  if (given instanceof ArrayBuffer || ArrayBuffer.isView(given) || is(given, "ArrayBuffer")) {
    return compileBytes(/** @type {BufferSource} */ (given), "the given bytes");
  }
  if (typeof (/** @type {any} */ (given)?.arrayBuffer) === "function") {
    return compileResponse(/** @type {Response} */ (given));
  }
  throw new AwaitcError("AW_EARGUMENT", "load: expected a URL, a string, a Response, bytes or a " +
    `WebAssembly.Module, got ${given === null ? "null" : typeof given}`);
}

/**
 * Whether `value` is of the built-in class `tag`, from any realm.
 * @param {unknown} value
 * @param {string} tag
 */
function is(value, tag) {
  return Object.prototype.toString.call(value) === `[object ${tag}]`;
}

/**
 * @param {string | URL} address
 * @param {Reader} reader
 */
async function compileAddress(address, reader) {
  let response;
  try {
    const bytes = await reader.read?.(address);
    if (bytes) return compileBytes(bytes, String(address));
    if (!reader.fetch) throw new Error("this platform has no fetch; pass a WebAssembly.Module");
    response = await reader.fetch(address);
  } catch (cause) {
    if (cause instanceof AwaitcError) throw cause;
    throw new AwaitcError("AW_ENETWORK", `cannot read ${address}: ${wordsOf(cause)}`, { cause });
  }
  return compileResponse(response);
}

/** @param {Response} response */
async function compileResponse(response) {
  const name = response.url || "the given response";
  if (response.ok === false) {
    throw new AwaitcError("AW_ENOTWASM", `${name} answered ${response.status} ` +
      `${response.statusText ?? ""}`.trimEnd() + "; is the address of the .wasm file right?");
  }
  // A wrong MIME type makes compileStreaming refuse; bytes do as well, only not quite as fast.
  const type = response.headers?.get("content-type")?.split(";")[0].trim().toLowerCase();
  try {
    if (type === "application/wasm" && WebAssembly.compileStreaming && is(response, "Response")) {
      return await WebAssembly.compileStreaming(response);
    }
    return await compileBytes(await response.arrayBuffer(), name);
  } catch (cause) {
    if (cause instanceof AwaitcError) throw cause;
    throw notWasm(name, cause);
  }
}

/**
 * @param {BufferSource} source
 * @param {string} name
 */
async function compileBytes(source, name) {
  const bytes = ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source);
  const fault = faultOf(bytes);
  if (fault) throw new AwaitcError("AW_ENOTWASM", `${name} is not a WebAssembly module: ${fault}`);
  try {
    return await WebAssembly.compile(source);
  } catch (cause) {
    throw notWasm(name, cause);
  }
}

/**
 * What the first bytes give away; undefined if they look right.
 * @param {Uint8Array} bytes
 */
function faultOf(bytes) {
  if (bytes.length === 0) return "it is empty";
  if (/^\uFEFF?\s*</.test(decoder.decode(bytes.subarray(0, 64)))) {
    return "it is HTML, perhaps the page that the server sends for a file that is missing";
  }
  if (MAGIC.some((byte, i) => i < bytes.length && bytes[i] !== byte)) {
    return "it does not start with \\0asm";
  }
  if (bytes.length < 8) return `it was cut off after ${bytes.length} bytes`;
  if (bytes[6] === 1) return "it is a component; awaitc runs core modules";
  return undefined;
}

/**
 * @param {string} name
 * @param {unknown} cause
 */
function notWasm(name, cause) {
  const words = wordsOf(cause);
  const remedy = /disallowed|Content Security|unsafe-eval/i.test(words)
    ? "this place forbids compiling: import the file and pass the WebAssembly.Module, or allow " +
      "'wasm-unsafe-eval'"
    : "is the file complete?";
  return new AwaitcError("AW_ENOTWASM", `${name} cannot be compiled (${remedy}): ${words}`,
    { cause });
}
