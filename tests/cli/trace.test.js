// Tests traces in Chrome's Trace Event format: the rules of the format, on made-up rows and on
// samples.
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { load } from "../../web/platforms/node.js";
import { build } from "../../toolchain/embedded_node.js";
import { traceEvents } from "../../trace/events.js";
import { workspace } from "./command.js";

const SAMPLES = fileURLToPath(new URL("../../playground/samples/", import.meta.url));
const EMPTY = { wall: 0, task: 0, other: 0, value: 0, reason: "", at: "", detail: "" };
const space = await workspace();

/** Rows from [t, kind, task, other, more]. */
const rowsOf = (...list) =>
  list.map(([t, kind, task = 0, other = 0, more = {}], i) => {
    return { ...EMPTY, seq: i + 1, t, kind, task, other, ...more };
  });

/** Fails if a reader of the format could not place an event. Returns the slices by track. */
function checked({ traceEvents: events }) {
  const tracks = new Map();
  const flows = new Map();
  const asyncs = new Map();
  const slices = [];
  const times = new Map();
  for (const event of events) {
    const { ph, tid, ts, name, id, cat } = event;
    for (const key of ["pid", "tid", "ts"]) assert.ok(Number.isFinite(event[key]), key);
    assert.equal(typeof name, "string");
    if (ph === "M") {
      assert.ok(["process_name", "thread_name", "thread_sort_index"].includes(name));
      continue;
    }
    assert.ok(ts >= (times.get(tid) ?? 0), "ts goes back on a track");
    times.set(tid, ts);
    const open = tracks.get(tid) ?? tracks.set(tid, []).get(tid);
    if (ph === "B") open.push(event);
    else if (ph === "E") {
      const begun = open.pop();
      assert.ok(begun, "E without B");
      slices.push({ ...begun, end: ts, depth: open.length });
    } else if (ph === "s" || ph === "f") {
      const flow = flows.get(id) ?? flows.set(id, {}).get(id);
      assert.ok(!flow[ph], "an arrow with the same end twice");
      assert.ok(ph === "s" || flow.s.ts <= ts, "an arrow that goes back");
      flow[ph] = event;
    } else if (ph === "b") asyncs.set(`${cat} ${id}`, event);
    else if (ph === "e") assert.ok(asyncs.delete(`${cat} ${id}`), "e without b");
    else if (ph === "C") assert.ok(Object.values(event.args).every((n) => n >= 0));
    else assert.ok(ph === "i" && ["t", "p"].includes(event.s), ph);
  }
  for (const open of tracks.values()) assert.deepEqual(open, []);
  assert.equal(asyncs.size, 0);
  const named = events.filter(({ name }) => name === "thread_name").map(({ tid }) => tid);
  assert.deepEqual(
    [...tracks.keys()].filter((tid) => !named.includes(tid)),
    [],
  );
  for (const { s, f } of flows.values()) {
    assert.ok(s && f, "an arrow with one end");
    for (const { tid, ts } of [s, f])
      assert.ok(
        slices.some((slice) => slice.tid === tid && slice.ts <= ts && ts < slice.end),
        "an arrow's end in no slice",
      );
  }
  return { slices, flows: [...flows.values()], events };
}

const brief = (slices, tid) =>
  slices
    .filter((slice) => slice.tid === tid)
    .sort((a, b) => a.ts - b.ts || a.depth - b.depth)
    .map(({ depth, name }) => `${depth} ${name}`);

