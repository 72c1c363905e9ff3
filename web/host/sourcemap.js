// Finds the C line of a trap: the engine's stack has byte offsets, and a source map knows their
// lines. Loaded only after a trap. Reads version 3 maps with one generated line, as linkers write
// them for wasm; fetches nothing.
import { wordsOf } from "./errors.js";

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const VALUES = new Map([...DIGITS].map((digit, value) => [digit, value]));

/**
 * Replaces `error.at` by the line that trapped, if the engine's stack and the source map tell it.
 * @param {import("./errors.js").AwaitcError} error
 * @param {() => Promise<string | object>} sourceMap
 */
export async function locate(error, sourceMap) {
  const stack = String(Object(error.cause).stack ?? "");
  const frames = stack.matchAll(/wasm-function\[\d+\]:(0x[0-9a-f]+)/gi);
  const offsets = [...frames].map(([, offset]) => Number(offset));
  if (offsets.length === 0) return;
  try {
    const line = lineOf(await sourceMap(), offsets);
    if (!line) return;
    error.message += `${error.at ? "; it broke" : ","} at ${line}`;
    error.at = line;
  } catch (cause) {
    error.message += ` (the source map cannot be read: ${wordsOf(cause)})`;
  }
}

/**
 * The line of the first offset that the map knows, "main.c:12".
 * @param {string | object} sourceMap the JSON text of the map, or the parsed object
 * @param {number[]} offsets innermost call first
 * @returns {string | undefined}
 */
export function lineOf(sourceMap, offsets) {
  const map = typeof sourceMap === "string" ? JSON.parse(sourceMap) : sourceMap;
  const rows = decodeMappings(map.mappings);
  for (const offset of offsets) {
    const row = rows.findLast((x) => x.offset <= offset);
    const name = row?.source === undefined ? undefined : map.sources[row.source];
    if (row && name) return `${name.split("/").pop()}:${row.line}`;
  }
  return undefined;
}

/**
 * @param {string} mappings
 * @returns {{ offset: number, source?: number, line: number }[]} sorted by offset
 */
function decodeMappings(mappings) {
  let offset = 0;
  let source = 0;
  let line = 1;
  const [generated] = mappings.split(";");
  return generated
    .split(",")
    .filter(Boolean)
    .map((segment) => {
      const [column, nextSource, nextLine] = decodeNumbers(segment);
      offset += column;
      if (nextSource === undefined) return { offset, line: 0 };
      source += nextSource;
      line += nextLine;
      return { offset, source, line };
    });
}

/**
 * Base 64 VLQ: five bits a digit, lowest first, the sixth says that more follows.
 * @param {string} segment
 */
function decodeNumbers(segment) {
  const numbers = [];
  let value = 0;
  let weight = 1;
  for (const character of segment) {
    const digit = VALUES.get(character);
    if (digit === undefined) throw new Error(`"${character}" is not a base 64 digit`);
    value += (digit & 31) * weight;
    weight *= 32;
    if (digit & 32) continue;
    const half = Math.floor(value / 2);
    numbers.push(value % 2 === 1 ? -half : half);
    value = 0;
    weight = 1;
  }
  return numbers;
}
