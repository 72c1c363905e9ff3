// Puts what was thrown out of a program into words: which task, which C line, what to do. Reads
// the dead program's `aw_where` and the engine's stack; decides nothing else.
import { WHERE } from "./abi.js";
import { AwaitcError, wordsOf } from "./errors.js";

/**
 * The error for whatever ended a program.
 * @param {unknown} cause
 * @param {import("./instance.js").Instance | undefined} instance
 */
export function failureOf(cause, instance) {
  const { task, at } = whereIn(instance);
  if (cause instanceof AwaitcError) {
    cause.task ??= task;
    cause.at ??= at;
    return cause;
  }
  const words = wordsOf(cause);
  const place = (task ? `, in task "${task}"` : "") + (at ? ` at ${at}` : "");
  if (/call stack|recursion/i.test(words)) {
    return new AwaitcError("AW_EOVERFLOW", `the engine's stack overflowed${place}; C calls ` +
      `itself too deeply: ${words}`, { task, at, cause });
  }
  return new AwaitcError("AW_ETRAP", `${words}${place}`, { task, at, cause });
}

/**
 * Replaces `error.at` by the line that trapped, if the engine's stack and the source map tell it.
 * @param {AwaitcError} error
 * @param {() => Promise<string | object>} sourceMap
 */
export async function locate(error, sourceMap) {
  const stack = String(Object(error.cause).stack ?? "");
  const frames = stack.matchAll(/wasm-function\[\d+\]:(0x[0-9a-f]+)/gi);
  const offsets = [...frames].map(([, offset]) => Number(offset));
  if (offsets.length === 0) return;
  try {
    const { lineOf } = await import("./sourcemap.js");
    const line = lineOf(await sourceMap(), offsets);
    if (!line) return;
    error.message += `${error.at ? "; it broke" : ","} at ${line}`;
    error.at = line;
  } catch (cause) {
    error.message += ` (the source map cannot be read: ${wordsOf(cause)})`;
  }
}

/**
 * Who was running; nothing if the program is too broken to say.
 * @param {import("./instance.js").Instance | undefined} instance
 * @returns {{ task?: string, at?: string }}
 */
function whereIn(instance) {
  try {
    if (!instance) return {};
    const { exports, memory } = instance;
    const ptr = exports.aw_where() >>> 0;
    const isTask = memory.u32(ptr + WHERE.task) !== 0;
    const [task, at] = [WHERE.name, WHERE.at].map((x) => memory.cstring(memory.u32(ptr + x)));
    return { task: (isTask && task) || undefined, at: at || undefined };
  } catch {
    return {};
  }
}
