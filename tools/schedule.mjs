// Runs tasks, which are processes, one more of them than there are processors, because tasks also
// wait. Tasks that others need and tasks that took longest in the last run start first. The output
// of a task is shown when it has ended.
//
// A task is stopped if it works for too long or does nothing. Both are judged by the processor time
// of its processes, so that a task does not fail because the machine is busy.
import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { endTree, processes, workOf } from "./processes.mjs";
import { ROOT } from "./steps.mjs";

/** The limits of a task: the processor time in which one of its tests has to end, and the time in
 * which it has to use a little processor time, which a process gets even on a hundredth of a
 * processor. */
const LIMITS = { workSeconds: 900, idleSeconds: 300 };
const IDLE_WORK_SECONDS = 0.5;
const LOOK_MS = 1000;
/** The counts of its tests that a program prints. */
const COUNTS = /: (\d+) tests, (\d+) failed;/g;

/**
 * @typedef {object} Task
 * @property {string} name
 * @property {string} suite
 * @property {string[]} args of node
 * @property {string} [file] a test file, whose reporter reports each test
 * @property {Task[]} needs tasks that must have passed before
 * @property {string} [lock] tasks with the same one do not run at the same time
 * @property {number} seconds how long it is expected to take
 *
 * @typedef {object} Result
 * @property {Task} task
 * @property {string} output
 * @property {{ passed: number, failed: number, skipped: number }} counts
 * @property {number} seconds
 * @property {number} work processor time in seconds
 */

/** Watches a process until it ends, or stops it and returns the reason. */
function watch(child, result, limits, giveUp) {
  let done = { work: 0 }; // at the last test's end
  let moved = { work: 0, at: performance.now() };
  const look = () => {
    const all = processes();
    const isKnown = all.size > 0;
    const now = performance.now();
    const work = isKnown ? workOf(child.pid, all) : result.work + LOOK_MS / 1000;
    result.work = Math.max(result.work, work);
    if (work > moved.work + IDLE_WORK_SECONDS) moved = { work, at: now };
    if (result.work - done.work > limits.workSeconds)
      giveUp(`no test has ended in ${limits.workSeconds} seconds of work`);
    else if (now - moved.at > limits.idleSeconds * 1000)
      giveUp(`has done nothing for ${limits.idleSeconds} seconds`);
  };
  const timer = setInterval(look, LOOK_MS);
  child.on("message", (kind) => {
    result.counts[kind]++;
    done = { work: result.work };
  });
  return () => clearInterval(timer);
}

/** Adds the counts that a program printed. A program without counts is one check. */
function count(result, hasFailed) {
  const { counts, task } = result;
  for (const [, tests, failed] of result.output.matchAll(COUNTS)) {
    counts.failed += Number(failed);
    counts.passed += tests - failed;
  }
  if (hasFailed && counts.failed === 0) counts.failed = 1;
  if (counts.passed + counts.failed + counts.skipped > 0) return;
  counts[task.file ? "failed" : "passed"] = 1;
  if (task.file) result.output += `\n✗ ${task.name}: no test has run\n`;
}

/** Runs a task. @param {Task} task @param {typeof LIMITS} limits @returns {Promise<Result>} */
async function run(task, limits) {
  const file = join(tmpdir(), `awaitc-test-${process.pid}-${task.name.replace(/\W/g, "-")}`);
  const out = openSync(file, "w"); // a process that the test leaves would keep a pipe open
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const result = { task, output: "", counts, seconds: 0, work: 0 };
  const begin = performance.now();
  const child = spawn(process.execPath, task.args, {
    cwd: ROOT,
    stdio: ["ignore", out, out, "ipc"],
  });
  let reason = "";
  const stop = watch(child, result, limits, (words) => {
    reason ||= `\n✗ ${task.name}: ${words}; it was ended\n`;
    endTree(child.pid);
  });
  const code = await new Promise((done) => child.on("exit", done).on("error", done));
  stop();
  closeSync(out);
  result.output = readFileSync(file, "utf8") + reason;
  rmSync(file);
  result.seconds = (performance.now() - begin) / 1000;
  count(result, code !== 0 || reason !== "");
  return result;
}

/** The duration of a task and of the longest chain of tasks that wait for it; the most urgent start
 * first. */
function urgencyOf(task, tasks) {
  const waiting = tasks.filter(({ needs }) => needs.includes(task));
  return task.seconds + Math.max(0, ...waiting.map((other) => urgencyOf(other, tasks)));
}

/** Runs all tasks. A task is not run and counts as failed if a task that it needs has failed.
 * @param {Task[]} tasks @param {(result: Result) => void} onEnd @param {typeof LIMITS} [limits] */
export function schedule(tasks, onEnd, limits = LIMITS) {
  const rest = [...tasks].sort((a, b) => urgencyOf(b, tasks) - urgencyOf(a, tasks));
  const passed = new Set();
  const failed = new Set();
  const locks = new Set();
  return new Promise((done) => {
    let running = 0;
    const end = (result) => {
      (result.counts.failed > 0 ? failed : passed).add(result.task);
      onEnd(result);
    };
    const skip = (task) => {
      rest.splice(rest.indexOf(task), 1);
      const output = `not run: ${task.needs.find((need) => failed.has(need)).name} has failed\n`;
      end({ task, output, counts: { passed: 0, failed: 1, skipped: 0 }, seconds: 0, work: 0 });
    };
    const begin = async (task) => {
      rest.splice(rest.indexOf(task), 1);
      locks.add(task.lock);
      running++;
      end(await run(task, limits));
      running--;
      locks.delete(task.lock);
      fill();
    };
    const isReady = ({ needs, lock }) =>
      needs.every((need) => passed.has(need)) && !(lock && locks.has(lock));
    const fill = () => {
      for (let task; (task = rest.find(({ needs }) => needs.some((need) => failed.has(need))));)
        skip(task);
      for (let task; running <= availableParallelism() && (task = rest.find(isReady));)
        void begin(task);
      if (running === 0) done();
    };
    fill();
  });
}
