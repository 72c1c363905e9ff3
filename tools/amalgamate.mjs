// Writes the runtime as one C file and one header, which can be added to any project:
//
//   node tools/amalgamate.mjs [FOLDER]      awaitc.c and awaitc.h, default build/amalgamation
//
// The internal headers come first, then the C files: those for every backend, then those for wasm
// or for native programs. Names are unique in src/ (tools/tidy.mjs), so no name has to change.
// Functions and objects that files share through headers become static, so a program may use every
// name that does not begin with aw_. The script relies on clang-format: in src/ a declaration
// begins in the first column.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { readSources } from "./sources.mjs";
import { ROOT } from "./steps.mjs";

const read = (path) => readFileSync(ROOT + path, "utf8");

/** The public headers, each after those it includes. */
const PUBLIC = [
  ...["awaitc.h", "awaitc_inline.h", "awaitc_inspect.h"],
  ...["awaitc_lowlevel.h", "awaitc_test.h"],
];
/** Names that the linker needs; they must not become static. */
const LINKED = /^(aw_\w+|main|atexit|getentropy|memcpy|memset|__\w+|debug_environment)$/;
const INCLUDE = /^#include "([^"]+)"\n/gm;
const FEATURE = /^#define _[A-Z_]+_SOURCE\b.*\n/gm;

/** The public headers as one header. */
function header() {
  const texts = PUBLIC.map((name) => read(`include/${name}`).replace(INCLUDE, ""));
  const [, version] = /^project\(awaitc VERSION (\S+)/m.exec(read("CMakeLists.txt"));
  const names = PUBLIC.join(", ");
  const title = `awaitc ${version}: ${names} as one file; made by tools/amalgamate.mjs.`;
  return `/* ${title} */\n${texts.join("\n")}`;
}

/** The internal headers that a text includes, each after those it needs, by path in src/. */
function headersOf(text, found = new Map()) {
  for (const [, name] of text.matchAll(INCLUDE))
    if (!PUBLIC.includes(name) && !found.has(name)) {
      const inner = read(`src/${name}`);
      headersOf(inner, found);
      found.set(name, inner);
    }
  return found;
}

/** The functions that some files define for others, and the objects that headers declare.
 * @param {string[]} sources @param {string[]} headers */
function sharedNames(sources, headers) {
  const all = (texts, pattern) =>
    texts.flatMap((text) => [...text.matchAll(pattern)].map(([, name]) => name));
  const functions = all(sources, /^(?!static|typedef|EXPORT)\w[\w *]*?\b(\w+)\([^;{]*\)\n\{/gm);
  const bare = sources.map((text) => text.replace(/__attribute__\(\(.*?\)\)\s*/g, ""));
  const exported = new Set(all(bare, /^EXPORT\([^)]*\)[^(]*?(\w+)\(/gm));
  const objects = all(headers, /^extern [^;(]*?(\w+);/gm);
  return [...functions, ...objects].filter((name) => !LINKED.test(name) && !exported.has(name));
}

/** A file's text without includes and feature macros, and with AW_PRIVATE before each shared
 * declaration. */
function body(text, isShared) {
  return text
    .replace(INCLUDE, "")
    .replace(FEATURE, "")
    .replace(
      /^(?!static|typedef|#|EXPORT)((?:AW_PART )?)(\w[\w *]*?\b)(\w+)(?=[(;]| = )/gm,
      (all, part, type, name) =>
        isShared(name) ? `${part}AW_PRIVATE ${type.replace(/^extern /, "")}${name}` : all,
    )
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

/** An internal header without its guard. Parts that a library links on use are always present here,
 * except for those that only a backend has: they stay weak. */
function headerText(name, text, isShared) {
  const inside = body(text, isShared)
    .replace(/^#ifndef (\w+)\n#define \1\n/m, "")
    .replace(/\n#endif$/, "")
    .replace(/^(#define AW_PART\b).*$/m, "$1")
    .replace(/^AW_PART (?!AW_PRIVATE)/gm, "__attribute__((weak)) ");
  return `/* ---- src/${name} ---- */\n\n${inside.trim()}\n`;
}

/** A C file. Its macros are undefined at its end. */
function unitText({ file }, isShared) {
  const text = read(file);
  const macros = [...text.replace(FEATURE, "").matchAll(/^#define (\w+)/gm)].map(
    ([, name]) => name,
  );
  const ends = [...new Set(macros)].map((name) => `#undef ${name}\n`).join("");
  return `/* ---- ${file} ---- */\n\n${body(text, isShared)}\n${ends}`;
}

const TOP = `/* awaitc, the runtime as one file; made by tools/amalgamate.mjs from src/, which reads
 * better.
 *
 * Natively: cc -Dmain=aw_user_main -I. main.c awaitc.c -lm (this file keeps its own main).
 * For wasm: see docs/using-from-c.md; compile this file with -O1 or more.
 * AW_PRIVATE is what files of the runtime share; defined empty, tests can reach it. */
`;
const PRIVATE = `#ifndef AW_PRIVATE
#define AW_PRIVATE static
#endif
#pragma GCC diagnostic ignored "-Wunused-function" /* what only the other backend needs */
#pragma GCC diagnostic ignored "-Wunused-parameter" /* functions of one type */
#pragma GCC diagnostic ignored "-Waddress" /* parts that a library would link only on use */
`;
const OPTIMISED = `#ifndef __OPTIMIZE__
#error "awaitc.c: compile it with -O1 or more: the switch keeps its state where -O0 would lose it"
#endif
`;

/** The texts of both files. */
export function amalgamate() {
  const { common, wasm, native } = readSources();
  const texts = (units) => units.map(({ file }) => read(file));
  const sources = texts([...common, ...wasm, ...native]);
  const headers = [...headersOf(sources.join("\n")).values()];
  const shared = headersOf(texts(common).join("\n"));
  const names = new Set(sharedNames([...sources, ...headers], headers));
  const isShared = (name) => names.has(name);
  const parts = (units, headers) =>
    [
      ...[...headers].map(([name, text]) => headerText(name, text, isShared)),
      ...units.map((unit) => unitText(unit, isShared)),
    ].join("\n");
  const backend = (units) => {
    const all = headersOf(texts(units).join("\n"));
    return parts(
      units,
      [...all].filter(([name]) => !shared.has(name)),
    );
  };
  const features = new Set(texts(native).flatMap((text) => text.match(FEATURE) ?? []));
  const source = `${TOP}
#ifdef __wasm__
${OPTIMISED}#else
${[...features].sort().join("")}#undef main /* -Dmain=aw_user_main is for the program's */
#endif
${PRIVATE}
#include "awaitc.h"

${parts(common, shared)}
/* ======== Backends: wasm with Asyncify, or native ======== */

#ifdef __wasm__

${backend(wasm)}
#else /* native */

${backend(native)}
#endif
`;
  return { source, header: header() };
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const folder = process.argv[2] ?? join(ROOT, "build/amalgamation");
  const { source, header: text } = amalgamate();
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "awaitc.c"), source);
  writeFileSync(join(folder, "awaitc.h"), text);
  const count = (text) => `${text.split("\n").length} lines`;
  console.log(`${folder}: awaitc.c ${count(source)}, awaitc.h ${count(text)}`);
}