describe("traceEvents", () => {
  test("a task is ready, runs and waits, inside of its scopes", () => {
    const rows = rowsOf(
      [0, "spawn", 1, 0, { reason: "main", detail: "main" }],
      [0, "start", 1],
      [1, "scope-open", 1, 5, { reason: "timeout", value: 9 }],
      [2, "suspend", 1, 0, { reason: "sleep", value: 7, at: "a.c:3" }],
      [7, "wake", 1, 0, { reason: "timer" }],
      [8, "resume", 1],
      [8, "scope-close", 1, 5],
      [9, "end", 1, 0, { reason: "done" }],
    );
    const { slices } = checked(traceEvents(rows));
    assert.deepEqual(brief(slices, 1), [
      "0 not started",
      "0 run",
      "0 timeout",
      "1 run",
      "1 sleep",
      "1 ready: timer",
      "1 run",
      "0 run",
    ]);
    const sleep = slices.find(({ name }) => name === "sleep");
    assert.deepEqual([sleep.ts, sleep.end], [2000, 7000]);
    assert.deepEqual(sleep.args, { until: 7, at: "a.c:3", t: 2, row: 4 });
  });

  test("arrows: spawn and wake lead to the next run, cancel to what the target does", () => {
    const rows = rowsOf(
      [0, "spawn", 1, 0, { detail: "main" }],
      [0, "start", 1],
      [0, "spawn", 2, 1, { detail: "Task-2" }],
      [0, "suspend", 1, 2, { reason: "task" }],
      [0, "start", 2],
      [0, "suspend", 2, 0, { reason: "sleep" }],
      [1, "wake", 1, 0, { reason: "timer" }],
      [1, "resume", 1],
      [1, "cancel", 2, 1, { reason: "cancel" }],
      [1, "wake", 2, 1, { reason: "cancel" }],
      [1, "suspend", 1, 2, { reason: "task" }],
      [1, "resume", 2],
      [1, "end", 2, 0, { reason: "cancelled" }],
      [2, "wake", 1, 2, { reason: "done" }],
      [2, "resume", 1],
      [2, "end", 1],
    );
    const { flows } = checked(traceEvents(rows));
    assert.deepEqual(
      flows.map(({ s, f }) => `${s.name} ${s.tid}→${f.tid}`),
      ["spawn 1→2", "cancel 1→2", "wake 1→2", "wake 2→1"],
    );
  });

  test("scopes that close out of order, and what the last row leaves open, are closed", () => {
    const rows = rowsOf(
      [0, "start", 3],
      [0, "scope-open", 3, 1, { reason: "scope", detail: "a" }],
      [0, "scope-open", 3, 2, { reason: "scope", detail: "b" }],
      [1, "scope-close", 3, 1],
      [2, "op-start", 3, 9, { reason: "fetch", detail: "/x" }],
      [2, "suspend", 3, 9, { reason: "fetch" }],
    );
    const { slices, events } = checked(traceEvents(rows));
    assert.deepEqual(brief(slices, 3), [
      "0 run",
      "0 scope a",
      "1 run",
      "1 scope b",
      "2 run",
      "0 scope b",
      "1 run",
      "1 fetch",
    ]);
    assert.ok(events.some(({ ph, name }) => ph === "e" && name === "fetch /x"));
  });

  test("lints are instants, and the ready tasks are counted", () => {
    const rows = rowsOf(
      [0, "spawn", 1, 0, { detail: "main" }],
      [0, "start", 1],
      [0, "spawn", 2, 1, { detail: "Task-2" }],
      [0, "spawn", 4, 1, { detail: "Task-3" }],
      [0, "lint", 1, 0, { reason: "slow-step", detail: "a step took 9 ms" }],
      [0, "start", 2],
    );
    const { events } = checked(traceEvents(rows));
    const ready = events.filter(({ ph }) => ph === "C").map(({ args }) => args.ready);
    assert.deepEqual(ready, [1, 0, 1, 2, 1, 0]);
    const lint = events.find(({ ph, cat }) => ph === "i" && cat === "lint");
    assert.deepEqual(
      [lint.name, lint.tid, lint.args.sentence],
      ["lint: slow-step", 1, "a step took 9 ms"],
    );
  });

  test("no rows are a file too", () => {
    assert.deepEqual(checked(traceEvents([])).slices, []);
  });

  describe("of samples", () => {
    /** @type {Map<string, any[]>} */
    const traces = new Map();
    before(async () => {
      const files = (await readdir(SAMPLES)).filter((name) =>
        /^(task-group|wait-for-timeout|cancel-cleanup|gather-error|producer-consumer)\.c$/.test(
          name,
        ),
      );
      assert.equal(files.length, 5);
      for (const file of files) {
        const { bytes } = await build({ sources: [SAMPLES + file], isDebug: true });
        const program = await load(bytes, { clock: "virtual", trace: true, stdout() {} });
        await program.run();
        traces.set(file, [...program.trace]);
        program.close();
      }
    });

    test("every run and wait of every task is a slice, by either clock", () => {
      for (const [file, rows] of traces)
        for (const time of ["program", "wall"]) {
          const { slices } = checked(traceEvents(rows, { name: file, time }));
          const count = (kinds) => rows.filter(({ kind }) => kinds.includes(kind)).length;
          const rowsShown = (cat) =>
            new Set(slices.filter((s) => s.cat === cat).map((s) => s.args.row));
          assert.equal(rowsShown("run").size, count(["start", "resume"]), file);
          assert.equal(rowsShown("wait").size, count(["suspend"]), file);
        }
    });

    test("awaitc trace: writes them, and says where", async () => {
      const [rows] = traces.values();
      await space.write("out.json", JSON.stringify({ version: 1, rows }));
      const { code, stdout } = await space.awaitc(["trace", "out.json"]);
      assert.deepEqual([code, stdout], [0, "out.perfetto.json\n"]);
      const text = await readFile(space.path("out.perfetto.json"), "utf8");
      assert.deepEqual(
        JSON.parse(text),
        JSON.parse(JSON.stringify(traceEvents(rows, { name: "out" }))),
      );
      const other = await space.awaitc(["trace", "out.json", "-o", "b.json", "--time=wall"]);
      assert.deepEqual([other.code, other.stdout], [0, ""]);
      assert.equal(JSON.parse(await readFile(space.path("b.json"), "utf8")).otherData.time, "wall");
    });
  });
});

test("awaitc trace: what is no trace is said, and the trace is not written over", async () => {
  await space.write("no.json", "{}");
  await space.write("text.json", "hello");
  for (const [args, code, words] of [
    [["nowhere.json"], 1, /^awaitc: nowhere\.json: there is no such file\n/],
    [["no.json"], 1, /^awaitc: no\.json is no trace; awaitc run --trace=FILE\.json writes one\n/],
    [["text.json"], 1, /is no trace/],
    [["no.json", "-o", "./no.json"], 2, /-o is the trace itself/],
    [[], 2, /give one file/],
  ]) {
    const result = await space.awaitc(["trace", ...args]);
    assert.equal(result.code, code);
    assert.match(result.stderr, words);
  }
});
