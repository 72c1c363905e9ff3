// Tests operations: each ends exactly once, whatever either side does. expose.test.js tests the
// functions that the embedder exposes.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ERRORS } from "../../web/host/abi.js";
import { load } from "../../web/platforms/node.js";
import { partsOf } from "../../web/operations/message.js";
import "../../web/operations/call.js"; // a test must not wait until it is read
import { loadQuietly, outcome, settle, startsOne } from "./programs.js";

const { AW_ENOMEM, AW_ENOSYS } = ERRORS;

test("operation: an unknown kind completes with AW_ENOSYS and words", async () => {
  const [status, words] = await outcome(startsOne("teleport", "x"));
  assert.equal(status, AW_ENOSYS);
  assert.match(words, /no operation "teleport"/);
});

test("operation: a kind from Object.prototype is unknown", async () => {
  assert.equal((await outcome(startsOne("toString", "x")))[0], AW_ENOSYS);
});

/** Starts operation 5, cancels it at time 10, exits at time 20 with the number of completions. */
const CANCELS = {
  more: "(global $ended (mut i32) (i32.const 0)) (global $steps (mut i32) (i32.const 0))",
  bodies: {
    aw_pump: `
      (local $n i32)
      (local.set $n (call $tick))
      (if (i32.eq (local.get $n) (i32.const 1)) (then
        (call $op_start (i32.const 1024) (i32.const 5) (i32.const 1029) (i32.const 3))
        (call $op_cancel (i32.const 77) (i32.const 9)) (call $op_cancel (i32.const 5) (i32.const 8))
        (call $arm (f64.const 1))))
      (if (i32.eq (local.get $n) (i32.const 2)) (then
        (call $op_cancel (i32.const 5) (i32.const 9)) (call $op_cancel (i32.const 5) (i32.const 9))
        (call $arm (f64.const 2))))
      (if (i32.gt_s (local.get $n) (i32.const 2)) (then (call $exit (global.get $ended))))
      (i32.const 0)`,
    aw_complete: "(global.set $ended (i32.add (global.get $ended) (i32.const 1))) (i32.const 0)",
  },
};

