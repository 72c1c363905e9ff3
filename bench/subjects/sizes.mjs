// Sizes as a server sends them, gzipped. "With its host" is all that a page needs to run the
// program: for awaitc its host module, for others the glue or runtime that comes with them.

/** @returns {import("../suite.mjs").Way} */
const size =
  (...names) =>
  (kit) =>
    kit.sizeOf(...names);

const KB = 1024;
const row = (id, what, names, most, peers = {}) => ({
  ...{ id, what, unit: "B", isExact: true, peers },
  awaitc: size(...names),
  goal: most ? { most: most * KB } : undefined,
});

export const benchmarks = [
  row("size-number", 'a program that calls printf("%d")', ["number.wasm"], 11),
  row("size-quiet", "a program without stdio", ["quiet.wasm"], 7.5),
  row("size-host", "the host module, in a page", ["platforms/browser"], 8),
  row(
    "size-whole",
    "a printed line with its host",
    ["hello.wasm", "platforms/browser"],
    undefined,
    {
      emscripten: size("hello-emscripten.wasm", "hello-emscripten.js"),
      go: size("hello-go.wasm", "wasm_exec.js"),
      pyodide: size(
        ...["pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip"].map(
          (name) => `pyodide/node_modules/pyodide/${name}`,
        ),
      ),
    },
  ),
];
