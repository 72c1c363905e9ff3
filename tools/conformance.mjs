// Writes docs/conformance.md from the C scenarios and the notes in tests/conformance; with --check
// only says whether the page is current. Fails when what a note says and the C files disagree.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { KINDS, NOTES } from "../tests/conformance/notes.js";

const PAGE = new URL("../docs/conformance.md", import.meta.url);

/** The scenarios in C: name → { file, trace }. */
function scenariosInC() {
  const found = new Map();
  const folder = new URL("../tests/conformance/", import.meta.url);
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".c"))) {
    const text = readFileSync(new URL(file, folder), "utf8");
    const pattern = /^(?:SCENARIO|PROGRAM)\("(\w+)",\s*((?:"[^"]*"\s*)+|NULL)\)/gm;
    for (const [, name, traces] of text.matchAll(pattern)) {
      const trace = traces.trim().replace(/"\s+"/g, "").replaceAll('"', "");
      found.set(name, { file, trace: trace === "NULL" ? "the deadlock report" : trace });
    }
  }
  return found;
}

/** One row a scenario: C's in the order of the files, then those that have none. */
function rows() {
  const inC = scenariosInC();
  const notes = new Map(NOTES.map(([number, name, kind, note]) => [name, { number, kind, note }]));
  for (const [name, { kind }] of notes) {
    if (!KINDS[kind]) throw new Error(`${name}: no such kind: ${kind}`);
    if (["part", "differs"].includes(kind) !== inC.has(name))
      throw new Error(`${name} is "${kind}" but ${inC.has(name) ? "is" : "is not"} in a C file`);
  }
  const all = [...inC].map(([name, { file, trace }]) => {
    const { kind = "equal", note = "" } = notes.get(name) ?? {};
    return { name, kind, note, trace, file };
  });
  for (const [name, { kind, note }] of notes)
    if (!inC.has(name)) all.push({ name, kind, note, trace: "", file: "" });
  return all;
}

function page() {
  const all = rows();
  const count = (kind) => all.filter((row) => row.kind === kind).length;
  const lines = [
    "<!-- Made by tools/conformance.mjs from the scenarios and notes in tests/conformance. -->",
    "# Conformance with asyncio",
    "",
    "Each scenario is a small program whose whole trace was observed on CPython 3.13 and 3.14. " +
      "The same program in C runs natively and as wasm, and must print the same trace: " +
      "`node tests/c/run.mjs --only=conformance`.",
    "",
    ...Object.entries(KINDS).map(([kind, words]) => `- ${count(kind)}: ${words}`),
    "",
    "In a trace, `x@3` is x at the virtual time 3, `a!C` is a receiving its cancellation, `ok=v` and " +
      "`!Error` are what an awaiter saw, `=>v` is a result. The result of `run` is the exit code in C.",
    "",
    "| scenario | | trace | note |",
    "|---|---|---|---|",
    ...all.map(({ name, kind, note, trace, file }) => {
      const where = file ? `[${name}](../tests/conformance/${file})` : name;
      return `| ${where} | ${kind} | ${trace && `\`${trace}\``} | ${note} |`;
    }),
    "",
  ];
  return lines.join("\n");
}

const text = page();
if (!process.argv.includes("--check")) writeFileSync(PAGE, text);
else if (readFileSync(PAGE, "utf8") !== text) {
  console.error("docs/conformance.md is not current: node tools/conformance.mjs");
  process.exitCode = 1;
}
