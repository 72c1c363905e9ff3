// The trace: what recording each event costs a program that does nothing but switch. Rows are kept
// in JavaScript, so a program that switches less often pays less.
import { awaitc } from "../suite.mjs";

const COUNT = 5_000;
const TRACED = { trace: true };

/** A new program for each sample, because the rows of a run stay in memory. */
const inNewProgram = (program, work, args, times, options) => async (kit) => {
  const own = await kit.load(program, options);
  const ns = await kit.time(() => own.call(work, args));
  own.close();
  return ns / times;
};

const traced = (id, what, program, work, args, times, goal) => ({
  ...{ id, what, goal },
  awaitc: inNewProgram(program, work, args, times, TRACED),
  peers: { untraced: inNewProgram(program, work, args, times) },
});

export const benchmarks = [
  traced("trace-yield", "a yield, traced", "yields", "yield_loop", [0, COUNT], 2 * COUNT),
  traced(
    "trace-queue",
    "an item through a queue of 10, traced",
    "queues",
    "queue_handed",
    [10, COUNT],
    COUNT,
  ),
  traced("trace-host", "a host call, traced", "hostcalls", "host_calls", [COUNT, 1, 0], COUNT, {
    ahead: { untraced: 1 / 1.15 },
  }),
];
