// Runs every sample on the virtual clock in debug mode and compares its output and the events of
// its tasks with tests/web/samples/NAME.txt, which the tests of the page read as well. `UPDATE=1
// node --test tests/web/samples.test.js` rewrites these files; read the difference before you
// commit it.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { before, test } from "node:test";
import { compileAll } from "../../playground/build/programs.mjs";
import { Trace } from "../../playground/trace/model.js";
import { load } from "../../web/platforms/node.js";
import { fetchInOrder } from "./fetchinorder.js";

const sources = new URL("../../playground/samples/", import.meta.url);
const programs = new URL("../../build/playground/samples/", import.meta.url);
const expected = new URL("samples/", import.meta.url);

/** The events of tasks. Other tests cover the loop's own rows and call sites. */
const SHOWN = ["spawn", "start", "suspend", "wake", "cancel", "end", "scope-open", "scope-close"];

/** One line for each row: time, task, kind, reason, other task.
 * @param {import("../../web/host/trace.js").TraceRow[]} rows */
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

/** The lints of the runtime and of the page.
 * @param {readonly import("../../web/host/trace.js").TraceRow[]} rows */
function lintsIn(rows) {
  const trace = new Trace();
  trace.append(rows);
  return trace.lints.map((index) => trace.lintAt(index).reason);
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
      fetch: fetchInOrder(),
      stdout: (text) => (output += text),
      stderr: (text) => (output += text),
    });
    const code = await program.run();
    assert.deepEqual(lintsIn(program.trace), []);
    const text = `${output}-- exit ${code}\n${linesOf(program.trace).join("\n")}\n`;
    const place = new URL(`${name}.txt`, expected);
    if (process.env.UPDATE) {
      mkdirSync(expected, { recursive: true });
      writeFileSync(place, text);
    }
    assert.equal(text, readFileSync(place, "utf8"));
  });
}

test("cancel: a task of a real program, from outside, as the program itself would", async () => {
  const program = await load(readFileSync(new URL("cancel-cleanup.wasm", programs)), {
    ...{ clock: "virtual", trace: true, held: true, stdout: () => {} },
  });
  const ended = program.run();
  while (!program.trace.some(({ kind, task }) => kind === "suspend" && task === 2)) program.step();
  assert.equal(await program.cancel(2), true);
  await assert.rejects(program.cancel(99), { code: "AW_EARGUMENT" });
  program.release();
  assert.equal(await ended, 0);
  const { t, reason, other } = program.trace.find(({ kind }) => kind === "cancel") ?? {};
  assert.deepEqual([t, reason, other], [0, "debugger", 0]);
  const end = program.trace.find(({ kind, task }) => kind === "end" && task === 2);
  assert.equal(end?.reason, "cancelled");
});

test("sample bugs: each of its bugs is found, and nothing else", async () => {
  /** @type {Record<string, string[]>} */
  const found = {};
  for (const bug of ["blocked", "forgotten", "swallowed", "hoarding", "spinning", "deadlock"]) {
    const program = await load(readFileSync(new URL("bugs.wasm", programs)), {
      ...{ trace: true, env: { AWAITC_DEBUG: "1", BUG: bug }, stdout: () => {}, stderr: () => {} },
      clock: bug === "blocked" ? "real" : "virtual", // a slow step takes real time
    });
    await program.run().catch(({ code }) => assert.equal(code, "AW_EDEADLK"));
    found[bug] = lintsIn(program.trace);
  }
  assert.deepEqual(found, {
    blocked: ["slow-step"],
    forgotten: ["never-awaited"],
    swallowed: ["cancellation-swallowed"],
    hoarding: ["lock-held"],
    spinning: ["spinning"],
    deadlock: ["deadlock"],
  });
});

test("knobs: a sample's program runs by them", async () => {
  let output = "";
  const program = await load(readFileSync(new URL("semaphore-limit.wasm", programs)), {
    ...{ clock: "virtual", env: { PERMITS: "6" } },
    stdout: (text) => (output += text),
  });
  await program.run();
  assert.match(output, /^part 6, 6 under way$/m);
});
