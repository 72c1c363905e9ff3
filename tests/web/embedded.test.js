// Tests the embedded compiler as a page uses it: without Node, with only the files that it is
// given.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { before, describe, test } from "node:test";
import { BuildError } from "../../toolchain/diagnostics.js";
import { unmarkLines } from "../../toolchain/lines.js";
import { run, startEmbedded } from "./embedded.js";

const HELLO =
  '#include <awaitc.h>\n#include <stdio.h>\nint main(void) { puts("hi"); return aw_sleep(5); }\n';

/** @type {import("../../toolchain/embedded.js").Embedded} */
let embedded;
const progress = [];

before(async () => {
  embedded = await startEmbedded((words) => progress.push(words));
});

/** Builds files. The first is the source, unless `sources` names others. */
function build(files, options = {}) {
  return embedded.build({ files, sources: [Object.keys(files)[0]], ...options });
}

/** The error of a build that has to fail. */
async function failure(files, options) {
  const error = await build(files, options).then(
    () => undefined,
    (cause) => cause,
  );
  assert.ok(error, "it was built");
  return error;
}

describe("embedded: what it builds", () => {
  test("a program runs, and the same files give the same bytes", async () => {
    const [first, second] = [await build({ "main.c": HELLO }), await build({ "main.c": HELLO })];
    assert.deepEqual(first.bytes, second.bytes);
    assert.equal(first.words, "");
    assert.deepEqual(await run(first), { exit: 0, stdout: "hi\n" });
  });

  test("progress is told in order", () => {
    const words = new Set(progress);
    words.delete("loading the compiler"); // which buildSystem may have done before
    assert.deepEqual([...words], ["compiling main.c", "linking", "making it suspendable"]);
  });

  test("malloc: bears a random load, and refuses what there is no room for", async () => {
    const source = await readFile(new URL("c/malloc.c", import.meta.url));
    const built = await build({ "malloc.c": source }, { flags: ["-fno-builtin"] });
    assert.deepEqual(await run(built), { exit: 0, stdout: "sound\n" });
  });

  test("malloc: a program may bring its own", async () => {
    const source = `#include <awaitc.h>
#include <stdio.h>
#include <string.h>
static _Alignas(16) char room[1 << 20];
static size_t used;
void *malloc(size_t bytes) {
  bytes = (bytes + 15) & ~15u; used += bytes; return &room[used - bytes]; }
void free(void *memory) { (void)memory; }
int main(void) { printf("%s %d\\n", strdup("own"), used > 0); return aw_sleep(5); }
`;
    assert.deepEqual(await run(await build({ "main.c": source })), { exit: 0, stdout: "own 1\n" });
  });

  test("several sources, headers in folders, .. between them, #pragma once by either way", async () => {
    const built = await build(
      {
        "app/main.c":
          '#include "../lib/sum.h"\n#include <twice.h>\n#include <stdio.h>\n' +
          'int main(void) { printf("%d %s %s\\n", sum(1, twice(2)), __FILE__, sum_file()); }',
        "lib/sum.h":
          "#pragma once\nint sum(int a, int b);\nconst char *sum_file(void);\nstruct s { int x; };",
        "lib/sum.c":
          '#include "sum.h"\nint sum(int a, int b) { return a + b; }\n' +
          "const char *sum_file(void) { return __FILE__; }",
        "inc/twice.h":
          '#include "../app/../lib/sum.h"\nstatic inline int twice(int x) { return 2 * x; }',
      },
      { sources: ["app/main.c", "lib/sum.c"], includes: ["inc"] },
    );
    assert.deepEqual(await run(built), { exit: 0, stdout: "5 main.c sum.c\n" });
  });

  test("main gets its arguments; its value is the exit code", async () => {
    const built = await build({
      "main.c":
        "#include <stdio.h>\nint main(int argc, char **argv) { for (int i = 1; i < argc; i++) " +
        'printf("[%s]", argv[i]); return argc; }',
    });
    assert.deepEqual(await run(built, ["a b", "ü"]), { exit: 3, stdout: "[a b][ü]" });
  });

  test("sscanf: reads whole numbers in a program without floats", async () => {
    const main =
      "#include <stdio.h>\nint main(void) { int a = 0, b = 0; " +
      'int n = sscanf("12 34", "%d %d", &a, &b); printf("%d %d %d\\n", n, a, b); return 0; }';
    assert.equal((await run(await build({ "main.c": main }))).stdout, "2 12 34\n");
  });

  test("floats and long doubles are printed and read when a program mentions them", async () => {
    const built = await build({
      "main.c":
        "#include <stdio.h>\n#include <stdlib.h>\nint main(void) { float f; " +
        'sscanf("2.5", "%f", &f); printf("%.2f %g %d\\n", strtod("1.25", NULL), f, 7); return 0; }',
    });
    assert.equal((await run(built)).stdout, "1.25 2.5 7\n");
    const long = await build({
      "main.c":
        "#include <stdio.h>\n#include <stdlib.h>\nint main(void) " +
        '{ printf("%.20Lf %Lg\\n", strtold("0.1", NULL), 3.5L); return 0; }',
    });
    assert.equal((await run(long)).stdout, "0.10000000000000000000 3.5\n");
  });

  test("the texts of errno are there when a program mentions them, and take no room else", async () => {
    const program = (format) =>
      build({
        "main.c":
          "#include <errno.h>\n#include <stdio.h>\nint main(void) { errno = ENOENT; " +
          `printf("${format}", errno); return 0; }`,
      });
    const shown = await program("%m\\n");
    assert.equal((await run(shown)).stdout, "No such file or directory\n");
    const plain = await program("%d\\n");
    assert.equal((await run(plain)).stdout, "44\n");
    assert(shown.bytes.length - plain.bytes.length > 1500);
  });

  test("atexit, assert, getenv, clock and signals are there", async () => {
    const built = await build({
      "main.c": `#include <assert.h>\n#include <signal.h>\n#include <stdio.h>\n#include <stdlib.h>
        #include <time.h>
        static void bye(void) { puts("bye"); }
        static void on_signal(int s) { printf("%d\\n", s == SIGINT); }
        int main(int argc, char **argv) {
          (void)argv; atexit(bye); signal(SIGINT, on_signal); raise(SIGINT);
          printf("%d %d\\n", getenv("NONE") == NULL, clock() >= 0); fflush(stdout);
          assert(argc > 5); return 0; }`,
    });
    const { stdout, error } = await run(built);
    assert.match(stdout, /^1\n1 1\nAssertion failed: argc > 5 \(main\.c: main: \d+\)\n$/);
    assert.equal(error?.code, "AW_ETRAP");
  });

  test("an hour's sleep and a thousand tasks, at every level", async () => {
    for (const options of [
      { optimize: "-O0" },
      { optimize: "-O3" },
      { optimize: "-Oz" },
      { isDebug: true },
      { isDebug: true, optimize: "-O2" },
    ]) {
      const built = await build(
        {
          "main.c": `#include <awaitc.h>\n#include <stdio.h>
          static int waiter(void *arg) {
            int n = *(int *)arg; int rc = aw_sleep(n); return rc ? rc : n; }
          int main(void) { static aw_task t[1000]; int sum = 0;
            for (int i = 0; i < 1000; i++) t[i] = aw_go(waiter, int, i * 3600);
            for (int i = 0; i < 1000; i++) sum += aw_await(t[i]);
            printf("%d %lld\\n", sum, (long long)aw_now()); return 0; }`,
        },
        options,
      );
      assert.equal((await run(built)).stdout, "1798200000 3596400\n", JSON.stringify(options));
    }
  });
});

