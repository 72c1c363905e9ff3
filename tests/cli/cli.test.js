// Tests the command line with real compilers and real files: exit codes and messages.
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { workspace } from "./command.js";

const { awaitc: command, folder, leftovers } = await workspace();
const awaitc = (...args) => command(args);

/** Writes a C file that includes the header. Returns its name. */
async function source(name, body) {
  await writeFile(join(folder, name), `#include <awaitc.h>\n#include <stdio.h>\n${body}\n`);
  return name;
}

/** Programs compiled into one, because each link with emcc takes seconds; the argument selects
 * one. */
const several = await source(
  "several.c",
  `#include <string.h>
int main(int argc, char **argv)
{
    const char *which = argc > 1 ? argv[1] : "";
    if (strcmp(which, "code") == 0) { int rc = aw_sleep(5); printf("slept %d\\n", rc); return 42; }
    if (strcmp(which, "hour") == 0) {
        int rc = aw_sleep(3600000); printf("%d\\n", (int)aw_now()); return rc; }
    if (strcmp(which, "hi") == 0) { printf("hi\\n"); return aw_sleep(10); }
    if (strcmp(which, "dead") == 0) { aw_future f = aw_future_new(); return aw_await(f); }
    for (int i = 0; i < argc; i++) printf("[%s]", argv[i]);
    return 0;
}`,
);
/** The same with -g. */
const faulty = await source(
  "faulty.c",
  `static int late(void *unused) { (void)unused; return aw_sleep(1000); }
int main(int argc, char **argv)
{
    (void)argv;
    volatile int zero = 0;
    int rc = aw_sleep(1);
    if (argc == 1) return rc + 1 / zero;
    aw_spawn(late, NULL, 0);
    return aw_sleep(1);
}`,
);

test("run: prints what the program prints and exits with its code", async () => {
  const ended = await awaitc("run", several, "--", "code");
  assert.deepEqual(ended, { code: 42, stdout: "slept 0\n", stderr: "" });
});

test("run: what follows -- is the program's", async () => {
  const { stdout } = await awaitc("run", several, "--", "--clock=none", "a b");
  assert.equal(stdout, "[several][--clock=none][a b]");
});

test("run --clock=virtual: an hour passes at once", async () => {
  const { stdout } = await awaitc("run", several, "--clock=virtual", "--", "hour");
  assert.equal(stdout, "3600000\n");
});

test("run --trace: writes every row, the same each time but for wall", async () => {
  const rows = async (name) => {
    await awaitc("run", several, "--clock=virtual", `--trace=${name}`, "--", "hi");
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
  assert.equal((await awaitc("build", faulty, "-g", "-o", "trap.wasm")).code, 0);
  const { code, stderr } = await awaitc("run", "trap.wasm");
  assert.equal(code, 1);
  assert.match(stderr, /divide by zero/);
  assert.match(stderr, /main/);
  assert.match(stderr, /faulty\.c:9/);
});

test("run: a compile error is clang's own words, and no files stay behind", async () => {
  const file = await source("broken.c", "int main(void) { return undeclared; }");
  const { code, stderr } = await awaitc("run", file);
  assert.equal(code, 1);
  assert.match(stderr, /broken\.c:3:25: error: use of undeclared identifier 'undeclared'/);
  assert.deepEqual(await leftovers(), []);
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
  const { code, stderr } = await awaitc("run", several, "--", "dead");
  assert.equal(code, 1);
  assert.match(stderr, /deadlock[^]*main waits for future at several\.c:11/);
});

test("wrong usage: a sentence, the help, exit code 2", async () => {
  for (const args of [
    [],
    ["walk"],
    ["run"],
    ["build", "x.c"],
    ["run", "x.c", "--clock=sun"],
    ["run", "x.c", "--deny-fs"],
  ]) {
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
  const run = () => awaitc("run", "-g", faulty, "--", "orphan");
  process.env.AWAITC_DEBUG = "1";
  const told = await run();
  delete process.env.AWAITC_DEBUG;
  assert.equal(told.code, 0);
  assert.match(told.stderr, /^awaitc: Task-2 \(faulty\.c:10\) was still running when main ended/);
  assert.equal((await run()).stderr, "");
});
