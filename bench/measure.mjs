// Measures awaitc and its JavaScript peers in one process, on the Node that runs it, and prints
// JSON. The arguments are the folder of the built programs and an optional mode: "all" adds the
// long measurements, "own" leaves out the peers. Each figure is the best of several runs. The runs
// of awaitc and of its peer alternate, so that both see the same state of the machine.
import { createRequire } from "node:module";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { load } from "../web/platforms/node.js";

const [, , folder, scope] = process.argv;
const ROUNDS = 7;

/** Programs stay compiled between rounds, as the functions of the JavaScript peers do. */
const modules = new Map();

async function moduleOf(name) {
  if (!modules.has(name))
    modules.set(name, new WebAssembly.Module(await readFile(join(folder, `${name}.wasm`))));
  return modules.get(name);
}

/** Runs a built program. Returns the milliseconds from run() to its end, and its output. */
async function time(name, args, options = {}) {
  const module = await moduleOf(name);
  let output = "";
  const program = await load(module, { stdout: (text) => (output += text), ...options });
  program.expose({ echo });
  const start = performance.now();
  const code = await program.run(args.map(String));
  const ms = performance.now() - start;
  program.close();
  if (code !== 0) throw new Error(`${name} ended with ${code}: ${output}`);
  return { ms, output };
}

/** @type {Promise<import("../web/platforms/node.js").Program> | undefined} */
let timers;

/**
 * Nanoseconds for each of `count` timers in one call of a function of bench/programs/timers.c, on
 * a virtual clock. The program stays loaded, so only its first round takes new memory.
 * @param {"fire" | "churn"} name @param {number} count @param {number} other
 */
async function timersOf(name, count, other) {
  timers ??= moduleOf("timers").then((module) => load(module, { clock: "virtual" }));
  const program = await timers;
  const start = performance.now();
  await program.call(name, [count, other]);
  return since(start, count);
}

/** The best of each measurement. The measurements alternate. */
async function best(measurements) {
  const results = {};
  const wanted = Object.entries(measurements).filter(
    ([name]) => scope !== "own" || !/^(js|fiber)_/.test(name),
  );
  for (let round = 0; round < ROUNDS; round++)
    for (const [name, measure] of wanted) {
      const value = await measure();
      results[name] = Math.min(results[name] ?? Infinity, value);
    }
  return results;
}

const each = (ms, count) => (ms * 1e6) / count;
const since = (start, count) => each(performance.now() - start, count);

const asyncLeaf = async () => {
  await null;
};
const asyncChild = async (value) => {
  await null;
  return value;
};

async function loopOf(count, call) {
  for (let i = 0; i < count; i++) await call();
}

async function jsAwaitCall() {
  const start = performance.now();
  await Promise.all([loopOf(250_000, asyncLeaf), loopOf(250_000, asyncLeaf)]);
  return since(start, 500_000);
}

async function jsAwaitNull() {
  const loop = async (count) => {
    for (let i = 0; i < count; i++) await null;
  };
  const start = performance.now();
  await Promise.all([loop(250_000), loop(250_000)]);
  return since(start, 500_000);
}

async function jsSpawn() {
  const start = performance.now();
  for (let i = 0; i < 200_000; i++) await asyncChild(i);
  return since(start, 200_000);
}

async function jsPromiseAll() {
  const start = performance.now();
  for (let round = 0; round < 50; round++)
    await Promise.all(Array.from({ length: 10_000 }, (_, i) => asyncChild(i)));
  return since(start, 500_000);
}

/** A simple bounded queue: a waiting producer or consumer puts its resolver in a list. */
class Queue {
  items = [];
  getters = [];
  putters = [];
  /** @param {number} max */
  constructor(max) {
    this.max = max;
  }
  async put(item) {
    while (this.items.length >= this.max) await new Promise((done) => this.putters.push(done));
    this.items.push(item);
    this.getters.shift()?.();
  }
  async get() {
    while (this.items.length === 0) await new Promise((done) => this.getters.push(done));
    const item = this.items.shift();
    this.putters.shift()?.();
    return item;
  }
}

/** @param {number} max @param {number} count */
async function jsQueue(max, count) {
  const queue = new Queue(max);
  const produce = async () => {
    for (let i = 0; i < count; i++) await queue.put(i);
  };
  const consume = async () => {
    for (let i = 0; i < count; i++) await queue.get();
  };
  const start = performance.now();
  await Promise.all([produce(), consume()]);
  return since(start, count);
}

const CALLS = 200_000;
const echo = async (value) => value;

async function jsPromise() {
  const start = performance.now();
  for (let i = 0; i < CALLS; i++) await echo(i);
  return since(start, CALLS);
}

async function jsPromises() {
  const loop = async () => {
    for (let i = 0; i < CALLS / 1000; i++) await echo(i);
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: 1000 }, loop));
  return since(start, CALLS);
}

