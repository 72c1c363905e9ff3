// Writes the declarations of awaitc that the page's editor shows, read from the headers like
// docs/reference.md:
//
//   node tools/declarations.mjs FILE.json
//
// It writes a list of the Declaration of playground/editor/declarations.js.
import { readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { ERRORS, FIELDS, HEADERS, errorsOf, sectionsOf } from "./headers.mjs";
import { ROOT } from "./steps.mjs";

/** The line that declares a name: the first line with it, at or after the item's; else the item's
 * line. */
function lineOf(lines, name, from) {
  const word = new RegExp(String.raw`\b${name}\b`);
  const at = lines.findIndex((line, index) => index >= from - 1 && word.test(line));
  return at < 0 ? from : at + 1;
}

/** The declarations of a header. */
function declarationsOf(file) {
  const lines = readFileSync(join(ROOT, file), "utf8").split("\n");
  const header = basename(file);
  const found = [];
  for (const { title, items } of sectionsOf(file)) {
    if (title === ERRORS) continue;
    for (const { functions, types, constants, text, fields, line } of items) {
      const told = FIELDS.filter((name) => fields[name]).map((name) => [name, fields[name]]);
      const add = (kind, one) =>
        found.push({
          ...{ name: one.name, kind, text: one.text, words: text, fields: told, header },
          line: lineOf(lines, one.name, line),
        });
      for (const one of functions) add("function", one);
      for (const one of types) add("type", one);
      for (const one of constants) add("constant", one);
    }
  }
  return found;
}

/** The error codes. */
function errors(file) {
  const lines = readFileSync(join(ROOT, file), "utf8").split("\n");
  return errorsOf(file).map(({ name, value, like, words }) => ({
    ...{ name, kind: "constant", text: `${name} = ${value}`, words: `${words}.` },
    fields: like ? [["Like", like]] : [],
    header: basename(file),
    line: lineOf(lines, name.replace(/^AW_/, ""), 1),
  }));
}

const all = [...errors(HEADERS[0].file), ...HEADERS.flatMap(({ file }) => declarationsOf(file))];
const seen = new Map(all.reverse().map((one) => [one.name, one])); // keeps the first of each name
writeFileSync(process.argv[2], JSON.stringify([...seen.values()].reverse()));
