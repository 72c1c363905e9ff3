// Converts values to JSON text and back, with errors that name the value.
import { AwaitcError, wordsOf } from "./errors.js";

/**
 * JSON text of `value`, "" for undefined.
 * @param {unknown} value
 * @param {string} what in errors, with `name`: `the argument of "f"`
 * @param {string} name
 */
export function jsonOf(value, what, name) {
  if (value === undefined) return "";
  if (typeof value === "number" && (value | 0) === value) return `${value | 0}`;
  let text;
  try {
    text = JSON.stringify(value);
  } catch (cause) {
    const words = `${what} "${name}" cannot be JSON: ${wordsOf(cause)}`;
    throw new AwaitcError("AW_EARGUMENT", words, { cause });
  }
  if (text !== undefined) return text;
  throw new AwaitcError(
    "AW_EARGUMENT",
    `${what} "${name}" cannot be JSON: it is a ${typeof value}`,
  );
}

/**
 * @param {string} text JSON, or "" for undefined
 * @param {string} what as above
 * @param {string} name
 */
export function valueOf(text, what, name) {
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch (cause) {
    const words = `${what} "${name}" is not JSON: ${wordsOf(cause)}`;
    throw new AwaitcError("AW_EPROTO", words, { cause });
  }
}
