// Tests operations, exposed functions and calls: each ends exactly once, whatever either side does.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ERRORS } from "../../web/host/abi.js";
import { AwaitcError, load } from "../../web/platforms/node.js";
import { loadQuietly, program } from "./programs.js";

/** Makes `text`, `kind NUL request`, one operation with id 5; prints and exits with its outcome. */
function startsOne(kind, request, more = {}) {
  const requestAt = 1024 + kind.length + 1;
  const bytes = request.replace(/\\[0-9a-f]{2}/g, "x").length;
  return program({
    text: `${kind}\\00${request}`,
    ...more,
    bodies: {
      aw_pump: `
        (if (i32.eq (call $tick) (i32.const 1)) (then
          (call $op_start (i32.const 1024) (f64.const 5) (i32.const ${requestAt})
            (i32.const ${bytes}))))
        (i32.const 0)`,
      aw_complete: `(call $print (local.get $data) (local.get $bytes))
        (call $exit (local.get $status)) (i32.const 1)`,
      ...more.bodies,
    },
  });
}

/** Runs everything that is ready in JavaScript. */
async function settle() {
  for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve));
}

/**
 * The outcome of one operation.
 * @param {Uint8Array} bytes
 * @param {Record<string, any>} [functions]
 * @returns {Promise<[number, string]>}
 */
async function outcome(bytes, functions = {}) {
  const { program: it, output } = await loadQuietly(load, bytes);
  it.expose(functions);
  return [await it.run(), output.stdout];
}

const { AW_EHOST, AW_ENOMEM, AW_ENOSYS } = ERRORS;
const callOf = (json) => startsOne("call", `f\\00${json}`);

test("operation: an unknown kind completes with AW_ENOSYS and words", async () => {
  const [status, words] = await outcome(startsOne("teleport", "x"));
  assert.equal(status, AW_ENOSYS);
  assert.match(words, /no operation "teleport"/);
});

test("operation: a kind from Object.prototype is unknown", async () => {
  assert.equal((await outcome(startsOne("toString", "x")))[0], AW_ENOSYS);
});

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
  "throws at once": [() => { throw new Error("at once"); }, /^at once$/],
  "rejects": [async () => { throw new TypeError("later"); }, /^later$/],
  "rejects with a string": [() => Promise.reject("just words"), /^just words$/],
  "rejects with nothing": [() => Promise.reject(), /^undefined$/],
  "rejects with a symbol": [() => Promise.reject(Symbol("s")), /Symbol\(s\)/],
  "rejects with what cannot be printed": [
    () => Promise.reject({ toString() { throw new Error("no"); } }), /cannot be printed/,
  ],
  "rejects with a cancellation of its own": [
    () => Promise.reject(new AwaitcError("AW_ECANCELLED", "inner")), /^inner$/,
  ],
  "returns a BigInt": [() => 1n, /cannot be JSON/],
  "returns a cycle": [() => { const a = []; a.push(a); return a; }, /cannot be JSON/],
  "returns a function": [() => () => {}, /it is a function/],
  "returns what throws in toJSON": [() => ({ toJSON() { throw new Error("no"); } }), /no/],
  "returns a thenable that throws": [() => ({ then() { throw new Error("mine"); } }), /^mine$/],
  "returns a getter that throws": [() => ({ get then() { throw new Error("get"); } }), /^get$/],
};
for (const [name, [call, words]] of Object.entries(FAULTS)) {
  test(`expose: a function that ${name} fails the call with its words`, async () => {
    const [status, text] = await outcome(callOf("1"), { f: call });
    assert.equal(status, AW_EHOST);
    assert.match(text, words);
  });
}

test("expose: a thenable that settles twice completes once", async () => {
  const f = () => ({ then(/** @type {any} */ done, /** @type {any} */ fail) {
    done(1);
    done(2);
    fail(new Error("3"));
  } });
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
  it.expose({ f: () => new Promise((resolve) => { answer = resolve; }) });
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
  it.expose({ f: () => { ({ tasks } = it.stats()); } });
  await it.run();
  assert.equal(tasks, 0);
});

