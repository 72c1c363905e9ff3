// Tasks that are started and awaited, one by one and many at once, and trees of tasks that are
// cancelled.
import { OUTSIDE, awaitc, bare, js, outside } from "../suite.mjs";

const COUNT = 50_000;
const GATHERED = 100_000; // tasks in a sample, in rounds of some

const yielding = async (value) => {
  await null;
  return value;
};
const inert = async (value) => value;

async function oneByOne(child, count) {
  for (let i = 0; i < count; i++) await child(i);
}

async function gatherAll(tasks, rounds) {
  for (let round = 0; round < rounds; round++)
    await Promise.all(Array.from({ length: tasks }, (_, i) => yielding(i)));
}

const started = (id, what, work, child, most) => ({
  ...{ id, what },
  awaitc: awaitc("tasks", work, [COUNT], COUNT),
  peers: {
    js: js(() => oneByOne(child, COUNT), COUNT),
    cpp20: bare("coroutines", work, [COUNT], COUNT),
    rust: bare("futures", work, [COUNT], COUNT),
    ...outside(work, (own) => [own], COUNT),
  },
  goal: { most, ahead: { js: 1 }, isEither: true },
});

const gathered = (tasks) => {
  const rounds = Math.max(1, GATHERED / tasks);
  return {
    id: `gather-${tasks}`,
    what: `a task of a gather of ${tasks.toLocaleString("en")}`,
    work: "Starting the tasks, which yield once, and waiting for all. JavaScript: Promise.all.",
    awaitc: awaitc("tasks", "gather", [tasks, rounds], tasks * rounds),
    peers: {
      js: js(() => gatherAll(tasks, rounds), tasks * rounds),
      ...outside("gather", (own) => [tasks, own], rounds, {
        each: tasks,
        peers: tasks > 10_000 ? [] : OUTSIDE.filter((peer) => peer !== "pyodide" || tasks <= 100),
      }),
    },
    goal: { ahead: { js: 1.5 } },
  };
};

/** The tasks of a tree of `width` children at each of `levels` levels. */
const LEVELS = 3;
const WIDTH = 8;
const NODES = (WIDTH ** (LEVELS + 1) - 1) / (WIDTH - 1);
const TREES = 30;

/** JavaScript has no cancellation of its own: each function hands an AbortSignal to those it calls,
 * and the innermost listen to it. */
async function tree(levels, signal) {
  signal.throwIfAborted();
  if (levels === 0)
    await new Promise((_, fail) => {
      signal.addEventListener("abort", () => fail(signal.reason), { once: true });
    });
  await Promise.all(Array.from({ length: WIDTH }, () => tree(levels - 1, signal)));
}

async function cancelTrees() {
  for (let round = 0; round < TREES; round++) {
    const controller = new AbortController();
    const done = tree(LEVELS, controller.signal).catch((reason) => reason);
    for (let level = 0; level <= LEVELS; level++) await null;
    controller.abort();
    if ((await done).name !== "AbortError") throw new Error("the tree was not cancelled");
  }
}

const cancelled = {
  id: "cancel-tree",
  what: `a task of a cancelled tree of ${NODES}`,
  work:
    "Starting a tree of gathered tasks, cancelling its root, and waiting for its end, as when a " +
    "client goes away. JavaScript: an AbortSignal that each function hands on.",
  awaitc: awaitc("tasks", "cancel_tree", [LEVELS, WIDTH, TREES], NODES * TREES),
  peers: {
    js: js(cancelTrees, NODES * TREES),
    ...outside("cancel_tree", (own) => [LEVELS, WIDTH, own], TREES, { each: NODES }),
  },
};

export const benchmarks = [
  started("spawn", "a task started and awaited", "spawn", yielding, 100),
  started("spawn-inert", "a task that never suspends", "spawn_inert", inert, 60),
  ...[10, 100, 1000, 10_000, 100_000].map(gathered),
  cancelled,
];
