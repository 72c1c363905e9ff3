// The command line as a user meets it: real compilers, real files, exit codes and words.
import assert from "node:assert/strict";
import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { workspace } from "./command.js";

const { awaitc: command, folder } = await workspace();
const awaitc = (...args) => command(args);

/** Writes a C file that includes the header; gives its name. */
async function source(name, body) {
  await writeFile(join(folder, name), `#include <awaitc.h>\n#include <stdio.h>\n${body}\n`);
  return name;
}

test("run: prints what the program prints and exits with its code", async () => {
  const file = await source(
    "code.c",
    'int main(void) { int rc = aw_sleep(5); printf("slept %d\\n", rc); return 42; }',
  );
  assert.deepEqual(await awaitc("run", file), { code: 42, stdout: "slept 0\n", stderr: "" });
});

test("run: what follows -- is the program's", async () => {
  const file = await source(
    "args.c",
    'int main(int argc, char **argv) { for (int i = 0; i < argc; i++) printf("[%s]", argv[i]); return 0; }',
  );
  const { stdout } = await awaitc("run", file, "--", "--clock=none", "a b");
  assert.equal(stdout, "[args][--clock=none][a b]");
});

test("run --clock=virtual: an hour passes at once", async () => {
  const file = await source(
    "hour.c",
    'int main(void) { int rc = aw_sleep(3600000); printf("%d\\n", (int)aw_now()); return rc; }',
  );
  assert.equal((await awaitc("run", file, "--clock=virtual")).stdout, "3600000\n");
});

test("run --trace: writes every row, the same each time but for wall", async () => {
  const file = await source("trace.c", 'int main(void) { printf("hi\\n"); return aw_sleep(10); }');
  const rows = async (name) => {
    await awaitc("run", file, "--clock=virtual", `--trace=${name}`);
    const { version, rows } = JSON.parse(await readFile(join(folder, name), "utf8"));
    assert.equal(version, 1);
    return rows.map(({ wall, ...row }) => row);
  };
  const first = await rows("a.json");
  assert.deepEqual(
    first.map((row) => row.kind).filter((kind) => kind !== "turn"),
    [
      "spawn",
      "start",
      "output",
      "timer-set",
      "suspend",
      "timer-fire",
      "wake",
      "resume",
      "end",
      "exit",
    ],
  );
  assert.deepEqual(await rows("b.json"), first);
});

test("build -g: the .wasm runs, and a trap names its task and line", async () => {
  const file = await source(
    "trap.c",
    "int main(void)\n{\n    volatile int zero = 0;\n    int rc = aw_sleep(1);\n    return rc + 1 / zero;\n}",
  );
  assert.equal((await awaitc("build", file, "-g", "-o", "trap.wasm")).code, 0);
  const { code, stderr } = await awaitc("run", "trap.wasm");
  assert.equal(code, 1);
  assert.match(stderr, /divide by zero/);
  assert.match(stderr, /main/);
  assert.match(stderr, /trap\.c:7/);
});

test("run: a compile error is clang's own words, and no files stay behind", async () => {
  const file = await source("broken.c", "int main(void) { return undeclared; }");
  const before = (await readdir(tmpdir())).filter((name) => name.startsWith("awaitc-"));
  const { code, stderr } = await awaitc("run", file);
  assert.equal(code, 1);
  assert.match(stderr, /broken\.c:3:25: error: use of undeclared identifier 'undeclared'/);
  const now = (await readdir(tmpdir())).filter((name) => name.startsWith("awaitc-"));
  assert.deepEqual(
    now.filter((name) => !before.includes(name)),
    [],
  );
});

test("run: an undefined function is named with its caller", async () => {
  const file = await source(
    "undefined.c",
    "int nowhere(int); int main(void) { return nowhere(1); }",
  );
  const { code, stderr } = await awaitc("run", file);
  assert.equal(code, 1);
  assert.match(stderr, /undefined symbol: nowhere, called by/);
});

test("run: a deadlock ends with who waits for what", async () => {
  const file = await source(
    "dead.c",
    "int main(void) { aw_future f = aw_future_new(); return aw_await(f); }",
  );
  const { code, stderr } = await awaitc("run", file);
  assert.equal(code, 1);
  assert.match(stderr, /deadlock[^]*main waits for future at dead\.c:3/);
});

test("wrong usage: a sentence, the help, exit code 2", async () => {
  for (const args of [[], ["walk"], ["run"], ["build", "x.c"], ["run", "x.c", "--clock=sun"]]) {
    const { code, stderr } = await awaitc(...args);
    assert.equal(code, 2, args.join(" "));
    assert.match(stderr, /\n *awaitc (run|build) FILE/);
  }
});

test("README.md: its program prints what it says", async () => {
  const readme = await readFile(new URL("../../README.md", import.meta.url), "utf8");
  const program = readme.match(/```c\n([^]*?)```/)?.[1] ?? "";
  const printed =
    readme.match(/\$ npx awaitc run meal\.c --clock=virtual\n((?: {4}.*\n)+)/)?.[1] ?? "";
  await writeFile(join(folder, "meal.c"), program);
  const { code, stdout } = await awaitc("run", "meal.c", "--clock=virtual");
  assert.deepEqual({ code, stdout }, { code: 0, stdout: printed.replace(/^ {4}/gm, "") });
});

test("run: AWAITC_DEBUG=1 switches debug mode on in a program built with -g", async () => {
  const file = await source(
    "orphan.c",
    "static int late(void *unused) { return aw_sleep(1000); }\n" +
      "int main(void) { aw_spawn(late, NULL, 0); return aw_sleep(1); }",
  );
  process.env.AWAITC_DEBUG = "1";
  const run = await awaitc("run", "-g", file);
  delete process.env.AWAITC_DEBUG;
  assert.equal(run.code, 0);
  assert.match(run.stderr, /^awaitc: Task-2 \(orphan\.c:4\) was still running when main ended/);
  assert.equal((await awaitc("run", "-g", file)).stderr, "");
});
