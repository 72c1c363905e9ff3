// Tests functions that the embedder exposes: C's call of one ends exactly once, whatever it does.
// calls.test.js tests calls in the other direction.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ERRORS } from "../../web/host/abi.js";
import { AwaitcError, load } from "../../web/platforms/node.js";
import "../../web/operations/call.js"; // a test must not wait until it is read
import { loadQuietly, outcome, settle, startsOne } from "./programs.js";

const { AW_EHOST, AW_ENOSYS } = ERRORS;
const callOf = (json) => startsOne("call", `f\\00${json}`);

test("expose: a function gets the JSON value and answers JSON", async () => {
  const answer = await outcome(callOf("[1,2]"), { f: async ([a, b]) => ({ sum: a + b }) });
  assert.deepEqual(answer, [0, '{"sum":3}']);
});

test("expose: no argument is undefined, and undefined is empty", async () => {
  /** @type {unknown[]} */
  const got = [];
  const answer = await outcome(callOf(""), { f: (value) => void got.push(value) });
  assert.deepEqual([answer, got], [[0, ""], [undefined]]);
});

test("expose: a name that is missing completes with AW_ENOSYS", async () => {
  const [status, words] = await outcome(callOf("1"), { g: () => 1 });
  assert.equal(status, AW_ENOSYS);
  assert.match(words, /exposed as "f"/);
});

test("expose: malformed JSON from C is an error of the call", async () => {
  const [status, words] = await outcome(callOf("{"), { f: () => 1 });
  assert.equal(status, AW_EHOST);
  assert.match(words, /argument of "f" is not JSON/);
});

/** Errors of an exposed function, and the messages that C receives. */
const FAULTS = {
  "throws at once": [
    () => {
      throw new Error("at once");
    },
    /^at once$/,
  ],
  rejects: [
    async () => {
      throw new TypeError("later");
    },
    /^later$/,
  ],
  "rejects with a string": [() => Promise.reject("just words"), /^just words$/],
  "rejects with nothing": [() => Promise.reject(), /^undefined$/],
  "rejects with a symbol": [() => Promise.reject(Symbol("s")), /Symbol\(s\)/],
  "rejects with what cannot be printed": [
    () =>
      Promise.reject({
        toString() {
          throw new Error("no");
        },
      }),
    /cannot be printed/,
  ],
  "rejects with a cancellation of its own": [
    () => Promise.reject(new AwaitcError("AW_ECANCELLED", "inner")),
    /^inner$/,
  ],
  "returns a BigInt": [() => 1n, /cannot be JSON/],
  "returns a cycle": [
    () => {
      const a = [];
      a.push(a);
      return a;
    },
    /cannot be JSON/,
  ],
  "returns a function": [() => () => {}, /it is a function/],
  "returns what throws in toJSON": [
    () => ({
      toJSON() {
        throw new Error("no");
      },
    }),
    /no/,
  ],
  "returns a thenable that throws": [
    () => ({
      then() {
        throw new Error("mine");
      },
    }),
    /^mine$/,
  ],
  "returns a getter that throws": [
    () => ({
      get then() {
        throw new Error("get");
      },
    }),
    /^get$/,
  ],
};
for (const [name, [call, words]] of Object.entries(FAULTS)) {
  test(`expose: a function that ${name} fails the call with its words`, async () => {
    const [status, text] = await outcome(callOf("1"), { f: call });
    assert.equal(status, AW_EHOST);
    assert.match(text, words);
  });
}

test("expose: a number of digits is that number, and what only looks like one is not JSON", async () => {
  for (const [json, value] of Object.entries({ 0: 0, 7: 7, 123456789: 123456789, "1e3": 1000 })) {
    const got = /** @type {unknown[]} */ ([]);
    await outcome(callOf(json), { f: (given) => void got.push(given) });
    assert.deepEqual(got, [value]);
  }
  assert.equal((await outcome(callOf("12345678901"), { f: (x) => x }))[1], "12345678901");
  for (const json of ["007", "1x", "--1"]) {
    assert.equal((await outcome(callOf(json), { f: () => 1 }))[0], AW_EHOST, json);
  }
});

/** Calls the function whose name is the second argument's bytes; between the calls they change. */
const renames = (/** @type {string} */ first, /** @type {string} */ second) => {
  const quoted = (/** @type {string} */ text) =>
    [...Buffer.from(text)].map((byte) => `\\${byte.toString(16).padStart(2, "0")}`).join("");
  const bytes = Buffer.byteLength(first);
  return startsOne("call", `${quoted(first)}\\001${quoted(second)}`, {
    bodies: {
      aw_pump: `(if (i32.eq (call $tick) (i32.const 1)) (then (call $op_start (i32.const 1024)
        (i32.const 5) (i32.const 1029) (i32.const ${bytes + 2})))) (i32.const 0)`,
      aw_complete: `(if (i32.eqz (global.get $calls)) (then
          (global.set $calls (i32.const 1))
          (call $copy (i32.const 1029) (i32.const ${1029 + bytes + 2}) (i32.const ${bytes}))
          (call $op_start (i32.const 1024) (i32.const 5) (i32.const 1029)
            (i32.const ${bytes + 2})))
        (else (call $exit (i32.const 0)))) (i32.const 1)`,
    },
    more: `(global $calls (mut i32) (i32.const 0))
      (func $copy (param $to i32) (param $from i32) (param $bytes i32)
        (block $done (loop $next
          (br_if $done (i32.eqz (local.get $bytes)))
          (local.set $bytes (i32.sub (local.get $bytes) (i32.const 1)))
          (i32.store8 (i32.add (local.get $to) (local.get $bytes))
            (i32.load8_u (i32.add (local.get $from) (local.get $bytes))))
          (br $next))))`,
  });
};

