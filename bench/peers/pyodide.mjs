// asyncio_works.py in Pyodide. The argument is the folder with Pyodide in its node_modules.
import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const [, , folder] = process.argv;
const { loadPyodide } = await import(
  String(pathToFileURL(`${folder}/node_modules/pyodide/pyodide.mjs`))
);
const python = await loadPyodide();
python.runPython(await readFile(new URL("asyncio_works.py", import.meta.url), "utf8"));
const answer = python.globals.get("answer");
for await (const line of createInterface(process.stdin)) console.log(await answer(line));
