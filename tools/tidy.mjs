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
/** The folders of src/: which headers each may include besides its own and those of C. A folder's name
 * stands for all its headers. */
const FOLDERS = {
  base: ["base"],
  kernel: ["base", "kernel", "platform", "awaitc_inspect.h", "awaitc_lowlevel.h"],
  sync: ["base", "awaitc.h", "awaitc_lowlevel.h"],
  several: ["base", "awaitc.h", "awaitc_lowlevel.h"],
  io: ["base", "io", "awaitc.h", "awaitc_lowlevel.h", "platform/host.h"],
  inspect: ["base", "kernel", "platform", "awaitc_inspect.h"],
  testkit: ["base", "awaitc.h", "awaitc_lowlevel.h", "awaitc_test.h"],
  platform: ["base", "kernel", "platform", "io/export.h", "awaitc.h", "awaitc_inspect.h"],
};
/** Headers of platform/ are for all platforms: they know none of the runtime. */
const PLATFORM_HEADERS = ["platform/switch.h", "platform/host.h"];
/** Files that need the kernel's structures although their folder does without, each with its reason. */
const KERNEL_USERS = {
  "several/retry.c": "asks the host for a random seed",
  "several/group.c":
    "its children go on with the scopes around it, and its record is kept by errors",
  "io/operation.c": "completions are queued by the loop",
  "io/export.c": "answers a host with a task's error",
  "io/export.h": "names a task of the kernel",
  "io/reply.c": "formats on the system stack",
  "testkit/testclock.c": "holds the loop's clock",
  "testkit/testkit.c": "looks at the loop's counts and tables",
};

const problems = [];
/** The files of src/ and their texts. */
const sources = [];
const files = execFileSync("git", ["ls-files"], { cwd: ROOT, encoding: "utf8" })
  .split("\n")
  .filter((name) => /\.(c|h|js|mjs)$/.test(name));

/** @param {string} text */
const includesOf = (text) => [...text.matchAll(/^#include "([^"]+)"/gm)].map((match) => match[1]);

/** Whether a file of src/ may include a header of ours. */
function mayInclude(path, header) {
  if (dirname(path) === dirname(header)) return true;
  if (PLATFORM_HEADERS.includes(path)) return false;
  const isAllowed = FOLDERS[path.split("/")[0]].some(
    (one) => one === header || header.startsWith(`${one}/`),
  );
  return isAllowed || (path in KERNEL_USERS && /^(kernel|platform)\//.test(header));
}

function checkSource(file, text) {
  const path = file.replace("src/", "");
  for (const header of includesOf(text))
    if (!mayInclude(path, header)) problems.push(`${file}: may not include ${header}`);
  const only = (pattern, names, words) => {
    const mayKnow = names.includes(path) || /^platform\/(.*\/)?switch/.test(path);
    if (pattern.test(text) && !mayKnow) problems.push(`${file}: ${words}`);
  };
  only(/\bswitch_resume\(/, ["kernel/loop.c"], "only loop.c resumes");
  only(/\baw_switch_suspend\(/, ["kernel/park.c"], "only park.c suspends");
  if (/asyncify_/.test(text) && basename(path) !== "switch_asyncify.c")
    problems.push(`${file}: only switch_asyncify.c knows Asyncify`);
}

/** What a file of src/ declares for itself or for others: functions, objects, tags, constants, macros. */
function* declaredIn(text) {
  const bare = text.replace(/\/\*[^]*?\*\/|__attribute__\(\(.*\)\)\s*/g, "");
  const patterns = [
    /^static [^(={;]*?\b(\w+)(?:\[[^\]]*\])*(?: =|;|\([^;{]*\)\n\{)/gm,
    /^AW_NEVER_SUSPENDS\([^,]+,\s*(\w+)/gm,
    /^(?!static|typedef|AW_NEVER)\w[\w *]*?\b(\w+)\([^;{]*\)\n\{/gm,
    /^(?:struct|enum|union) (\w+) \{/gm,
    /^#define (\w+)/gm,
  ];
  for (const pattern of patterns) for (const [, name] of bare.matchAll(pattern)) yield name;
  for (const [, list] of bare.matchAll(/^enum (?:\w+ )?\{([^}]*)\}/gm))
    for (const [, name] of list.matchAll(/(?:^|,)\s*(\w+)/g)) yield name;
}

/** Names that only files of different platforms have in common: no program links two of them. */
const PLATFORM = /^src\/platform\/(native|wasm|emscripten|wasi)\//;
function areApart(one, other) {
  const [a, b] = [PLATFORM.exec(one)?.[1], PLATFORM.exec(other)?.[1]];
  if (!a || !b || a === b) return false;
  return a === "native" || b === "native" || (a !== "wasm" && b !== "wasm");
}

/** One name, one thing: grep finds it, and the amalgamation needs no other names. */
function checkNames(texts) {
  const owners = new Map();
  for (const [file, text] of texts)
    for (const name of new Set(declaredIn(text)))
      owners.set(name, [...(owners.get(name) ?? []), file]);
  for (const [name, found] of owners)
    for (const [i, file] of found.entries())
      for (const other of found.slice(0, i))
        if (!areApart(file, other)) problems.push(`${file}: ${name} is a name of ${other} too`);
}

/** The rooms of playground/: each knows only those before its line. */
const ROOMS = [
  ["common"],
  ["trace"],
  ["timeline", "run", "editor"],
  ["lesson"],
  ["places"],
  ["offline"],
  ["page"],
  ["embed"],
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

/** The top folders of JavaScript, and what each may import from outside itself. */
const MAY_IMPORT = {
  "web": [],
  "trace": [],
  "toolchain": [],
  "cli": ["web/index.js", "web/platforms/", "toolchain/", "trace/"],
  "playground": [],
  "playground/run": ["web/index.js"],
  "playground/editor": ["toolchain/", ".clang-format"],
  "playground/places": ["trace/", "cli/project.js", "cli/template/", "package.json"],
};
const topOf = (path) => path.split("/")[0];

/** Imports of the folders of MAY_IMPORT. */
function checkModule(file, text) {
  const imports = /^(?:(?:import|export) [^;]*?from |(?! *\/?\*).*?\bimport\()"(\.[^"]+)"/gm;
  for (const [, target] of text.matchAll(imports)) {
    const path = join(dirname(file), target);
    const may = MAY_IMPORT[dirname(file)] ?? MAY_IMPORT[topOf(file)];
    if (topOf(file) !== topOf(path) && !may.some((entry) => path.startsWith(entry)))
      problems.push(`${file}: ${dirname(file)}/ may not import ${path}`);
    if (isOutOfRoom(file, path)) problems.push(`${file}: ${dirname(file)} does not know ${path}`);
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
  if (file.startsWith("src/")) {
    checkSource(file, text);
    sources.push([file, text]);
  }
  if (topOf(file) in MAY_IMPORT) checkModule(file, text);
  if (file.startsWith("include/")) checkHeader(file, text);
}

checkNames(sources);
for (const problem of problems) console.error(`tidy: ${problem}`);
if (problems.length > 0) process.exitCode = 1;
else console.log(`tidy: ${files.length} files keep the rules`);
