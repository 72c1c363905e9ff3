// A million tasks that sleep at once, each on a stack of the default size: what starting them
// takes, and what they take of the memory. Each sample is a new process.

const COUNT = 1_000_000;
const COUNTS = { awaitc: COUNT, js: COUNT, cpython: COUNT / 10 };

/** One figure of the sleepers of a way. The benchmarks share the runs.
 * @param {string} of @param {string} name @returns {import("../suite.mjs").Way} */
function figure(of, name) {
  let call = 0;
  return async (kit) => {
    const run = () => kit.fresh("sleepers", of, COUNTS[of]);
    return (await kit.once(`sleepers, ${of}, ${call++}`, run))[name];
  };
}

const row = (id, name, rest, peers = ["js", "cpython"]) => ({
  id,
  awaitc: figure("awaitc", name),
  peers: Object.fromEntries(peers.map((peer) => [peer, figure(peer, name)])),
  isLong: true,
  ...rest,
});

export const benchmarks = [
  row("sleeper-start", "ns", {
    what: "a sleeper of a million started",
    work: "JavaScript: async functions that await a setTimeout. CPython: 100,000.",
    goal: { ahead: { js: 1 } },
  }),
  row("sleeper-process", "resident", {
    what: "memory of the process for each sleeper",
    unit: "B",
    goal: { most: 450 },
  }),
  row(
    "sleeper-bytes",
    "bytes",
    { what: "linear memory for each sleeper", unit: "B", goal: { most: 400 } },
    [],
  ),
];