/** Starts operation 5, cancels it at time 10, exits at time 20 with the number of completions. */
const CANCELS = {
  more: "(global $ended (mut i32) (i32.const 0)) (global $steps (mut i32) (i32.const 0))",
  bodies: {
    aw_pump: `
      (local $n i32)
      (local.set $n (call $tick))
      (if (i32.eq (local.get $n) (i32.const 1)) (then
        (call $op_start (i32.const 1024) (f64.const 5) (i32.const 1029) (i32.const 3))
        (call $op_cancel (f64.const 77))
        (call $arm (f64.const 1))))
      (if (i32.eq (local.get $n) (i32.const 2)) (then
        (call $op_cancel (f64.const 5)) (call $op_cancel (f64.const 5))
        (call $arm (f64.const 2))))
      (if (i32.gt_s (local.get $n) (i32.const 2)) (then (call $exit (global.get $ended))))
      (i32.const 0)`,
    aw_complete: "(global.set $ended (i32.add (global.get $ended) (i32.const 1))) (i32.const 0)",
  },
};

test("operation: a cancel aborts the signal and drops the completion", async () => {
  const { program: it } = await loadQuietly(load, startsOne("call", "f\\001", CANCELS),
    { clock: "real" });
  let aborts = 0;
  it.expose({
    f: (/** @type {any} */ _, { signal }) => new Promise((resolve) => {
      signal.addEventListener("abort", () => {
        aborts++;
        resolve("too late");
      });
    }),
  });
  assert.equal(await it.run(), 0);
  assert.equal(aborts, 1);
});

test("operation: a cancel just before the exit still aborts the signal", async () => {
  const { program: it } = await loadQuietly(load, startsOne("call", "f\\001", {
    bodies: {
      aw_pump: `
        (if (i32.eq (call $tick) (i32.const 1)) (then
          (call $op_start (i32.const 1024) (f64.const 5) (i32.const 1029) (i32.const 3))
          (call $arm (f64.const 1)))
        (else (call $op_cancel (f64.const 5)) (call $exit (i32.const 9))))
        (i32.const 0)`,
    },
  }), { clock: "real" });
  /** @type {any} */
  let context;
  it.expose({
    f(/** @type {any} */ _, /** @type {any} */ given) {
      context = given;
      return new Promise(() => {});
    },
  });
  assert.equal(await it.run(), 9);
  assert.equal(context.signal.aborted, true);
});

test("operation: a signal that is first looked at after the cancel is aborted", async () => {
  const { program: it } = await loadQuietly(load, startsOne("call", "f\\001", CANCELS),
    { clock: "real" });
  /** @type {any} */
  let context;
  it.expose({
    f(/** @type {any} */ _, /** @type {any} */ given) {
      context = given;
      return new Promise(() => {});
    },
  });
  await it.run();
  assert.equal(context.signal.aborted, true);
});

test("operation: one that is cancelled in the same turn never starts", async () => {
  const { program: it } = await loadQuietly(load, startsOne("call", "f\\001", {
    bodies: {
      aw_pump: `
        (if (i32.eq (call $tick) (i32.const 1)) (then
          (call $op_start (i32.const 1024) (f64.const 5) (i32.const 1029) (i32.const 3))
          (call $op_cancel (f64.const 5)) (call $arm (f64.const 10)))
        (else (call $exit (i32.const 9))))
        (i32.const 0)`,
    },
  }));
  let calls = 0;
  it.expose({ f: () => void calls++ });
  assert.equal(await it.run(), 9);
  assert.equal(calls, 0);
});

test("operation: a second start of an id under way is left out", async () => {
  const { program: it } = await loadQuietly(load, startsOne("call", "f\\001", {
    bodies: {
      aw_pump: `
        (if (i32.eq (call $tick) (i32.const 1)) (then
          (call $op_start (i32.const 1024) (f64.const 5) (i32.const 1029) (i32.const 3))
          (call $op_start (i32.const 1024) (f64.const 5) (i32.const 1029) (i32.const 3))))
        (i32.const 0)`,
    },
  }));
  let calls = 0;
  it.expose({ f: () => ++calls });
  assert.equal(await it.run(), 0);
  assert.equal(calls, 1);
});

for (const [what, ptr, bytes] of /** @type {const} */ ([
  ["behind the memory", 70000, 4], ["over its end", 65530, 100], ["of negative length", 8, -1],
])) {
  test(`operation: a request ${what} ends the program`, async () => {
    const { program: it } = await loadQuietly(load, startsOne("call", "f", {
      bodies: {
        aw_pump: `(call $op_start (i32.const 1024) (f64.const 5) (i32.const ${ptr})
          (i32.const ${bytes})) (i32.const 0)`,
      },
    }));
    await assert.rejects(it.run(), { code: "AW_ETRAP", message: /memory ends at 65536/ });
  });
}

