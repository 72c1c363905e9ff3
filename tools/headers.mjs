// Reads the public headers: the sections, their declarations in the form in which users call them,
// and the fields of the comments. reference.mjs, which checks the rules, and declarations.mjs use
// it.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./steps.mjs";

export const HEADERS = [
  { file: "include/awaitc.h", title: "awaitc.h: all that an application needs" },
  { file: "include/awaitc_inspect.h", title: "awaitc_inspect.h: to look into a running program" },
  { file: "include/awaitc_lowlevel.h", title: "awaitc_lowlevel.h: to write primitives" },
  { file: "include/awaitc_test.h", title: "awaitc_test.h: to test programs that wait" },
].filter(({ file }) => existsSync(join(ROOT, file)));
export const ERRORS = "Error codes"; // the section that is an X-macro
export const FIELDS = ["Suspends", "Returns", "Owns", "Order", "Like"];

/** The lines of a comment without the comment marks. */
function linesOf(comment) {
  return comment
    .replace(/^\/\*/, "  ")
    .replace(/\*\/$/, "")
    .split("\n")
    .map((line) => line.replace(/^ \*? ?/, "").trimEnd());
}

/** Splits a header into sections, and comments with the code directly below them. */
function pieces(text) {
  const found = [];
  const lines = text.split("\n");
  for (let i = 0; i < lines.length; i++) {
    let comment = "";
    if (lines[i].startsWith("/*")) {
      const from = i;
      while (!lines[i].trimEnd().endsWith("*/")) i++;
      comment = lines.slice(from, ++i).join("\n");
    }
    const from = i;
    while (i < lines.length && lines[i] !== "" && !lines[i].startsWith("/*")) i++;
    found.push({ comment, code: lines.slice(from, i).join("\n"), line: from + 1 });
    if (lines[i]?.startsWith("/*")) i--;
  }
  return found.filter(({ comment, code }) => comment || code);
}

