// Tests every lesson: its text is complete, and under three seeds its start fails the check and its
// solution passes, in the program that the page loads. Also tests the interface of the checks to a
// run.
import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { before, test } from "node:test";
import { check, hasPassed, seeds } from "../../playground/lesson/lessoncheck.js";
import {
  buildPrograms,
  lessonNames,
  lessonTexts,
  lessons,
  revisionOf,
} from "../../playground/build/lessonbuild.mjs";
import { Run, overlap, peakOf } from "../../playground/lesson/lessonrun.js";
import { lessonOf } from "../../playground/lesson/lessontext.js";
import { Trace } from "../../playground/trace/model.js";
import { load } from "../../web/platforms/node.js";
import { family, rowsOf } from "./traces.js";

const PROGRAMS = new URL("../../build/playground/lessons.wasm", import.meta.url);
const SOURCES = new URL("../../build/lessons/", import.meta.url);
const WORDS_MAX = 200; // to read before the first question

/** Solutions with one fault: the lesson, the fault, and the goals that fail because of it. */
const NEAR_MISSES = [
  ["02-pausing", "looks++;\n", "looks += 2;\n", ["remembers"]],
  ["03-tasks", "aw_await(soup)", "(int)(soup.id * 0)", ["waited"]],
  ["04-futures", /aw_future_fail\(.*\)/, "aw_future_set(order->price, 0)", ["error"]],
  ["05-gather", "names[i], bytes[i]", "names[4 - i], bytes[4 - i]", ["results"]],
  ["06-errors", "aw_error(pages[i], &error) == 0", "&error == NULL", ["told"]],
  ["07-timeouts", "200)", "300)", ["cut", "fallback"]],
  ["08-cancellation", "return rc; /* and hand it on */", "return 0;", ["handed"]],
  ["09-shield", "rc = aw_await(saving)", "rc = 0", ["safe", "seen"]],
  [
    "10-groups",
    'aw_group_go(&trip, book, struct booking, "car"',
    'aw_go(book, struct booking, "car"',
    ["off", "end"],
  ],
  ["11-queues", "aw_queue_shutdown(jobs, false)", "return aw_sleep(2000)", ["end"]],
  ["12-locks", "AW_SEMAPHORE(2", "AW_SEMAPHORE(1", ["both"]],
  ["13-retry", "code != -404", "code < 0", ["sense"]],
  [
    "14-debugging",
    "return aw_await(aw_go(note, int, page))",
    "return aw_go(note, int, page), 0",
    ["clean"],
  ],
];

/** @type {WebAssembly.Module} */
let programs;
before(async () => {
  await buildPrograms(PROGRAMS, SOURCES);
  programs = await WebAssembly.compile(await readFile(PROGRAMS));
});

/** The run of a lesson's start or solution, as the page has it.
 * @param {string} what @param {number} seed */
async function left(what, seed, module = programs) {
  const program = await load(module, {
    clock: "virtual",
    trace: true,
    seed,
    env: { AWAITC_DEBUG: "1" },
    stdout: () => {},
    stderr: () => {},
  });
  try {
    const code = await program.run([what]);
    return { rows: program.trace, code };
  } catch (error) {
    return { rows: program.trace, code: null, failure: error.code };
  } finally {
    program.close();
  }
}

/** The lints of the runtime and of the page.
 * @param {readonly import("../../playground/trace/model.js").Row[]} rows */
function lintsIn(rows) {
  const trace = new Trace();
  trace.append(rows);
  return trace.lints.map((index) => trace.lintAt(index).reason);
}

/** The lesson's text in other languages. @param {string} name */
async function translationsOf(name) {
  const files = await readdir(new URL(name, lessons));
  const found = files.filter((file) => /^[a-z]{2}\.md$/.test(file));
  return Promise.all(
    found.map(async (file) => {
      const text = await readFile(new URL(`${name}/${file}`, lessons), "utf8");
      return { file, lesson: lessonOf(text) };
    }),
  );
}

/** The parts that a translation must not change.
 * @param {import("../../playground/lesson/lessontext.js").Lesson} lesson */
function fixedOf({ minutes, asyncio, options, goals, hints, ...blocks }) {
  const { read, question, answer, change, explain, python } = blocks;
  return {
    ...{ minutes, asyncio, hints: hints.length },
    right: options.map(({ isRight }) => isRight),
    goals: goals.map(({ name, advice }) => [name, (advice.match(/\{\w+\}/g) ?? []).sort()]),
    code: [read, question, answer, change, explain, python].map((part) =>
      part.filter(({ kind }) => kind === "code"),
    ),
  };
}

/** @param {string} name */
async function lessonNamed(name) {
  const text = await readFile(new URL(`${name}/lesson.md`, lessons), "utf8");
  const { default: questions } = await import(new URL(`${name}/check.js`, lessons).href);
  return { text, lesson: lessonOf(text), questions };
}

