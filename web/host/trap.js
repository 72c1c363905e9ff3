// Describes what was thrown out of a program: which task, which C line, what to do. Reads the dead
// program's `aw_where` and the engine's stack.
import { WHERE } from "./abi.js";
import { AwaitcError, errorOf, wordsOf } from "./errors.js";

/**
 * The error for what ended a program.
 * @param {unknown} cause
 * @param {import("./instance.js").Instance | undefined} instance
 */
export function failureOf(cause, instance) {
  const { task, at, fault, faultWords } = whereIn(instance);
  if (fault) return errorOf(fault, faultWords ?? "", { task, at, cause });
  if (cause instanceof AwaitcError) {
    cause.task ??= task;
    cause.at ??= at;
    return cause;
  }
  // JavaScriptCore appends the JavaScript expression, which no reader of C knows.
  const words = faultWords || wordsOf(cause).replace(/ \(evaluating .*\)$/s, "");
  const location = (task ? `, in task "${task}"` : "") + (at ? ` at ${at}` : "");
  if (/call stack|recursion/i.test(words)) {
    return new AwaitcError(
      "AW_EOVERFLOW",
      `the engine's stack overflowed${location}: C calls too deeply; call less deeply, or in ` +
        "Node load it in a Worker with resourceLimits.stackSizeMb " +
        `(docs/embedding.md): ${words}`,
      { task, at, cause },
    );
  }
  return new AwaitcError("AW_ETRAP", `${words}${location}`, { task, at, cause });
}

/**
 * Who was running; nothing if the program is too broken to say.
 * @param {import("./instance.js").Instance | undefined} instance
 * @returns {{ task?: string, at?: string, fault?: number, faultWords?: string }}
 */
function whereIn(instance) {
  try {
    if (!instance) return {};
    const { exports, memory } = instance;
    const ptr = exports.aw_where() >>> 0;
    const isTask = memory.u32(ptr + WHERE.task) !== 0;
    const [task, at] = [WHERE.name, WHERE.at].map((x) => memory.cstring(memory.u32(ptr + x)));
    const fault = memory.u32(ptr + WHERE.fault) | 0;
    const faultWords = memory.cstring(memory.u32(ptr + WHERE.fault_words));
    return { task: (isTask && task) || undefined, at: at || undefined, fault, faultWords };
  } catch {
    return {};
  }
}