test("operation: a cancel aborts the signal and drops the completion", async () => {
  const { program: it } = await loadQuietly(load, startsOne("call", "f\\001", CANCELS), {
    clock: "real",
  });
  let aborts = 0;
  it.expose({
    f: (/** @type {any} */ _, { signal }) =>
      new Promise((resolve) => {
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
  const { program: it } = await loadQuietly(
    load,
    startsOne("call", "f\\001", {
      bodies: {
        aw_pump: `
        (if (i32.eq (call $tick) (i32.const 1)) (then
          (call $op_start (i32.const 1024) (i32.const 5) (i32.const 1029) (i32.const 3))
          (call $arm (f64.const 1)))
        (else (call $op_cancel (i32.const 5) (i32.const 9)) (call $exit (i32.const 9))))
        (i32.const 0)`,
      },
    }),
    { clock: "real" },
  );
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
  const { program: it } = await loadQuietly(load, startsOne("call", "f\\001", CANCELS), {
    clock: "real",
  });
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
  const { program: it } = await loadQuietly(
    load,
    startsOne("call", "f\\001", {
      bodies: {
        aw_pump: `
        (if (i32.eq (call $tick) (i32.const 1)) (then
          (call $op_start (i32.const 1024) (i32.const 5) (i32.const 1029) (i32.const 3))
          (call $op_cancel (i32.const 5) (i32.const 9)) (call $arm (f64.const 10)))
        (else (call $exit (i32.const 9))))
        (i32.const 0)`,
      },
    }),
  );
  let calls = 0;
  it.expose({ f: () => void calls++ });
  assert.equal(await it.run(), 9);
  assert.equal(calls, 0);
});

test("operation: a second start of an id under way is left out", async () => {
  const { program: it } = await loadQuietly(
    load,
    startsOne("call", "f\\001", {
      bodies: {
        aw_pump: `
        (if (i32.eq (call $tick) (i32.const 1)) (then
          (call $op_start (i32.const 1024) (i32.const 5) (i32.const 1029) (i32.const 3))
          (call $op_start (i32.const 1024) (i32.const 5) (i32.const 1029) (i32.const 3))))
        (i32.const 0)`,
      },
    }),
  );
  let calls = 0;
  it.expose({ f: () => ++calls });
  assert.equal(await it.run(), 0);
  assert.equal(calls, 1);
});

for (const [what, ptr, bytes] of /** @type {const} */ ([
  ["behind the memory", 70000, 4],
  ["over its end", 65530, 100],
  ["of negative length", 8, -1],
])) {
  test(`operation: a request ${what} ends the program`, async () => {
    const { program: it } = await loadQuietly(
      load,
      startsOne("call", "f", {
        bodies: {
          aw_pump: `(i32.store (i32.const 64) (i32.const ${ptr}))
          (i32.store (i32.const 68) (i32.const ${bytes}))
          (call $op_fields (i32.const 1024) (i32.const 5) (i32.const 9) (i32.const 64)
            (i32.const 2))
          (i32.const 0)`,
        },
      }),
    );
    await assert.rejects(it.run(), { code: "AW_ETRAP", message: /memory ends at 65536/ });
  });
}

test("operation: the fields of a request behind the memory end the program", async () => {
  const { program: it } = await loadQuietly(
    load,
    startsOne("call", "f", {
      bodies: {
        aw_pump: `(call $op_fields (i32.const 1024) (i32.const 5) (i32.const 9)
          (i32.const 65530) (i32.const 2)) (i32.const 0)`,
      },
    }),
  );
  await assert.rejects(it.run(), { code: "AW_ETRAP" });
});

for (const count of [0, 1, 3, 16, 0x7fffffff, -1]) {
  test(`operation: a request of ${count} fields where 2 belong is AW_EPROTO`, async () => {
    const bytes = startsOne("call", "f\\001", {
      bodies: {
        aw_pump: `(if (i32.eq (call $tick) (i32.const 1)) (then (call $op_fields (i32.const 1024)
          (i32.const 5) (i32.const 9) (i32.const 64) (i32.const ${count})))) (i32.const 0)`,
      },
    });
    const [status, words] = await outcome(bytes, { f: () => 1 });
    assert.equal(status, ERRORS.AW_EPROTO);
    assert.match(words, /fields where 2 belong/);
  });
}

test("operation: a reply of several fields is each and a NUL, then the lengths", () => {
  const parts = partsOf(["é", new Uint8Array([0, 255]), ""]);
  const block = Buffer.alloc(parts.length, 7);
  parts.copy(block);
  assert.equal(
    block.toString("hex"),
    ["c3a9", "00", "00ff", "00", "", "00", "02000000", "02000000", "00000000"].join(""),
  );
});

test("operation: no memory for the answer completes with AW_ENOMEM", async () => {
  const bytes = startsOne("call", "f\\001", { bodies: { aw_alloc: "(i32.const 0)" } });
  assert.deepEqual(await outcome(bytes, { f: () => "long" }), [AW_ENOMEM, ""]);
});

test("operation: an aw_alloc that lies ends the program", async () => {
  const { program: it } = await loadQuietly(
    load,
    startsOne("call", "f\\001", {
      bodies: { aw_alloc: "(i32.const 65530)" },
    }),
  );
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
  const { program: it } = await loadQuietly(
    load,
    startsOne("call", "f\\001", {
      bodies: {
        aw_pump: `
        (if (i32.eq (call $tick) (i32.const 1)) (then
          (call $op_start (i32.const 1024) (i32.const 5) (i32.const 1029) (i32.const 3))
          (call $arm (f64.const 1))))
        (if (f64.ge (call $now) (f64.const 1)) (then (call $exit (i32.const 99))))
        (i32.const 0)`,
      },
    }),
  );
  it.expose({ f: settle });
  assert.equal(await it.run(), 0);
});
