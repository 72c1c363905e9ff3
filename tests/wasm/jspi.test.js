// Programs of the JSPI backend behave as those of Asyncify do, and end with a named error where the
// engine cannot go on. They run in this Node if it has JSPI, else in Chromium.
import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { ROOT } from "../../tools/steps.mjs";
import { hashOf } from "../../toolchain/cache_node.js";
import { compile as compileObject } from "../../toolchain/embedded_node.js";
import { load } from "../../web/platforms/node.js";
import { openEngine, openPage, whyNoJspi, whyNoPage } from "../jspi.mjs";
import { compile } from "./programs.js";

/** @typedef {import("../jspi.mjs").Given} Given */

const UNCHECKED = ["-Wno-unused-result"];

/** Compiles C text for JSPI, to a file. @param {string} text
 * @param {Parameters<typeof compile>[1]} [options] */
async function built(text, options) {
  const bytes = await compile(text, { flags: UNCHECKED, ...options, backend: "jspi" });
  const folder = join(ROOT, "build/wasm-tests/jspi");
  const path = join(folder, `${hashOf(bytes).slice(0, 16)}.wasm`);
  await mkdir(folder, { recursive: true });
  await writeFile(path, bytes);
  return path;
}

/** Runs main to its end. @param {Given} given */
async function ended({ load, module }) {
  let output = "";
  const write = (/** @type {string} */ text) => void (output += text);
  const program = await load(module, { clock: "virtual", stdout: write, stderr: write });
  const end = await program.run().then(
    (exit) => ({ exit }),
    ({ code, message, task, at }) => ({ error: { code, message, task, at } }),
  );
  const { isClosed } = program;
  program.close();
  return { error: undefined, exit: undefined, ...end, output, isClosed };
}

/** A program in which tasks wait for each other, timers, generators and the host. */
const TALK = `
  static int count(void *arg)
  {
      for (int i = 0; i < *(int *)arg; i++) {
          int rc = aw_generator_yield(&i);
          if (rc < 0) return rc;
      }
      return 0;
  }
  static int eager(void *arg)
  {
      aw_generator counted = aw_generator_new(count, sizeof(int), arg, sizeof(int), NULL);
      int sum = 0, item;
      while (aw_generator_next(counted, &item) == 1) {
          sum += item;
          int rc = aw_yield();
          if (rc < 0) return rc;
      }
      aw_generator_close(counted);
      return sum;
  }
  static int ask(void *arg)
  {
      double answer;
      int rc = aw_host_call_number("double", *(int *)arg, &answer);
      return rc < 0 ? rc : (int)answer;
  }
  int main(void)
  {
      int four = 4;
      aw_task_options options = {.eager = true};
      aw_task tasks[] = {
          aw_spawn_with(eager, &four, sizeof four, &options),
          aw_go(ask, int, 20),
          aw_go(ask, int, 30),
      };
      int rc = aw_await(aw_gather(tasks, 3, 0));
      printf("%d\\n", rc);
      return 0;
  }`;

