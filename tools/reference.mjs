// Writes docs/reference.md from the public headers: every function as it is called, with the fields
// of its comment, the table of errors, and an index by asyncio's names. `--check` compares instead.
// Fails on a function without a comment, on a `Suspends:` in no known form, and on a function that
// may suspend and does not say what it is like in asyncio ("nothing in asyncio" is an answer).
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./steps.mjs";

const PAGE = join(ROOT, "docs/reference.md");
const HEADERS = [
  { file: "include/awaitc.h", title: "awaitc.h: all that an application needs" },
  { file: "include/awaitc_lowlevel.h", title: "awaitc_lowlevel.h: to write primitives" },
  { file: "include/awaitc_test.h", title: "awaitc_test.h: to test programs that wait" },
].filter(({ file }) => existsSync(join(ROOT, file)));
const ERRORS = "Error codes"; // the section that is an X-macro
const FIELDS = ["Suspends", "Returns", "Owns", "Order", "Like"];

const problems = [];

/** The lines of a comment without what makes them one. */
function linesOf(comment) {
  return comment
    .replace(/^\/\*/, "  ")
    .replace(/\*\/$/, "")
    .split("\n")
    .map((line) => line.replace(/^ \*? ?/, "").trimEnd());
}

/** A header in pieces: sections, and comments with the code right below them. */
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

/** `text` cut at the semicolons outside braces. */
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

/** The declaration as a user has to see it: no marks, no call site, no name of a function. */
function asCalled(statement) {
  return statement
    .replace(/\bAW_SUSPENDS\s+/, "")
    .replace(/\s*__attribute__\(\(.*\)\)(?=;)/s, "")
    .replace(/,\s*const char \*fn_name AW_AT/, "")
    .replace(/\s*AW_AT\b/, "")
    .replace(/\(const char \*at\)/, "(void)")
    .replace(/\s*\n\s*/g, " ")
    .replace(/\( /g, "(");
}

/** Splits the words of a comment into what stands before the fields, and the fields. */
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
  const statement = text.replace(/; *\/\*.*$/, ";");
  const type = /^typedef (?:struct|enum|union)[^]*\}\s*(\w+);$/.exec(statement);
  const fn = /^typedef [^()]*?(\w+)\(/.exec(statement);
  const alias = /^typedef [^]*?(\w+);$/.exec(statement);
  const tag = /^(?:enum|struct) (\w+) \{/.exec(statement);
  return (type ?? fn ?? alias ?? tag)?.[1] ?? "";
}

/** What a piece declares: { functions, types, constants } as text, and all names. */
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
        name,
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

/** Complains about a function's comment. */
function check(where, { name, canSuspend }, comment, fields) {
  if (!comment) return problems.push(`${where}: ${name} has no comment`);
  const suspends = fields.Suspends ?? "never";
  const [form] = /^(never|always|only while )/.exec(suspends) ?? [];
  if (!form)
    problems.push(
      `${where}: ${name}: "Suspends: ${suspends}" is not never, always or only while …`,
    );
  if (canSuspend && !fields.Suspends)
    problems.push(`${where}: ${name} does not say when it suspends`);
  if (canSuspend && form === "never")
    problems.push(`${where}: ${name} is marked AW_SUSPENDS and never does`);
  if (!canSuspend && form && form !== "never")
    problems.push(`${where}: ${name} is not marked AW_SUSPENDS`);
  if (form !== "never" && !fields.Like)
    problems.push(`${where}: ${name} does not say what it is like in asyncio`);
}

/** A header: [{ title, overview, items }]; an item has { functions, types, constants, text, fields }. */
function sectionsOf(file) {
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
    for (const fn of declared.functions) check(where, fn, comment, fields);
    const count = declared.functions.length + declared.types.length + declared.constants.length;
    if (count > 0) sections.at(-1).items.push({ ...declared, text, fields });
  }
  return sections;
}

/** Prose of a comment as Markdown: code stays code. */
function prose(text) {
  const blocks = text.split(/\n\s*\n/).map((block) => {
    const lines = block.split("\n");
    if (!lines.every((line) => /^ {4}/.test(line)))
      return lines.map((line) => line.trim()).join("\n");
    return ["```c", ...lines.map((line) => line.slice(4)), "```"].join("\n");
  });
  return blocks
    .filter(Boolean)
    .join("\n\n")
    .replace(/```\n\n```c\n/g, "\n");
}

/** Where a heading is to be found: as GitHub names it, numbered when there was one of that name. */
const anchor = (title, seen) => {
  const plain = title
    .toLowerCase()
    .replace(/[^\w\- ]/g, "")
    .replaceAll(" ", "-");
  const count = seen.get(plain) ?? 0;
  seen.set(plain, count + 1);
  return count > 0 ? `${plain}-${count}` : plain;
};

