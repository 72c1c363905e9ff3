// The start of a program: from the bytes of its module to its first printed line, in a new process
// each time. Reading the files and loading the host module do not count.

/** @returns {import("../suite.mjs").Way} */
const start = (whose) => async (kit) => (await kit.fresh("start", whose)).ms;

export const benchmarks = [
  {
    id: "start",
    what: "module bytes to the first printed line",
    unit: "ms",
    awaitc: start("awaitc"),
    peers: { emscripten: start("emscripten"), go: start("go"), pyodide: start("pyodide") },
    goal: { most: 10 },
    isLong: true,
  },
];
