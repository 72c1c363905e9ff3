// Compares awaitc with CPython's asyncio, scenario by scenario. The SCENARIO lines of
// tests/conformance/*.c record the output of the C programs, tests/conformance/python/*.py that of
// the Python programs, and tests/conformance/notes.js the reasons for differences. Runs the C
// programs natively and, if Python 3.13 or newer is installed, the Python programs. Writes
// docs/conformance.md.
//
//   node tools/conformance.mjs [--python=PATH] [--random=COUNT] [--seed=N]
//     does all of this and also runs random programs; exit code 1 on a difference without a note
//   node tools/conformance.mjs --check
//     runs no program; checks that the records are consistent and the page is current
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { KINDS, NOTES } from "../tests/conformance/notes.js";
import { page } from "./conformance_page.mjs";
import { compareRandom } from "./conformance_random.mjs";
import { ROOT } from "./steps.mjs";

const PAGE = join(ROOT, "docs/conformance.md");
const IN_C = "tests/conformance";
const IN_PYTHON = "tests/conformance/python";
const OLDEST = [3, 13]; // the recorded traces are those of this version
const RANDOM = 2000; // default number of programs

/** The text of adjacent string literals: `"a b" "c"`. */
const literal = (text) => [...text.matchAll(/"([^"]*)"/g)].map((match) => match[1]).join("");

/** Files of a folder of the project with this extension. */
const files = (folder, ending) =>
  readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith(ending))
    .map((name) => ({
      file: `${folder}/${name}`,
      text: readFileSync(join(ROOT, folder, name), "utf8"),
    }));

/** The scenarios in C: name → { file, trace, reports, exits }. A trace of null means a fatal
 * end. */
