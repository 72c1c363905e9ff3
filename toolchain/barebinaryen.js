/**
 * The text of npm's `binaryen` without the WebAssembly module in it, and that module. The package
 * has the module as a literal of 15 MB. Reading it as JavaScript takes longer than compiling it.
 * @module
 */

/** What the module starts with, inside of the literal. */
const MAGIC = "`\\0asm";
/** The end: the factory is called without options, and what it makes is exported. */
const END = /\bawait ([\w$]+)\(\)[;,][\w$]+=[\w$]+;export\{[\w$]+ as default\};\s*$/;
const [BACKSLASH, BACKTICK] = [0x5c, 0x60];
/** What a letter after a backslash stands for; other characters stand for themselves. */
const ESCAPES = { 0: 0, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13 };
const STANDS_FOR = Uint8Array.from({ length: 128 }, (_, code) => code);
for (const [letter, byte] of Object.entries(ESCAPES)) STANDS_FOR[letter.charCodeAt(0)] = byte;
const X = "x".charCodeAt(0);

/** @param {number} code of a hexadecimal digit */
const digit = (code) => (code <= 0x39 ? code - 0x30 : (code | 0x20) - 0x57);

/** The bytes that a literal stands for, and where it ends.
 * @param {Uint8Array} text @param {number} start behind its first backtick */
function literalAt(text, start) {
  const bytes = new Uint8Array(text.length - start);
  let length = 0;
  let at = start;
  for (; text[at] !== BACKTICK; at++) {
    let byte = text[at];
    if (byte === BACKSLASH) {
      byte = text[++at];
      if (byte === X) byte = (digit(text[++at]) << 4) | digit(text[++at]);
      else byte = STANDS_FOR[byte];
    } else if (byte === undefined || byte > 0x7f) return undefined;
    bytes[length++] = byte;
  }
  return { bytes: bytes.subarray(0, length), end: at };
}

/** The place of some ASCII characters. @param {Uint8Array} text @param {string} words */
function placeOf(text, words) {
  const codes = [...words].map((one) => one.charCodeAt(0));
  for (let at = text.indexOf(codes[0]); at >= 0; at = text.indexOf(codes[0], at + 1))
    if (codes.every((code, i) => text[at + i] === code)) return at;
  return -1;
}

/** Takes the module out. The text that is left exports Emscripten's factory, which gets the module
 * by its option `instantiateWasm`.
 * @param {Uint8Array} text of index.js
 * @returns {{ text: string, wasm: Uint8Array<ArrayBuffer> } | undefined} undefined if it is of
 *   another form, as other versions may be */
export function bareBinaryen(text) {
  const start = placeOf(text, MAGIC) + 1;
  const literal = start > 0 ? literalAt(text, start) : undefined;
  if (!literal) return undefined;
  const decoder = new TextDecoder();
  const before = decoder.decode(text.subarray(0, start));
  const after = decoder.decode(text.subarray(literal.end));
  if (!END.test(after)) return undefined;
  return { text: before + after.replace(END, "$1;export default $1;"), wasm: literal.bytes };
}

/** Starts what the text exports.
 * @param {(options: object) => Promise<any>} factory @param {WebAssembly.Module} module
 * @returns {Promise<import("./binaryen.js").Binaryen>} */
export function startBinaryen(factory, module) {
  return new Promise((resolve, reject) => {
    /** @param {WebAssembly.Imports} imports
     * @param {(instance: WebAssembly.Instance) => void} done */
    const instantiateWasm = (imports, done) => {
      WebAssembly.instantiate(module, imports).then(done).catch(reject);
      return {};
    };
    factory({ instantiateWasm }).then(resolve, reject);
  });
}
