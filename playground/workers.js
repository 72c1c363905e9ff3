/* The two kinds of worker the page starts: one for each run of a program, one for the compiler. */

import compilerPlace from "./compilerworker.js?worker&url";
import { ownScript } from "./trusted.js";
import programPlace from "./worker.js?worker&url";

export const createWorker = () =>
  new Worker(ownScript(programPlace), { type: "module", name: "program" });
export const createCompiler = () =>
  new Worker(ownScript(compilerPlace), { type: "module", name: "compiler" });
