// How a program is compiled and run: the compiler's options, libraries, headers that macros name,
// deep stacks, and a reader that stops reading.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
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
