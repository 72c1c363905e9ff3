// The entry for any platform with web standards. package.json's conditions choose node.js or
// workerd.js where those fit better.
export { AwaitcError, load } from "./platforms/browser.js";

/**
 * @template {Record<keyof F, (value?: any) => any>} [F=import("./host/program.js").AnyFunctions]
 * @typedef {import("./host/program.js").Program<F>} Program
 */
/** @typedef {import("./host/program.js").LoadOptions} LoadOptions */
/** @typedef {import("./host/types.js").Events} Events */
/** @typedef {import("./host/types.js").Stats} Stats */
/** @typedef {import("./host/source.js").Source} Source */
/** @typedef {import("./host/trace.js").TraceRow} TraceRow */
/** @typedef {import("./host/types.js").ExposedFunction} ExposedFunction */
