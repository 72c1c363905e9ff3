// Installs awaitc into a prefix, moves the prefix, and builds programs with it. They use only the
// prefix and npm's binaryen, and no other file of this repository.
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ROOT, ccache } from "../../tools/steps.mjs";

export const BINARYEN = join(ROOT, "node_modules/binaryen");
const BUILD = join(ROOT, "build");
const SANITIZERS = { ASAN_OPTIONS: "detect_stack_use_after_return=0" };

/** A folder for this test. */
export function scratch(name) {
  mkdirSync(join(BUILD, "c-package"), { recursive: true });
  return mkdtempSync(join(BUILD, `c-package/${name}-`));
}

/** The environment of ccache, or false. */
const CACHE = ccache();
const COMPILERS = /^(clang|gcc|g\+\+|clang\+\+|emcc)$/;

/** Runs a command, a compiler with ccache: { code, output } with both streams. */
export function run(command, args, { cwd, env } = {}) {
  const options = {
    ...{ cwd, timeout: 300_000 },
    env: { ...process.env, ...CACHE, ...SANITIZERS, ...env },
  };
  const line = CACHE && COMPILERS.test(command) ? ["ccache", command] : [command];
  return new Promise((done) => {
    execFile(line[0], [...line.slice(1), ...args], options, (error, stdout, stderr) => {
      const words = stderr.replace(
        /^==\d+==WARNING: ASan doesn't fully support makecontext.*\n/m,
        "",
      );
      done({ code: error ? (error.code ?? error.signal) : 0, stdout, output: stdout + words });
    });
  });
}

/** As run, but throws the output if the command fails. */
export async function must(command, args, options) {
  const ended = await run(command, args, options);
  if (ended.code !== 0) throw new Error(`${command} ${args.join(" ")}\n${ended.output}`);
  return ended;
}

/** Installs presets into one prefix and moves it. Returns its folder. */
export async function install(folder, name, presets) {
  const first = join(folder, `${name}-before`);
  for (const preset of presets)
    await must("cmake", ["--install", join(BUILD, preset), "--prefix", first]);
  const prefix = join(folder, name);
  renameSync(first, prefix);
  return prefix;
}

/** Writes files, { name: text }, into a folder. Returns the folder. */
export function write(folder, files) {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

export function remove(folder) {
  rmSync(folder, { recursive: true, force: true });
}

/** A program with two tasks that wait, floats, and an exit code. */
export const PROGRAM = `#include <awaitc.h>
#include <stdio.h>

static int work(void *arg)
{
    int n = *(int *)arg;
    int rc = aw_sleep(10 * n);
    printf("work %d\\n", n);
    return rc < 0 ? rc : n;
}

int main(void)
{
    aw_task tasks[] = {aw_go(work, int, 2), aw_go(work, int, 1)};
    int rc = aw_await(aw_gather(tasks, 2, 0));
    printf("%d %d %d %.1f\\n", rc, aw_result(tasks[0]), aw_result(tasks[1]), 1.5);
    return 7;
}
`;
export const PRINTED = "work 1\nwork 2\n0 2 1 1.5\n";
