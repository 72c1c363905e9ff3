// Tests how programs run and end: exit, output, traps, deadlocks, throwing listeners, close.
import assert from "node:assert/strict";
import { test } from "node:test";
import { AwaitcError, load } from "../../web/platforms/node.js";
import { loadQuietly, program } from "./programs.js";

/** Prints "one", waits for time 10, prints "two", exits with 4. */
const TWO_LINES = {
  text: "one\\ntwo\\n",
  bodies: {
    aw_pump: `
      (if (i32.eq (call $tick) (i32.const 1))
        (then (call $print (i32.const 1024) (i32.const 4)) (call $arm (f64.const 10)))
        (else (call $print (i32.const 1028) (i32.const 4)) (call $exit (i32.const 4))))
      (i32.const 0)`,
  },
};
/** Traps at once, in task "worker" at "main.c:12". */
const TRAPS = {
  text: "worker\\00main.c:12\\00",
  bodies: {
    aw_pump: "(unreachable)",
    aw_where: `(i32.store (i32.const 768) (i32.const 2))
      (i32.store (i32.const 772) (i32.const 1024)) (i32.store (i32.const 776) (i32.const 1031))
      (i32.const 768)`,
  },
};
/** Waits forever. */
const WAITS = { bodies: { aw_pump: "(call $arm (f64.const inf)) (i32.const 0)" } };

/** @param {Promise<unknown>} promise @returns {Promise<any>} */
async function errorFrom(promise) {
  const error = await promise.then(
    () => assert.fail("it did not reject"),
    (x) => x,
  );
  assert(error instanceof AwaitcError, String(error));
  return error;
}

test("run: gives the exit code and the output in order", async () => {
  const { program: it, output } = await loadQuietly(load, program(TWO_LINES));
  assert.equal(await it.run(), 4);
  assert.equal(output.stdout, "one\ntwo\n");
  assert.equal(it.isClosed, true);
});

test("run: starts nothing before it has returned", async () => {
  const { program: it, output } = await loadQuietly(load, program(TWO_LINES));
  const ended = it.run();
  assert.equal(output.stdout, "");
  await ended;
});

test("run: works once", async () => {
  const { program: it } = await loadQuietly(load, program(TWO_LINES));
  const first = it.run();
  assert.equal((await errorFrom(it.run())).code, "AW_ESTATE");
  assert.equal(await first, 4);
});

test("run: refuses a library", async () => {
  const library = program({ bodies: { aw_has_main: "(i32.const 0)" } });
  const { program: it } = await loadQuietly(load, library);
  assert.equal(it.hasMain, false);
  assert.match((await errorFrom(it.run())).message, /no main/);
});

test("run: rejects when the program cannot start", async () => {
  const { program: it } = await loadQuietly(
    load,
    program({
      bodies: { aw_start: "(i32.const -1003)" },
    }),
  );
  assert.equal((await errorFrom(it.run())).code, "AW_ENOMEM");
});

test("run: a trap names the task and the line", async () => {
  const { program: it } = await loadQuietly(load, program(TRAPS));
  const error = await errorFrom(it.run());
  assert.deepEqual([error.code, error.task, error.at], ["AW_ETRAP", "worker", "main.c:12"]);
  assert.match(error.message, /unreachable.*"worker" at main\.c:12/);
  assert(error.cause instanceof WebAssembly.RuntimeError);
});

test("run: a trap names nothing when aw_where traps too", async () => {
  const bodies = { aw_pump: "(unreachable)", aw_where: "(unreachable)" };
  const { program: it } = await loadQuietly(load, program({ bodies }));
  const error = await errorFrom(it.run());
  assert.deepEqual([error.code, error.task, error.at], ["AW_ETRAP", undefined, undefined]);
});

test("run: a trap names the line of the source map", async () => {
  // One mapping: all code from byte 0 on is line 3 of the second source.
  const map = { version: 3, sources: ["a.c", "src/b.c"], mappings: "ACEA" };
  for (const sourceMap of [async () => map, async () => JSON.stringify(map)]) {
    const { program: it } = await loadQuietly(load, program(TRAPS), { sourceMap });
    const error = await errorFrom(it.run());
    assert.equal(error.at, "b.c:3");
    assert.match(error.message, /b\.c:3/);
  }
});

test("run: a source map that cannot be read does not hide the trap", async () => {
  for (const sourceMap of [async () => "{", async () => Promise.reject(new Error("gone"))]) {
    const { program: it } = await loadQuietly(load, program(TRAPS), { sourceMap });
    const error = await errorFrom(it.run());
    assert.equal(error.at, "main.c:12");
    assert.match(error.message, /source map cannot be read/);
  }
});

