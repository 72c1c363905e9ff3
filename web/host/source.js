// Makes a WebAssembly.Module from the argument of `load`. instance.js checks what the module
// contains; fault.js explains what is wrong with a source.
import { is } from "./builtin.js";

/**
 * Where a program comes from.
 * @typedef {string | URL | Response | BufferSource | WebAssembly.Module} Source
 */

/**
 * What compiling needs from the platform.
 * @typedef {object} Reader
 * @property {typeof fetch} [fetch]
 * @property {(source: string | URL) => Promise<Uint8Array<ArrayBuffer>> | undefined} [read]
 *   reads a file; undefined for what must be fetched
 */

/**
 * @param {Source | PromiseLike<Source>} source
 * @param {Reader} reader
 * @returns {Promise<WebAssembly.Module>}
 */
export async function compile(source, reader) {
  /** @type {any} What is left of the source, for the error if there is one. */
  let rest = source;
  let address = "";
  try {
    rest = await source;
    if (is(rest, "WebAssembly.Module")) return rest;
    if (typeof rest === "string" || rest instanceof URL) {
      address = String(rest);
      rest = (await reader.read?.(rest)) ?? (await reader.fetch?.(rest));
    }
    if (is(rest, "Response") && rest.ok) {
      // Any other MIME type makes compileStreaming refuse; bytes do as well, only not as fast.
      const isTyped = rest.headers.get("content-type")?.split(";")[0].trim() === "application/wasm";
      if (isTyped && WebAssembly.compileStreaming) return await WebAssembly.compileStreaming(rest);
      address ||= rest.url;
      rest = await rest.arrayBuffer();
    }
    return await WebAssembly.compile(rest);
  } catch (cause) {
    const { sourceFault } = await import("./fault.js");
    throw sourceFault(rest, address, cause);
  }
}
