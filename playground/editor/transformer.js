/* The compiler's side of transformworker.js: one worker, started when this object is made. */

import { ownScript } from "../common/trusted.js";
import script from "./transformworker.js?worker&url";

/** @typedef {import("./transformworker.js").FromTransform} FromTransform */

export class Transformer {
  #worker = new Worker(ownScript(script), { type: "module", name: "transform" });
  /** When Binaryen is there. */
  loaded = this.#answer();

  /** The next message, unless it is of a failure. @returns {Promise<FromTransform>} */
  #answer() {
    return new Promise((resolve, reject) => {
      this.#worker.onmessage = ({ data }) =>
        data.type === "failed" ? reject(new Error(data.message)) : resolve(data);
      this.#worker.onerror = (event) => {
        event.preventDefault();
        reject(new Error(event.message || "Binaryen's worker could not be started"));
      };
    });
  }

  /** A linked program made suspendable; one at a time. @param {Uint8Array} linked
   * @returns {Promise<{ bytes: Uint8Array, sourceMap?: string }>} */
  async transform(linked) {
    const answer = this.#answer();
    this.#worker.postMessage(linked);
    return /** @type {any} */ (await answer);
  }
}