test("close: rejects while the source map never comes", async () => {
  const sourceMap = () => new Promise(() => {});
  const { program: it } = await loadQuietly(load, program(TRAPS), { sourceMap });
  const ended = it.run();
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  it.close();
  assert.equal((await errorFrom(ended)).code, "AW_ETRAP");
});

test("run: the engine's stack overflow is a named error", async () => {
  const { program: it } = await loadQuietly(
    load,
    program({
      bodies: { aw_pump: "(call $aw_pump (f64.const 0) (i32.const 0))" },
    }),
  );
  assert.equal((await errorFrom(it.run())).code, "AW_EOVERFLOW");
});

test("run: fatal rejects with the code and the words of the program", async () => {
  const { program: it } = await loadQuietly(
    load,
    program({
      text: "nobody will wake main\\00",
      bodies: { aw_pump: "(call $fatal (i32.const -1008) (i32.const 1024)) (i32.const 0)" },
    }),
  );
  const error = await errorFrom(it.run());
  assert.deepEqual([error.code, error.message], ["AW_EDEADLK", "nobody will wake main"]);
});

test("run: a pump from inside a pump is a named error", async () => {
  const { program: it } = await loadQuietly(
    load,
    program({
      bodies: { aw_pump: "(i32.const -1013)" },
    }),
  );
  assert.equal((await errorFrom(it.run())).code, "AW_EBUSY");
});

test("every use after a failure gives the same error", async () => {
  const { program: it } = await loadQuietly(load, program(TRAPS));
  const error = await errorFrom(it.run());
  assert.equal(await errorFrom(it.run()), error);
  assert.equal(await errorFrom(it.call("f")), error);
  assert.throws(() => it.stats(), error);
  assert.throws(() => it.step(), error);
  it.close();
  assert.equal(await errorFrom(it.run()), error);
});

test('on: "error" and "exit" tell how the program ended', async () => {
  /** @type {unknown[]} */
  const told = [];
  const bad = (await loadQuietly(load, program(TRAPS))).program;
  bad.on("error", (error) => told.push(error.code));
  await errorFrom(bad.run());
  const good = (await loadQuietly(load, program(TWO_LINES))).program;
  good.on("exit", (code) => told.push(code));
  await good.run();
  assert.deepEqual(told, ["AW_ETRAP", 4]);
});

test("on: the remover stops a listener", async () => {
  const { program: it } = await loadQuietly(load, program(TWO_LINES));
  let text = "";
  const remove = it.on("stdout", (part) => {
    text += part;
    remove();
  });
  await it.run();
  assert.equal(text, "one\n");
});

test("on: an unknown event is a named error", async () => {
  const { program: it } = await loadQuietly(load, program(TWO_LINES));
  assert.throws(() => it.on(/** @type {any} */ ("toString"), () => {}), { code: "AW_EARGUMENT" });
});

for (const event of /** @type {const} */ (["stdout", "idle", "exit", "trace"])) {
  test(`on: what a listener for "${event}" throws ends the program`, async () => {
    const { program: it } = await loadQuietly(load, program(TWO_LINES), { clock: "real" });
    it.on(event, () => {
      throw new Error("my fault");
    });
    const error = await errorFrom(it.run());
    assert.equal(error.code, "AW_EHOST");
    assert.match(error.message, new RegExp(`listener for "(${event}|trace)" threw: my fault`));
    assert.equal(error.cause.message, "my fault");
  });
}

const CANCELS = `(func (export "aw_task_cancel") (param $task i32) (result i32)
  (select (i32.const -1005) (i32.eq (local.get $task) (i32.const 1))
    (i32.gt_u (local.get $task) (i32.const 2))))`;

test("cancel: says whether the task was asked, and names a number that is none", async () => {
  const { program: it } = await loadQuietly(load, program({ ...WAITS, more: CANCELS }));
  assert.equal((await errorFrom(it.cancel(1))).code, "AW_EARGUMENT"); // it has not started
  void it.run().catch(() => {});
  assert.equal(await it.cancel(1), true);
  assert.equal(await it.cancel(2), false);
  for (const foreign of [3, 0, -1, 1.5, 2 ** 32 + 1, NaN, /** @type {any} */ ("1")]) {
    const error = await errorFrom(it.cancel(foreign));
    assert.equal(error.code, "AW_EARGUMENT");
    assert.match(error.message, /has made no task/);
  }
  it.close();
  assert.equal((await errorFrom(it.cancel(1))).code, "AW_ECLOSED");
});

test("cancel: a program that was built without it says so", async () => {
  const { program: it } = await loadQuietly(load, program(WAITS));
  const error = await errorFrom(it.cancel(1));
  assert.equal(error.code, "AW_ENOEXPORT");
  assert.match(error.message, /built without -g/);
});

