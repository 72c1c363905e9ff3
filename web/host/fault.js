// Explains why a source or a module could not be loaded. Loaded only then, so that the long
// messages cost nothing otherwise.
import { ABI_VERSION } from "./abi.js";
import { AwaitcError, wordsOf } from "./errors.js";
import { is } from "./builtin.js";

const MAGIC = [0, 0x61, 0x73, 0x6d];
const decoder = new TextDecoder();
/** For files that are not where they are looked for. */
const REMEDY = "did the bundler copy the .wasm file? docs/embedding.md has a recipe for each";

/**
 * Why `compile` could not make a module.
 * @param {unknown} rest what the source had become by then
 * @param {string} address where it came from, if known
 * @param {unknown} cause
 */
export function sourceFault(rest, address, cause) {
  const words = wordsOf(cause);
  if (is(rest, "Response")) return responseFault(/** @type {Response} */ (rest), address, cause);
  const isBytes = ArrayBuffer.isView(rest) || is(rest, "ArrayBuffer");
  if (address && !isBytes) {
    return new AwaitcError("AW_ENETWORK", `cannot read ${address}: ${words}${pathRemedy(cause)}`, {
      cause,
    });
  }
  const name = address || "the given source";
  if (!isBytes) {
    return typeof rest !== "object" || rest === null || cause instanceof TypeError
      ? new AwaitcError(
          "AW_EARGUMENT",
          "load: expected a URL, a string, a Response, bytes or a " +
            `WebAssembly.Module, got ${nameOf(rest)}`,
          { cause },
        )
      : new AwaitcError("AW_ENETWORK", `the given source failed: ${words}`, { cause });
  }
  const fault = bytesFault(/** @type {BufferSource} */ (rest));
  if (fault) return new AwaitcError("AW_ENOTWASM", `${name} is not a WebAssembly module: ${fault}`);
  return compileFault(name, cause);
}

/**
 * What a missing file may be due to.
 * @param {any} cause
 */
function pathRemedy(cause) {
  return cause?.code !== "ENOENT"
    ? ""
    : "; a path is relative to the working directory, " +
        `new URL(path, import.meta.url) to the module; ${REMEDY}`;
}

/**
 * What is no source.
 * @param {unknown} value
 */
function nameOf(value) {
  if (is(value, "Module")) return "all that a module exports; pass its `default`";
  if (typeof value === "function") return "a function; pass what it returns, or the file's address";
  return value === null ? "null" : typeof value;
}

/**
 * @param {Response} response
 * @param {string} address
 * @param {unknown} cause
 */
function responseFault(response, address, cause) {
  const name = response.url || address || "the given response";
  if (response.ok) return compileFault(name, cause);
  const answer = `${response.status} ${response.statusText}`.trim();
  return new AwaitcError(
    "AW_ENOTWASM",
    `${name} answered ${answer}; is the address of the .wasm file right? ${REMEDY}`,
    { status: response.status },
  );
}

/**
 * @param {string} name
 * @param {unknown} cause
 */
function compileFault(name, cause) {
  const words = wordsOf(cause);
  const remedy = /disallowed|Content Security|unsafe-eval/i.test(words)
    ? "compiling is not allowed here: import the file and pass the WebAssembly.Module, or allow " +
      "'wasm-unsafe-eval'"
    : "is the file complete?";
  return new AwaitcError("AW_ENOTWASM", `${name} cannot be compiled (${remedy}): ${words}`, {
    cause,
  });
}

/**
 * What the first bytes give away; undefined if they look right.
 * @param {BufferSource} source
 */
function bytesFault(source) {
  const bytes = ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source);
  if (bytes.length === 0) return "it is empty";
  if (/^\uFEFF?\s*</.test(decoder.decode(bytes.subarray(0, 64)))) {
    return (
      "it is HTML, perhaps the page that the server sends for a file that is missing; " + REMEDY
    );
  }
  if (MAGIC.some((byte, i) => i < bytes.length && bytes[i] !== byte)) {
    return "it does not start with \\0asm";
  }
  if (bytes.length < 8) return `it was cut off after ${bytes.length} bytes`;
  if (bytes[6] === 1) return "it is a component; awaitc runs core modules";
  return undefined;
}

/**
 * Why `instantiate` could not make an instance.
 * @param {WebAssembly.Module} module
 * @param {Record<string, Record<string, Function>>} imports
 * @param {unknown} cause
 */
export function instanceFault(module, imports, cause) {
  const words = wordsOf(cause);
  if (!WebAssembly.Module.exports(module).some(({ name }) => name === "aw_abi")) {
    return new AwaitcError(
      "AW_ENOTAWAITC",
      "this is a WebAssembly module but not an awaitc " +
        "program: it does not export aw_abi; link it with the awaitc runtime",
    );
  }
  const unknown = WebAssembly.Module.imports(module)
    .filter((x) => !Object.hasOwn(imports[x.module] ?? {}, x.name))
    .map((x) => `${x.module}.${x.name}`)
    .join(", ");
  if (unknown) {
    return new AwaitcError(
      "AW_EIMPORT",
      `the program imports what this host does not have: ` +
        `${unknown}; is a C function not linked in, or the host older than the program?`,
      { cause },
    );
  }
  if (cause instanceof WebAssembly.LinkError) {
    return new AwaitcError("AW_EIMPORT", `the program does not fit this host: ${words}`, { cause });
  }
  if (cause instanceof RangeError) {
    return new AwaitcError(
      "AW_ENOMEM",
      "the engine has no memory for the program; close those " +
        `that are no longer used: ${words}`,
      { cause },
    );
  }
  return new AwaitcError("AW_ETRAP", `the program broke while it was loaded: ${words}`, { cause });
}

/** @param {number} version what the program speaks */
export function abiFault(version) {
  return new AwaitcError(
    "AW_EABI",
    `the program speaks version ${version} of the host ` +
      `interface, this host ${ABI_VERSION}; build both with one awaitc`,
  );
}
