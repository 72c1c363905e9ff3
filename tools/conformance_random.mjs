// Runs random programs on CPython and on awaitc. tests/conformance/random/programs.py generates
// them from a seed and runs them on CPython; programs.c runs them on awaitc. The traces must be
// equal.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { ROOT, cmakeBuild } from "./steps.mjs";

const FOLDER = "tests/conformance/random";
const SHOWN = 3; // how many differing programs to print
const ROOM = 1 << 30;

function output(command, args, input = "") {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    input,
    encoding: "utf8",
    maxBuffer: ROOM,
    cwd: ROOT,
    env: { ...process.env, ASAN_OPTIONS: "detect_stack_use_after_return=0" },
  });
  if (error) throw error;
  if (status !== 0) throw new Error(`${command} ended with ${status}:\n${stderr.slice(-2000)}`);
  return stdout;
}

/** Returns how many of `count` programs generated from `seed` differ, and prints the first of
 * them. */
export async function compareRandom(python, seed, count) {
  const made = output(python, [join(FOLDER, "programs.py"), String(seed), String(count)])
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  await cmakeBuild("native-asan");
  const lines = made.map(({ numbers }) => `${numbers}\n`).join("");
  const traces = output("build/native-asan/tests/c/awaitc_random", [], lines).split("\n");
  const differing = made
    .map((one, i) => ({ ...one, own: traces[i] }))
    .filter(({ trace, own }) => trace !== own);
  for (const { text, trace, own } of differing.slice(0, SHOWN))
    console.error(
      `conformance: a random program differs\n${text}\n  CPython: ${trace}\n  C:       ${own}`,
    );
  const found = differing.length > 0 ? `${differing.length} DIFFER` : "none differs";
  console.log(`${count} random programs (--seed=${seed} --random=${count}): ${found}`);
  return differing.length;
}
