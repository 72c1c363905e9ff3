// Programs with exactly one place that waits, at every level of optimisation: Binaryen once inlined
// the switch into its only caller, and such a program, unlike one with two, computed nonsense.
import assert from "node:assert/strict";
import { availableParallelism } from "node:os";
import { describe, test } from "node:test";
import { compile, run } from "./programs.js";

const PROGRAMS = {
  sleep: ["int main(void) { int64_t x = 5000000029; int rc = aw_sleep(3);" +
    ' printf("%d %lld %lld", rc, (long long)x, (long long)aw_now()); return 0; }',
    "0 5000000029 3"],
  yield: ["int main(void) { double d = 1.5; int rc = aw_yield();" +
    ' printf("%d %.1f", rc, d); return 0; }', "0 1.5"],
  await: ["static int six(void *unused) { return 6; }" +
    ' int main(void) { int v = aw_await(aw_spawn(six, NULL, 0)); printf("%d", v); return 0; }', "6"],
  loop: ["static int count(void *arg) { int n = 0; for (int i = 0; i < *(int *)arg; i++)" +
    " if (aw_yield() == 0) n++; return n; }" +
    " int main(void) { aw_task a = aw_go(count, int, 3), b = aw_go(count, int, 4);" +
    ' while (!aw_is_done(a) || !aw_is_done(b)) (void)!aw_sleep(1); printf("%d %d",' +
    " aw_result(a), aw_result(b)); return 0; }", "3 4"],
};

describe("one place that waits", { concurrency: availableParallelism() }, () => {
for (const isDebug of [false, true]) {
  for (const optimize of ["-O0", "-O1", "-O2", "-O3", "-Os", "-Oz"]) {
    for (const [name, [text, expected]] of Object.entries(PROGRAMS)) {
      test(`one ${name} at ${optimize}, ${isDebug ? "debug" : "release"}`, async () => {
        const { exit, error, stdout, stats } = await run(await compile(text, { isDebug, optimize }));
        assert.equal(error, undefined);
        assert.deepEqual([exit, stdout], [0, expected]);
        assert.deepEqual([stats.tasks, stats.records, stats.stacks, stats.bytes], [0, 0, 0, 0]);
      });
    }
  }
}
});