test("close: in every state returns, any number of times", async () => {
  const loaded = (await loadQuietly(load, program(WAITS))).program;
  loaded.close();
  loaded.close();
  assert.equal((await errorFrom(loaded.run())).code, "AW_ECLOSED");

  const running = (await loadQuietly(load, program(WAITS))).program;
  const ended = running.run();
  running.close();
  assert.equal((await errorFrom(ended)).code, "AW_ECLOSED");

  const waiting = (await loadQuietly(load, program(WAITS))).program;
  const closed = new Promise((resolve) =>
    waiting.on("idle", () => {
      waiting.close();
      resolve(waiting.isClosed);
    }),
  );
  assert.equal((await errorFrom(waiting.run())).code, "AW_ECLOSED");
  assert.equal(await closed, true);

  const exited = (await loadQuietly(load, program(TWO_LINES))).program;
  await exited.run();
  exited.stats();
  exited.close();
  exited.close();
  assert.throws(() => exited.stats(), { code: "AW_ECLOSED" });

  const failed = (await loadQuietly(load, program(TRAPS))).program;
  await errorFrom(failed.run());
  failed.close();
  failed.close();
});

test("close: from a listener below the program stops it there", async () => {
  const { program: it, output } = await loadQuietly(
    load,
    program({
      text: "onetwo",
      bodies: {
        aw_pump: `(call $print (i32.const 1024) (i32.const 3))
        (call $print (i32.const 1027) (i32.const 3)) (i32.const 0)`,
      },
    }),
  );
  it.on("stdout", () => it.close());
  assert.equal((await errorFrom(it.run())).code, "AW_ECLOSED");
  assert.equal(output.stdout, "one");
});

test("close: works with using", async () => {
  const { program: it } = await loadQuietly(load, program(WAITS));
  it[Symbol.dispose]();
  assert.equal(it.isClosed, true);
});

test("step and stats: from a listener below the program are refused", async () => {
  const { program: it } = await loadQuietly(load, program(TWO_LINES));
  /** @type {unknown[]} */
  const codes = [];
  it.on("stdout", () => {
    for (const use of [() => it.step(), () => it.stats()]) {
      try {
        use();
      } catch (error) {
        codes.push(/** @type {AwaitcError} */ (error).code);
      }
    }
    it.release();
  });
  assert.equal(await it.run(), 4);
  assert.deepEqual(codes, Array(4).fill("AW_EBUSY"));
});

test("stats: reads the program's counts", async () => {
  const { program: it } = await loadQuietly(
    load,
    program({
      bodies: {
        ...TWO_LINES.bodies,
        aw_stats_now: `(i32.store (i32.const 512) (i32.const 3))
        (i64.store (i32.const 568) (i64.const 5000000000)) (i32.const 512)`,
      },
    }),
  );
  const { tasks, dropped, memoryBytes } = it.stats();
  assert.deepEqual([tasks, dropped, memoryBytes], [3, 5000000000, 65536]);
});

test("trace: rows are decoded, numbered and kept", async () => {
  const row = `
    (f64.store (i32.const 2048) (f64.const 1.5)) (f64.store (i32.const 2056) (f64.const -3))
    (i32.store (i32.const 2064) (i32.const 77)) (i32.store (i32.const 2068) (i32.const 3))
    (i32.store (i32.const 2072) (i32.const 9)) (i32.store (i32.const 2076) (i32.const 8))
    (i32.store (i32.const 2080) (i32.const 1024)) (i32.store (i32.const 2084) (i32.const 0))
    (i32.store (i32.const 2088) (i32.const 1030))
    (call $trace (i32.const 2048))`;
  const { program: it } = await loadQuietly(
    load,
    program({
      text: "sleep\\00caf\\c3\\a9\\00",
      bodies: {
        aw_pump: `${row} (call $print (i32.const 1024) (i32.const 5)) (call $exit (i32.const 0))
        (i32.const 0)`,
      },
    }),
    { trace: true },
  );
  await it.run();
  const rows = it.trace.map(({ wall, ...rest }) => ({ ...rest, hasWall: wall >= 0 }));
  const common = { hasWall: true, at: "" };
  assert.deepEqual(rows, [
    {
      ...common,
      seq: 1,
      t: 1.5,
      kind: "start",
      task: 9,
      other: 8,
      value: -3,
      reason: "sleep",
      detail: "café",
    },
    {
      ...common,
      seq: 2,
      t: 0,
      kind: "output",
      task: 9,
      other: 0,
      value: 1,
      reason: "",
      detail: "sleep",
    },
    { ...common, seq: 3, t: 0, kind: "exit", task: 0, other: 0, value: 0, reason: "", detail: "" },
  ]);
});

test("trace: a row outside the memory ends the program", async () => {
  const { program: it } = await loadQuietly(
    load,
    program({
      bodies: { aw_pump: "(call $trace (i32.const -8)) (i32.const 0)" },
    }),
    { trace: true },
  );
  assert.equal((await errorFrom(it.run())).code, "AW_ETRAP");
});