for (const name of await lessonNames()) {
  test(`lesson ${name}: the start fails its check, the solution passes, under three seeds`, async () => {
    const { lesson, questions } = await lessonNamed(name);
    for (const seed of seeds) {
      const start = check(questions, lesson.goals, await left(`${name}/start`, seed));
      assert(!hasPassed(start), `start, seed ${seed}`);
      for (const { holds, advice } of start)
        assert(holds || !/[{}]/.test(advice), `an advice with a gap: ${advice}`);
      const run = await left(`${name}/solution`, seed);
      const solution = check(questions, lesson.goals, run);
      assert.deepEqual(lintsIn(run.rows), [], `solution, seed ${seed}`);
      assert.deepEqual(
        solution.filter(({ holds }) => !holds),
        [],
        `solution, seed ${seed}`,
      );
    }
  });

  test(`lesson ${name}: the text is complete, and each goal has its question`, async () => {
    const { text, lesson, questions } = await lessonNamed(name);
    assert.deepEqual(
      lesson.goals.map((goal) => goal.name),
      Object.keys(questions),
    );
    assert(lesson.minutes >= 5 && lesson.minutes <= 10, "minutes");
    assert(lesson.hints.length >= 2, "hints");
    for (const spans of lesson.hints) assert(spans.some(({ text }) => text.trim()));
    for (const part of ["read", "question", "answer", "change", "explain", "python"])
      assert(lesson[part].length > 0, part);
    assert(lesson.python.some(({ kind, language }) => kind === "code" && language === "python"));
    assert.equal(lesson.translates, "", "English is what others translate");
    const words = text.split("## Predict")[0].split("---\n")[2].split(/\s+/).length;
    assert(words <= WORDS_MAX, `${words} words to read`);
    assert.deepEqual(
      (await readdir(new URL(name, lessons))).filter((file) => !/\.md$/.test(file)),
      ["check.js", "solution.c", "start.c"],
    );
  });
}

test("translations: have the code, goals and right answers of the text they were made from", async (t) => {
  for (const name of await lessonNames()) {
    const { text, lesson } = await lessonNamed(name);
    for (const translation of await translationsOf(name)) {
      const of = `${name}/${translation.file}`;
      if (translation.lesson.translates === revisionOf(text))
        assert.deepEqual(fixedOf(translation.lesson), fixedOf(lesson), of);
      else t.diagnostic(`${of} is of an older text, and the page says so`);
    }
  }
});

test("seed: another one gives another run, the same gives the same", async () => {
  const rows = async (/** @type {number} */ seed) =>
    (await left("05-gather/solution", seed)).rows.map(({ wall, ...row }) => row);
  assert.deepEqual(await rows(1), await rows(1));
  assert.notDeepEqual(await rows(1), await rows(2));
});

test("check: a solution with one thing wrong is noticed by the goal that is about it", async () => {
  const made = [];
  for (const [name, from, to] of NEAR_MISSES) {
    const solution = await readFile(new URL(`${name}/solution.c`, lessons), "utf8");
    const text = solution.replace(from, to);
    assert.notEqual(text, solution, name);
    made.push({ name: `${name}/miss`, file: `${name}.c`, text });
  }
  const folder = new URL("../../build/near-misses/", import.meta.url);
  const place = new URL("near-misses.wasm", folder);
  await buildPrograms(place, folder, made);
  const module = await WebAssembly.compile(await readFile(place));
  for (const [name, , , expected] of NEAR_MISSES) {
    const { lesson, questions } = await lessonNamed(name);
    const found = check(questions, lesson.goals, await left(`${name}/miss`, 1, module));
    const failed = lesson.goals.filter((_goal, i) => !found[i].holds).map((goal) => goal.name);
    assert.deepEqual(failed, expected, name);
  }
});

test("check: the programs of other lessons get an answer to each question, and do not pass", async () => {
  const names = await lessonNames();
  const runs = await Promise.all(
    names.map(async (name) => [name, await left(`${name}/solution`, 1)]),
  );
  for (const name of names) {
    const { lesson, questions } = await lessonNamed(name);
    for (const [other, run] of runs)
      if (other !== name)
        assert(!hasPassed(check(questions, lesson.goals, run)), `${other} in ${name}`);
  }
});

test("check: printing what a solution prints does not pass", async () => {
  const { lesson, questions } = await lessonNamed("05-gather");
  const { rows } = await left("05-gather/solution", 1);
  const printed = rows.filter(({ kind }) => kind === "output");
  const main = rows
    .filter(({ task }) => task === 1)
    .filter(({ kind }) => /^(spawn|start)$/.test(kind));
  const faked = check(questions, lesson.goals, { rows: [...main, ...printed], code: 0 });
  assert(!hasPassed(faked));
});

test("check: a run that left nothing fails every goal", () => {
  const goals = [{ name: "any", goal: "Anything", advice: "Run it first." }];
  const questions = { any: () => assert.fail("nothing to ask about") };
  const found = check(questions, goals, { rows: [], code: null });
  assert.deepEqual(found, [{ goal: "Anything", holds: false, advice: "Run it first." }]);
  assert(!hasPassed([]));
});

