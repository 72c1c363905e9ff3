// Programs that break the rules end with a specific error, never with wrong results, at every
// level.
import assert from "node:assert/strict";
import { availableParallelism } from "node:os";
import { describe, test } from "node:test";
import { compile, run } from "./programs.js";

const LEVELS = [
  { optimize: "-O0", isDebug: true },
  { optimize: "-O2", isDebug: false },
];

/** A test at -O2. */
function testRelease(name, text, check) {
  test(name, async () => check(await run(await compile(text))));
}

/** A test at -O0 and at -O2, for behaviour that depends on the layout of frames. */
function testBoth(name, text, check, how = {}) {
  for (const options of LEVELS) {
    test(`${name} (${options.optimize})`, how, async () =>
      check(await run(await compile(text, options))),
    );
  }
}

const RECURSION = (tail) => `
  static int dig(int depth)
  {
      volatile char room[100];
      for (int i = 0; i < 100; i++) room[i] = (char)depth;
      int below = depth == 0 ? ${tail} : dig(depth - 1);
      return below + room[depth * 9];
  }
  static int digger(void *unused) { return dig(10); }
  int main(void)
  {
      aw_task_options small = {.name = "digger", .stack_bytes = 1024};
      aw_task t = aw_spawn_with(digger, NULL, 0, &small);
      return aw_await(t);
  }`;

