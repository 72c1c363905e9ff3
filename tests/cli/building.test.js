// How a program is compiled and run: the compiler's options, libraries, headers that macros name,
// deep stacks, and a reader that stops reading.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { stat } from "node:fs/promises";
import { describe, test } from "node:test";
import { CLI, workspace } from "./command.js";

const TOOLCHAINS = ["embedded", "emcc"];
const { awaitc, write, path, environment } = await workspace({ isDaemonUsed: true });
const source = (name, body) => write(name, `#include <awaitc.h>\n#include <stdio.h>\n${body}\n`);

const LINE_OF_FAULT_0 = 11;
const FAULTS = `#include <stdlib.h>
#include <string.h>
struct node { int value; struct node *next; double weight; };
static int numbers[4] = {1, 2, 3, 4};
int main(int argc, char **argv)
{
    int fault = atoi(argv[1]), *array = fault == 6 ? numbers : NULL;
    struct node some = {0}, *node = fault == 6 ? &some : NULL;
    if (fault == 0) abort();
    if (fault == 1) node = node->next;
    if (fault == 2) node->weight = 2.5;
    if (fault == 3) array[7] = argc;
    if (fault == 4) fault = array[7];
    if (fault == 5) return (int)strlen((char *)node);
    node->weight += array[argc & 3];
    return argv[argc] != NULL;
}`;

