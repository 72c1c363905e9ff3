// Operation kind `call`: C calls a function that JavaScript exposed and waits for its result. The
// other direction, program.call, is host/calls.js.
import { AwaitcError, statusOf, wordsOf } from "../host/errors.js";
import { jsonOf, valueOf } from "../host/json.js";
import { callReply } from "./messages.js";

/**
 * @typedef {import("./messages.js").CallRequest} Request
 * @typedef {import("./table.js").Operation} Operation
 * @typedef {import("./table.js").Finisher} Finisher
 */

/**
 * @param {import("./table.js").Outside} outside
 * @returns {import("./table.js").Handler<Request>}
 */
export function createHandler({ exposed }) {
  /** Waits whose promise has settled, to be used again. @type {ReturnType<typeof newWait>[]} */
  const free = [];
  const newWait = (/** @type {Finisher} */ table) => {
    const wait = {
      operation: /** @type {any} */ (undefined),
      done(/** @type {unknown} */ result) {
        free.push(wait);
        done(table, wait.operation, result);
      },
      fail(/** @type {unknown} */ cause) {
        free.push(wait);
        fail(table, wait.operation, cause);
      },
    };
    return wait;
  };
  return (request, operation, table) => {
    const name = request[0];
    const call = exposed.get(name);
    if (!call) {
      throw new AwaitcError(
        "AW_ENOSYS",
        `no JavaScript function is exposed as "${name}"; ` +
          `program.expose({ ${name} }) makes it callable`,
      );
    }
    try {
      const result = call(argumentOf(request), operation);
      const promise = promiseOf(result);
      if (!promise) {
        done(table, operation, result);
        return;
      }
      const wait = free.pop() ?? newWait(table);
      wait.operation = operation;
      Promise.prototype.then.call(promise, wait.done, wait.fail);
    } catch (cause) {
      fail(table, operation, cause);
    }
  };
}

/**
 * @param {Finisher} table
 * @param {Operation} operation
 * @param {unknown} result
 */
function done(table, operation, result) {
  let reply;
  try {
    reply = replyOf(result, operation.request);
  } catch (cause) {
    fail(table, operation, cause);
    return;
  }
  table.finish(operation, 0, reply);
}

/**
 * @param {Finisher} table
 * @param {Operation} operation
 * @param {unknown} cause
 */
function fail(table, operation, cause) {
  table.finish(operation, statusOf("AW_EHOST"), wordsOf(cause));
}

/** @param {Request} request */
function argumentOf([name, value]) {
  if (typeof value !== "string") return value.number;
  const digits = digitsOf(value);
  return digits < 0 ? valueOf(value, "the argument of", name) : digits;
}

/**
 * The number that is `text` if that is a few digits, else -1. JSON.parse is slower.
 * @param {string} text
 */
function digitsOf(text) {
  const { length } = text;
  if (length === 0 || length > 9 || (length > 1 && text.charCodeAt(0) === 48)) return -1;
  let number = 0;
  for (let i = 0; i < length; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return -1;
    number = 10 * number + digit;
  }
  return number;
}

/**
 * What C gets for `result`: a number by value if it gave one, else JSON.
 * @param {unknown} result
 * @param {Request} request
 */
function replyOf(result, [name, value]) {
  if (typeof value !== "object") return callReply({ value: jsonOf(result, "the result of", name) });
  if (typeof result === "number") return callReply({ value: result });
  throw new AwaitcError(
    "AW_EARGUMENT",
    `the result of "${name}" is a ${typeof result}, where C waits for a number`,
  );
}

/**
 * A promise for what a function returned, or undefined if that is the result already. Reads its
 * `then` once.
 * @param {any} result
 * @returns {Promise<unknown> | undefined}
 */
function promiseOf(result) {
  if (result === null || (typeof result !== "object" && typeof result !== "function")) {
    return undefined;
  }
  const { then } = result;
  if (typeof then !== "function") return undefined;
  if (result instanceof Promise && then === Promise.prototype.then) return result;
  return new Promise((resolve, reject) => then.call(result, resolve, reject));
}
