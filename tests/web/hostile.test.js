// Hostile programs: random calls of every import with invalid arguments. The host always answers
// with an exit code or a specific error, and closes. The sequence is the same in every run.
import assert from "node:assert/strict";
import { test } from "node:test";
import { AwaitcError, load } from "../../web/platforms/node.js";
import { loadQuietly, program } from "./programs.js";

/** Functions of the skeleton, and of WASI, by the types of their parameters: i, I (64 bit), f. */
const CALLS = {
  now: ["f", ""],
  arm: ["", "f"],
  op_start: ["", "iiii"],
  op_fields: ["", "iiiii"],
  op_cancel: ["", "ii"],
  reply: ["", "fiii"],
  trace: ["", "i"],
  fd_write: ["i", "iiii"],
};
const WASI = {
  args_get: "ii",
  args_sizes_get: "ii",
  environ_get: "ii",
  environ_sizes_get: "ii",
  clock_time_get: "iIi",
  clock_res_get: "ii",
  random_get: "ii",
  fd_read: "iiii",
  fd_close: "i",
  fd_seek: "iIii",
  fd_fdstat_get: "ii",
  fd_prestat_get: "ii",
  path_open: "iiiiiIIii",
  poll_oneoff: "iiii",
  sched_yield: "",
};
const TYPES = { i: "i32", I: "i64", f: "f64" };
const VALUES = {
  i: [
    "0",
    "1",
    "2",
    "3",
    "4",
    "8",
    "1024",
    "1030",
    "65535",
    "65536",
    "-1",
    "-8",
    "2147483647",
    "-2147483648",
  ],
  I: ["0", "1", "-1", "9223372036854775807"],
  f: ["0", "1", "5", "5", "5", "0.5", "-1", "nan", "inf", "-inf", "9007199254740993", "1e308"],
};
const KINDS = ["call", "fetch", "", "x\\ff"];

/** @param {number} seed */
function randomFrom(seed) {
  let state = seed;
  return (/** @type {any} */ list) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return list[(state >>> 8) % list.length];
  };
}

/** @param {number} seed */
function hostile(seed) {
  const pick = randomFrom(seed);
  const calls = { ...CALLS };
  let imports = "";
  for (const [name, parameters] of Object.entries(WASI)) {
    calls[name] = ["i", parameters];
    const types = [...parameters].map((x) => TYPES[x]).join(" ");
    imports += `(import "wasi_snapshot_preview1" "${name}" (func $${name}
      ${types && `(param ${types})`} (result i32)))`;
  }
  let body = "";
  for (let i = 0; i < 12; i++) {
    const name = pick(Object.keys(calls));
    const [result, parameters] = calls[name];
    const values = [...parameters].map((x) => `(${TYPES[x]}.const ${pick(VALUES[x])})`).join(" ");
    const call = `(call $${name} ${values})`;
    body += result ? `(drop ${call})` : call;
  }
  const exit = "(if (i32.gt_s (call $tick) (i32.const 3)) (then (call $exit (i32.const 0))))";
  return program({
    text: `${pick(KINDS)}\\00f\\001\\00\\00`,
    imports,
    bodies: {
      aw_pump: `${body} ${exit} (i32.const ${pick(["0", "1", "1", "1", "1", "7"])})`,
      aw_alloc: `(i32.const ${pick(["0", "4096", "4096", "65536", "-1"])})`,
      aw_where: `(i32.const ${pick(["0", "768", "-1", "65534"])})`,
      aw_complete: pick(["(i32.const 1)", "(i32.const 0)", "(unreachable)"]),
      aw_stats_now: `(i32.const ${pick(["512", "65500", "-1"])})`,
    },
  });
}

test(
  "hostile programs: each ends in an exit code or a named error",
  { timeout: 60000 },
  async () => {
    const outcomes = new Map();
    for (let seed = 1; seed <= 400; seed++) {
      const { program: it } = await loadQuietly(load, hostile(seed), {
        trace: true,
        fetch: async () => new Response("x"),
        budgetMs: 1,
      });
      it.expose({ f: async (/** @type {any} */ x) => x });
      // Programs that would wait forever are closed as soon as they wait.
      it.on("idle", () => setImmediate(() => it.close()));
      const outcome = await it.run().catch((error) => error);
      if (typeof outcome !== "number") {
        assert(outcome instanceof AwaitcError, `seed ${seed}: ${outcome?.stack ?? outcome}`);
      }
      try {
        it.stats();
      } catch (error) {
        assert(error instanceof AwaitcError, `seed ${seed}: ${error}`);
      }
      it.close();
      const code = outcome.code ?? "exit";
      outcomes.set(code, (outcomes.get(code) ?? 0) + 1);
    }
    for (const code of ["exit", "AW_ETRAP", "AW_ECLOSED", "AW_EBUSY"]) {
      assert(outcomes.has(code), `no seed ended with ${code}: ${[...outcomes]}`);
    }
  },
);