async function jsJson() {
  const start = performance.now();
  for (let i = 0; i < CALLS; i++) JSON.stringify(await echo(JSON.parse("1")));
  return since(start, CALLS);
}

/** @param {number} atOnce @param {...string} more */
const hostCalls =
  (atOnce, ...more) =>
  async () =>
    each((await time("hostcall", [CALLS / atOnce, atOnce, ...more])).ms, CALLS);

/**
 * Sets timers and lets them fire. The time until all are due is spent here and does not count, as
 * with a virtual clock.
 * @param {number} count @param {number} spanMs
 */
function jsFire(count, spanMs) {
  return new Promise((done) => {
    let left = count;
    let start = performance.now();
    const fired = () => --left === 0 && done(since(start, count));
    for (let i = count; i > 0; i--) setTimeout(fired, 1 + ((i * 387) % spanMs));
    const waiting = performance.now();
    while (performance.now() - waiting <= spanMs + 1) continue;
    start += performance.now() - waiting;
  });
}

/** Sets and takes back timers, with `live` alive.
 * @param {number} count @param {number} live */
function jsChurn(count, live) {
  const timers = new Array(live);
  const nothing = () => {};
  const start = performance.now();
  for (let i = 0; i < live + count; i++) {
    clearTimeout(timers[i % live]);
    timers[i % live] = setTimeout(nothing, 10_000 + ((i * 387) % 1000));
  }
  for (const timer of timers) clearTimeout(timer);
  return since(start, count);
}

async function fiberResume() {
  const require = createRequire(import.meta.url);
  const create = require(join(folder, "fiber.cjs"));
  const wasmBinary = await readFile(join(folder, "fiber.wasm"));
  let line = "";
  await create({ wasmBinary, print: (text) => (line = text) });
  return Number(line);
}

async function firstLine() {
  const bytes = await readFile(join(folder, "hello.wasm"));
  const start = performance.now();
  let ms = Infinity;
  const stdout = () => (ms = Math.min(ms, performance.now() - start));
  const program = await load(bytes, { stdout });
  await program.run();
  program.close();
  return ms;
}

const results = { node: process.version };
const switches = 1_000_000;
const handed = 250_000;
const jspiResume = async () => each((await time("yield-jspi", [handed])).ms, 2 * handed);
const uncontended = (operation) => async () =>
  each((await time("uncontended", [operation, 1_000_000])).ms, 1_000_000);
Object.assign(
  results,
  await best({
    resume_ns: async () => each((await time("yield", [switches / 2])).ms, switches),
    ...("promising" in WebAssembly && { jspi_resume_ns: jspiResume }),
    js_await_call_ns: jsAwaitCall,
    js_await_null_ns: jsAwaitNull,
    fiber_resume_ns: fiberResume,
    spawn_await_ns: async () => each((await time("spawn", [200_000])).ms, 200_000),
    js_spawn_await_ns: jsSpawn,
    gather_task_ns: async () => each((await time("gather", [50])).ms, 500_000),
    js_promise_all_ns: jsPromiseAll,
    queue_ns: async () => each((await time("queue", [handed * 4])).ms, handed * 4),
    queue_of_1_ns: async () => each((await time("queue", [handed, 1])).ms, handed),
    js_queue_of_1_ns: () => jsQueue(1, handed),
    queue_of_10_ns: async () => each((await time("queue", [handed, 10])).ms, handed),
    js_queue_of_10_ns: () => jsQueue(10, handed),
    lock_ns: uncontended("lock"),
    semaphore_ns: uncontended("semaphore"),
    event_ns: uncontended("event"),
    host_call_ns: hostCalls(1),
    js_promise_ns: jsPromise,
    host_calls_1000_ns: hostCalls(1000),
    js_promises_1000_ns: jsPromises,
    host_number_ns: hostCalls(1, "number"),
    js_json_ns: jsJson,
    first_line_ms: firstLine,
  }),
);
// Timers of one kind at a time: after other work JavaScript would have to take its memory again.
const timerKinds = [
  {
    timer_10_ms_ns: () => timersOf("fire", 100_000, 10),
    js_timer_10_ms_ns: () => jsFire(100_000, 10),
  },
  {
    timer_churn_ns: () => timersOf("churn", 500_000, 100_000),
    js_timer_churn_ns: () => jsChurn(500_000, 100_000),
  },
];
if (scope === "all")
  timerKinds.push({
    timer_1_s_ns: () => timersOf("fire", 1_000_000, 1000),
    js_timer_1_s_ns: () => jsFire(1_000_000, 1000),
  });
for (const kind of timerKinds) Object.assign(results, await best(kind));
(await timers)?.close();
if (scope === "all") results.sleepers = JSON.parse((await time("sleepers", [1_000_000])).output);
console.log(JSON.stringify(results));
