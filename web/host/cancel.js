// Cancels one task of a program from outside, for tools that watch its trace. Loaded on first use,
// since few programs are watched.
import { AwaitcError } from "./errors.js";

/**
 * @param {import("./host.js").Host} host
 * @param {number} task its number in the trace
 * @returns {boolean} false: it has ended
 */
export function cancelTask(host, task) {
  host.use();
  const { aw_task_cancel } = host.instance.exports;
  if (!aw_task_cancel) {
    throw new AwaitcError(
      "AW_ENOEXPORT",
      "cancel: the program was built without -g, so nothing can cancel its tasks from outside",
    );
  }
  const isNumber = host.isStarted && Number.isInteger(task) && task > 0 && task < 2 ** 32;
  const status = isNumber ? host.loop.enter(() => aw_task_cancel(task)) : -1;
  host.use();
  if (status < 0) {
    throw new AwaitcError(
      "AW_EARGUMENT",
      `cancel: the program has made no task ${task}; tasks ` +
        "are called by their number in the trace",
    );
  }
  host.loop.wake();
  return status === 1;
}
