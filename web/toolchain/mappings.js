/**
 * Source maps of wasm files: one line, whose columns are byte offsets. Decides nothing else.
 * @module
 */

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** @param {string} text @returns {number[]} the fields of one segment */
function decode(text) {
  const fields = [];
  let value = 0;
  let shift = 0;
  for (const char of text) {
    const digit = DIGITS.indexOf(char);
    value += (digit & 31) * 2 ** shift;
    shift += 5;
    if (digit & 32) continue;
    fields.push(value & 1 ? -Math.floor(value / 2) : Math.floor(value / 2));
    value = shift = 0;
  }
  return fields;
}

/** A number of a segment. @param {number} value */
export function encode(value) {
  let rest = value < 0 ? -value * 2 + 1 : value * 2;
  let text = "";
  do {
    const digit = rest % 32;
    rest = Math.floor(rest / 32);
    text += DIGITS[rest ? digit + 32 : digit];
  } while (rest);
  return text;
}

/** A source map whose byte offsets were moved.
 * @param {string} sourceMap JSON @param {(offset: number) => number} moved @returns {string} */
export function moveMap(sourceMap, moved) {
  const map = JSON.parse(sourceMap);
  let offset = 0;
  let last = 0;
  const segments = map.mappings
    .split(",")
    .filter(Boolean)
    .map((/** @type {string} */ text) => {
      const [step, ...rest] = decode(text);
      offset += step;
      const now = moved(offset);
      const segment = [now - last, ...rest].map(encode).join("");
      last = now;
      return segment;
    });
  return JSON.stringify({ ...map, mappings: segments.join(",") });
}
