// Operation kind `call`: C calls a function that JavaScript exposed and waits for its result. The
// other direction, program.call, is host/calls.js.
import { AwaitcError, statusOf, wordsOf } from "../host/errors.js";
import { jsonOf, valueOf } from "../host/json.js";
import { callReply, callRequest } from "./messages.js";

/**
 * A JavaScript function that C can wait for: JSON in, JSON out.
 * @callback ExposedFunction
 * @param {any} value what C sent
 * @param {{ readonly signal: AbortSignal }} context the signal tells that C gave up
 * @returns {unknown}
 */

/**
 * @param {import("./table.js").Outside} outside
 * @returns {import("./table.js").Handler}
 */
export function createHandler({ exposed }) {
  return (request, operation, finish) => {
    const { name, json } = callRequest(request);
    const call = exposed.get(name);
    if (!call) {
      throw new AwaitcError(
        "AW_ENOSYS",
        `no JavaScript function is exposed as "${name}"; ` +
          `program.expose({ ${name} }) makes it callable`,
      );
    }
    const fail = (/** @type {unknown} */ cause) => finish(statusOf("AW_EHOST"), wordsOf(cause));
    const done = (/** @type {unknown} */ result) => {
      let text;
      try {
        text = jsonOf(result, `what "${name}" returned`);
      } catch (cause) {
        fail(cause);
        return;
      }
      finish(0, callReply({ json: text }));
    };
    try {
      const value = valueOf(json, `the argument of "${name}"`);
      Promise.resolve(call(value, operation)).then(done, fail);
    } catch (cause) {
      fail(cause);
    }
  };
}
