// Functions that Asyncify leaves out because they never suspend, and the error if a task waits
// below one all the same. tests/cli/building.test.js has the options of the command line.
import assert from "node:assert/strict";
import { availableParallelism } from "node:os";
import { describe, test } from "node:test";
import { namesIn } from "../../toolchain/leftout.js";
import { build, compile, run } from "./programs.js";

/** A sort whose comparator may wait: to be left out by a mark, or by a list. */
const sort = (/** @type {string} */ mark) => `
  static int sorted(int *numbers, int count)${mark};
  static int compare(const void *a, const void *b)
  {
      if (getenv("WAITS") && aw_yield() < 0) return 0;
      return *(const int *)a - *(const int *)b;
  }
  __attribute__((noinline)) static int sorted(int *numbers, int count)
  {
      qsort(numbers, (size_t)count, sizeof *numbers, compare);
      puts("went on");
      return numbers[0];
  }
  __attribute__((noinline)) static int caller(int *numbers) { return sorted(numbers, 3); }
  int main(void)
  {
      int numbers[] = {3, 1, 2};
      puts("sorts");
      return caller(numbers) + aw_sleep(1);
  }`;
const WAYS = /** @type {const} */ ([
  ["AW_NEVER_SUSPENDS", sort(" AW_NEVER_SUSPENDS(sorted)"), []],
  ["a list", sort(""), ["sorted"]],
]);
const waiting = { env: { WAITS: "1" } };

describe("left-out functions", { concurrency: availableParallelism() }, () => {
  for (const [way, text, neverSuspends] of WAYS)
    for (const isDebug of [false, true])
      test(`by ${way}, ${isDebug ? "debug" : "release"}: a wait below one is an error`, async () => {
        const program = await compile(text, { isDebug, neverSuspends: [...neverSuspends] });
        const fine = await run(program);
        assert.deepEqual([fine.exit, fine.stdout], [1, "sorts\nwent on\n"]);
        const { error, stdout } = await run(program, () => {}, waiting);
        assert.equal(stdout, "sorts\n");
        assert.deepEqual([error?.code, error?.task], ["AW_ESTATE", "main"]);
        assert.match(
          error.message,
          isDebug
            ? /^the task waited at main\.c:9 below sorted, which never suspends \(AW_NEVER/
            : /^a task waited below a function that never suspends .*; build with -g to/,
        );
      });

  test("without a mark the same program waits", async () => {
    const { exit, stdout } = await run(await compile(sort("")), () => {}, waiting);
    assert.deepEqual([exit, stdout], [1, "sorts\nwent on\n"]);
  });

  test("the same in the runtime: a priority queue's comparison waits", async () => {
    const { error } = await run(
      await compile(
        `static int compare(const void *a, const void *b)
         {
             int rc = aw_yield();
             return rc + *(const int *)a - *(const int *)b;
         }
         int main(void)
         {
             aw_queue_options options = {.item_bytes = sizeof(int), .kind = AW_PRIORITY};
             options.compare = compare;
             aw_queue queue = aw_queue_new_with(&options);
             for (int i = 3; i > 0; i--) if (aw_queue_put(queue, &i) < 0) return 1;
             return 0;
         }`,
        { isDebug: true },
      ),
    );
    assert.equal(error?.code, "AW_ESTATE");
    assert.match(error.message, /^the task waited at main\.c:7 below items_compare, which/);
  });

  test("functions that are suspendable only because of it are not", async () => {
    const functions = async (/** @type {string[]} */ neverSuspends) => {
      const { sizes } = await build(sort(""), { neverSuspends, isMeasured: true });
      return sizes.functions.filter(({ why }) => why).map(({ name }) => name);
    };
    const all = await functions([]);
    const less = await functions(["sorted"]);
    assert(all.includes("sorted") && all.includes("caller"));
    assert(!less.includes("sorted") && !less.includes("caller") && less.includes("compare"));
  });

  test("a file in a list stands for all functions that it defines", async () => {
    const { sizes } = await build(sort(""), { neverSuspends: ["src/main.c"], isMeasured: true });
    const parts = sizes.functions.filter(({ why }) => why).map(({ part }) => part);
    assert(parts.length > 0 && !parts.includes("main.c"));
    await assert.rejects(build(sort(""), { neverSuspends: ["other.c"] }), /names other\.c, but/);
  });

  test("a listed name that no function has is a warning", async () => {
    await assert.rejects(
      compile(sort(""), { neverSuspends: ["sorted", "sortd"] }),
      /warning: --never-suspends names sortd, but the program has none of that name/,
    );
  });
});

test("a list has one name a line, and comments", () => {
  assert.deepEqual(namesIn("# of lists\n\nsorted # qsort's\r\n _ZN1aEv\n", "a.txt"), [
    "sorted",
    "_ZN1aEv",
  ]);
  assert.throws(() => namesIn("one\ntwo three\n", "a.txt"), /^BuildError: a\.txt:2: "two three"/);
});
