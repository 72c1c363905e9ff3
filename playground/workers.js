/* The two kinds of worker the page starts: one for each run of a program, one for the compiler. */

export const createWorker = () =>
  new Worker(new URL("./worker.js", import.meta.url), { type: "module", name: "program" });
export const createCompiler = () =>
  new Worker(new URL("./compilerworker.js", import.meta.url), { type: "module", name: "compiler" });
