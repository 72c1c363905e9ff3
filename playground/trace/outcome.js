/* How a run ended, in words: a title, the program's message, and what the reader can do about
 * it. */

import { memoryMax } from "../common/protocol.js";
import { shortSite } from "./query.js";
import { msg, str } from "../common/words.js";

/** @typedef {import("../common/protocol.js").Failure} Failure */
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
    title: msg("Deadlock: every task waits, and nothing can wake them"),
    advice: msg("Choose a lane to see what its task waits for."),
  },
  AW_EOVERFLOW: {
    title: msg("Stack overflow"),
    advice: msg(
      "A task needs more stack than it has. Recurse less, or start it with a larger .stack_bytes.",
    ),
  },
  AW_ENOMEM: {
    title: msg("Out of memory"),
    advice: msg(
      str`The program asked for more memory than the ${memoryMax >> 20} MB it has in the page.`,
    ),
  },
  AW_ETRAP: {
    title: msg("Trap: the program did something WebAssembly forbids"),
    advice: msg("Typical causes: a wild pointer, a division by zero, unlimited recursion."),
  },
  AW_EIMPORT: { title: msg("The program needs something this page does not offer"), advice: "" },
  AW_ENETWORK: {
    title: msg("The program could not be loaded"),
    advice: msg("Is the server of this page still running?"),
  },
};

/** @param {Failure} failure @returns {Outcome} */
export function outcomeOfFailure(failure) {
  const { title, advice } = known[failure.code] ?? { title: msg("The program failed"), advice: "" };
  const { message, task = "", at = "" } = failure;
  const where = [
    !message.includes(task) && msg(str`in task ${task}`),
    !message.includes(shortSite(at)) && msg(str`at ${shortSite(at)}`, { desc: "a line" }),
  ];
  const location = where.filter(Boolean).join(" ");
  const text = location ? `${message} (${location})` : message;
  return { title, text, advice, isBad: true, at: shortSite(at) };
}

/** @param {number} code @returns {Outcome} */
export function outcomeOfExit(code) {
  const title = code === 0 ? msg("Finished") : msg(str`Finished with exit code ${code}`);
  return { title, text: "", advice: "", isBad: code !== 0, at: "" };
}

/** @type {Outcome} */
export const stopped = {
  title: msg("Stopped"),
  text: msg("The program was stopped from outside. Its tasks did not clean up."),
  advice: "",
  isBad: false,
  at: "",
};

/** @type {Outcome} */
export const abandoned = {
  title: msg("Stopped: its event loop was blocked"),
  text: msg("The page was hidden and the program did not respond for a minute, so it was stopped."),
  advice: msg("Call aw_yield() now and then in a task that computes for a long time."),
  isBad: true,
  at: "",
};