describe("jspi", { skip: whyNoJspi }, () => {
  /** @type {import("../jspi.mjs").Engine} */ let engine;
  before(async () => {
    engine = await openEngine();
  });
  after(() => engine.close());

  test("a trace is the same as that of Asyncify, row by row", async () => {
    const trace = async (/** @type {Given} */ { load, module }) => {
      const program = await load(module, { clock: "virtual", trace: true, stdout() {} });
      program.expose({ double: (/** @type {number} */ x) => 2 * x });
      await program.run();
      return program.trace.map(({ wall, ...row }) => row);
    };
    const module = await WebAssembly.compile(
      /** @type {any} */ (await compile(TALK, { flags: UNCHECKED })),
    );
    const rows = await engine.run(await built(TALK), trace);
    assert.deepEqual(rows, await trace({ load, module, root: "" }));
    assert(rows.length > 60);
  });

  test("a trap in a task that has waited ends the program, with its name and line", async () => {
    const path = await built(
      `static int broken(void *unused)
       {
           int rc = aw_sleep(1);
           if (rc < 0) return rc;
           __builtin_trap();
       }
       int main(void)
       {
           aw_task task = aw_spawn_with(broken, NULL, 0, &(aw_task_options){.name = "broken"});
           return aw_await(task);
       }`,
    );
    const { error, isClosed } = await engine.run(path, ended);
    assert.equal(error?.code, "AW_ETRAP");
    assert.equal(error.task, "broken");
    assert.match(error.at, /main\.c:7/);
    assert(isClosed);
  });

  test("a task that overflows its C stack is named", async () => {
    const path = await built(
      `static int dig(int depth)
       {
           volatile char room[100];
           for (int i = 0; i < 100; i++) room[i] = (char)depth;
           int below = depth == 0 ? aw_sleep(1) : dig(depth - 1);
           return below + room[depth * 9];
       }
       static int digger(void *unused) { return dig(10); }
       int main(void)
       {
           aw_task_options small = {.name = "digger", .stack_bytes = 1024};
           return aw_await(aw_spawn_with(digger, NULL, 0, &small));
       }`,
    );
    const { error } = await engine.run(path, ended);
    assert.equal(error?.code, "AW_EOVERFLOW");
    assert.match(error.message, /needs more than its C stack of 1024 bytes/);
    assert.equal(error.task, "digger");
  });

  test("calls that are too deep for the engine's stack are an error", async () => {
    const path = await built(
      `static int deeper(int depth) { return depth == 0 ? aw_sleep(1) : 1 + deeper(depth - 1); }
       int main(void) { return deeper(1 << 30); }`,
      { optimize: "-O0" },
    );
    const { error } = await engine.run(path, ended);
    assert.equal(error?.code, "AW_EOVERFLOW");
  });

  test("exit in a task that has waited ends the program with the code", async () => {
    const path = await built(
      `static int quit(void *unused) { return aw_sleep(1), exit(7), 0; }
       int main(void) { return aw_await(aw_spawn(quit, NULL, 0)); }`,
    );
    assert.equal((await engine.run(path, ended)).exit, 7);
  });

  test("waiting works below libc and objects of others, but not outside tasks", async () => {
    const source = join(ROOT, "build/wasm-tests/other.c");
    await writeFile(source, "int twice(int (*fn)(int), int x) { return fn(fn(x)); }\n");
    const { object } = await compileObject({ sources: [source] });
    const path = await built(
      `static int compare(const void *a, const void *b)
       {
           aw_yield();
           return *(const int *)a - *(const int *)b;
       }
       static void late(void *unused) { aw_sleep(1); }
       int twice(int (*fn)(int), int x);
       static int slow(int x) { return aw_sleep(1) < 0 ? -1 : 3 * x; }
       int main(void)
       {
           int numbers[] = {3, 1, 2};
           qsort(numbers, 3, sizeof *numbers, compare);
           printf("%d %d %d\\n", numbers[0], numbers[1], numbers[2]);
           fflush(stdout);
           aw_call_soon(late, NULL);
           return aw_sleep(10) + twice(slow, 2);
       }`,
      { toolchain: "embedded", objects: { "other.o": object } },
    );
    const { output, exit } = await engine.run(path, ended);
    assert.deepEqual([output, exit], ["1 2 3\n", 18]);
  });

  for (const isDebug of [false, true])
    test(`setjmp and longjmp work across a wait, ${isDebug ? "in debug" : "in release"}`, async () => {
      const path = await built(
        `#include <setjmp.h>
         static jmp_buf again;
         static void later(int number)
         {
             aw_sleep(1);
             longjmp(again, number);
         }
         static int count(void *unused)
         {
             int number = setjmp(again);
             if (number < 3) later(number + 1);
             return number;
         }
         int main(void) { return aw_await(aw_spawn(count, NULL, 0)); }`,
        { toolchain: "embedded", isDebug },
      );
      assert.equal((await engine.run(path, ended)).exit, 3);
    });

  test("more tasks than the engine has stacks are an error at aw_go, and nothing is lost", async () => {
    const path = await built(
      `static int sleeper(void *unused) { return aw_sleep(1000); }
       int main(void)
       {
           aw_task_options small = {.stack_bytes = 512};
           static aw_task tasks[20000];
           int alive = 0;
           while (!aw_is_done(tasks[alive] = aw_spawn_with(sleeper, NULL, 0, &small))) alive++;
           int rc = aw_await(tasks[alive]);
           printf("%d %s %s\\n", alive, aw_errname(rc), aw_errmsg());
           while (alive-- > 0) aw_cancel(tasks[alive]);
           aw_sleep(1);
           return aw_await(aw_spawn_with(sleeper, NULL, 0, &small));
       }`,
    );
    const { output, exit } = await engine.run(path, ended);
    assert.match(
      output,
      /^15999 AW_ENOMEM aw_go: the engine has no stack for another task; start fewer at once, or/,
    );
    assert.equal(exit, 0);
  });

  const SLEEPERS = `
    static int sleeper(void *unused) { return aw_sleep(1000); }
    int main(void)
    {
        for (int i = 0; i < 100; i++) aw_detach(aw_spawn(sleeper, NULL, 0));
        aw_yield();
        puts("asleep");
        aw_sleep(1000000);
        puts("awake");
        return 0;
    }`;

  test("close ends every stack that is suspended", async () => {
    const closed = async (/** @type {Given} */ { load, module }) => {
      let stacks = 0;
      const engine = /** @type {any} */ (WebAssembly);
      const { promising } = engine;
      engine.promising = (/** @type {Function} */ fn) => {
        const enter = promising(fn);
        return (/** @type {number[]} */ ...args) => {
          stacks++;
          const end = enter(...args);
          const left = () => void stacks--;
          end.then(left, left);
          return end;
        };
      };
      /** @type {(text: string) => void} */ let seen = () => {};
      const asleep = new Promise((done) => (seen = done));
      const program = await load(module, { stdout: (text) => seen(text) });
      const end = program.run().catch(({ code }) => code);
      await asleep;
      await new Promise((done) => setTimeout(done));
      const before = stacks;
      program.close();
      const code = await end;
      await new Promise((done) => setTimeout(done));
      engine.promising = promising;
      return { before, after: stacks, code };
    };
    assert.deepEqual(await engine.run(await built(SLEEPERS), closed), {
      before: 101,
      after: 0,
      code: "AW_ECLOSED",
    });
  });

  test("close between two switches of a pump: nothing of the program runs afterwards", async () => {
    const path = await built(
      `static int talk(void *unused)
       {
           for (;;) {
               puts("talk");
               fflush(stdout);
               int rc = aw_yield();
               if (rc < 0) return rc;
           }
       }
       int main(void) { return aw_detach(aw_spawn(talk, NULL, 0)), talk(NULL); }`,
    );
    const closed = async (/** @type {Given} */ { load, module }) => {
      let lines = 0;
      let seen = 0;
      const close = () => {
        program.close();
        seen = lines;
      };
      const stdout = () => {
        if (++lines === 10) Promise.resolve().then(close);
      };
      const program = await load(module, { stdout });
      const code = await program.run().catch((error) => error.code);
      await new Promise((done) => setTimeout(done));
      return { code, isOnTheWay: seen >= 10, more: lines - seen };
    };
    assert.deepEqual(await engine.run(path, closed), {
      code: "AW_ECLOSED",
      isOnTheWay: true,
      more: 0,
    });
  });

  test("the counts can be read, and a step made, from a task of the host", async () => {
    const stepped = async (/** @type {Given} */ { load, module }) => {
      const program = await load(module, { clock: "virtual", held: true, stdout() {} });
      const end = program.run().catch(({ code }) => code);
      const turn = () => new Promise((done) => setTimeout(done));
      const made = [];
      for (let i = 0; i < 3; i++) {
        made.push(program.step());
        await turn();
      }
      const { tasks, switches } = program.stats();
      program.close();
      return { made, tasks, switches, code: await end };
    };
    assert.deepEqual(await engine.run(await built(SLEEPERS), stepped), {
      made: [true, true, true],
      tasks: 101,
      switches: 3,
      code: "AW_ECLOSED",
    });
  });

  test("functions are called from outside, many at once, and cancelled", async () => {
    const path = await built(
      `AW_EXPORT(answer)
       {
           int rc = aw_sleep(10);
           return rc < 0 ? rc : aw_reply_json(reply, "[%s]", json);
       }`,
    );
    const called = async (/** @type {Given} */ { load, module }) => {
      const library = await load(module);
      const answers = await Promise.all([1, 2, 3].map((x) => library.call("answer", x)));
      const { code } = await library
        .call("answer", 0, { signal: AbortSignal.timeout(1) })
        .catch((error) => error);
      library.close();
      return { answers, code };
    };
    assert.deepEqual(await engine.run(path, called), {
      answers: [[1], [2], [3]],
      code: "AW_ECANCELLED",
    });
  });
});

test("an engine without JSPI says so before anything runs", async () => {
  const path = await compile('int main(void) { puts("ran"); return 0; }', { backend: "jspi" });
  const engine = /** @type {any} */ (WebAssembly);
  const { promising } = engine;
  delete engine.promising;
  try {
    await assert.rejects(load(path), { code: "AW_ENOJSPI", message: /no JSPI.*without --backend/ });
  } finally {
    if (promising) engine.promising = promising;
  }
});

test("a page and a worker run a program of JSPI", { skip: whyNoPage }, async () => {
  const engine = await openPage();
  try {
    const path = await built("int main(void) { return aw_sleep(5) < 0 ? 1 : 3; }");
    const codes = await engine.run(path, async ({ load, module }) => {
      const program = await load(module);
      const source = `import { load } from "${location.origin}/web/index.js";
        onmessage = async ({ data }) => postMessage(await (await load(data)).run());`;
      const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
      const worker = new Worker(url, { type: "module" });
      worker.postMessage(module);
      const { data } = await new Promise((done) => (worker.onmessage = done));
      return [await program.run(), data];
    });
    assert.deepEqual(codes, [3, 3]);
  } finally {
    await engine.close();
  }
});
