// Tests user code that acts while the host calls it: getters, toJSON, toString and listeners that
// close the program. Every promise still settles, and the program does not run afterwards.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "../../web/platforms/node.js";
import "../../web/operations/call.js"; // a test must not wait until it is read
import { loadQuietly, program } from "./programs.js";

const ECHO = "(call $reply (local.get $id) (i32.const 0) (local.get $json) (local.get $bytes))";

/** A library whose function "echo" answers its argument, by `answer`. */
const library = (answer = ECHO, bodies = {}) =>
  program({
    more: `(func (export "aw:echo") (result i32) (i32.const 3))`,
    bodies: { aw_has_main: "(i32.const 0)", aw_call: `${answer} (i32.const 0)`, ...bodies },
  });

/**
 * Fails if `promise` is still pending once everything that is ready has run.
 * @param {Promise<unknown>} promise
 */
async function settled(promise) {
  const pending = Symbol("pending");
  let turns = 0;
  const wait = async () => {
    while (turns++ < 20) await new Promise((resolve) => setImmediate(resolve));
    return pending;
  };
  const [end] = await Promise.allSettled([Promise.race([promise, wait()])]);
  assert.notEqual(end.status === "fulfilled" && end.value, pending, "the promise never settles");
  return end.status === "rejected" ? end.reason : end.value;
}

/** Values that call `act` when the host reads them. */
const ARGUMENTS = {
  toJSON: (/** @type {() => void} */ act) => ({ toJSON: () => (act(), 1) }),
  "a getter": (/** @type {() => void} */ act) => ({
    get a() {
      return (act(), 1);
    },
  }),
  "an array's toJSON": (/** @type {() => void} */ act) => [{ toJSON: () => (act(), 1) }],
  "a proxy": (/** @type {() => void} */ act) =>
    new Proxy(
      { a: 1 },
      {
        ownKeys: (target) => (act(), Reflect.ownKeys(target)),
      },
    ),
};
for (const [what, argument] of Object.entries(ARGUMENTS)) {
  test(`call: rejects when ${what} of its argument closes the program`, async () => {
    const { program: it } = await loadQuietly(load, library());
    const error = await settled(
      it.call(
        "echo",
        argument(() => it.close()),
      ),
    );
    assert.equal(error.code, "AW_ECLOSED");
  });
}

test("call: rejects when the getter of its signal closes the program", async () => {
  const { program: it } = await loadQuietly(load, library());
  const options = {
    get signal() {
      it.close();
      return undefined;
    },
  };
  assert.equal((await settled(it.call("echo", 1, options))).code, "AW_ECLOSED");
});

test("call: rejects when its signal closes the program as it is listened to", async () => {
  const { program: it } = await loadQuietly(load, library());
  const { signal } = new AbortController();
  signal.addEventListener = () => it.close();
  assert.equal((await settled(it.call("echo", 1, { signal }))).code, "AW_ECLOSED");
});

test("call: rejects when toJSON lets the program trap", async () => {
  const { program: it } = await loadQuietly(
    load,
    library("(if (i32.eqz (local.get $bytes)) (then (unreachable)))"),
  );
  const argument = { toJSON: () => void it.call("echo").catch(() => {}) ?? 1 };
  assert.equal((await settled(it.call("echo", argument))).code, "AW_ETRAP");
});

test("call: a toJSON that makes a call of its own gets both answers", async () => {
  const { program: it } = await loadQuietly(load, library());
  /** @type {Promise<unknown> | undefined} */
  let inner;
  const outer = it.call("echo", {
    toJSON: () => {
      inner = it.call("echo", "inner");
      return "o";
    },
  });
  assert.deepEqual([await settled(outer), await inner], ["o", "inner"]);
});

test("call: from a listener that closes the program by its argument rejects", async () => {
  const { program: it } = await loadQuietly(
    load,
    library("(call $print (i32.const 1024) (i32.const 5))", {}),
  );
  /** @type {Promise<unknown> | undefined} */
  let inner;
  it.on("stdout", () => {
    inner ??= it.call("echo", { toJSON: () => (it.close(), 1) });
  });
  assert.equal((await settled(it.call("echo", 1))).code, "AW_ECLOSED");
  assert.equal((await settled(/** @type {Promise<unknown>} */ (inner))).code, "AW_ECLOSED");
});

test("run: rejects when an argument's toString closes the program", async () => {
  const { program: it } = await loadQuietly(load, program());
  const args = [/** @type {any} */ ({ toString: () => (it.close(), "x") })];
  assert.equal((await settled(it.run(args))).code, "AW_ECLOSED");
});

test("run: rejects when an argument's toString has run the program", async () => {
  const { program: it } = await loadQuietly(load, program());
  /** @type {Promise<number> | undefined} */
  let inner;
  const args = [
    /** @type {any} */ ({
      toString() {
        inner = it.run([]);
        return "x";
      },
    }),
  ];
  assert.equal((await settled(it.run(args))).code, "AW_ESTATE");
  it.close();
  assert.equal((await settled(/** @type {Promise<unknown>} */ (inner))).code, "AW_ECLOSED");
});