test("operation: no memory for the answer completes with AW_ENOMEM", async () => {
  const bytes = startsOne("call", "f\\001", { bodies: { aw_alloc: "(i32.const 0)" } });
  assert.deepEqual(await outcome(bytes, { f: () => "long" }), [AW_ENOMEM, ""]);
});

test("operation: an aw_alloc that lies ends the program", async () => {
  const { program: it } = await loadQuietly(load, startsOne("call", "f\\001", {
    bodies: { aw_alloc: "(i32.const 65530)" },
  }));
  it.expose({ f: () => "a long answer" });
  await assert.rejects(it.run(), { code: "AW_ETRAP" });
});

test("operation: an answer is written after the memory has grown", async () => {
  const bytes = startsOne("call", "f\\001", {
    bodies: { aw_alloc: "(i32.shl (memory.grow (i32.const 1)) (i32.const 16))" },
  });
  assert.deepEqual(await outcome(bytes, { f: () => "grown" }), [0, '"grown"']);
});

test("operation: a virtual clock stands still while one is under way", async () => {
  const { program: it } = await loadQuietly(load, startsOne("call", "f\\001", {
    bodies: {
      aw_pump: `
        (if (i32.eq (call $tick) (i32.const 1)) (then
          (call $op_start (i32.const 1024) (f64.const 5) (i32.const 1029) (i32.const 3))
          (call $arm (f64.const 1))))
        (if (f64.ge (call $now) (f64.const 1)) (then (call $exit (i32.const 99))))
        (i32.const 0)`,
    },
  }));
  it.expose({ f: settle });
  assert.equal(await it.run(), 0);
});

// Calls from JavaScript.

/** A library whose function "echo" answers its JSON, by `answer`. */
function library(answer, more = {}) {
  return program({
    text: "oh no",
    ...more,
    more: `(func (export "aw:echo") (result i32) (i32.const 3)) ${more.more ?? ""}`,
    bodies: {
      aw_has_main: "(i32.const 0)",
      aw_call: `${answer} (i32.const 0)`,
      ...more.bodies,
    },
  });
}
const ECHO = "(call $reply (local.get $id) (i32.const 0) (local.get $json) (local.get $bytes))";

test("call: sends JSON and gets JSON", async () => {
  const { program: it } = await loadQuietly(load, library(ECHO));
  assert.deepEqual(it.exports, ["echo"]);
  assert.deepEqual(await it.call("echo", { a: [1, "ü"] }), { a: [1, "ü"] });
});

test("call: without JSON the answer is the status", async () => {
  const { program: it } = await loadQuietly(load,
    library("(call $reply (local.get $id) (i32.const 42) (i32.const 0) (i32.const 0))"));
  assert.equal(await it.call("echo"), 42);
});

test("call: a negative status rejects with its code and message", async () => {
  const { program: it } = await loadQuietly(load,
    library("(call $reply (local.get $id) (i32.const -1002) (i32.const 1024) (i32.const 5))"));
  await assert.rejects(it.call("echo"), { code: "AW_ETIMEDOUT", message: "oh no", status: -1002 });
});

test("call: a code of the program's own keeps its number", async () => {
  const { program: it } = await loadQuietly(load,
    library("(call $reply (local.get $id) (i32.const -7) (i32.const 1024) (i32.const 5))"));
  await assert.rejects(it.call("echo"), { code: "error", message: "oh no", status: -7 });
});

test("call: an answer that is not JSON rejects", async () => {
  const { program: it } = await loadQuietly(load,
    library("(call $reply (local.get $id) (i32.const 0) (i32.const 1024) (i32.const 5))"));
  await assert.rejects(it.call("echo"), { code: "AW_EPROTO" });
});

test("call: an unknown function is a named error that lists the others", async () => {
  const { program: it } = await loadQuietly(load, library(ECHO));
  await assert.rejects(it.call("Echo"), { code: "AW_ENOEXPORT", message: /it has echo/ });
  await assert.rejects(it.call("toString"), { code: "AW_ENOEXPORT" });
});