test("check: an advice takes the values that the answer gives", () => {
  const goals = [{ name: "fast", goal: "Fast", advice: "It took {took} ms, {what} {else}." }];
  const questions = { fast: () => ({ took: 500, what: "too long" }) };
  const [{ advice }] = check(questions, goals, { rows: rowsOf(family), code: 0 });
  assert.equal(advice, "It took 500 ms, too long {else}.");
});

test("Run: tells tasks by their function, their waits, and for whom they waited", () => {
  const run = new Run({ rows: rowsOf(family), code: 0 });
  const [soup, rice] = run.tasks("cook");
  assert.deepEqual([soup.name, rice.name, run.main.name], ["soup", "rice", "main"]);
  assert.equal(run.tasks().length, 3);
  assert.deepEqual(
    soup.waits().map(({ reason, from, to, woken }) => [reason, from, to, woken]),
    [["sleep", 0, 300, "timer"]],
  );
  assert.deepEqual([soup.slept, soup.endedAt, soup.ending, rice.took], [300, 300, "done", 100]);
  assert(run.main.waitedFor(soup) && run.main.waitedFor(rice), "through the gather");
  assert(!soup.waitedFor(rice));
  assert(overlap(soup, rice));
});

test("peakOf: what ends at a moment has ended before what begins then", () => {
  const spans = [
    { from: 0, to: 10 },
    { from: 10, to: 20 },
    { from: 5, to: 12 },
  ];
  assert.equal(peakOf(spans), 2);
  assert.equal(peakOf([]), 0);
});

test("Run: joins what is printed in pieces to lines, without stderr", () => {
  const rows = rowsOf(`
    0 spawn 1 0 0 main - main
    0 output 1 0 1 - - one
    0 output 1 0 2 - - aside
    1 output 1 0 1 - - more`);
  rows[1].detail = "one ";
  rows[3].detail = "line\ntwo";
  const run = new Run({ rows, code: 0 });
  assert.deepEqual(
    run.lines.map(({ text, t }) => [text, t]),
    [
      ["one line", 0],
      ["two", 1],
    ],
  );
});

test("lessonOf: says what is amiss in a text", async () => {
  const { text } = await lessonNamed("01-one-loop");
  /** @type {[string, string, RegExp][]} */
  const faults = [
    ["title: ", "titel: ", /"title" is missing/],
    ["minutes: 5", "minutes: 5\nlevel: 1", /nothing is called "level"/],
    ["## Explain", "## Explanation", /the headings are Predict, .* found .*Explanation/],
    ["- [x]", "- [ ]", /one of the answers is right/],
    ["- tasks: ", "- ", /is not "name: goal" and advice/],
  ];
  for (const [from, to, words] of faults)
    assert.throws(() => lessonOf(text.replace(from, to)), words, from);
});

test("lessonOf: text stays text, and links go to https only", async () => {
  const { text } = await lessonNamed("01-one-loop");
  const inserted = text.replace(
    "## Predict",
    "<b>`a*b`</b> **x** *y* [z](https://example.org)\n\n## Predict",
  );
  const { spans } = lessonOf(inserted).read.at(-1);
  assert.deepEqual(spans, [
    { kind: "text", text: "<b>" },
    { kind: "code", text: "a*b" },
    { kind: "text", text: "</b> " },
    { kind: "strong", text: "x" },
    { kind: "text", text: " " },
    { kind: "em", text: "y" },
    { kind: "text", text: " " },
    { kind: "link", text: "z", href: "https://example.org" },
  ]);
  assert.throws(
    () => lessonOf(inserted.replace("https://example.org", "javascript:1")),
    /https only/,
  );
});

test("lessonTexts: a translation of an older text is out of date, the English one never", async () => {
  const folder = await mkdtemp(join(tmpdir(), "awaitc-lessons-"));
  try {
    const { text } = await lessonNamed("01-one-loop");
    const place = join(folder, "lessons/01-one-loop");
    await mkdir(place, { recursive: true });
    await writeFile(join(place, "lesson.md"), text);
    const of = (/** @type {string} */ revision) =>
      text.replace("asyncio:", `translates: ${revision}\nasyncio:`);
    await writeFile(join(place, "de.md"), of(revisionOf(text)));
    await writeFile(join(place, "fr.md"), of(revisionOf(`older ${text}`)));
    const plugin = /** @type {any} */ (lessonTexts());
    const found = [];
    for (const file of ["lesson", "de", "fr"]) {
      const { code } = await plugin.load.call({ addWatchFile() {} }, join(place, `${file}.md`));
      const { language, isOutOfDate } = JSON.parse(code.slice("export default ".length, -1));
      found.push([language, isOutOfDate]);
    }
    assert.deepEqual(found, [
      ["en", false],
      ["de", false],
      ["fr", true],
    ]);
  } finally {
    await rm(folder, { recursive: true });
  }
});