/** A program that prints the strings of args_get, after it has called `sizes_get`. */
const printsStrings = (/** @type {string} */ name) =>
  program({
    imports: `
    (import "wasi_snapshot_preview1" "${name}_sizes_get" (func $sizes (param i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "${name}_get" (func $get (param i32 i32) (result i32)))`,
    bodies: {
      aw_start: `(drop (call $sizes (i32.const 2048) (i32.const 2052)))
      (drop (call $get (i32.const 4096) (i32.const 8192)))
      (call $print (i32.const 8192) (i32.load (i32.const 2052)))
      (call $exit (i32.load (i32.const 2048))) (i32.const 0)`,
    },
  });

test("run: an argument is read once, so its length is the one the program was told", async () => {
  const { program: it, output } = await loadQuietly(load, printsStrings("args"), { name: "p" });
  let n = 0;
  await it.run([/** @type {any} */ ({ toString: () => "x".repeat(++n) })]);
  assert.equal(output.stdout, "p\0x\0");
  assert.equal(n, 1);
});

test("load: env is read once", async () => {
  let n = 0;
  const env = {
    get A() {
      return "x".repeat(++n);
    },
  };
  const { program: it, output } = await loadQuietly(load, printsStrings("environ"), { env });
  await it.run();
  assert.equal(output.stdout, "A=x\0");
});

/** A program that calls the function `f` of JavaScript in its first turn. */
const callsF = () =>
  program({
    text: "call\\00f\\00",
    bodies: {
      aw_pump: `(if (i32.eq (call $tick) (i32.const 1)) (then (call $op_start (i32.const 1024)
      (i32.const 5) (i32.const 1029) (i32.const 2)))) (i32.const 0)`,
    },
  });

test("expose: a function that closes the program leaves run rejected", async () => {
  const { program: it } = await loadQuietly(load, callsF());
  it.expose({ f: () => it.close() });
  assert.equal((await settled(it.run())).code, "AW_ECLOSED");
});

for (const [what, end] of /** @type {[string, (act: () => void) => any][]} */ ([
  ["result's toJSON", (act) => ({ toJSON: () => act() })],
  [
    "result's then",
    (act) => ({
      get then() {
        return act();
      },
    }),
  ],
  [
    "error's message",
    (act) =>
      Promise.reject({
        get message() {
          return act();
        },
      }),
  ],
])) {
  test(`expose: a function whose ${what} closes the program leaves run rejected`, async () => {
    const { program: it } = await loadQuietly(load, callsF());
    it.expose({ f: () => end(() => it.close()) });
    assert.equal((await settled(it.run())).code, "AW_ECLOSED");
  });
}

// One signal for many calls.

const CANCELS = {
  aw_call_cancel: `(call $reply (local.get $id) (i32.const -1001) (i32.const 0) (i32.const 0))
    (i32.const 1)`,
};

/** Counts the listeners that a signal has. */
function countedSignal() {
  const controller = new AbortController();
  const { signal } = controller;
  const counts = { now: 0, most: 0 };
  const { addEventListener, removeEventListener } = signal;
  signal.addEventListener = function add(/** @type {any[]} */ ...args) {
    counts.most = Math.max(counts.most, ++counts.now);
    return Reflect.apply(addEventListener, signal, args);
  };
  signal.removeEventListener = function remove(/** @type {any[]} */ ...args) {
    counts.now--;
    return Reflect.apply(removeEventListener, signal, args);
  };
  return { controller, signal, counts };
}

test("call: one signal has one listener, however many calls", async () => {
  const { program: it } = await loadQuietly(load, library());
  const { signal, counts } = countedSignal();
  const calls = Array.from({ length: 1000 }, (_, i) => it.call("echo", i, { signal }));
  assert.equal((await Promise.all(calls)).length, 1000);
  assert.deepEqual(counts, { now: 0, most: 1 });
});

test("call: an abort cancels every call of its signal and no other", async () => {
  const { program: it } = await loadQuietly(load, library("", CANCELS));
  const [{ controller, signal, counts }, other] = [countedSignal(), new AbortController()];
  const calls = Array.from({ length: 100 }, () => it.call("echo", 1, { signal }));
  const spared = it.call("echo", 1, { signal: other.signal });
  const ends = Promise.allSettled(calls);
  controller.abort(new Error("enough"));
  for (const end of await ends) {
    assert.equal(end.status === "rejected" && end.reason.code, "AW_ECANCELLED");
  }
  assert.equal(counts.now, 0);
  other.abort();
  await assert.rejects(spared, { code: "AW_ECANCELLED" });
});

test("call: no warning about listeners from 50 calls with one signal", async () => {
  const { program: it } = await loadQuietly(load, library("", CANCELS));
  /** @type {Error[]} */
  const warnings = [];
  const note = (/** @type {Error} */ warning) => void warnings.push(warning);
  process.on("warning", note);
  const controller = new AbortController();
  const { signal } = controller;
  const ends = Promise.allSettled(Array.from({ length: 50 }, () => it.call("echo", 1, { signal })));
  await new Promise((resolve) => setImmediate(resolve));
  controller.abort();
  await ends;
  await new Promise((resolve) => setImmediate(resolve));
  process.off("warning", note);
  assert.deepEqual(
    warnings.map(({ name }) => name),
    [],
  );
});
