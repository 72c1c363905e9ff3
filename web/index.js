// The entry for any platform with web standards; package.json's conditions pick node.js or
// workerd.js where those fit better. Decides nothing.
export { AwaitcError, load } from "./browser.js";

/**
 * @template {Record<keyof F, (value?: any) => any>} [F=import("./program.js").AnyFunctions]
 * @typedef {import("./program.js").Program<F>} Program
 */
/** @typedef {import("./program.js").LoadOptions} LoadOptions */
/** @typedef {import("./host.js").Events} Events */
/** @typedef {import("./host.js").Stats} Stats */
/** @typedef {import("./source.js").Source} Source */
/** @typedef {import("./trace.js").TraceRow} TraceRow */
/** @typedef {import("./call.js").ExposedFunction} ExposedFunction */
