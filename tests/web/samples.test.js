// Every sample on the virtual clock, in debug mode: what it prints and what its tasks go through,
// compared with tests/web/samples/NAME.txt, which the tests of the page read as well.
// `UPDATE=1 node --test tests/web/samples.test.js` writes these files anew; read the difference
// before it is committed.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { before, test } from "node:test";
import { fetchSimulated } from "../../playground/api.js";
import { compileAll } from "../../playground/build.mjs";
import { load } from "../../web/node.js";

const sources = new URL("../../playground/samples/", import.meta.url);
const programs = new URL("../../build/playground/samples/", import.meta.url);
const expected = new URL("samples/", import.meta.url);

/** What tasks go through; the loop's own rows and call sites are left to other tests. */
const SHOWN = ["spawn", "start", "suspend", "wake", "cancel", "end", "scope-open", "scope-close"];

/** One line a row: time, who, what, why, with whom.
 * @param {import("../../web/trace.js").TraceRow[]} rows */
function linesOf(rows) {
  /** @type {Map<number, string>} */
  const names = new Map();
  for (const row of rows) {
    if (row.kind === "spawn" || row.kind === "name") names.set(row.task, row.detail);
    if (row.kind === "future") names.set(row.task, row.reason);
  }
  const name = (/** @type {number} */ number) => names.get(number) ?? "";
  return rows
    .filter((row) => SHOWN.includes(row.kind))
    .map(({ t, kind, task, other, reason }) => {
      const isScope = kind.startsWith("scope");
      const words = [kind, reason, isScope ? "" : name(other)].filter(Boolean).join(" ");
      return `${String(t).padStart(5)} ${name(task).padEnd(8)} ${words}`;
    });
}

before(async () => {
  await compileAll(sources, programs);
});

for (const file of readdirSync(sources).filter((each) => each.endsWith(".c"))) {
  const name = file.replace(/\.c$/, "");
  test(`sample ${name}: prints its lines and leaves its trace`, async () => {
    let output = "";
    const program = await load(readFileSync(new URL(`${name}.wasm`, programs)), {
      clock: "virtual",
      trace: true,
      env: { AWAITC_DEBUG: "1" }, // a lint would be printed
      baseURL: "http://page.test/",
      fetch: fetchSimulated,
      stdout: (text) => (output += text),
      stderr: (text) => (output += text),
    });
    const code = await program.run();
    const text = `${output}-- exit ${code}\n${linesOf(program.trace).join("\n")}\n`;
    const place = new URL(`${name}.txt`, expected);
    if (process.env.UPDATE) {
      mkdirSync(expected, { recursive: true });
      writeFileSync(place, text);
    }
    assert.equal(text, readFileSync(place, "utf8"));
  });
}