describe("traps", { concurrency: availableParallelism() }, () => {
  testBoth(
    "a task that overflows its C stack is named, before it suspends",
    RECURSION("0"),
    ({ error, stdout }) => {
      assert.equal(error?.code, "AW_EOVERFLOW");
      assert.match(
        error.message,
        /needs more than its C stack of 1024 bytes; pass a larger \.stack_bytes/,
      );
      assert.equal(stdout, "");
    },
  );

  testBoth(
    "a task that overflows its C stack is named, at its wait",
    RECURSION("aw_sleep(1)"),
    ({ error }) => assert.equal(error?.code, "AW_EOVERFLOW"),
  );

  testBoth("the error of an overflow has the task's own name", RECURSION("0"), ({ error }) =>
    assert.equal(error?.task, "digger"),
  );

  const JUMP = (call) => `
  static int jump(void *arg)
  {
      int bytes = *(int *)arg;
      volatile char room[bytes];
      room[bytes - 1] = 1;
      room[0] = 2;
      ${call}
      return room[bytes - 1];
  }
  int main(void) { return aw_await(aw_go(jump, int, 100000)); }`;

  /** @param {Awaited<ReturnType<typeof run>>} end */
  function isJumpNamed({ error }) {
    assert.equal(error?.code, "AW_EOVERFLOW");
    assert.equal(error.task, "Task-2");
  }

  testBoth("a large variable array overflows by name too", JUMP('puts("jumped");'), isJumpNamed);

  testBoth(
    "a large variable array in a function that calls nothing overflows by name too",
    JUMP(""),
    isJumpNamed,
  );

  testBoth(
    "a task that recurses for ever overflows by name",
    `
  static int endless(int n) {
    volatile int x = n; int below = n < 0 ? 0 : endless(n + 1); return below + x; }
  static int endless_task(void *unused) { return endless(0); }
  int main(void) { return aw_await(aw_spawn(endless_task, NULL, 0)); }`,
    ({ error }) => assert.equal(error?.code, "AW_EOVERFLOW"),
  );

  testBoth(
    "a callback that overflows the system stack is named",
    `
  static int dig(int n)
  {
      volatile char room[4096];
      room[n] = room[4000] = 1;
      return n ? dig(n - 1) + room[n] : 0;
  }
  static void callback(void *unused) { exit(dig(100)); }
  int main(void) { aw_call_soon(callback, NULL); return aw_sleep(1); }`,
    ({ error }) => {
      assert.equal(error?.code, "AW_EOVERFLOW");
      assert.match(error.message, /system stack; a callback recurses too deeply/);
    },
  );

  testBoth(
    "a stack that is not aligned to 16 is named, before code runs on it",
    `
  void *memory_take_raw(size_t bytes); /* the runtime's: one of its blocks goes back 8 bytes off */
  void memory_give(void *block, size_t bytes);
  static int job(void *unused) { puts("ran"); return 0; }
  int main(void)
  {
      char *block = memory_take_raw(AW_STACK_BYTES);
      memory_give(block + 8, AW_STACK_BYTES);
      return aw_await(aw_spawn(job, NULL, 0));
  }`,
    ({ error, stdout }) => {
      assert.equal(error?.code, "AW_ESTATE");
      assert.match(error.message, /a task's stack is not aligned to 16/);
      assert.equal(stdout, "");
    },
  );

  testBoth(
    "abort ends the program with an error that names the task",
    `
  static int job(void *unused) { if (aw_yield() == 0) abort(); return 0; }
  int main(void) { return aw_await(aw_spawn(job, NULL, 0)); }`,
    ({ error }) => {
      assert.deepEqual([error?.code, error?.task], ["AW_ETRAP", "Task-2"]);
      assert.match(error.message, /^abort\(\) was called, in task "Task-2"/);
    },
  );

  testRelease(
    "the raw switch in a callback is a named error",
    `
  static void callback(void *unused) { (void)!aw_switch_suspend(); puts("went on"); }
  int main(void) { aw_call_soon(callback, NULL); return aw_sleep(1); }`,
    ({ error, stdout }) => {
      assert.equal(error?.code, "AW_ENOTASK");
      assert.match(error.message, /callbacks must not wait/);
      assert.equal(stdout, "");
    },
  );

  testRelease(
    "waiting in an atexit handler after main is a named error",
    `
  static void bye(void) {
    printf("%d %d %d\\n", aw_sleep(1), aw_yield(), aw_await(aw_future_new())); }
  int main(void) { atexit(bye); puts("main"); return 3; }`,
    ({ exit, stdout }) => {
      assert.equal(stdout, "main\n-1009 -1009 -1009\n");
      assert.equal(exit, 3);
    },
  );

  testRelease(
    "waiting in an atexit handler below exit() in a task is a named error",
    `
  static void bye(void) { printf("%d\\n", aw_sleep(1)); }
  int main(void) { atexit(bye); exit(aw_sleep(1) + 3); }`,
    ({ exit, error, stdout }) => {
      assert.equal(error, undefined);
      assert.deepEqual({ exit, stdout }, { exit: 3, stdout: "-1009\n" });
    },
  );

  testRelease(
    "atexit handlers run newest first, also those that handlers add",
    `
  static void third(void) { puts("third"); }
  static void second(void) { puts("second"); atexit(third); }
  static void first(void) { puts("first"); }
  static void filler(void) { }
  int main(void)
  {
      atexit(first);
      for (int i = 0; i < 100; i++) atexit(filler);
      atexit(second);
      return aw_sleep(1);
  }`,
    ({ exit, stdout }) => assert.deepEqual([exit, stdout], [0, "second\nthird\nfirst\n"]),
  );

  testRelease(
    "exit() in a task ends the program with its code",
    `
  static int leaver(void *unused) { int rc = aw_sleep(1); exit(rc + 7); }
  int main(void) { printf("no newline"); return aw_await(aw_spawn(leaver, NULL, 0)); }`,
    ({ exit, stdout }) => assert.deepEqual([exit, stdout], [7, "no newline"]),
  );

  testRelease(
    "a wait for what never comes is told as a deadlock, with names and places",
    `
  static int waiter(void *arg) { return aw_await(*(aw_future *)arg); }
  int main(void)
  {
      aw_future never = aw_future_new();
      return aw_await(aw_go(waiter, aw_future, never.id));
  }`,
    ({ error, stderr }) => {
      assert.equal(error?.code, "AW_EDEADLK");
      assert.match(error.message, /\n {2}main waits for task Task-2 at main\.c:\d+\n/);
      assert.match(error.message, /\n {2}Task-2 waits for future at main\.c:\d+/);
      assert.equal(stderr, "");
    },
  );

  testRelease(
    "an error that was never retrieved is one line on standard error",
    `
  static int bad(void *unused) { return aw_fail(-5, "no such planet"); }
  int main(void) { aw_spawn(bad, NULL, 0); return aw_sleep(1); }`,
    ({ exit, stderr }) => {
      assert.equal(exit, 0);
      assert.match(
        stderr,
        /^awaitc: Task-2 \(main\.c:\d+\) failed and its error was never retrieved: /,
      );
      assert.match(stderr, /: no such planet \[error -5\]\n$/);
    },
  );

  testRelease(
    "memory growth beyond the first megabytes keeps a thousand parked tasks",
    `
  static int keeper(void *arg) { int64_t mine = *(int *)arg * 10000000019LL; int rc = aw_sleep(5);
      return rc == 0 && mine == *(int *)arg * 10000000019LL; }
  int main(void)
  {
      static aw_task tasks[1000];
      for (int i = 0; i < 1000; i++) tasks[i] = aw_go(keeper, int, i);
      if (aw_yield() < 0) return 1;
      char *block = malloc(64 << 20);
      memset(block, 7, 64 << 20);
      int sum = 0;
      for (int i = 0; i < 1000; i++) sum += aw_await(tasks[i]);
      printf("%d %d\\n", sum, block[(64 << 20) - sum]);
      return 0;
  }`,
    ({ exit, stdout, stats }) => {
      assert.deepEqual([exit, stdout], [0, "1000 7\n"]);
      assert.ok(stats.memoryBytes > 64 << 20);
      assert.deepEqual([stats.tasks, stats.records, stats.stacks, stats.bytes], [0, 0, 0, 0]);
    },
  );
});
