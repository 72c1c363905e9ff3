// Programs with exactly one place that waits, at every optimisation level. Binaryen once inlined
// the switch into its only caller, and such a program computed wrong results, unlike one with two
// places.
import assert from "node:assert/strict";
import { availableParallelism } from "node:os";
import { describe, test } from "node:test";
import { compile, run } from "./programs.js";

/** aw_sleep waits in a callee, aw_yield in the program's own function. */
const PROGRAMS = {
  sleep: [
    "int main(void) { int64_t x = 5000000029; int rc = aw_sleep(3);" +
      ' printf("%d %lld %lld", rc, (long long)x, (long long)aw_now()); return 0; }',
    "0 5000000029 3",
  ],
  yield: [
    "static int count(void *arg) { int n = 0; double d = 1.5;" +
      " for (int i = 0; i < *(int *)arg; i++) if (aw_yield() == 0) n++;" +
      ' printf("%d %.1f ", n, d); return n; }' +
      " int main(void) { aw_go(count, int, 3); aw_go(count, int, 4); return 0; }",
    "2 1.5 3 1.5 ",
  ],
};

describe("one place that waits", { concurrency: availableParallelism() }, () => {
  for (const isDebug of [false, true])
    for (const optimize of ["-O0", "-O1", "-O2", "-O3", "-Os", "-Oz"])
      for (const [name, [text, expected]] of Object.entries(PROGRAMS))
        test(`one aw_${name} at ${optimize}, ${isDebug ? "debug" : "release"}`, async () => {
          const end = await run(await compile(text, { isDebug, optimize }));
          assert.equal(end.error, undefined);
          assert.deepEqual([end.exit, end.stdout], [0, expected]);
          const { tasks, records, stacks, bytes } = end.stats;
          assert.deepEqual([tasks, records, stacks, bytes], [0, 0, 0, 0]);
        });
});
