/* How a run ended, in words: a title, what the program said, and what one can do about it. */

import { shortSite } from "./query.js";

/** @typedef {import("./protocol.js").Failure} Failure */
/**
 * `at`: the source line that a failure points at, `file.c:12` or empty.
 * @typedef {{ title: string, text: string, advice: string, isBad: boolean, at: string }} Outcome
 */

/**
 * Code of a failure to title and advice.
 * @type {Record<string, { title: string, advice: string }>}
 */
const known = {
  AW_EDEADLK: {
    title: "Deadlock: every task waits, and nothing can wake them",
    advice: "Choose a lane: its details say what it waits for.",
  },
  AW_EOVERFLOW: {
    title: "Stack overflow",
    advice:
      "A task needs more stack than it has. Recurse less, or spawn it with more .stack_bytes.",
  },
  AW_ENOMEM: {
    title: "Out of memory",
    advice: "The program asked for more memory than a page may use.",
  },
  AW_ETRAP: {
    title: "Trap: the program did something WebAssembly forbids",
    advice: "Typical causes: a wild pointer, a division by zero, unlimited recursion.",
  },
  AW_EIMPORT: { title: "The program needs something this page does not offer", advice: "" },
  AW_ENETWORK: {
    title: "The program could not be loaded",
    advice: "Is the server of this page still running?",
  },
};

/** @param {Failure} failure @returns {Outcome} */
export function outcomeOfFailure(failure) {
  const { title, advice } = known[failure.code] ?? { title: "The program failed", advice: "" };
  const { message, task = "", at = "" } = failure;
  const where = [
    !message.includes(task) && `in task ${task}`,
    !message.includes(shortSite(at)) && `at ${shortSite(at)}`,
  ];
  const place = where.filter(Boolean).join(" ");
  const text = place ? `${message} (${place})` : message;
  return { title, text, advice, isBad: true, at: shortSite(at) };
}

/** @param {number} code @returns {Outcome} */
export function outcomeOfExit(code) {
  const title = code === 0 ? "Finished" : `Finished with exit code ${code}`;
  return { title, text: "", advice: "", isBad: code !== 0, at: "" };
}

/** @type {Outcome} */
export const stopped = {
  title: "Stopped",
  text: "The program was ended from outside; its tasks did not clean up.",
  advice: "",
  isBad: false,
  at: "",
};