function scenariosInC() {
  const found = new Map();
  const pattern = /^(?:SCENARIO|PROGRAM)\("(\w+)",\s*((?:"[^"]*"\s*)+|NULL)\)\n([^]*?)\n}/gm;
  for (const { file, text } of files(IN_C, ".c"))
    for (const [, name, trace, body] of text.matchAll(pattern))
      found.set(name, {
        file,
        trace: trace === "NULL" ? null : literal(trace),
        reports: body.match(/\bexpect_report\(/g)?.length ?? 0,
        exit: /\bexpect_exit\((.*)\);/.exec(body)?.[1],
      });
  return found;
}

/** The scenarios in Python: name → { file, number, trace }. Additional scenarios have no number. */
function scenariosInPython() {
  const found = new Map();
  const pattern =
    /^@scenario\(\s*(\d+|None),\s*((?:"[^"]*"\s*)+),?(?:\s*(?:since|needs)=.*)?\s*\)\n(?:async )?def (\w+)/gm;
  for (const { file, text } of files(IN_PYTHON, ".py")) {
    for (const [, number, trace, name] of text.matchAll(pattern))
      found.set(name, { file, number: Number(number) || null, trace: literal(trace) });
    const count = text.match(/^@scenario\(/gm)?.length ?? 0;
    const read = [...found.values()].filter((one) => one.file === file).length;
    if (count !== read) throw new Error(`${file}: ${count} scenarios, ${read} understood`);
  }
  return found;
}

/**
 * Normalises a trace so that the two can be compared: the items of a list become separate words,
 * error messages are removed (each program has its own), all codes for misuse become one, None
 * becomes 0, reports are lines on standard error, and the result of run is the exit code.
 */
function inWordsOfBoth(trace) {
  const reports = trace.match(/EH\{[^}]*\}/g)?.length ?? 0;
  const result = /=>('\w+')/.exec(trace)?.[1];
  const words = trace
    .replace(/\[((?:'\w*'|\w+)(?:, (?:'\w*'|\w+))*)\]/g, (list, items) =>
      items.replace(/[',]/g, ""),
    )
    .replace(/\b(\w+Error)\((?!')[^()]*\)/g, "$1")
    .replace(/\bRuntimeError\b/g, "InvalidStateError")
    .replace(/=None\b/g, "=0")
    .replace(/EH\{[^}]*\}|=>'\w+'/g, "")
    .trim()
    .replace(/ +/g, " ");
  return { words, reports, result };
}

/** Whether all words of `part` occur in `whole`, in the same order. */
function isPart(part, whole) {
  const rest = whole.split(" ")[Symbol.iterator]();
  return part
    .split(" ")
    .filter(Boolean)
    .every((word) => {
      for (const other of rest) if (other === word) return true;
      return false;
    });
}

/** Compares a scenario's two traces with its note. Returns what is wrong, or nothing. */
function fault(kind, inC, trace) {
  if (kind === "none")
    return inC ? `is "${kind}" in tests/conformance/notes.js, but stands in ${inC.file}` : "";
  if (!inC) return "has no counterpart in C, and no note says why";
  const { words, reports, result } = inWordsOfBoth(trace);
  const own = inC.trace === null ? null : inWordsOfBoth(inC.trace).words;
  const isSame = own === words && inC.reports === reports && (!result || inC.exit === result);
  if (isSame) return kind === "equal" ? "" : `is noted as "${kind}", but the traces are the same`;
  if (kind === "differs") return "";
  if (kind === "part" && isPart(own, words)) return "";
  return kind === "part"
    ? "C's trace is no part of CPython's"
    : "the traces differ, and no note says why";
}

/** The notes by scenario's name: { kind, note }. */
function notesByName() {
  const notes = new Map(NOTES.map(([, name, kind, note]) => [name, { kind, note }]));
  for (const [name, { kind }] of notes)
    if (!KINDS[kind]) throw new Error(`${name}: no such kind: ${kind}`);
  return notes;
}

/** The row of a scenario or a note that stands alone. */
const alone = (row) => ({
  number: null,
  kind: "equal",
  note: "",
  trace: "",
  recorded: "",
  observed: "",
  ...row,
});

/** All scenarios, the numbered ones first: { name, number, kind, note, files, traces, fault }. */
function compare(seen) {
  const inC = scenariosInC();
  const inPython = scenariosInPython();
  const notes = notesByName();
  const rows = [...inPython].map(([name, { file, number, trace }]) => {
    const c = inC.get(name);
    const { kind, note } = notes.get(name) ?? { kind: "equal", note: "" };
    const observed = seen?.get(name) ?? trace;
    const moved = observed === trace ? "" : "CPython prints another trace than is recorded";
    return {
      name,
      number,
      kind,
      note,
      file: c?.file,
      python: file,
      fault: moved || fault(kind, c, observed),
      trace: c ? (c.trace ?? "the deadlock report") : "",
      recorded: trace,
      observed,
    };
  });
  for (const [name, { file, trace }] of inC)
    if (!inPython.has(name))
      rows.push(alone({ name, file, trace, fault: "has no counterpart in Python" }));
  for (const [name, { kind }] of notes)
    if (!inPython.has(name))
      rows.push(alone({ name, kind, fault: "has a note, but no program in Python" }));
  const last = Number.MAX_SAFE_INTEGER;
  return rows.sort((a, b) => (a.number ?? last) - (b.number ?? last));
}

/** The version of the Python at `path`, as [3, 13, 0]; null if it does not run. */
function versionOf(path) {
  const { status, stdout } = spawnSync(path, ["-c", "import sys; print(*sys.version_info[:3])"], {
    encoding: "utf8",
  });
  return status === 0 ? stdout.trim().split(" ").map(Number) : null;
}

const isOlder = (a, b) => {
  const at = [0, 1, 2].find((i) => (a[i] ?? 0) !== (b[i] ?? 0));
  return at !== undefined && (a[at] ?? 0) < (b[at] ?? 0);
};

/** The newest installed Python that is new enough: { path, version }, or null. */
function findPython() {
  const pyenv = join(homedir(), ".pyenv/versions");
  const places = existsSync(pyenv)
    ? readdirSync(pyenv).map((name) => join(pyenv, name, "bin/python3"))
    : [];
  return (
    [...places, "python3", "python3.13", "python3.14"]
      .map((path) => ({ path, version: versionOf(path) }))
      .filter(({ version }) => version && !isOlder(version, OLDEST))
      .sort((a, b) => (isOlder(a.version, b.version) ? 1 : -1))[0] ?? null
  );
}

/** Runs the scenarios in CPython: name → trace. */
function runPython(path) {
  const lines = execFileSync(path, ["-B", join(ROOT, IN_PYTHON, "oracle.py"), "--json"], {
    encoding: "utf8",
    timeout: 120_000,
  });
  return new Map(
    lines
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line))
      .map(({ name, seen }) => [name, seen]),
  );
}

/** Runs the scenarios in C. Returns whether each printed the trace that its SCENARIO line
 * records. */
function runC() {
  const { status } = spawnSync(
    process.execPath,
    [join(ROOT, "tests/c/run.mjs"), "native", `--only=${IN_C}/`],
    { stdio: "inherit" },
  );
  return status === 0;
}

function table(rows) {
  const width = Math.max(...rows.map(({ name }) => name.length));
  for (const { name, number, kind, observed } of rows)
    console.log(
      `${String(number ?? "").padStart(3)} ${name.padEnd(width)} ${kind.padEnd(7)} ${observed}`,
    );
}

function tell(rows) {
  const faults = rows.filter((row) => row.fault);
  for (const { name, fault, trace, recorded, observed, kind } of faults) {
    console.error(`conformance: ${name}: ${fault}`);
    if (trace) console.error(`    C:       ${trace}`);
    if (observed) console.error(`    CPython: ${observed}`);
    if (recorded !== observed) console.error(`    recorded: ${recorded}`);
    if (kind === "part" || kind === "differs") console.error(`    noted as: ${kind}`);
  }
  return faults.length;
}

const args = process.argv.slice(2);
let failed = 0;
if (args.includes("--check")) {
  const rows = compare(null);
  failed += tell(rows);
  if (readFileSync(PAGE, "utf8") !== page(rows, KINDS)) {
    console.error("docs/conformance.md is not current: npm run conformance");
    failed++;
  }
} else {
  const option = (name) => args.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3);
  const given = option("python");
  const python = given ? { path: given, version: versionOf(given) } : findPython();
  if (python && !python.version) throw new Error(`${given}: is no Python that runs`);
  const isCGood = runC();
  const rows = compare(python && runPython(python.path));
  table(rows);
  console.log(
    python
      ? `CPython ${python.version.join(".")} ran beside: ${python.path}`
      : "no Python of at least 3.13 here: compared with the recorded traces",
  );
  for (const [kind, words] of Object.entries(KINDS)) {
    const count = rows.filter((row) => row.kind === kind && !row.fault).length;
    console.log(`${String(count).padStart(4)} ${words}`);
  }
  failed += tell(rows);
  console.log(`${String(failed).padStart(4)} differences without a reason`);
  writeFileSync(PAGE, page(rows, KINDS));
  const count = Number(option("random") ?? RANDOM);
  if (python && count > 0)
    failed += await compareRandom(python.path, Number(option("seed") ?? 1), count);
  if (!isCGood) failed++;
}
process.exitCode = failed > 0 ? 1 : 0;
