/* The two kinds of worker that the page starts: one for each run of a program, and one for the
 * compiler. */

import compilerPlace from "../editor/compilerworker.js?worker&url";
import { ownScript } from "../common/trusted.js";
import programPlace from "../run/worker.js?worker&url";

export const createWorker = () =>
  new Worker(ownScript(programPlace), { type: "module", name: "program" });
export const createCompiler = () =>
  new Worker(ownScript(compilerPlace), { type: "module", name: "compiler" });