for (const toolchain of TOOLCHAINS)
  describe(toolchain, () => {
    const tool = `--toolchain=${toolchain}`;

    test("-std, -W and -f: go to the compiler", async () => {
      const body =
        'int main(void) { int unused; printf("%d\\n", __STDC_VERSION__ == 199901L); return 0; }';
      const file = await source("standard.c", body);
      const options = ["-std=c99", "-Wno-unused", "-Werror", "-fno-builtin"];
      const { stdout, stderr } = await awaitc(["run", file, tool, ...options]);
      assert.deepEqual([stdout, stderr], ["1\n", ""]);
      const { code, stderr: words } = await awaitc(["check", file, tool, "-std=c99", "-Werror"]);
      assert.equal(code, 1);
      assert.match(words, /unused variable/);
    });

    test("#include MACRO: finds the header that -D names", async () => {
      await write("configured.h", "#define VALUE 7\n");
      const file = await write(
        "macro.c",
        "#include HEADER\n#include <stdio.h>\nint main(void) { return VALUE; }\n",
      );
      const { code, stderr } = await awaitc(["run", file, tool, '-DHEADER="configured.h"']);
      assert.deepEqual([code, stderr], [7, ""]);
    });

    test("--backend=jspi: runs where the engine has JSPI, else says what is missing", async () => {
      const file = await source("jspi.c", "int main(void) { return aw_sleep(5) == 0 ? 7 : 1; }");
      const { code, stderr } = await awaitc(["run", file, tool, "--backend=jspi"]);
      if ("promising" in WebAssembly) return assert.deepEqual([code, stderr], [7, ""]);
      assert.equal(code, 1);
      assert.match(stderr, /^awaitc: the program was built with --backend=jspi, .*AW_ENOJSPI/);
      assert.equal((await awaitc(["run", file, tool])).code, 7);
    });

    test("calls deeper than Node's own stack allows: run as natively", async () => {
      const file = await source(
        "deep.c",
        "#ifndef DEPTH\n#define DEPTH 30000\n#endif\n" +
          "__attribute__((noinline)) static int down(int n, int *sum)\n{\n" +
          "    if (n == 0) return aw_yield();\n    int rc = down(n - 1, sum);\n" +
          "    *sum += n;\n    return rc;\n}\nint main(void)\n{\n    int sum = 0;\n" +
          '    int rc = down(DEPTH, &sum);\n    printf("%d %d\\n", rc, sum);\n    return 0;\n}',
      );
      const { stdout, stderr } = await awaitc(["run", file, tool]);
      assert.deepEqual([stdout, stderr], ["0 450015000\n", ""]);
      // Just more frames than the buffer holds, and more than the memory.
      for (const depth of ["70000", "200000"]) {
        const { code, stderr: words } = await awaitc(["run", file, tool, `-DDEPTH=${depth}`]);
        assert.equal(code, 1);
        assert.match(
          words,
          /^awaitc: stack overflow: the suspended frames need more than the buffer/,
        );
      }
    });

    test("build --size: tells what takes the room, and a program has only what it uses", async () => {
      const build = async (name, body, ...options) => {
        const output = `${name}.wasm`;
        const args = ["build", await source(`${name}.c`, body), tool, "-o", output, "--size"];
        return (await awaitc([...args, ...options])).stdout;
      };
      const plain = await build("plain", "int main(void) { return aw_sleep(1); }", "--json");
      const { files, bytes, gzipped, code, parts, functions } = JSON.parse(plain);
      assert.deepEqual(files, ["plain.wasm"]);
      assert.equal((await stat(path("plain.wasm"))).size, bytes);
      assert(gzipped < bytes && code < bytes);
      const sum = (list) => list.reduce((total, one) => total + one.bytes, 0);
      assert.equal(sum(parts), sum(functions));
      assert(functions.some(({ name, part }) => /main/.test(name) && part === "plain.c"));
      assert(functions.some(({ name, part }) => name === "loop_pump" && /the loop/.test(part)));
      const needless = /malloc|memalign|printf|strtol|queue|operation/;
      assert.deepEqual(
        functions.filter(({ name }) => needless.test(name)),
        [],
      );
      const text = await build(
        "full",
        "#include <stdlib.h>\nint main(void)\n{\n    char *text = malloc((size_t)aw_now() + 9);\n" +
          '    printf("%p %d\\n", (void *)text, (int)aw_queue_new(4, 0, AW_FIFO).id);\n' +
          "    free(text);\n    return aw_sleep(1);\n}",
      );
      for (const part of ["full.c", "runtime: queue", "C library: printing", "C library: malloc"])
        assert.match(text, new RegExp(`^ +[\\d,]+  ${part}$`, "m"));
      assert.match(text, /^ +[\d,]+ {2}aw_queue_new/m);
    });

    test("build --why: pointers lead only to functions of their type, as far as they suspend", async () => {
      const body = `#include <stdlib.h>
static int by_value(const void *a, const void *b) { return *(const int *)a - *(const int *)b; }
static int slowly(const void *a, const void *b)
{
    return aw_sleep(1) < 0 ? 0 : by_value(a, b);
}
static int job(void *arg) { return aw_sleep(*(int *)arg); }
int main(int argc, char **argv)
{
    int numbers[] = {3, 1, 2};
    qsort(numbers, 3, sizeof *numbers, SLOW && argc > 0 ? slowly : by_value);
    printf("%d %d %d %s\\n", numbers[0], numbers[1], numbers[2], argv[1]);
    return aw_await(aw_go(job, int, 5));
}`;
      const args = ["build", await source("sort.c", body), tool, "-o", "sort.wasm"];
      const build = async (...options) => (await awaitc([...args, ...options])).stdout;
      const fast = await build("-DSLOW=0", "--why");
      assert.match(fast, /^\d+ of \d+ functions are suspendable, [\d,]+ of [\d,]+ bytes; \d are/);
      assert.deepEqual(
        fast
          .replace(/ +[\d,]+ {2}/g, "")
          .trim()
          .split("\n")
          .slice(1)
          .sort(),
        ["job > aw_sleep_here", "main > aw_await_here"],
      );
      const slow = JSON.parse(await build("-DSLOW=1", "--why", "--json"));
      const why = Object.fromEntries(slow.functions.map((one) => [one.name, one.why]));
      assert.deepEqual(why.slowly, { callee: "aw_sleep_here", isPointer: false });
      assert(why.qsort && !why.by_value);
      const { stdout } = await awaitc(["run", "sort.wasm", "--", "done"]);
      assert.equal(stdout, "1 2 3 done\n");
    });

    test("--never-suspends: a wait below a function of the list is an error with both lines", async () => {
      const body = `#include <stdlib.h>
static int compare(const void *a, const void *b)
{
    return aw_yield() < 0 ? 0 : *(const int *)a - *(const int *)b;
}
int main(void)
{
    int numbers[] = {3, 1, 2};
    qsort(numbers, 3, sizeof *numbers, compare);
    return 0;
}`;
      const args = ["run", await source("waits.c", body), tool, "-g", "--never-suspends=list.txt"];
      await write("list.txt", "main\n__main_void\n__original_main # its names\nmain_too\n");
      const { code, stderr } = await awaitc(args);
      assert.equal(code, 1);
      assert.match(stderr, /^warning: --never-suspends names .*main_too, but the program has/);
      assert.match(stderr, /waited at waits\.c:6 below (__)?\w*main\w*, which never suspends/);
      assert.match(stderr, /it broke at waits\.c:11 \[AW_ESTATE\]/);
      const other = await awaitc([...args, "--never-suspends=no-such.txt"]);
      assert.match(other.stderr, /^awaitc: --never-suspends=no-such\.txt: there is no such file/);
    });

    test("abort and accesses through NULL: -g names the fault, the task and the line", async () => {
      const file = await source("faults.c", FAULTS);
      await awaitc(["build", file, tool, "-g", "-o", "faults.wasm"]);
      const stderrs = await Promise.all(
        Array.from({ length: 7 }, async (_, fault) => {
          const { code, stderr } = await awaitc(["run", "faults.wasm", "--", String(fault)]);
          return `${code} ${stderr}`;
        }),
      );
      const null_ = "a NULL pointer was read or written through";
      const words = ["abort() was called", ...Array(5).fill(null_)];
      const named = words.map((what, fault) => {
        const at = `faults.c:${LINE_OF_FAULT_0 + fault}`;
        const place = `in task "main" at main; it broke at ${at} [AW_ETRAP] (task main, ${at})`;
        return `1 awaitc: ${what}, ${place}\n`;
      });
      assert.deepEqual(stderrs, [...named, "0 "]);
    });
  });

