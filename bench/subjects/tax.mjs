// What awaitc costs code that computes: Lua and SQLite (../tax.mjs) in a task, against the same
// code in a module that knows nothing of awaitc.

const ENOSYS = 52; // WASI's, for a module without a host
const NS_A_MS = 1e6;

const WORK = {
  lua: ["calls", "strings", "tables"],
  sqlite: ["inserts", "inserts and queries"],
};
/** How awaitc builds them, and what may be lost. */
const WAYS = {
  list: { words: "in a list of --never-suspends", timeMost: 1.15, sizeMost: 1.35 },
  jspi: { words: "with --backend=jspi", timeMost: 1, sizeMost: undefined },
  analysis: { words: "instrumented as its calls demand", timeMost: undefined, sizeMost: undefined },
};

/** The function `work` of a module without a host. */
const openPlain = (kit, library) =>
  kit.once(`plain ${library}`, async () => {
    const module = await kit.moduleOf(`${library}-plain`);
    const imports = {};
    for (const { module: from, name } of WebAssembly.Module.imports(module))
      (imports[from] ??= {})[name] = () => ENOSYS;
    const { exports } = new WebAssembly.Instance(module, imports);
    exports._initialize();
    return exports.work;
  });

/** @returns {import("../suite.mjs").Way} */
const plain = (library, work) => async (kit) => {
  const run = await openPlain(kit, library);
  return (await kit.time(() => run(work))) / NS_A_MS;
};

/** @returns {import("../suite.mjs").Way} */
const size = (library, way) => async (kit) =>
  (await kit.platform.read(`${library}-${way}.wasm`)).length;

const goalOf = (most) => (most ? { ahead: { untransformed: 1 / most } } : undefined);

const times = (library, way) =>
  WORK[library].map((what, work) => ({
    ...{ id: `${library}-${work}-${way}`, what: `${library}, ${what}, ${WAYS[way].words}` },
    ...{ unit: "ms", isLong: true, goal: goalOf(WAYS[way].timeMost) },
    awaitc: async (kit) => (await kit.call(`${library}-${way}`, "work", work)) / NS_A_MS,
    peers: { untransformed: plain(library, work) },
  }));

const bytes = (library, way) => ({
  ...{ id: `${library}-size-${way}`, what: `${library}, its module, ${WAYS[way].words}` },
  ...{ unit: "B", isExact: true, goal: goalOf(WAYS[way].sizeMost) },
  awaitc: size(library, way),
  peers: { untransformed: size(library, "plain") },
});

export const benchmarks = Object.keys(WORK).flatMap((library) =>
  Object.keys(WAYS).flatMap((way) => [...times(library, way), bytes(library, way)]),
);
