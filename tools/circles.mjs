// Which files of src/ need each other: the circles among them, by the functions that one defines
// and another names. Parts that only some programs link (AW_PART, kernel/parts.h) are called
// upwards by design and do not count, and platforms stand in for each other, so they are left out.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ROOT } from "./steps.mjs";

/** What has to be one circle: a task's state, what it waits for, how both are cancelled, and
 * why. */
export const INHERENT = ["cause", "error", "future", "park", "run", "task"].map(
  (name) => `src/kernel/${name}.c`,
);

/** C without comments and strings. @param {string} text */
const bare = (text) => text.replace(/\/\*[^]*?\*\/|\/\/.*|"(?:\\.|[^"\\])*"/g, " ");

/** The functions that a file defines and others can call. @param {string} text */
const definitions = (text) =>
  [
    ...text.matchAll(
      /^(?!static|struct \w+ \{|typedef|#)\w[^;{}=]*?\(?\b(\w+)\)?\([^;{}]*\)\n\{/gm,
    ),
  ].map(([, name]) => name);

/** A public macro `aw_x` calls `aw_x_here`. @param {string} name */
const macroOf = (name) => (name.startsWith("aw_") ? `${name}_here` : name);

/** Which files each file names functions of.
 * @param {Map<string, string>} files bare text by path */
function callsOf(files, isPart) {
  const owner = new Map();
  for (const [path, text] of files)
    for (const name of definitions(text)) if (!isPart(name)) owner.set(name, path);
  const calls = new Map();
  for (const [path, text] of files) {
    const names = new Set(text.match(/\b[a-z]\w*/g));
    const others = [...names].flatMap((name) => owner.get(name) ?? owner.get(macroOf(name)) ?? []);
    calls.set(path, new Set(others.filter((other) => other !== path)));
  }
  return calls;
}

/** All that can be reached from a file. */
function reach(calls, from) {
  const found = new Set();
  const left = [from];
  while (left.length > 0)
    for (const next of calls.get(left.pop()) ?? [])
      if (!found.has(next)) {
        found.add(next);
        left.push(next);
      }
  return found;
}

/** The circles among the files of src/, each as its sorted paths. */
export function circles() {
  const list = execFileSync("git", ["ls-files", "src"], { cwd: ROOT, encoding: "utf8" });
  const paths = list.split("\n").filter((path) => /^src\/(?!platform).*\.c$/.test(path));
  const files = new Map(paths.map((path) => [path, bare(readFileSync(join(ROOT, path), "utf8"))]));
  const parts = bare(readFileSync(join(ROOT, "src/kernel/parts.h"), "utf8"));
  const isPart = (name) => new RegExp(`\\b${name}\\(`).test(parts);
  const calls = callsOf(files, isPart);
  const reached = new Map(paths.map((path) => [path, reach(calls, path)]));
  const found = new Set();
  for (const path of paths)
    if (reached.get(path).has(path))
      found.add(
        paths
          .filter((other) => reached.get(path).has(other) && reached.get(other).has(path))
          .sort()
          .join(" "),
      );
  return [...found].map((circle) => circle.split(" "));
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  for (const circle of circles()) console.log(circle.join("\n") + "\n");