test("-l and -L: link an archive; one that is not there is named", async () => {
  await write("twice.c", "int twice(int n) { return 2 * n; }\n");
  const file = await write("uses.c", "int twice(int); int main(void) { return twice(21); }\n");
  await awaitc(["cc", "--", "-c", "twice.c", "-o", "twice.o"]);
  await awaitc(["cc", "--", "twice.o", "-o", "libtwice.a"]);
  const args = ["run", file, "--toolchain=embedded", "-L", ".", "-lm"];
  assert.deepEqual(await awaitc([...args, "-ltwice"]), { code: 42, stdout: "", stderr: "" });
  const { code, stderr } = await awaitc([...args, "-lthrice"]);
  assert.equal(code, 1);
  assert.match(stderr, /-lthrice: no libthrice\.a in the folders of -L/);
});

test("a file whose name is a replacement pattern: keeps it in an error", async () => {
  const { stderr } = await awaitc([
    "check",
    await write("a$&b.c", "int\n"),
    "--toolchain=embedded",
  ]);
  assert.match(stderr, /a\$&b\.c:/);
  const built = await awaitc(["run", "a$&b.c", "--toolchain=embedded"]);
  assert.match(built.stderr, /awaitc: a\$&b\.c did not compile/);
});

test("a reader that goes away, as head does: ends the program without words", async () => {
  const file = await source(
    "endless.c",
    'int main(void) { for (;;) { puts("line"); int rc = aw_yield(); if (rc) return rc; } }',
  );
  const child = spawn(process.execPath, [CLI, "run", file, "--toolchain=embedded"], {
    cwd: path("."),
    env: environment({}),
  });
  let words = "";
  child.stderr.on("data", (text) => (words += text));
  child.stdout.once("data", () => child.stdout.destroy());
  const code = await new Promise((done) => child.on("exit", done));
  assert.deepEqual([code, words], [141, ""]);
});
