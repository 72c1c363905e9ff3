/**
 * Shows what takes the room in a program: `awaitc build --size`. toolchain/sizes.js measures it.
 * @module
 */

import { gzipSync } from "node:zlib";
import { WasmFile } from "../toolchain/wasmfile.js";

const FUNCTIONS_MAX = 20;
const CODE = 10;
const DATA = 11;

/** The sizes as JSON. @param {import("../toolchain/transform.js").Transformed} program */
export function sizeOf({ bytes, sizes }) {
  const { sections } = new WasmFile(bytes);
  const sum = (/** @type {(id: number) => boolean} */ isIn) =>
    sections.reduce((total, { id, start, end }) => total + (isIn(id) ? end - start : 0), 0);
  const code = sum((id) => id === CODE);
  const data = sum((id) => id === DATA);
  const gzipped = gzipSync(bytes, { level: 9 }).length;
  return { bytes: bytes.length, gzipped, code, data, ...sizes };
}

/** The sizes as text. @param {string} name of the program
 * @param {import("../toolchain/transform.js").Transformed} program */
export function sizeText(name, program) {
  const { bytes, gzipped, code, data, parts = [], functions = [] } = sizeOf(program);
  const number = (/** @type {number} */ value) => value.toLocaleString("en").padStart(9);
  const rows = (/** @type {{ name: string, bytes: number }[]} */ list) =>
    list.map((one) => `${number(one.bytes)}  ${one.name}`);
  const left = functions.length - FUNCTIONS_MAX;
  return [
    `${name}: ${bytes.toLocaleString("en")} bytes, ${gzipped.toLocaleString("en")} with gzip -9`,
    ...rows([
      { name: "code", bytes: code },
      { name: "data: constants, texts and variables with a value", bytes: data },
      { name: "names of imports and exports, and the rest", bytes: bytes - code - data },
    ]),
    "",
    "The code by part:",
    ...rows(parts),
    "",
    "The largest functions:",
    ...rows(functions.slice(0, FUNCTIONS_MAX)),
    ...(left > 0 ? [`${" ".repeat(11)}and ${left} more; --json has all`] : []),
  ].join("\n");
}
