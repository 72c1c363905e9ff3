// Checks rules of the source tree: which folder may use which, the length of files and lines,
// unique names in src/, and that the comment of every AW_SUSPENDS function says when it suspends.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { INHERENT, circles } from "./circles.mjs";
import { leads, readRooms, roomOf } from "./rooms.mjs";
import { ROOT } from "./steps.mjs";

const LINE_MAX = 100;
const FILE_MAX = 400;
/** Files with more lines. Each is one idea: the public header, a primitive, a graph in its three
 * forms, an element. */
const LONGER = new Set([
  "include/awaitc.h",
  "src/several/group.c",
  "src/sync/queue.c",
  "src/inspect/dump.c",
  "playground/timeline/views/timeline.js",
]);
/** What may be longer, because it cannot be cut: a translatable text is one literal on a line of
 * its own (CONTRIBUTING.md, "To add words"); the name of a test is one literal, and Prettier keeps
 * the call around it on its line; a regular expression; an address. */
const WHOLE = [
  /^\s*("[^"]*"|str`[^`]*`),?$/,
  /^\s*>?\$\{msg\("[^"]*"\)\}(<\/\w+)?$/,
  /^\s*(test|TEST|PROGRAM)\(["`]/,
  /^\s*\/.*\/[a-z]*[;,]$/,
  /^\s*(\*|\/\/|\/\*).*https?:/,
];
const isWhole = (line) => WHOLE.some((pattern) => pattern.test(line));
const problems = [];
/** The files of src/ and their texts. */
const sources = [];
/** The text of each JavaScript file by its path. @type {Map<string, string>} */
const modules = new Map();
const files = execFileSync("git", ["ls-files"], { cwd: ROOT, encoding: "utf8" })
  .split("\n")
  .filter((name) => /\.(c|h|js|mjs)$/.test(name));

/** @param {string} text */
const includesOf = (text) => [...text.matchAll(/^#include "([^"]+)"/gm)].map((match) => match[1]);

const rooms = readRooms();
/** The arrows that some file uses, as "from to". */
const used = new Set();

/** Checks that the figure of docs/architecture.md lets a file use another. */
function checkArrow(file, target) {
  const [from, to] = [roomOf(rooms, file), roomOf(rooms, target)];
  if (!from || !to || from === to) return;
  used.add(`${from.id} ${to.id}`);
  const files = from.exceptions.get(to.id);
  if (files?.has(basename(file))) used.add(`${from.id} ${to.id} ${basename(file)}`);
  else if (!leads(rooms, from.id, to.id))
    problems.push(`${file}: may not use ${target} (docs/architecture.md has no arrow for it)`);
}

/** Reports arrows of the figure that no file uses. */
function checkArrows() {
  const stale = (...words) => !used.has(words.join(" "));
  for (const { id, uses, exceptions } of rooms.values()) {
    for (const to of uses)
      if (stale(id, to))
        problems.push(`docs/architecture.md: nothing uses the arrow ${id} --> ${to}`);
    for (const [to, files] of exceptions)
      for (const file of files)
        if (stale(id, to, file))
          problems.push(`docs/architecture.md: ${file} does not use the arrow ${id} -.-> ${to}`);
  }
}

function checkSource(file, text) {
  const path = file.replace("src/", "");
  for (const header of includesOf(text))
    checkArrow(file, /^awaitc/.test(header) ? `include/${header}` : `src/${header}`);
  const only = (pattern, names, words) => {
    const mayKnow = names.includes(path) || /^platform\/(.*\/)?switch/.test(path);
    if (pattern.test(text) && !mayKnow) problems.push(`${file}: ${words}`);
  };
  only(/\bswitch_resume\(/, ["kernel/run.c"], "only run.c resumes");
  only(/\baw_switch_suspend\(/, ["kernel/park.c"], "only park.c suspends");
  if (/asyncify_/.test(text) && basename(path) !== "switch_asyncify.c")
    problems.push(`${file}: only switch_asyncify.c knows Asyncify`);
  if (/\.reason = "/.test(text)) problems.push(`${file}: give a WAIT_REASON of src/base/waits.h`);
}

/** The names that a file of src/ declares: functions, objects, tags, constants, macros. */
function* declaredIn(text) {
  const bare = text.replace(/\/\*[^]*?\*\/|__attribute__\(\(.*\)\)\s*/g, "");
  const patterns = [
    /^static [^(={;]*?\b(\w+)(?:\[[^\]]*\])*(?: =|;|\([^;{]*\)\n\{)/gm,
    /\bAW_NEVER_SUSPENDS\((\w+)\);/gm,
    /^(?!static|typedef)\w[\w *]*?\b(\w+)\([^;{]*\)\n\{/gm,
    /^(?:struct|enum|union) (\w+) \{/gm,
    /^#define (\w+)/gm,
  ];
  for (const pattern of patterns) for (const [, name] of bare.matchAll(pattern)) yield name;
  for (const [, list] of bare.matchAll(/^enum (?:\w+ )?\{([^}]*)\}/gm))
    for (const [, name] of list.matchAll(/(?:^|,)\s*(\w+)/g)) yield name;
}

/** Folders of src/platform/ of which a program for wasm links one. */
const CHOICES = [
  ["emscripten", "wasi"],
  ["asyncify", "jspi"],
];

/** Whether two files belong to different platforms, so that no program links both. */
function areApart(one, other) {
  const [a, b] = [one, other].map((path) => /^src\/platform\/(\w+)\//.exec(path)?.[1]);
  if (!a || !b || a === b) return false;
  const isChosen = CHOICES.some((choice) => choice.includes(a) && choice.includes(b));
  return a === "native" || b === "native" || isChosen;
}

/** Names are unique in src/, so a search finds one declaration and the amalgamation renames
 * nothing. */
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

/** Checks a module's imports. */
function checkModule(file, text) {
  const imports = /^(?:(?:import|export) [^;]*?from |(?! *\/?\*).*?\bimport\()"(\.[^"]+)"/gm;
  for (const [, target] of text.matchAll(imports))
    checkArrow(file, join(dirname(file), target.replace(/\?\w+$/, "")));
  if (/\.innerHTML\s*=/.test(text)) problems.push(`${file}: innerHTML`);
}

/** Reports exports whose names no other file says.
 * @param {Map<string, string>} modules text by path */
function checkExports(modules) {
  const users = new Map();
  for (const [file, text] of modules)
    for (const word of new Set(text.match(/[\w$]+/g)))
      users.set(word, [...(users.get(word) ?? []), file]);
  for (const [file, text] of modules)
    for (const [, name] of text.matchAll(
      /^export (?:async )?(?:function\*?|class|const|let) ([\w$]+)/gm,
    ))
      if (users.get(name).length === 1)
        problems.push(`${file}: nobody imports ${name}; no export then`);
}

/** Reports opaque memory whose type does not tell the compiler that other types are kept in it. */
function checkOpaque(file, text) {
  for (const [, type] of text.matchAll(/^ *(\w.*) private_\[/gm))
    if (type !== "aw_private" && !type.includes("may_alias"))
      problems.push(`${file}: private_ is a ${type}; make it an aw_private`);
}

function checkHeader(file, text) {
  for (const match of text.matchAll(/\/\*((?:(?!\*\/)[\s\S])*)\*\/\s*AW_SUSPENDS int (\w+)/g))
    if (!/Suspends:/.test(match[1]) && !/not to be used/.test(match[1]))
      problems.push(`${file}: ${match[2]} does not say when it suspends`);
}

for (const file of files) {
  const text = readFileSync(join(ROOT, file), "utf8");
  const lines = text.split("\n");
  const length = lines.length - 1; // what follows the last newline is no line
  if (length > FILE_MAX !== LONGER.has(file))
    problems.push(
      LONGER.has(file)
        ? `${file}: no longer has more than ${FILE_MAX} lines; take it off the list in tidy.mjs`
        : `${file}: ${length} lines; two ideas in one file?`,
    );
  lines.forEach((line, i) => {
    if (line.length > LINE_MAX && !isWhole(line))
      problems.push(`${file}:${i + 1}: ${line.length} columns`);
    if (/\b(TODO|FIXME|XXX)\b/.test(line) && file !== "tools/tidy.mjs")
      problems.push(`${file}:${i + 1}: something left open`);
  });
  if (/\.m?js$/.test(file)) modules.set(file, text);
  if (/import\.meta\.url\)\.pathname/.test(text))
    problems.push(`${file}: a URL's pathname is no path on Windows; use fileURLToPath`);
  if (/^(src|include)\//.test(file)) checkOpaque(file, text);
  if (file.startsWith("src/")) {
    checkSource(file, text);
    sources.push([file, text]);
  } else if (file.startsWith("include/")) {
    checkHeader(file, text);
    for (const header of includesOf(text)) checkArrow(file, `include/${header}`);
  } else if (roomOf(rooms, file)) checkModule(file, text);
}

checkNames(sources);
checkExports(modules);
checkArrows();
for (const circle of circles())
  if (circle.join() !== INHERENT.join())
    problems.push(
      `these files need each other, which only ${INHERENT.join(" ")} may: ${circle.join(" ")}`,
    );

for (const problem of problems) console.error(`tidy: ${problem}`);
if (problems.length > 0) process.exitCode = 1;
else console.log(`tidy: ${files.length} files keep the rules`);
