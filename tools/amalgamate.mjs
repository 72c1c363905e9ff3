// Makes the runtime one C file and one header, to be dropped into somebody's project:
//
//   node tools/amalgamate.mjs [FOLDER]      awaitc.c and awaitc.h, default build/amalgamation
//
// The files of CMakeLists.txt's lists follow each other, first those for every backend, then those for
// wasm or native programs. A name that a file keeps to itself and another one has too becomes
// `name_in_file`; macros of a file end with it. What files share through headers is static, so that a
// program may use every name that does not begin with aw_. Next: clex.mjs, which reads C.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chunks, declared, solid, tokens } from "./clex.mjs";
import { readSources } from "./sources.mjs";
import { ROOT } from "./steps.mjs";

const read = (path) => readFileSync(ROOT + path, "utf8");

const PUBLIC = [
  ...["awaitc.h", "awaitc_inline.h", "awaitc_inspect.h"],
  ...["awaitc_lowlevel.h", "awaitc_test.h"],
];
/** Names that linkers look for. */
const LINKED = /^(aw_\w+|main|atexit|getentropy|__\w+|debug_environment)$/;
/** Functions that wasm exports: static ones would not be. */
const EXPORTED = new Set(
  readSources().wasm.flatMap(({ file }) =>
    [...read(file).matchAll(/^EXPORT\([^)]*\)[^(]*?(\w+)\(/gm)].map((match) => match[1]),
  ),
);
const INCLUDE = /^\s*#\s*include\s+(<[^>]+>|"([^"]+)")/;
const FEATURES = /^\s*#\s*define\s+_[A-Z_]+_SOURCE\b/;

/** One header of all public ones. */
function header() {
  const texts = PUBLIC.map((name) => read(`include/${name}`).replace(/^#include "[^"]+"\n/gm, ""));
  const [version] = /VERSION (\S+)/.exec(read("CMakeLists.txt").replace(/^cmake.*$/m, "")).slice(1);
  const title = `awaitc ${version}: ${PUBLIC.join(", ")} as one file; made by tools/amalgamate.mjs.`;
  return `/* ${title} */\n${texts.join("\n")}`;
}

/** A file, read: its chunks, what they declare, and what it keeps to itself. */
function parse(text) {
  const parts = chunks(tokens(text)).map((chunk) => ({ chunk, is: declared(chunk) }));
  const macros = new Set(parts.flatMap(({ is }) => is.macros));
  const own = new Set();
  const tags = new Set();
  const functions = new Set();
  for (const { is } of parts) {
    for (const tag of is.tags) tags.add(tag);
    for (const name of is.names)
      if (!macros.has(name) && (is.isStatic || is.fn === undefined) && !is.isExtern) own.add(name);
    if (is.isDefinition && !is.isStatic && !macros.has(is.fn)) functions.add(is.fn);
  }
  for (const name of functions) own.delete(name);
  return { parts, macros, own, tags, functions };
}

/** Internal headers that a text includes, each after those it needs. */
function headersOf(text, found) {
  for (const [, name] of text.matchAll(/^#include "([^"]+)"/gm))
    if (!PUBLIC.includes(name) && !found.has(name)) {
      const inner = read(`src/${name}`);
      headersOf(inner, found);
      found.set(name, inner);
    }
  return found;
}

/** What of a program's files is visible to all of them. */
class Program {
  constructor(units, headers) {
    this.files = new Map(units.map((unit) => [unit.name, parse(read(unit.file))]));
    this.headers = new Map([...headers].map(([name, text]) => [name, parse(text)]));
    const functions = [...this.files.values()].flatMap((file) => [...file.functions]);
    this.shared = new Set(functions.filter((name) => !LINKED.test(name) && !EXPORTED.has(name)));
    this.objects = new Set();
    for (const { parts } of this.headers.values())
      for (const { is } of parts)
        if (is.isExtern || (is.isStatic && is.fn && !is.isDefinition))
          for (const name of is.names) if (!LINKED.test(name)) this.objects.add(name);
  }

  /** Whether another file declares a name (or a tag) too. */
  isElsewhere(name, kind, unit) {
    for (const [other, file] of [...this.files, ...this.headers])
      if (other !== unit && (file[kind].has(name) || (kind === "own" && file.functions.has(name))))
        return true;
    return false;
  }

  /** Names that a unit must change, by what they are. */
  renames(unit) {
    const file = this.files.get(unit);
    const clashing = (kind) => [...file[kind]].filter((name) => this.isElsewhere(name, kind, unit));
    return {
      own: new Set(clashing("own").filter((name) => !this.objects.has(name))),
      tags: new Set(clashing("tags")),
    };
  }
}

/** Weak functions are parts that a program links when it uses them; here all are. */
function withoutWeak(chunk) {
  const at = chunk.findIndex(({ text }) => text === "weak");
  const rest = at < 0 ? chunk : chunk.filter((_, i) => i < at - 3 || i > at + 2);
  return rest.filter(({ text }) => text !== "AW_PART");
}

/** A chunk's text with names changed, and AW_PRIVATE before what is shared. */
function print({ chunk, is }, { own, tags }, unit, program) {
  const isShared =
    !is.isStatic &&
    !is.isType &&
    (is.fn ? program.shared.has(is.fn) : is.names.some((name) => program.objects.has(name)));
  const all = isShared ? withoutWeak(chunk) : chunk;
  const first = solid(all)[0];
  let before = "";
  let text = "";
  for (const token of all) {
    let word = token.text;
    if (isShared && token === first) word = word === "extern" ? "AW_PRIVATE" : `AW_PRIVATE ${word}`;
    else if (token.kind === "word" && before !== "." && before !== "->") {
      const set = /^(struct|enum|union)$/.test(before) ? tags : own;
      if (set.has(word)) word = `${word}_in_${unit}`;
    } else if (token.kind === "line" && own.size > 0)
      word = word.replace(/(?<![.\w])\w+/g, (name) =>
        own.has(name) ? `${name}_in_${unit}` : name,
      );
    if (token.kind !== "space") before = token.text;
    text += word;
  }
  return text;
}

/** The text of a file in the amalgamation; its `#include <>` go to `systems`. */
function body(unit, file, renames, program, systems) {
  let text = "";
  let conditions = 0;
  for (const part of file.parts) {
    const line = part.chunk.at(-1);
    if (line?.kind === "line") {
      if (/^\s*#\s*if/.test(line.text)) conditions++;
      if (/^\s*#\s*endif/.test(line.text)) conditions--;
      const include = INCLUDE.exec(line.text);
      const isOurs = include?.[2] !== undefined;
      if (FEATURES.test(line.text) || isOurs || (include && conditions === 0)) {
        if (!isOurs) systems.add(line.text.trim());
        text += part.chunk
          .slice(0, -1)
          .map(({ text: space }) => space)
          .join("")
          .replace(/\n\s*$/, "\n");
        continue;
      }
    }
    text += print(part, renames, unit, program);
  }
  const undefs = [...file.macros].filter((name) => !FEATURES.test(`#define ${name}`));
  return { text: text.replace(/\n{3,}/g, "\n\n").trim(), undefs };
}

const NONE = { own: new Set(), tags: new Set() };

/** Internal headers, without their guards. */
function headersText(program, names, systems) {
  return names.map((name) => {
    const file = program.headers.get(name);
    const { text } = body(name, file, NONE, program, systems);
    const inside = text.replace(/^#ifndef \w+\n#define \w+\n/m, "").replace(/\n#endif$/, "");
    return `/* ---- src/${name} ---- */\n\n${inside.trim()}\n`;
  });
}

function unitsText(program, units, systems) {
  return units.map((unit) => {
    const { text, undefs } = body(
      unit.name,
      program.files.get(unit.name),
      program.renames(unit.name),
      program,
      systems,
    );
    const ends = undefs.map((name) => `#undef ${name}\n`);
    return `/* ---- ${unit.file} ---- */\n\n${text}\n${ends.join("")}`;
  });
}

const TOP = `/* awaitc, the runtime as one file; made by tools/amalgamate.mjs from src/, which reads better.
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

/** Both files' texts. */
export function amalgamate() {
  const { common, wasm, native } = readSources();
  const texts = (units) => units.map(({ file }) => read(file)).join("\n");
  const shared = headersOf(texts(common), new Map());
  const backend = (units) => {
    const all = headersOf(texts(common) + texts(units), new Map());
    const program = new Program([...common, ...units], all);
    const systems = new Set();
    const headers = headersText(
      program,
      [...all.keys()].filter((name) => !shared.has(name)),
      systems,
    );
    return { program, systems, parts: [...headers, ...unitsText(program, units, systems)] };
  };
  const forWasm = backend(wasm);
  const forNative = backend(native);
  // What common files are called must not depend on the backend.
  const program = new Program(
    [...common, ...wasm, ...native],
    headersOf(texts([...common, ...wasm, ...native]), new Map()),
  );
  const systems = new Set();
  const parts = [
    ...headersText(program, [...shared.keys()], systems),
    ...unitsText(program, common, systems),
  ];
  const lines = (set, more = /^/) =>
    [...set]
      .filter((line) => more.test(line))
      .sort()
      .map((line) => `${line}\n`)
      .join("");
  const [features, includes] = [/define/, /include/];
  const inside = (it) => `${lines(it.systems, includes)}\n${it.parts.join("\n")}`;
  const source = `${TOP}
#ifdef __wasm__
${OPTIMISED}#else
${lines(forNative.systems, features)}#undef main /* -Dmain=aw_user_main is for the program's */
#endif
${PRIVATE}
#include "awaitc.h"

${lines(systems)}
${parts.join("\n")}
/* ======== Backends: wasm with Asyncify, or native ======== */

#ifdef __wasm__

${inside(forWasm)}
#else /* native */

${inside(forNative)}
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
  console.log(
    `${folder}: awaitc.c ${source.split("\n").length} lines, awaitc.h ${text.split("\n").length} lines`,
  );
}