/** Splits `text` at the semicolons outside braces. */
function statements(text) {
  const found = [];
  let depth = 0;
  let from = 0;
  const bare = text.replace(/\/\*[^]*?\*\//g, (comment) => comment.replace(/[{};]/g, " "));
  for (let i = 0; i < bare.length; i++) {
    if (bare[i] === "{") depth++;
    if (bare[i] === "}") depth--;
    if (bare[i] === ";" && depth === 0) {
      const [trailing] = /^ *\/\*.*\*\//.exec(text.slice(i + 1)) ?? [""];
      found.push(text.slice(from, i + 1 + trailing.length).trim());
      from = i += 1 + trailing.length;
    }
  }
  return found;
}

/** The parameters that a caller of the macro passes: not the call site, nor a function's name. */
const asPassed = (parameters) =>
  parameters.replace(/(,\s*const char \*fn_name)?(,\s*)?const char \*at$/, "") || "void";

/** The declaration as users call it: without attributes, call site and function name parameters. */
function asCalled(statement) {
  return statement
    .replace(/\bAW_SUSPENDS\s+(static inline )?/, "")
    .replace(/\s*__attribute__\(\(.*\)\)(?=;)/s, "")
    .replace(/_here\(([^]*)\)/, (_, parameters) => `(${asPassed(parameters)})`)
    .replace(/\s*\n\s*/g, " ")
    .replace(/\( /g, "(");
}

/** Splits the text of a comment into the description and the fields. */
function fieldsOf(lines) {
  const mark = new RegExp(`^  (${FIELDS.join("|")}): +(.*)$`);
  const fields = {};
  const words = [];
  let field = "";
  for (const line of lines) {
    const [, name, rest] = mark.exec(line) ?? [];
    if (name) fields[(field = name)] = rest;
    else if (field && /^ {8}/.test(line)) fields[field] += ` ${line.trim()}`;
    else {
      field = "";
      words.push(line);
    }
  }
  /* The short form: fields as sentences at the end of a paragraph. */
  const inline =
    /(?:^|\s)(Suspends|Order|Owns|Like): ((?:(?!\s(?:Suspends|Order|Owns|Like): )[^])*)$/;
  const paragraphs = words
    .join("\n")
    .split(/\n\s*\n/)
    .map((paragraph) => {
      let text = paragraph.trimEnd();
      for (let match; (match = inline.exec(text)); text = text.slice(0, match.index))
        fields[match[1]] = match[2].replace(/\s+/g, " ").trim();
      return text;
    });
  return { text: paragraphs.filter((one) => one.trim()).join("\n\n"), fields };
}

/** A name that a declaration declares. */
function declaredName(text) {
  const statement = text.replace(/; *\/\*.*$/, ";").replace(/ __attribute__\(\(.*?\)\)/, "");
  const type = /^typedef (?:struct|enum|union)[^]*\}\s*(\w+);$/.exec(statement);
  const fn = /^typedef [^()]*?(\w+)\(/.exec(statement);
  const alias = /^typedef [^]*?(\w+);$/.exec(statement);
  const tag = /^(?:enum|struct) (\w+) \{/.exec(statement);
  return (type ?? fn ?? alias ?? tag)?.[1] ?? "";
}

/** The declarations of a piece: { functions, types, constants } as text, and all names. */
function declarations(code, hasComment, where) {
  const macros = [...code.matchAll(/^#define (\w+)(\([^)]*\))?(?:.*\\\n)*.*$/gm)];
  const rest = code.replace(/^#(?:.*\\\n)*.*$/gm, "");
  const functions = [];
  const types = [];
  for (const statement of statements(rest)) {
    if (/^(extern|static|__attribute__)\b/.test(statement)) continue;
    const [, name] = /^[^(){}]*?\b(aw_\w+)\(/.exec(statement) ?? [];
    if (name && !statement.startsWith("typedef"))
      functions.push({
        name: name.replace(/_here$/, ""),
        text: asCalled(statement),
        canSuspend: /\bAW_SUSPENDS\b/.test(statement),
      });
    else if (declaredName(statement))
      types.push({ name: declaredName(statement), text: statement });
    else throw new Error(`${where}: what is this? ${statement}`);
  }
  const known = new Set(functions.map(({ name }) => name));
  const constants = macros
    .filter(
      ([, name, args]) =>
        !known.has(name) && !name.endsWith("_H") && (!args || (hasComment && /^AW_/.test(name))),
    )
    .map(([text, name]) => ({ name, text }));
  const calls = macros
    .filter(([, name, args]) => args && /^aw_/.test(name) && !known.has(name))
    .map(([, name, args]) => ({ name, text: `${name}${args};`, canSuspend: false }));
  return { functions: [...functions, ...calls], types, constants };
}

/** A header: [{ title, overview, items }]; an item has { functions, types, constants, text, fields,
 * line }. `see` is called with each function, where it is, its comment and the fields of that. */
export function sectionsOf(file, see = (_where, _fn, _comment, _fields) => {}) {
  const sections = [];
  for (const { comment, code, line } of pieces(readFileSync(join(ROOT, file), "utf8"))) {
    const [, title, rest] = /^\/\* -- (.+?) -+(?: \*\/)?([^]*)$/.exec(comment) ?? [];
    if (title && !code) {
      sections.push({ title, overview: rest ? linesOf(`/*${rest}`) : [], items: [] });
      continue;
    }
    if (!code || sections.length === 0 || /not to be used otherwise/.test(comment)) continue;
    const where = `${file}:${line}`;
    const declared = declarations(code, comment !== "", where);
    const { text, fields } = fieldsOf(comment ? linesOf(comment) : []);
    for (const fn of declared.functions) see(where, fn, comment, fields);
    const count = declared.functions.length + declared.types.length + declared.constants.length;
    if (count > 0) sections.at(-1).items.push({ ...declared, text, fields, line });
  }
  return sections;
}

/** The names of an item, for its heading. */
export function namesOf({ functions, types, constants }) {
  const names = [...functions, ...types].map(({ name }) => name);
  return [...new Set(names.length > 0 ? names : constants.map(({ name }) => name))];
}

/** The error codes of the X-macro: { name, value, like, words }. */
export function errorsOf(file) {
  const text = readFileSync(join(ROOT, file), "utf8");
  const rows = [...text.matchAll(/X\((\w+), (-\d+), "([^"]*)", "([^"]*)"\)/g)];
  if (rows.length === 0) throw new Error("AW_ERRORS: no error understood");
  return rows.map(([, name, value, like, words]) => ({ name: `AW_${name}`, value, like, words }));
}
