// The host's error class, and the conversion of errors from C and from JavaScript.
import { ERRORS } from "./abi.js";

/**
 * What is known about an error besides its code and message.
 * @typedef {object} ErrorDetails
 * @property {string} [task] name of the task that was running
 * @property {string} [at] where in the C source, "main.c:12"
 * @property {number} [status] the number that C returned
 * @property {unknown} [cause] what JavaScript threw
 */

/** Why a program, a call or a load failed. */
export class AwaitcError extends Error {
  /**
   * @param {string} code "AW_ETIMEDOUT" and the like, for programs to test
   * @param {string} message what was asked, what was found, what to do
   * @param {ErrorDetails} [details]
   */
  constructor(code, message, details = {}) {
    super(message, "cause" in details ? { cause: details.cause } : undefined);
    this.name = "AwaitcError";
    /** A name from the tables in the documentation. */
    this.code = code;
    /** Name of the C task that was running, if one was. */
    this.task = details.task;
    /** The C line, "main.c:12", if known. */
    this.at = details.at;
    /** The number that C returned, for codes of the program's own. */
    this.status = details.status;
  }
}

/**
 * The number of a C error code.
 * @param {string} code
 */
export function statusOf(code) {
  return ERRORS[code] ?? ERRORS.AW_EHOST;
}

/**
 * An error for a negative number from C; `text` is its message, if it came with one.
 * @param {number} status
 * @param {string} text
 * @param {ErrorDetails} [details]
 */
export function errorOf(status, text, details) {
  const code = Object.keys(ERRORS).find((name) => ERRORS[name] === status) ?? "error";
  return new AwaitcError(code, text || `the program answered ${code} (${status})`, {
    status,
    ...details,
  });
}

/**
 * The words of anything that was thrown. Never throws.
 * @param {unknown} reason
 * @returns {string}
 */
export function wordsOf(reason) {
  try {
    const { message, name } = /** @type {Partial<Error>} */ (Object(reason));
    return String(message || name || reason);
  } catch {
    return "something that cannot be printed was thrown";
  }
}
