// A program that waits: 1,000 tasks asleep until long after the measurement. It should use no
// processor time, as a page in the background or a server at night.

/** @returns {import("../suite.mjs").Way} */
const idle = (whose) => async (kit) => (await kit.fresh("idle", whose)).ms;

export const benchmarks = [
  {
    id: "idle",
    what: "processor time in 1 s of waiting",
    unit: "ms",
    awaitc: idle("awaitc"),
    peers: { js: idle("js") },
    goal: { most: 5 },
    isLong: true,
  },
];
