/**
 * Shows which functions of a program were made suspendable, and because of which call, for
 * `awaitc build --why`. toolchain/suspends.js finds out.
 * @module
 */

/** @typedef {import("../toolchain/sizes.js").FunctionSize} FunctionSize */

const RUNTIME = "runtime: ";

/** The calls from a function to the runtime: "main > fetch_all > aw_await_here".
 * @param {FunctionSize} first @param {Map<string, FunctionSize>} functions */
function wayOf(first, functions) {
  let words = first.name;
  for (let at = first; at?.why && !at.part.startsWith(RUNTIME);) {
    const { callee, isPointer } = at.why;
    words += isPointer ? ` > through a pointer: ${callee}` : ` > ${callee}`;
    at = /** @type {FunctionSize} */ (functions.get(callee));
  }
  return words;
}

/** @param {import("../toolchain/transform.js").Transformed} program */
export function whyText({ sizes }) {
  const { functions = [] } = sizes ?? {};
  const byName = new Map(functions.map((one) => [one.name, one]));
  const all = functions.filter(({ why }) => why);
  const own = all.filter(({ part }) => !part.startsWith(RUNTIME));
  const sum = (/** @type {FunctionSize[]} */ list) =>
    list.reduce((total, { bytes }) => total + bytes, 0).toLocaleString("en");
  return [
    `${all.length} of ${functions.length} functions are suspendable, ` +
      `${sum(all)} of ${sum(functions)} bytes; ${all.length - own.length} are the runtime's:`,
    ...own.map((one) => `${one.bytes.toLocaleString("en").padStart(9)}  ${wayOf(one, byName)}`),
  ].join("\n");
}