describe("embedded: what it refuses", () => {
  test("errors and warnings are data: file, line, column, severity, text, flag, fix-its", async () => {
    const { diagnostics, output, name } = await failure({
      "main.c":
        '#include <stdio.h>\n#include "part.h"\nint main(void) { printf("%s", 5); return f() }\n',
      "part.h": "static int f(void) { return nowhere; }\n",
    });
    assert.equal(name, "BuildError");
    assert.deepEqual(
      diagnostics.map(({ file, line, column, severity, flag }) => [
        file,
        line,
        column,
        severity,
        flag,
      ]),
      [
        ["part.h", 1, 29, "error", undefined],
        ["main.c", 3, 31, "warning", "-Wformat"],
        ["main.c", 3, 45, "error", undefined],
      ],
    );
    assert.equal(diagnostics[0].text, "use of undeclared identifier 'nowhere'");
    assert.deepEqual(diagnostics[1].fixIts, [
      {
        file: "main.c",
        from: { line: 3, column: 26 },
        to: { line: 3, column: 28 },
        text: "%d",
      },
    ]);
    assert.deepEqual(
      diagnostics[2].fixIts.map(({ text }) => text),
      [";"],
    );
    assert.match(output, /^In file included from main\.c:2:\npart\.h:1:29: error: /);
    assert.doesNotMatch(output, /fix-it|src\//);
  });

  test("warnings of a program that builds are data too", async () => {
    const { diagnostics, words } = await build({
      "main.c": "int main(void) { int unused; return 0; }",
    });
    assert.deepEqual(
      diagnostics.map(({ flag, line }) => [flag, line]),
      [["-Wunused-variable", 1]],
    );
    assert.match(words, /^main\.c:1:22: warning: unused variable 'unused'/);
  });

  test("files of the machine are not there", async () => {
    for (const name of ["/etc/passwd", "../../../../etc/passwd", "/awaitc/lib/libc.a/x"]) {
      const { message, diagnostics } = await failure({
        "main.c": `#include "${name}"\nint main(void) {}`,
      });
      assert.match(diagnostics[0].text, /file not found/, name);
      assert.match(message, /main\.c did not compile; this compiler sees the sources/);
    }
  });

  test("a header that includes itself ends, with its name", async () => {
    const { diagnostics } = await failure({ "main.c": '#include "main.c"\nint main(void) {}' });
    assert.match(diagnostics[0].text, /include nested too deeply/);
  });

  test("text nested very deeply is an error, and the next program is built", async () => {
    const deep = `int main(void) { return ${"(".repeat(100_000)}0${")".repeat(100_000)}; }`;
    const { message, diagnostics } = await failure({ "main.c": deep });
    assert.match(diagnostics[0]?.text ?? message, /nesting level exceeded|nested too deeply/);
    await build({ "main.c": HELLO });
  });

  test("processes, threads and jumps: what to do instead", async () => {
    const words = async (text) => (await failure({ "main.c": text })).message;
    assert.match(await words("int main(void) { return fork(); }"), /no processes; aw_host_call/);
    assert.match(
      await words("#include <setjmp.h>\njmp_buf b; int main(void) { return setjmp(b); }"),
      /return an error instead/,
    );
    assert.match(
      await words(
        "#include <threads.h>\nstatic int f(void *a) { return 0; }\n" +
          "int main(void) { thrd_t t; return thrd_create(&t, f, 0); }",
      ),
      /thrd_create.*no threads; aw_go starts a task/,
    );
    assert.match(
      await words(
        "#include <pthread.h>\nstatic void *f(void *a) { return a; }\n" +
          "int main(void) { pthread_t t; return pthread_create(&t, 0, f, 0); }",
      ),
      /pthread_create is used, but/,
    );
  });

  test("an undefined function is named with its caller", async () => {
    const { name, message } = await failure({
      "main.c": "int nowhere(void); int main(void) { return nowhere(); }",
    });
    assert.deepEqual(
      [name, message],
      ["TransformError", "undefined symbol: nowhere, called by main"],
    );
  });

  test("a name that the runtime has too is said to be so", async () => {
    const { message } = await failure({
      "main.c":
        "#include <awaitc.h>\nint loop_init(void) { return 1; }\n" +
        "int main(void) { return aw_sleep(loop_init()); }",
    });
    assert.equal(
      message,
      "main.c defines loop_init, which the runtime has too; rename it, or make it static",
    );
  });

  test("neither main nor an exported function", async () => {
    assert.match(
      (await failure({ "main.c": "int f(void) { return 1; }" })).message,
      /neither a main nor a function marked AW_EXPORT/,
    );
  });

  test("a path with dots, and a source that was not given", async () => {
    assert.match((await failure({ "../main.c": HELLO })).message, /dotted steps/);
    assert.ok((await failure({ "main.c": HELLO }, { sources: ["other.c"] })) instanceof BuildError);
  });

  test("five megabytes of source", async () => {
    const lines = Array.from(
      { length: 60_000 },
      (_, i) => `extern int function_number_${i}(int); /* ${"words ".repeat(8)} */`,
    );
    const built = await build({ "main.c": `${lines.join("\n")}\nint main(void) { return 42; }` });
    assert.equal((await run(built)).exit, 42);
  });

  test("more static data than the memory begins with", async () => {
    const built = await build({
      "main.c":
        "static char data[5 << 20];\n" +
        "int main(int argc, char **argv) { data[argc << 20] = 7; return argv ? data[1 << 20] : 0; }",
    });
    assert.equal((await run(built)).exit, 7);
  });
});

describe("embedded: what it compiles again", () => {
  const FILES = {
    "main.c": '#include "lib/sum.h"\nint main(void) { return sum(SIZE); }\n',
    "lib/sum.c": '#include "../size.h"\nint sum(int n) { int rest; return n + SIZE; }\n',
    "lib/sum.h": '#include "../size.h"\nint sum(int n);\n',
    "size.h": "#define SIZE 2\n",
  };

  /** Links them; which sources were compiled, and the compiler's words. */
  async function compiled(changes, options = {}) {
    progress.length = 0;
    const files = { ...FILES, ...changes };
    const { words } = await embedded.link({ files, sources: ["main.c", "lib/sum.c"], ...options });
    const names = progress.filter((what) => what.startsWith("compiling "));
    return { names: names.map((what) => what.slice("compiling ".length)), words };
  }

  test("only the sources that changed, or whose headers did; warnings are not lost", async () => {
    const both = ["main.c", "lib/sum.c"];
    const first = await compiled({});
    assert.deepEqual(first.names, both);
    assert.match(first.words, /unused variable/);
    assert.deepEqual(await compiled({}), { names: [], words: first.words });
    const edited = { "main.c": `${FILES["main.c"]}/* new */\n` };
    assert.deepEqual((await compiled(edited)).names, ["main.c"]);
    const declared = { ...edited, "lib/sum.h": `${FILES["lib/sum.h"]}/* new */\n` };
    assert.deepEqual((await compiled(declared)).names, ["main.c"]);
    assert.deepEqual((await compiled({ ...declared, "size.h": "#define SIZE 3\n" })).names, both);
    assert.deepEqual((await compiled(declared, { optimize: "-Os" })).names, both);
    const hidden = { ...declared, "lib/size.h": "#define SIZE 4\n" }; // a name that was not there
    assert.deepEqual((await compiled(hidden)).names, both);
  });
});

describe("embedded: lines", () => {
  const TRAP = `#include <awaitc.h>
    #include "part.h"
    int main(void)
    {
        int rc = aw_sleep(1);
        rc += aw_yield();
        return half(rc);
    }`;
  const PART = `static int half(int x)
    {
        volatile int zero = 0;
        int rc = aw_sleep(1);
        return rc + x / zero;
    }`;

  test("a debug build knows the line of a trap, at every level, in a header too", async () => {
    for (const optimize of ["-O0", "-O1", "-O2", "-Os"]) {
      const built = await build({ "main.c": TRAP, "part.h": PART }, { optimize, isDebug: true });
      const { error } = await run(built);
      assert.equal(error?.at, "part.h:5", optimize);
      assert.equal(error.task, "main");
    }
  });

  test("no marker is left in the code, and no table of DWARF beside it", async () => {
    const { bytes, sourceMap } = await build({ "main.c": TRAP, "part.h": PART }, { isDebug: true });
    const names = WebAssembly.Module.customSections(new WebAssembly.Module(bytes), ".debug_line");
    assert.equal(names.length, 0);
    assert.equal(unmarkLines(bytes, []).bytes.length, bytes.length);
    assert.deepEqual(JSON.parse(sourceMap).sources.sort(), ["main.c", "part.h"]);
  });

  test("a release build has none", async () => {
    assert.equal((await build({ "main.c": HELLO })).sourceMap, undefined);
  });
});
