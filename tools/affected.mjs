// Selects the tests that changed files can affect, for `npm test -- --changed`. A JavaScript test
// depends on the modules and files that it names, and on those that they name. After a change of
// the runtime or its headers the native C tests run. Tests that take long run only with `npm
// test`.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { ROOT } from "./steps.mjs";
import { knownTimes, tasksOf } from "./suites.mjs";

/** Suites that take minutes. Only their changed test files are selected. */
const LONG = ["c-package", "package", "e2e", "same"];
/** A test file that took longer in the last run is not selected, unless it has changed. */
const QUICK_SECONDS = 15;
const RUNTIME = /^(src|include)\/|^tests\/(c|conformance)\/.*\.[ch]$|^CMake/;
/** A module or a file that a module names: in an import, or as a URL relative to the module. */
const NAMED = /(?:from |import\(|import |new URL\()\s*"(\.{1,2}\/[^"]+)"/g;

const git = (...args) => execFileSync("git", args, { cwd: ROOT, encoding: "utf8" }).trim();

/** The files that this branch has changed since it left main; on main itself, the uncommitted
 * files.
 * @returns {string[]} */
function changedFiles() {
  const base = git("merge-base", "HEAD", "main");
  const tracked = git("diff", "--name-only", base);
  const others = git("ls-files", "--others", "--exclude-standard");
  return `${tracked}\n${others}`.split("\n").filter(Boolean);
}

/** All files that a module depends on; a folder ends with a slash.
 * @param {string} file @param {Set<string>} [found] */
export function dependencies(file, found = new Set()) {
  if (found.has(file)) return found;
  const path = join(ROOT, file);
  if (!existsSync(path)) return found;
  if (statSync(path).isDirectory()) return found.add(file.endsWith("/") ? file : `${file}/`);
  found.add(file);
  if (!/\.m?js$/.test(file)) return found;
  for (const [, name] of readFileSync(path, "utf8").matchAll(NAMED)) {
    const other = join(dirname(file), name);
    if (!other.startsWith("build/") && other !== "./") dependencies(other, found);
  }
  return found;
}

/** Whether a change of some files can affect a test.
 * @param {{ name: string, file?: string }} test @param {string[]} changed */
export function isAffected({ name, file }, changed) {
  if (name.startsWith("rules: ")) return true;
  if (!file) return name === "c: native" && changed.some((path) => RUNTIME.test(path));
  if (LONG.some((suite) => file.startsWith(`tests/${suite}/`))) return changed.includes(file);
  const known = [...dependencies(file)];
  return changed.some((path) =>
    known.some((one) => one === path || (one.endsWith("/") && path.startsWith(one))),
  );
}

/** The tasks that changed files can affect. @param {string[]} suites */
export function affected(suites) {
  const changed = changedFiles();
  const times = knownTimes();
  const isQuick = ({ name, file }) =>
    !file || changed.includes(file) || (times[name] ?? 0) <= QUICK_SECONDS;
  console.log(`${changed.length} files changed; left to npm test: what takes long`);
  return tasksOf(suites, (test) => isAffected(test, changed) && isQuick(test));
}
