// Tests `npm test` itself: what runs after a failure, when it stops a task, what --changed selects.
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { dependencies, isAffected } from "../../tools/affected.mjs";
import { kept } from "../../tools/kept.mjs";
import { schedule } from "../../tools/schedule.mjs";
import { folder as cacheFolder, hashOf } from "../../toolchain/cache_node.js";

const REPORTER = "--test-reporter=./tools/testreporter.mjs";
const folder = await mkdtemp(join(tmpdir(), "awaitc-schedule-"));
after(() => rm(folder, { recursive: true, force: true }));

/** A task that runs some JavaScript. */
async function task(name, code, more = {}) {
  const file = join(folder, `${name}.mjs`);
  await writeFile(file, code);
  return { name, suite: "some", args: [file], needs: [], seconds: 1, ...more };
}

/** A task that reports its tests. */
async function testFile(name, code) {
  const made = await task(name, `import { test } from "node:test";\n${code}`);
  return { ...made, file: made.args[0], args: [REPORTER, ...made.args] };
}

/** Runs tasks. Returns the results by name. */
async function results(tasks, limits) {
  const found = {};
  await schedule(tasks, (result) => void (found[result.task.name] = result), limits);
  return found;
}

test("schedule: a task that fails is told, the others run, and what needs it does not", async () => {
  const broken = await task("broken", "console.log('these words'); process.exit(3)");
  const after = await task("after", "", { needs: [broken] });
  const last = await task("last", "", { needs: [after] });
  const found = await results([await task("good", ""), broken, after, last]);
  assert.deepEqual(found.good.counts, { passed: 1, failed: 0, skipped: 0 });
  assert.deepEqual(found.broken.counts, { passed: 0, failed: 1, skipped: 0 });
  assert.equal(found.broken.output, "these words\n");
  assert.match(found.after.output, /not run: broken has failed/);
  assert.match(found.last.output, /not run: after has failed/);
});

test("schedule: counts the tests of a file; one without tests has failed", async () => {
  const found = await results([
    await testFile("mixed", "test('a'); test('b', () => { throw Error('why') }); test.skip('c');"),
    await testFile("empty", ""),
  ]);
  assert.deepEqual(found.mixed.counts, { passed: 1, failed: 1, skipped: 1 });
  assert.match(found.mixed.output, /✗ .*b\n.*why/);
  assert.equal(found.empty.counts.failed, 1);
});

test("schedule: a task that works without end or does nothing is ended", async () => {
  const busy = await task("busy", "for (;;);");
  const idle = await task("idle", "setInterval(() => {}, 1e6)");
  const found = {
    ...(await results([busy], { workSeconds: 1, idleSeconds: 300 })),
    ...(await results([idle], { workSeconds: 300, idleSeconds: 3 })),
  };
  assert.match(found.busy.output, /busy: no test has ended in 1 seconds of work/);
  assert.match(found.idle.output, /idle: has done nothing for 3 seconds/);
  assert.equal(found.busy.counts.failed + found.idle.counts.failed, 2);
});

test("schedule: tasks with the same lock do not run at the same time", async () => {
  const code = `import { existsSync, rmSync, writeFileSync } from "node:fs";
    const mark = ${JSON.stringify(join(folder, "mark"))};
    if (existsSync(mark)) process.exit(1);
    writeFileSync(mark, "");
    for (let i = 0; i < 3e8; i++);
    rmSync(mark);`;
  const found = await results([
    await task("one", code, { lock: "a" }),
    await task("two", code, { lock: "a" }),
  ]);
  assert.equal(found.one.counts.failed + found.two.counts.failed, 0);
});

test("--changed: a test runs if what it imports, in any depth, or what it names has changed", () => {
  const file = "tests/web/samples.test.js";
  assert(dependencies(file).has("toolchain/embedded.js"));
  const isChosen = (changed, one = file) => isAffected({ name: one, file: one }, [changed]);
  assert(isChosen(file));
  assert(isChosen("toolchain/embedded.js"));
  assert(isChosen("playground/samples/race.c"));
  assert(!isChosen("README.md"));
  assert(!isChosen("playground/trace/graph.js", "tests/web/wasi.test.js"));
  assert(isAffected({ name: "c: native" }, ["src/sync/lock.c"]));
  assert(!isAffected({ name: "c: native" }, ["cli/run.js"]));
  assert(!isAffected({ name: "c: release" }, ["src/sync/lock.c"]));
});

test("kept: a result is made once; one whose file was damaged is made again", async () => {
  const key = hashOf("npmtest", folder); // of this run
  const file = join(await cacheFolder("awaitc-builds"), key);
  after(() => rm(file, { force: true }));
  let count = 0;
  const make = async () => ({ count: ++count, words: "made" });
  assert.deepEqual(await kept(key, make), { count: 1, words: "made" });
  assert.deepEqual(await kept(key, make), { count: 1, words: "made" });
  const data = await readFile(file);
  data[data.length - 1] ^= 1;
  await writeFile(file, data);
  assert.deepEqual(await kept(key, make), { count: 2, words: "made" });
});
