// Calls of C functions from JavaScript: each ends once, whatever either side does.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "../../web/platforms/node.js";
import { loadQuietly, program } from "./programs.js";

/** Lets everything that is ready in JavaScript run. */
async function settle() {
  for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve));
}

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
  const { program: it } = await loadQuietly(
    load,
    library("(call $reply (local.get $id) (i32.const 42) (i32.const 0) (i32.const 0))"),
  );
  assert.equal(await it.call("echo"), 42);
});

test("call: a negative status rejects with its code and message", async () => {
  const { program: it } = await loadQuietly(
    load,
    library("(call $reply (local.get $id) (i32.const -1002) (i32.const 1024) (i32.const 5))"),
  );
  await assert.rejects(it.call("echo"), { code: "AW_ETIMEDOUT", message: "oh no", status: -1002 });
});

test("call: a code of the program's own keeps its number", async () => {
  const { program: it } = await loadQuietly(
    load,
    library("(call $reply (local.get $id) (i32.const -7) (i32.const 1024) (i32.const 5))"),
  );
  await assert.rejects(it.call("echo"), { code: "error", message: "oh no", status: -7 });
});

test("call: an answer that is not JSON rejects", async () => {
  const { program: it } = await loadQuietly(
    load,
    library("(call $reply (local.get $id) (i32.const 0) (i32.const 1024) (i32.const 5))"),
  );
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
  const { program: it } = await loadQuietly(
    load,
    library(ECHO, {
      bodies: { aw_alloc: "(i32.const 0)" },
    }),
  );
  await assert.rejects(it.call("echo", 1), { code: "AW_ENOMEM" });
});

test("call: a signal that was aborted before sends nothing", async () => {
  const { program: it } = await loadQuietly(load, library("(unreachable)"));
  const reason = new Error("never mind");
  await assert.rejects(it.call("echo", 1, { signal: AbortSignal.abort(reason) }), {
    code: "AW_ECANCELLED",
    cause: reason,
  });
  assert.equal(it.isClosed, false);
});

test("call: an abort cancels the task, and its answer rejects with the reason", async () => {
  const { program: it } = await loadQuietly(
    load,
    library("", {
      bodies: {
        aw_call_cancel: `(call $reply (local.get $id) (i32.const -1001) (i32.const 1024)
        (i32.const 5)) (i32.const 1)`,
      },
    }),
  );
  const controller = new AbortController();
  const called = it.call("echo", 1, { signal: controller.signal });
  await settle();
  controller.abort(new Error("enough"));
  await assert.rejects(called, { code: "AW_ECANCELLED", message: /enough/ });
});

test("call: a second answer and an unknown id are dropped", async () => {
  const { program: it } = await loadQuietly(
    load,
    library(`${ECHO} ${ECHO} (call $reply (f64.const 99) (i32.const 0) (i32.const 0)
      (i32.const 0)) (call $reply (f64.const nan) (i32.const 0) (i32.const 0) (i32.const 0))`),
  );
  assert.equal(await it.call("echo", 1), 1);
  assert.equal(await it.call("echo", 2), 2);
});

test("call: a trap rejects all calls that are under way", async () => {
  const { program: it } = await loadQuietly(
    load,
    library("(if (f64.eq (local.get $id) (f64.const 3)) (then (unreachable)))"),
  );
  const calls = await Promise.allSettled([1, 2, 3, 4].map((x) => it.call("echo", x)));
  assert.deepEqual(
    calls.map((x) => x.status === "rejected" && x.reason.code),
    Array(4).fill("AW_ETRAP"),
  );
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
  const { program: it } = await loadQuietly(
    load,
    library(ECHO, {
      bodies: { aw_has_main: "(i32.const 1)" },
    }),
  );
  await assert.rejects(it.call("echo"), { code: "AW_ESTATE" });
});

test("call: from a listener below the program waits until that has returned", async () => {
  const { program: it } = await loadQuietly(
    load,
    library(`(call $print (i32.const 1024) (i32.const 5)) ${ECHO}`),
  );
  /** @type {Promise<unknown> | undefined} */
  let inner;
  it.on("stdout", () => {
    inner ??= it.call("echo", "inner");
  });
  assert.equal(await it.call("echo", "outer"), "outer");
  assert.equal(await inner, "inner");
});

test("call: an abort from a listener below the program waits too", async () => {
  const { program: it } = await loadQuietly(
    load,
    library("(call $print (i32.const 1024) (i32.const 5))", {
      bodies: {
        aw_call_cancel: `(call $reply (local.get $id) (i32.const -1001) (i32.const 0)
          (i32.const 0)) (i32.const 1)`,
      },
    }),
  );
  const controller = new AbortController();
  it.on("stdout", () => controller.abort());
  await assert.rejects(it.call("echo", 1, { signal: controller.signal }), {
    code: "AW_ECANCELLED",
  });
});
