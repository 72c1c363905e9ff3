// Writes docs/reference.md from the public headers: every function in the form in which it is
// called, with the fields of its comment, the table of errors, and an index by asyncio's names.
// `--check` compares instead. It fails on a function without a comment, on an unknown form of
// `Suspends:`, and on a function that may suspend but does not name its counterpart in asyncio
// ("nothing in asyncio" is accepted).
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ERRORS, FIELDS, HEADERS, errorsOf, namesOf, sectionsOf } from "./headers.mjs";
import { ROOT } from "./steps.mjs";

const PAGE = join(ROOT, "docs/reference.md");
const problems = [];

/** Reports problems of a function's comment. */
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

/** The text of a comment as Markdown; indented code becomes a code block. */
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

/** The anchor of a heading, as GitHub forms it; numbered if the name occurred before. */
const anchor = (title, seen) => {
  const plain = title
    .toLowerCase()
    .replace(/[^\w\- ]/g, "")
    .replaceAll(" ", "-");
  const count = seen.get(plain) ?? 0;
  seen.set(plain, count + 1);
  return count > 0 ? `${plain}-${count}` : plain;
};

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

/** The table of error codes. */
function errorTable(file) {
  return [
    "Codes from -1 to -999 are the program's own.",
    "",
    "| code | value | in asyncio | sentence |",
    "|---|---|---|---|",
    ...errorsOf(file).map(
      ({ name, value, like, words }) => `| \`${name}\` | ${value} | \`${like}\` | ${words} |`,
    ),
    "",
  ];
}

/** The counterparts of an item in asyncio: [{ name, own, anchor }]. */
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
      ({ name, own, anchor }) =>
        `| ${name} | ${own.map((fn) => `[${fn}](#${anchor})`).join(", ")} |`,
    ),
    "",
  ];
}

function page() {
  const seen = new Map([["reference", 1]]);
  const headers = HEADERS.map((header) => {
    anchor(header.title, seen);
    const sections = sectionsOf(header.file, check).filter(({ items }) => items.length > 0);
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
    "Every function of the public headers, as it is called; the macro of the same name that " +
      "notes the caller's file and line is left out. A function whose entry does not say when it " +
      "suspends never does.",
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
        out.push(...errorTable(file));
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
