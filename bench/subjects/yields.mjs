// Yields: what it costs to let the other tasks run, from the task's own function and from some
// calls below it. Two tasks yield in turn.
import { awaitc, bare, js, outside } from "../suite.mjs";

const COUNT = 100_000; // by each task
const COUNT_DEEP = 20_000;
const DEPTHS = [1, 2, 5, 10, 20, 50];

const callsOf = (depth) => (depth === 1 ? "1 call" : `${depth} calls`);

const leaf = async () => {
  await null;
};

async function down(depth) {
  if (depth === 0) await null;
  else await down(depth - 1);
}

async function loop(depth, count) {
  if (depth > 0) await loop(depth - 1, count);
  else for (let i = 0; i < count; i++) await null;
}

async function calls(depth, count) {
  for (let i = 0; i < count; i++) await down(depth);
}

async function leaves(count) {
  for (let i = 0; i < count; i++) await leaf();
}

/** JavaScript: two async functions at once. */
const pair = (work, count) => js(() => Promise.all([work(), work()]), 2 * count);

const fiber = (depth, count) => async (kit) => {
  const { _switches } = await kit.fiber();
  return (await kit.time(() => _switches(depth, count))) / (2 * count);
};

const jspi = (depth, count) => async (kit) => {
  const run = await kit.jspi();
  const both = () => Promise.all([run(depth, count), run(depth, count)]);
  return (await kit.time(both)) / (2 * count);
};

/** The peers that do one of the works of bench/programs/yields.c. */
const known = (work, depth, count) => ({
  cpp20: bare("coroutines", work, [depth, count], 2 * count),
  rust: bare("futures", work, [depth, count], 2 * count),
  ...outside(work, (own) => [depth, own], count, { each: 2 }),
});

const plain = {
  id: "yield",
  what: "a yield",
  work: "The switch to another task and back, scheduler included. JavaScript awaits an async call.",
  awaitc: awaitc("yields", "yield_loop", [0, COUNT], 2 * COUNT),
  peers: {
    js: pair(() => leaves(COUNT), COUNT),
    "js-loop": pair(() => loop(0, COUNT), COUNT),
    jspi: jspi(0, COUNT / 10),
    fiber: fiber(0, COUNT / 10),
    ...known("yield_loop", 0, COUNT),
  },
  goal: { most: 22, ahead: { js: (node) => (node < 26 ? 4 : 3) } },
};

const onJspi = {
  id: "yield-jspi",
  what: "a yield with --backend=jspi",
  work: "The engine switches the stacks; the module is not transformed.",
  awaitc: awaitc("yields", "yield_loop", [0, COUNT / 10], COUNT / 5, { variant: "-jspi" }),
  peers: { js: pair(() => leaves(COUNT), COUNT), jspi: jspi(0, COUNT / 10) },
  goal: { ahead: { js: 1 / 3 } },
};

const DEEP_GOALS = { 10: { most: 70 }, 20: { most: 110 } };

const deepLoop = (depth) => ({
  id: `loop-${depth}`,
  what: `a yield in a loop ${callsOf(depth)} deep`,
  work:
    "A task that waits again and again far below its first function. A stackful switch pays for " +
    "each frame; a stackless one resumes the innermost function alone.",
  awaitc: awaitc("yields", "yield_loop", [depth, COUNT_DEEP], 2 * COUNT_DEEP),
  peers: {
    "js-loop": pair(() => loop(depth, COUNT_DEEP), COUNT_DEEP),
    jspi: jspi(depth, COUNT_DEEP / 5),
    fiber: fiber(depth, COUNT_DEEP / 5),
    ...known("yield_loop", depth, COUNT_DEEP),
  },
  goal: DEEP_GOALS[depth],
});

const deepCalls = (depth) => ({
  id: `calls-${depth}`,
  what: `${callsOf(depth)} down to a yield`,
  work: "A request that passes through layers of functions, each of which awaits the next.",
  awaitc: awaitc("yields", "yield_calls", [depth, COUNT_DEEP], 2 * COUNT_DEEP),
  peers: {
    js: pair(() => calls(depth, COUNT_DEEP), COUNT_DEEP),
    ...known("yield_calls", depth, COUNT_DEEP),
  },
});

export const benchmarks = [plain, onJspi, ...DEPTHS.map(deepLoop), ...DEPTHS.map(deepCalls)];
