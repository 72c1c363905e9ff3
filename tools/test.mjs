// `npm test`: installs the tools that the tests need, builds, and runs the files of all suites in
// parallel. `npm test -- c web` runs only the named suites. `npm test -- --changed` runs the quick
// tests that files changed since main can affect (affected.mjs).
//
// It continues after a failure, so that one run reports all failures.
import { mkdirSync, writeFileSync } from "node:fs";
import { affected } from "./affected.mjs";
import { schedule } from "./schedule.mjs";
import { ROOT, aptInstall, npmInstall, say } from "./steps.mjs";
import { NAMES, TIMES, commandsOf, knownTimes, tasksOf } from "./suites.mjs";

const SLOWEST = 10;

process.env.AWAITC_DAEMON ??= "0"; // no test leaves a process behind

const rounded = (seconds) => `${Math.round(seconds)} s`;

/** Prints the complete output of each suite when its last task has ended.
 * @param {import("./schedule.mjs").Task[]} tasks */
function printer(tasks) {
  const left = new Map();
  for (const { suite } of tasks) left.set(suite, (left.get(suite) ?? 0) + 1);
  /** @type {import("./schedule.mjs").Result[]} */
  const results = [];
  const print = (suite) => {
    const own = results.filter(({ task }) => task.suite === suite);
    own.sort((a, b) => (a.task.name < b.task.name ? -1 : 1));
    console.log(`\n== ${suite}`);
    for (const { output } of own) process.stdout.write(output);
    const sum = (kind) => own.reduce((all, { counts }) => all + counts[kind], 0);
    const work = own.reduce((all, one) => all + one.work, 0);
    const words = `${sum("passed")} passed, ${sum("failed")} failed, ${sum("skipped")} skipped`;
    console.log(`== ${suite}: ${own.length} parts, ${words}; ${rounded(work)} of processor time`);
  };
  const onEnd = (result) => {
    results.push(result);
    const { suite } = result.task;
    left.set(suite, left.get(suite) - 1);
    if (left.get(suite) === 0) print(suite);
  };
  return { results, onEnd };
}

/** @param {import("./schedule.mjs").Result[]} results @param {number} seconds */
function printEnd(results, seconds) {
  const slowest = results
    .filter(({ task }) => task.suite !== "build")
    .sort((a, b) => b.seconds - a.seconds)
    .slice(0, SLOWEST);
  console.log("\nthe slowest, and their processor time:");
  for (const { task, seconds: time, work } of slowest)
    console.log(`  ${rounded(time).padStart(6)} ${rounded(work).padStart(6)}  ${task.name}`);
  const failed = results.filter(({ counts }) => counts.failed > 0);
  if (failed.length > 0) console.log("\nfailed:");
  for (const { task } of failed) console.log(`  ${task.name}`);
  const work = results.reduce((all, one) => all + one.work, 0);
  console.log(
    `\n${rounded(seconds)}, ${rounded(work)} of processor time (node ${process.version})`,
  );
  const tests = results.filter(({ task, counts }) => task.suite !== "build" || counts.failed > 0);
  const sum = (kind) => tests.reduce((all, { counts }) => all + counts[kind], 0);
  console.log(`${sum("passed")} passed, ${sum("failed")} failed`);
  if (failed.length > 0) process.exitCode = 1;
}

/** The tasks that the command line selects. @param {string[]} args */
function chosen(args) {
  const unknown = args.filter((name) => !NAMES.includes(name) && name !== "--changed");
  if (unknown.length > 0)
    throw new Error(`no such suite: ${unknown.join(", ")}; there are ${NAMES.join(", ")}`);
  const suites = args.filter((name) => NAMES.includes(name));
  const wanted = suites.length > 0 ? suites : NAMES;
  return args.includes("--changed") ? affected(wanted) : tasksOf(wanted);
}

await say(async () => {
  const tasks = chosen(process.argv.slice(2));
  const suites = [...new Set(tasks.map(({ suite }) => suite))].filter((name) => name !== "build");
  await Promise.all([npmInstall(), aptInstall(commandsOf(suites))]);
  const { results, onEnd } = printer(tasks);
  const begin = performance.now();
  await schedule(tasks, onEnd);
  const times = results.map(({ task, seconds }) => [task.name, Math.round(seconds)]);
  mkdirSync(`${ROOT}build`, { recursive: true });
  writeFileSync(TIMES, JSON.stringify({ ...knownTimes(), ...Object.fromEntries(times) }));
  printEnd(results, (performance.now() - begin) / 1000);
});
// A process that a test left behind may prevent the exit.
process.exit();