for (const [first, second] of [
  ["aa", "ab"],
  ["é", "ü"],
  ["ab", "é"],
  ["Ã©", "Ã¨"],
  ["x".repeat(80), `${"x".repeat(79)}y`],
]) {
  const change = `"${first.slice(-9)}" to "${second.slice(-9)}"`;
  test(`expose: a name that changes in place, ${change}, is read again`, async () => {
    const log = /** @type {string[]} */ ([]);
    await outcome(renames(first, second), {
      [first]: () => void log.push(first),
      [second]: () => void log.push(second),
    });
    assert.deepEqual(log, [first, second]);
  });
}

/** A call with the number `x` by value. */
const callOfNumber = (/** @type {string} */ x) =>
  startsOne("call", "f", {
    bodies: {
      aw_pump: `(if (i32.eq (call $tick) (i32.const 1)) (then
        (f64.store (i32.const 128) (f64.const ${x}))
        (i32.store (i32.const 64) (i32.const 1029)) (i32.store (i32.const 68) (i32.const 1))
        (i32.store (i32.const 72) (i32.const 128)) (i32.store (i32.const 76) (i32.const -1))
        (call $op_fields (i32.const 1024) (i32.const 5) (i32.const 9) (i32.const 64)
          (i32.const 2)))) (i32.const 0)`,
      aw_complete: `(f64.store (i32.const 256) (local.get $number))
        (if (i32.lt_s (local.get $status) (i32.const 0))
          (then (call $print (local.get $data) (local.get $bytes)))
          (else (call $print (i32.const 256) (i32.const 8))))
        (call $exit (local.get $status)) (i32.const 1)`,
    },
  });

test("expose: a number by value comes and goes without JSON, also by a promise", async () => {
  const got = /** @type {number[]} */ ([]);
  const half = (/** @type {number} */ x) => (got.push(x), x / 2);
  for (const f of [half, async (/** @type {number} */ x) => half(x)]) {
    const [status, text] = await outcome(callOfNumber("8"), { f });
    assert.deepEqual([status, text], [0, "\0\0\0\0\0\0\u0010@"]); // 4.0
  }
  await outcome(callOfNumber("inf"), { f: half });
  assert.deepEqual(got, [8, 8, Infinity]);
});

test("expose: what is no number, where C waits for one by value, fails the call", async () => {
  for (const result of ["1", undefined, null, 1n]) {
    const [status, words] = await outcome(callOfNumber("8"), { f: () => result });
    assert.equal(status, AW_EHOST);
    assert.match(words, /the result of "f" is a \w+, where C waits for a number/);
  }
});

test("expose: a result's then is read once, and called with it", async () => {
  let reads = 0;
  const result = {
    get then() {
      reads++;
      return function then(/** @type {any} */ done) {
        assert.equal(this, result);
        done(5);
      };
    },
  };
  assert.deepEqual(await outcome(callOf("1"), { f: () => result }), [0, "5"]);
  assert.equal(reads, 1);
});

test("expose: a thenable that settles twice completes once", async () => {
  const f = () => ({
    then(/** @type {any} */ done, /** @type {any} */ fail) {
      done(1);
      done(2);
      fail(new Error("3"));
    },
  });
  assert.deepEqual(await outcome(callOf("1"), { f }), [0, "1"]);
});

test("expose: what is not a function is refused", async () => {
  const { program: it } = await loadQuietly(load, callOf("1"));
  assert.throws(() => it.expose({ f: /** @type {any} */ (5) }), { code: "AW_EARGUMENT" });
});

test("expose: a lone surrogate and a NUL survive as UTF-8 and JSON", async () => {
  const [, text] = await outcome(callOf("1"), { f: () => "a\u0000\ud800é" });
  assert.equal(text, '"a\\u0000\\ud800é"');
});

test("expose: a function that never settles does not hold close up", async () => {
  const { program: it } = await loadQuietly(load, callOf("1"));
  /** @type {AbortSignal | undefined} */
  let signal;
  it.expose({
    f(/** @type {any} */ _, /** @type {any} */ context) {
      ({ signal } = context);
      return new Promise(() => {});
    },
  });
  const ended = it.run();
  await settle();
  it.close();
  await assert.rejects(ended, { code: "AW_ECLOSED" });
  assert.equal(signal?.aborted, true);
});

test("expose: an answer after close is dropped", async () => {
  const { program: it, output } = await loadQuietly(load, callOf("1"));
  /** @type {(value: number) => void} */
  let answer = () => {};
  it.expose({
    f: () =>
      new Promise((resolve) => {
        answer = resolve;
      }),
  });
  const ended = it.run();
  await settle();
  it.close();
  answer(1);
  await assert.rejects(ended, { code: "AW_ECLOSED" });
  await settle();
  assert.equal(output.stdout, "");
});

test("expose: the function runs when the program has returned", async () => {
  const { program: it } = await loadQuietly(load, callOf("1"));
  let tasks = -1;
  it.expose({
    f: () => {
      ({ tasks } = it.stats());
    },
  });
  await it.run();
  assert.equal(tasks, 0);
});
