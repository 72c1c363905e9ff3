/* The two kinds of worker that the page starts: one for each run of a program, and one for the
 * compiler. */

import compilerScript from "../editor/compilerworker.js?worker&url";
import { ownScript } from "../common/trusted.js";
import programScript from "../run/worker.js?worker&url";

export const createWorker = () =>
  new Worker(ownScript(programScript), { type: "module", name: "program" });
export const createCompiler = () =>
  new Worker(ownScript(compilerScript), { type: "module", name: "compiler" });
