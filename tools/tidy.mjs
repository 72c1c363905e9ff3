// Keeps the rules that reading alone would not: who may include whom, the length of files and lines,
// and that every function marked AW_SUSPENDS says in its comment when it suspends.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { ROOT } from "./steps.mjs";

const LINE_MAX = 110;
const FILE_MAX = 500;
/** A text to translate stays in one piece, on a line of its own (CONTRIBUTING.md, "To add words"). */
const isText = (line) => /^\s*("[^"]*"|str`[^`]*`),?$/.test(line);
const LEAVES = ["list.h", "heap.h", "items.h", "switch.h", "host.h", "memory.h", "text.h"];
const KERNEL = [
  "cause",
  "debug",
  "error",
  "fail",
  "finish",
  "future",
  "loop",
  "park",
  "scope",
  "stats",
  "table",
  "task",
  "timeout",
  "timer",
  "trace",
  "watch",
];
const BACKENDS = [
  "atexit_",
  "switch_",
  "host_",
  "memory",
  "main_",
  "program_",
  "operation_",
  "export_",
  "print_",
  "scan_",
  "debug_",
  "text",
];
/** Primitives that need the kernel's structures, each with its reason. */
const KERNEL_PRIMITIVES = {
  dump: "shows the tasks as they are",
  hook: "gets the rows of the trace",
  local: "values hang on the task",
  profile: "knows the tasks that are alive at its start",
  callback: "handles are kept in the loop's table",
  group: "its children go on with the scopes around it, and its record is kept by errors",
  operation: "completions are queued by the loop",
  export: "answers a host with a task's error",
  reply: "formats on the system stack",
  testclock: "holds the loop's clock",
  testkit: "looks at the loop's counts and tables",
};

const problems = [];
const files = execFileSync("git", ["ls-files"], { cwd: ROOT, encoding: "utf8" })
  .split("\n")
  .filter((name) => /\.(c|h|js|mjs)$/.test(name));

/** @param {string} text */
const includesOf = (text) => [...text.matchAll(/^#include "([^"]+)"/gm)].map((match) => match[1]);

/** What a source file of src/ may include of ours. @param {string} name */
function mayInclude(name, header) {
  if (LEAVES.includes(name)) return false;
  const stem = name.replace(/\.[ch]$/, "");
  const isPublic =
    header === "awaitc.h" || header === "awaitc_lowlevel.h" || header === "awaitc_test.h";
  const isLeaf = LEAVES.includes(header);
  if (isPublic || isLeaf || header === `${stem.replace(/_wasm$/, "")}.h`) return true;
  if (header === "core.h")
    return (
      KERNEL.includes(stem) || stem in KERNEL_PRIMITIVES || BACKENDS.some((b) => stem.startsWith(b))
    );
  if (header === "host_native.h") return stem === "main_native";
  if (header === "export.h") return ["export", "reply"].includes(stem);
  return false;
}

function checkSource(file, text) {
  const name = basename(file);
  for (const header of includesOf(text))
    if (name !== "core.h" && !mayInclude(name, header))
      problems.push(`${file}: may not include ${header}`);
  if (
    /\bswitch_resume\(/.test(text) &&
    !["loop.c", "switch.h", "switch_asyncify.c", "switch_native.c"].includes(name)
  )
    problems.push(`${file}: only loop.c resumes`);
  if (
    /\baw_switch_suspend\(/.test(text) &&
    !["park.c", "switch.h", "switch_asyncify.c", "switch_native.c"].includes(name)
  )
    problems.push(`${file}: only park.c suspends`);
  if (/asyncify_/.test(text) && name !== "switch_asyncify.c")
    problems.push(`${file}: only switch_asyncify.c knows Asyncify`);
}

/** The rooms of playground/: each knows only those before its line. */
const ROOMS = [
  ["common"], ["trace"], ["timeline", "run", "editor"], ["lesson"], ["places"], ["offline"],
  ["page"], ["embed"],
];
const levelOf = (path) => {
  const room = /^playground\/([a-z]+)\//.exec(path)?.[1];
  return ROOMS.findIndex((rooms) => rooms.includes(room));
};

/** A module of a room that knows one it may not. */
function isOutOfRoom(file, path) {
  const [from, to] = [levelOf(file), levelOf(path)];
  return from >= 0 && to >= 0 && dirname(file) !== dirname(path) && to >= from;
}

/** Imports of web/ and playground/. */
function checkModule(file, text) {
  for (const [, target] of text.matchAll(/^(?:import|export) [^;]*?from "(\.[^"]+)"/gm)) {
    const path = join(dirname(file), target);
    if (
      file.startsWith("playground/") &&
      path.startsWith("web/") &&
      !/^web\/(index|browser|node)\.js$/.test(path) &&
      !(
        /^(compiler|transform)worker\.js$/.test(basename(file)) && path.startsWith("web/toolchain/")
      ) &&
      !(basename(file) === "share.js" && path === "web/trace_events.js") &&
      !(
        /^project(zip)?\.js$/.test(basename(file)) &&
        /^web\/cli\/(project\.js|template\/)/.test(path)
      )
    )
      problems.push(
        `${file}: uses ${path}; only the compiler's worker and saved files know more than web/'s entry`,
      );
    if (isOutOfRoom(file, path)) problems.push(`${file}: ${dirname(file)} does not know ${path}`);
    if (file.startsWith("web/") && path.startsWith("playground/"))
      problems.push(`${file}: web/ does not know the page`);
    if (/^web\/[a-z]+\.js$/.test(file) && /^web\/(cli|toolchain)\//.test(path))
      problems.push(`${file}: the runtime does not know the tools`);
  }
  if (/\.innerHTML\s*=/.test(text)) problems.push(`${file}: innerHTML`);
}

function checkHeader(file, text) {
  for (const match of text.matchAll(/\/\*((?:(?!\*\/)[\s\S])*)\*\/\s*AW_SUSPENDS int (\w+)/g))
    if (!/Suspends:/.test(match[1]) && !/not to be used/.test(match[1]))
      problems.push(`${file}: ${match[2]} does not say when it suspends`);
}

for (const file of files) {
  const text = readFileSync(join(ROOT, file), "utf8");
  const lines = text.split("\n");
  if (lines.length > FILE_MAX && file !== "include/awaitc.h")
    problems.push(`${file}: ${lines.length} lines; two ideas in one file?`);
  lines.forEach((line, i) => {
    if (line.length > LINE_MAX && !isText(line) && !/^\s*(\*|\/\/|\/\*).*https?:/.test(line))
      problems.push(`${file}:${i + 1}: ${line.length} columns`);
    if (/\b(TODO|FIXME|XXX)\b/.test(line) && file !== "tools/tidy.mjs")
      problems.push(`${file}:${i + 1}: something left open`);
  });
  if (file.startsWith("src/")) checkSource(file, text);
  if (/^(web|playground)\//.test(file)) checkModule(file, text);
  if (file.startsWith("include/")) checkHeader(file, text);
}

for (const problem of problems) console.error(`tidy: ${problem}`);
if (problems.length > 0) process.exitCode = 1;
else console.log(`tidy: ${files.length} files keep the rules`);
