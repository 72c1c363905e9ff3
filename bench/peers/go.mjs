// Runs a Go program: node go.mjs FOLDER MODULE, where the folder has Go's own wasm_exec.js.
import * as fs from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

/** Reads a module. The result starts it and resolves at its end.
 * @param {string} folder @param {string} module */
export function prepareGo(folder, module) {
  const bytes = fs.readFileSync(`${folder}/${module}`);
  globalThis.fs = { ...fs }; // the program's system calls
  createRequire(import.meta.url)(`${folder}/wasm_exec.js`);
  const go = new globalThis.Go();
  return async () => {
    const { instance } = await WebAssembly.instantiate(bytes, go.importObject);
    await go.run(instance);
  };
}

if (import.meta.url === pathToFileURL(process.argv[1]).href)
  await prepareGo(process.argv[2], process.argv[3])();
