// Tests the command line with the embedded compiler and its cache: real files, concurrent runs, bad
// input. tests/web/embedded.test.js tests the compiler itself.
import assert from "node:assert/strict";
import { readFile, readdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import { workspace } from "./command.js";

const HELLO = '#include <stdio.h>\nint main(void) { puts("hello"); return 0; }\n';
const EMBEDDED = "--toolchain=embedded";
const { awaitc, folder, leftovers, path, write } = await workspace({ isDaemonUsed: true });
const cache = path(".cache");

/** The programs in the cache; the daemon's socket is beside them. */
const cached = async () => {
  const names = await readdir(join(cache, "awaitc")).catch(() => []);
  return names.filter((name) => !name.startsWith("daemon-")).sort();
};

describe("embedded CLI", () => {
  test("without emcc on PATH, a program is compiled by the embedded compiler", async () => {
    const file = await write(
      "path.c",
      "int main(void) {\n#ifdef __EMSCRIPTEN__\n return 1;\n#endif\n return 3; }",
    );
    const env = { PATH: "/nowhere", AWAITC_DAEMON: "0" };
    assert.deepEqual(await awaitc(["run", file], { env }), {
      code: 3,
      stdout: "",
      stderr: "",
    });
    assert.equal((await awaitc(["run", file, "--toolchain=emcc"])).code, 1);
  });

  test("several sources and -I; lines name files as the user does", async () => {
    await write(
      "many/app/main.c",
      '#include "../lib/sum.h"\n#include <far.h>\n#include <awaitc.h>\n' +
        "int main(void) { aw_future f = aw_future_new(); return sum(FAR, 1) + aw_await(f); }",
    );
    await write("many/lib/sum.h", "#pragma once\nint sum(int a, int b);\n");
    await write(
      "many/lib/sum.c",
      '#include "sum.h"\nint sum(int a, int b) { int unused; return a + b; }\n',
    );
    await write("many/inc/far.h", "#define FAR 4\n");
    const { code, stderr } = await awaitc([
      "run",
      "many/app/main.c",
      "many/lib/sum.c",
      "-I",
      "many/inc",
      EMBEDDED,
    ]);
    assert.equal(code, 1);
    assert.match(stderr, /^many\/lib\/sum\.c:2:\d+: warning: unused variable 'unused'/);
    assert.match(stderr, /main waits for future at main\.c:4/);
  });

  test("errors have the names that were typed, and no file stays behind", async () => {
    await write("sub/part.h", "static int f(void) { return nowhere; }\n");
    await write("sub/broken.c", '#include "part.h"\nint main(void) { return f() }\n');
    const env = { AWAITC_DAEMON: "0" }; // it would write them elsewhere
    const { code, stdout, stderr } = await awaitc(["run", "./sub/broken.c", EMBEDDED], { env });
    assert.deepEqual([code, stdout], [1, ""]);
    assert.match(
      stderr,
      /^In file included from \.\/sub\/broken\.c:1:\nsub\/part\.h:1:29: error: use of/,
    );
    assert.match(stderr, /\n\.\/sub\/broken\.c:2:28: error: expected ';' after return/);
    assert.match(stderr, /\nawaitc: \.\/sub\/broken\.c did not compile\n$/);
    assert.deepEqual(await leftovers(), []);
  });

  test("files outside the program's folders are not read", async () => {
    await write(
      "jail/in.c",
      '#include "../jail/ok.h"\n#include "../secret.h"\n#include "/etc/passwd"\n' +
        "int main(void) { return OK; }",
    );
    await write("jail/ok.h", "#define OK 0\n");
    await write("secret.h", "#error secret words\n");
    const { stderr } = await awaitc(["run", "in.c", EMBEDDED], { cwd: join(folder, "jail") });
    assert.match(stderr, /in\.c:2:10: fatal error: '\.\.\/secret\.h' file not found/);
    assert.doesNotMatch(stderr, /secret words|root:/);
    assert.match(stderr, /did not compile; this compiler sees the sources/);
  });

  test("what cannot be built is said in a sentence", async () => {
    await write("fine.c", HELLO);
    await write("plus.cpp", HELLO);
    await write("none.c", "static int x; int f(void) { return x; }");
    await write("fork.c", "#include <unistd.h>\nint main(void) { return fork(); }");
    await write(
      "clash.c",
      "#include <awaitc.h>\nint task_new(int x) { return x; }\n" +
        "int main(void) { return aw_sleep(task_new(1)); }",
    );
    for (const [args, words] of [
      [["run", "missing.c"], /^awaitc: missing\.c: there is no such file\n$/],
      [["run", "."], /^awaitc: \.: which is no \.c file\n$/],
      [["run", "fine.c", "plus.cpp"], /^awaitc: plus\.cpp: awaitc compiles C, not C\+\+/],
      [
        ["run", "none.c"],
        /^awaitc: the program has neither a main nor a function marked AW_EXPORT/,
      ],
      [["run", "fork.c"], /awaitc: fork\.c did not compile; WebAssembly has no processes/],
      [
        ["run", "clash.c"],
        /^awaitc: clash\.c defines task_new, which the runtime has too; rename it/,
      ],
      [["run", "fine.c", "fine.c"], /main is defined twice|fine\.c/],
    ]) {
      const { code, stderr } = await awaitc([...args, EMBEDDED]);
      assert.equal(code, 1, args.join(" "));
      assert.match(stderr, words);
    }
  });

  test("a -g build tells a trap's task and line", async () => {
    await write(
      "trap.c",
      "#include <awaitc.h>\nint main(void)\n{\n    volatile int zero = 0;\n" +
        "    int rc = aw_sleep(1);\n    return rc + 1 / zero;\n}\n",
    );
    assert.equal((await awaitc(["build", "trap.c", "-g", EMBEDDED, "-o", "trap.wasm"])).code, 0);
    const { code, stderr } = await awaitc(["run", "trap.wasm"]);
    assert.equal(code, 1);
    assert.match(stderr, /divide by zero/);
    assert.match(stderr, /main/);
    assert.match(stderr, /trap\.c:6/);
  });
});

describe("cache", () => {
  test("the second run compiles nothing, warns the same, and is quick", async () => {
    await write("warn.c", "int main(void) { int unused; return 5; }");
    const first = await awaitc(["run", "warn.c", EMBEDDED]);
    assert.match(first.stderr, /unused variable/);
    const names = await cached();
    const times = async () =>
      Promise.all(names.map(async (n) => (await stat(join(cache, "awaitc", n))).mtimeMs));
    const written = await times();
    assert.deepEqual(await awaitc(["run", "warn.c", EMBEDDED]), first);
    assert.deepEqual([await cached(), await times()], [names, written]);
  });

  test("a changed source, header, flag or toolchain is compiled again", async () => {
    await write("key.h", "#define VALUE 1\n");
    await write("key.c", '#include "key.h"\nint main(void) { return VALUE; }');
    assert.equal((await awaitc(["run", "key.c", EMBEDDED])).code, 1);
    const count = (await cached()).length;
    await write("key.h", "#define VALUE 2\n");
    assert.equal((await awaitc(["run", "key.c", EMBEDDED])).code, 2);
    await awaitc(["run", "key.c", EMBEDDED, "-O1"]);
    await awaitc(["run", "key.c", "--toolchain=emcc"]);
    assert.equal((await cached()).length, count + 3);
  });

  test("--no-cache keeps nothing; a program that includes a macro's value is not kept", async () => {
    await write("macro.c", '#define NAME "key.h"\n#include NAME\nint main(void) { return VALUE; }');
    const before = await cached();
    await write("nocache.c", HELLO);
    assert.equal((await awaitc(["run", "nocache.c", "--no-cache", EMBEDDED])).code, 0);
    await awaitc(["run", "macro.c", EMBEDDED]);
    assert.deepEqual(await cached(), before);
  });

  test("a damaged file is built again", async () => {
    await write("torn.c", "int main(void) { return 6; }");
    const before = await cached();
    await awaitc(["run", "torn.c", EMBEDDED]);
    const [name] = (await cached()).filter((n) => !before.includes(n));
    const path = join(cache, "awaitc", name);
    const whole = await readFile(path);
    for (const damaged of [
      whole.subarray(0, whole.length / 2),
      Buffer.alloc(0),
      Buffer.from("{}\nx"),
    ]) {
      await writeFile(path, damaged);
      assert.equal((await awaitc(["run", "torn.c", EMBEDDED])).code, 6);
      assert.deepEqual(await readFile(path), whole);
    }
  });

  test("runs at the same time do not disturb each other", async () => {
    await write("same.c", "int main(void) { return 9; }");
    const runs = await Promise.all([1, 2, 3].map(() => awaitc(["run", "same.c", EMBEDDED])));
    assert.deepEqual(
      runs.map(({ code }) => code),
      [9, 9, 9],
    );
    assert.deepEqual(
      (await cached()).filter((name) => name.endsWith(".new")),
      [],
    );
  });

  test("a cache that cannot be written is no reason to fail", async () => {
    await write("file", "not a folder");
    await write("nowhere.c", HELLO);
    const { code, stdout } = await awaitc(["run", "nowhere.c", EMBEDDED], {
      env: { XDG_CACHE_HOME: join(folder, "file") },
    });
    assert.deepEqual([code, stdout], [0, "hello\n"]);
  });
});