/** The names of an item, for its heading. */
function namesOf({ functions, types, constants }) {
  const names = [...functions, ...types].map(({ name }) => name);
  return [...new Set(names.length > 0 ? names : constants.map(({ name }) => name))];
}

function itemText(item) {
  const { functions, types, constants, text, fields } = item;
  const code = [...constants, ...types, ...functions].map((one) => one.text).join("\n");
  const list = FIELDS.filter((name) => fields[name]).map(
    (name) => `- **${name}**: ${fields[name]}`,
  );
  return [
    `#### ${namesOf(item).join(", ")}`,
    "",
    "```c",
    code,
    "```",
    "",
    ...(text ? [prose(text), ""] : []),
    ...(list.length > 0 ? [...list, ""] : []),
  ];
}

/** The table of error codes, from the X-macro. */
function errorTable(text) {
  const rows = [...text.matchAll(/X\((\w+), (-\d+), "([^"]*)", "([^"]*)"\)/g)];
  if (rows.length === 0) throw new Error("AW_ERRORS: no error understood");
  return [
    "Codes from -1 to -999 are the program's own.",
    "",
    "| code | value | in asyncio | sentence |",
    "|---|---|---|---|",
    ...rows.map(
      ([, name, value, python, words]) =>
        `| \`AW_${name}\` | ${value} | \`${python}\` | ${words} |`,
    ),
    "",
  ];
}

/** asyncio's names for what an item declares: [{ name, own, anchor }]. */
function likes(item) {
  const { fields } = item;
  if (!fields.Like || /^nothing\b/.test(fields.Like)) return [];
  const words = fields.Like.split(";")[0].replace(/\.$/, "");
  const names =
    /^[\w.() =,]+$/.test(words) && !/\([^)]*,[^)]*\)/.test(words) ? words.split(", ") : [words];
  const all = namesOf(item);
  const own = (i) => (names.length === all.length ? [all[i]] : all);
  return names.map((name, i) => ({ name, own: own(i), anchor: item.anchor }));
}

function index(items) {
  const rows = items
    .flatMap(likes)
    .map((row) => ({ ...row, key: row.name.replace(/^(async \w+|await) /, "") }))
    .sort((a, b) => a.key.toLowerCase().localeCompare(b.key.toLowerCase(), "en"));
  return [
    "## By asyncio's names",
    "",
    "| asyncio | awaitc |",
    "|---|---|",
    ...rows.map(
      ({ name, own, anchor: place }) =>
        `| ${name} | ${own.map((fn) => `[${fn}](#${place})`).join(", ")} |`,
    ),
    "",
  ];
}

function page() {
  const seen = new Map([["reference", 1]]);
  const headers = HEADERS.map((header) => {
    anchor(header.title, seen);
    const sections = sectionsOf(header.file).filter(({ items }) => items.length > 0);
    for (const section of sections) {
      section.anchor = anchor(section.title, seen);
      if (section.title === ERRORS) continue;
      for (const item of section.items) item.anchor = anchor(namesOf(item).join(", "), seen);
    }
    return { ...header, sections };
  });
  const out = [
    "<!-- Made by tools/reference.mjs from the headers in include/. -->",
    "# Reference",
    "",
    "Every function of the public headers, as it is called; the macro of the same name that notes the " +
      "caller's file and line is left out. A function whose entry does not say when it suspends never does.",
    "",
  ];
  for (const { title, sections } of headers)
    out.push(
      `- ${title}`,
      ...sections.map((section) => `  - [${section.title}](#${section.anchor})`),
    );
  out.push("- [By asyncio's names](#by-asyncios-names)", "");
  for (const { file, title, sections } of headers) {
    out.push(`## ${title}`, "");
    for (const { title: name, overview, items } of sections) {
      out.push(`### ${name}`, "");
      if (name === ERRORS) {
        out.push(...errorTable(readFileSync(join(ROOT, file), "utf8")));
        continue;
      }
      if (overview.some(Boolean)) out.push(prose(overview.join("\n").trimEnd()), "");
      for (const item of items) out.push(...itemText(item));
    }
  }
  out.push(...index(headers.flatMap(({ sections }) => sections.flatMap(({ items }) => items))));
  return out
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .replace(/\n+$/, "\n");
}

const text = page();
for (const problem of problems) console.error(`reference: ${problem}`);
if (problems.length > 0) process.exitCode = 1;
else if (!process.argv.includes("--check")) writeFileSync(PAGE, text);
else if (!existsSync(PAGE) || readFileSync(PAGE, "utf8") !== text) {
  console.error("docs/reference.md is not current: node tools/reference.mjs");
  process.exitCode = 1;
}
