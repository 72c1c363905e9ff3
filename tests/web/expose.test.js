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
