// Converts values to JSON text and back, with errors that name the value.
import { AwaitcError, wordsOf } from "./errors.js";

/**
 * JSON text of `value`, "" for undefined.
 * @param {unknown} value
 * @param {string} what names it in errors
 */
export function jsonOf(value, what) {
  if (value === undefined) return "";
  let text;
  try {
    text = JSON.stringify(value);
  } catch (cause) {
    throw new AwaitcError("AW_EARGUMENT", `${what} cannot be JSON: ${wordsOf(cause)}`, { cause });
  }
  if (text !== undefined) return text;
  throw new AwaitcError("AW_EARGUMENT", `${what} cannot be JSON: it is a ${typeof value}`);
}

/**
 * @param {string} text JSON, or "" for undefined
 * @param {string} what names it in errors
 */
export function valueOf(text, what) {
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AwaitcError("AW_EPROTO", `${what} is not JSON: ${wordsOf(cause)}`, { cause });
  }
}