test("call: a value that JSON does not have is refused", async () => {
  const { program: it } = await loadQuietly(load, library(ECHO));
  /** @type {any} */
  const cycle = {};
  cycle.self = cycle;
  for (const value of [1n, cycle, () => {}, Symbol("s")]) {
    await assert.rejects(it.call("echo", value), { code: "AW_EARGUMENT" });
  }
});

test("call: an error of aw_call rejects", async () => {
  const bytes = library("", { bodies: { aw_call: "(i32.const -1003)" } });
  const { program: it } = await loadQuietly(load, bytes);
  await assert.rejects(it.call("echo"), { code: "AW_ENOMEM" });
});

test("call: no memory for the argument rejects", async () => {
  const { program: it } = await loadQuietly(load, library(ECHO, {
    bodies: { aw_alloc: "(i32.const 0)" },
  }));
  await assert.rejects(it.call("echo", 1), { code: "AW_ENOMEM" });
});

test("call: a signal that was aborted before sends nothing", async () => {
  const { program: it } = await loadQuietly(load, library("(unreachable)"));
  const reason = new Error("never mind");
  await assert.rejects(it.call("echo", 1, { signal: AbortSignal.abort(reason) }),
    { code: "AW_ECANCELLED", cause: reason });
  assert.equal(it.isClosed, false);
});

test("call: an abort cancels the task, and its answer rejects with the reason", async () => {
  const { program: it } = await loadQuietly(load, library("", {
    bodies: {
      aw_call_cancel: `(call $reply (local.get $id) (i32.const -1001) (i32.const 1024)
        (i32.const 5)) (i32.const 1)`,
    },
  }));
  const controller = new AbortController();
  const called = it.call("echo", 1, { signal: controller.signal });
  await settle();
  controller.abort(new Error("enough"));
  await assert.rejects(called, { code: "AW_ECANCELLED", message: /enough/ });
});

test("call: a second answer and an unknown id are dropped", async () => {
  const { program: it } = await loadQuietly(load,
    library(`${ECHO} ${ECHO} (call $reply (f64.const 99) (i32.const 0) (i32.const 0)
      (i32.const 0)) (call $reply (f64.const nan) (i32.const 0) (i32.const 0) (i32.const 0))`));
  assert.equal(await it.call("echo", 1), 1);
  assert.equal(await it.call("echo", 2), 2);
});

test("call: a trap rejects all calls that are under way", async () => {
  const { program: it } = await loadQuietly(load, library(
    "(if (f64.eq (local.get $id) (f64.const 3)) (then (unreachable)))"));
  const calls = await Promise.allSettled([1, 2, 3, 4].map((x) => it.call("echo", x)));
  assert.deepEqual(calls.map((x) => x.status === "rejected" && x.reason.code),
    Array(4).fill("AW_ETRAP"));
  await assert.rejects(it.call("echo"), { code: "AW_ETRAP" });
});

test("call: close rejects those under way", async () => {
  const { program: it } = await loadQuietly(load, library(""));
  const called = it.call("echo");
  await settle();
  it.close();
  await assert.rejects(called, { code: "AW_ECLOSED" });
});

test("call: a program with a main has to run first", async () => {
  const { program: it } = await loadQuietly(load, library(ECHO, {
    bodies: { aw_has_main: "(i32.const 1)" },
  }));
  await assert.rejects(it.call("echo"), { code: "AW_ESTATE" });
});

test("call: from a listener below the program waits until that has returned", async () => {
  const { program: it } = await loadQuietly(load, library(
    `(call $print (i32.const 1024) (i32.const 5)) ${ECHO}`));
  /** @type {Promise<unknown> | undefined} */
  let inner;
  it.on("stdout", () => {
    inner ??= it.call("echo", "inner");
  });
  assert.equal(await it.call("echo", "outer"), "outer");
  assert.equal(await inner, "inner");
});

test("call: an abort from a listener below the program waits too", async () => {
  const { program: it } = await loadQuietly(load, library(
    "(call $print (i32.const 1024) (i32.const 5))", {
      bodies: {
        aw_call_cancel: `(call $reply (local.get $id) (i32.const -1001) (i32.const 0)
          (i32.const 0)) (i32.const 1)`,
      },
    }));
  const controller = new AbortController();
  it.on("stdout", () => controller.abort());
  await assert.rejects(it.call("echo", 1, { signal: controller.signal }),
    { code: "AW_ECANCELLED" });
});
