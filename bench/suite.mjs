// The form of a benchmark, the peers, and the list of subjects. A subject is a file of
// bench/subjects that exports `benchmarks`; to add one, write the file and name it in SUBJECTS.
// Pages load it too, so it imports what is Node's alone only inside a way.
//
// A benchmark is one piece of work done by awaitc and by its peers. A way is one of them doing it:
// it does the work often enough to be timed and returns what one operation took, in the unit of
// the benchmark. Ways are called in turn, round after round, in one process (measure.mjs), so all
// see the same state of the machine. A way that cannot run here throws Missing with the reason.

/**
 * @typedef {(kit: import("./measure.mjs").Kit) => number | Promise<number>} Way
 *
 * @typedef {object} Goal each part must be met
 * @property {number} [most] awaitc's own figure is at most this
 * @property {Partial<Record<Peer, Bound>>} [ahead] awaitc is at least so many times as fast as the
 *   peer (or as small): the peer's figure by awaitc's
 * @property {boolean} [isEither] one part of the goal suffices
 *
 * @typedef {number | ((nodeMajor: number) => number)} Bound
 *
 * @typedef {object} Benchmark
 * @property {string} id its name in the JSON file, unique in the suite
 * @property {string} what one operation, as a noun: "a yield 10 calls deep"
 * @property {string} [work] what is measured and what it does for real programs, if not plain
 * @property {string} [unit] of the figures; default "ns"
 * @property {Way} awaitc
 * @property {Partial<Record<Peer, Way>>} peers
 * @property {Goal} [goal]
 * @property {boolean} [isLong] takes seconds: measured in few rounds, and not with --quick
 * @property {boolean} [isExact] gives the same figure each time: measured once
 */

/** The peers by their key in the JSON file, with their names on the page.
 * @typedef {keyof typeof PEERS} Peer */
export const PEERS = {
  js: "JavaScript",
  "js-loop": "JavaScript, await of a plain value",
  untransformed: "the same module, not transformed",
  untraced: "awaitc without a trace",
  jspi: "JSPI by hand",
  fiber: "emscripten_fiber_swap",
  emscripten: "Emscripten's Asyncify",
  cpp20: "C++20 co_await, wasm",
  rust: "Rust futures, wasm",
  go: "Go, wasm",
  cpython: "CPython asyncio",
  pyodide: "Pyodide asyncio",
  native: "awaitc, native code",
};

/** Peers with a process of their own, asked by name (peers.mjs). They cannot run in a page. */
export const OUTSIDE = ["go", "cpython", "pyodide", "native"];

const SUBJECTS = [
  ...["yields", "tasks", "timers", "queues", "sync", "hostcalls"],
  ...["sleepers", "start", "sizes", "tax", "trace", "idle"],
];

/** Why a way cannot run here. */
export class Missing extends Error {}

/** The subjects with their benchmarks.
 * @returns {Promise<{ subject: string, benchmarks: Benchmark[] }[]>} */
export function loadSubjects() {
  const load = async (subject) => {
    const { benchmarks } = await import(`./subjects/${subject}.mjs`);
    return { subject, benchmarks };
  };
  return Promise.all(SUBJECTS.map(load));
}

/** awaitc: `work` of bench/programs/PROGRAM.c, which has `times` operations.
 * @param {string} program @param {string} work @param {number[]} args @param {number} times
 * @param {import("./measure.mjs").ProgramOptions} [options] @returns {Way} */
export const awaitc = (program, work, args, times, options) => async (kit) =>
  (await kit.call(program, work, args, options)) / times;

/** JavaScript in this process. @param {() => unknown} work @param {number} times @returns {Way} */
export const js = (work, times) => async (kit) => (await kit.time(work)) / times;

/** A wasm module without a host: `work` of bench/peers/MODULE.
 * @param {string} module @param {string} work @param {number[]} args @param {number} times
 * @returns {Way} */
export const bare = (module, work, args, times) => async (kit) => {
  const exports = await kit.exportsOf(module);
  return (await kit.time(() => exports[work](...args))) / times;
};

/** How much of the work a peer outside does in one sample: each operation takes it longer. */
const SHARE = { native: 1 / 20, go: 1 / 10, cpython: 1 / 20, pyodide: 1 / 200 };

/** The peers that know a work by its name, in processes of their own.
 * @param {string} work @param {(count: number) => number[]} argsOf its arguments
 * @param {number} count what awaitc is given
 * @param {{ each?: number, peers?: string[] }} [options] each: operations for each of `count`
 * @returns {Partial<Record<Peer, Way>>} */
export function outside(work, argsOf, count, { each = 1, peers = OUTSIDE } = {}) {
  const way = (peer) => {
    const own = Math.max(1, Math.round(count * SHARE[peer]));
    return async (kit) => (await kit.ask(peer, work, argsOf(own))) / (own * each);
  };
  return Object.fromEntries(peers.map((peer) => [peer, way(peer)]));
}

/** Whether a benchmark is to be measured.
 * @param {string} subject @param {Benchmark} benchmark
 * @param {{ isFirst?: boolean, isQuick?: boolean, only?: string[] }} options isFirst: in the first
 *   of several processes, which alone measures what takes long or is always the same */
export const isWanted = (subject, { id, isLong, isExact }, { isFirst, isQuick, only }) =>
  (isFirst || !(isLong || isExact)) &&
  !(isQuick && isLong) &&
  (!only || only.includes(subject) || only.includes(id));
