// The text of docs/conformance.md, from the rows that tools/conformance.mjs has compared: first the
// differences with their reasons, then the scenarios with equal traces.

const HEAD = `<!-- Made by tools/conformance.mjs from tests/conformance: npm run conformance -->
# Conformance with asyncio

A scenario is a small program that exists twice under one name: in Python for CPython's asyncio with
a virtual clock, and in C for awaitc. Both record events while they run, and both must print the
same trace: which task ran, in which order, in which turn of the loop, at what time, and which error
it received.

    npm run conformance

runs the C programs natively, and the Python programs if CPython 3.13 or newer is installed
(otherwise it uses the recorded output of 3.13.0). It fails on any difference without a note on this
page. With CPython it also generates 2,000 random programs and runs them on both; to choose the
number and the seed, use \`npm run conformance -- --random=50000 --seed=7\`. The C programs also run
as wasm: \`node tests/c/run.mjs debug release --only=conformance\`.
`;

const NOTATION = `## How to read a trace

| word | means |
|---|---|
| \`x@3\` | x, at the virtual time 3: seconds in Python, milliseconds in C |
| \`a!C@1\` | task a received its cancellation at 1 |
| \`ok=v@1\`, \`!TimeoutError@1\` | the result or error of an await; asyncio's name for the error |
| \`EG[…]\` | a group of errors |
| \`=>v\` | the return value of the program |
| \`EH{…}\` | a call of the loop's exception handler; in C the report is a line on standard error |
| \`True\` \`2\` | a value that the program queried: whether a task is done, how many requests … |

In C a list is printed item by item, None is 0, the result of \`run\` is the exit code, and
RuntimeError for misuse is the code of InvalidStateError, AW_ESTATE. Error messages are not
compared. Everything else has to be identical.
`;

const TOPICS = {
  loop: "Loop, timers and handles",
  fut: "Futures",
  task: "Tasks and cancellation",
  wf: "wait_for",
  to: "Timeouts",
  ga: "gather",
  sh: "shield",
  wa: "wait",
  ac: "as_completed",
  staggered: "The staggered race",
  ag: "Async generators",
  tg: "Task groups",
  lk: "Locks",
  ev: "Events",
  cv: "Conditions",
  sem: "Semaphores",
  ba: "Barriers",
  q: "Queues",
  run: "run and the end of a program",
  eager: "Eager tasks",
  context: "Contexts: task-local values",
  debug: "Debug mode",
};

/** A trace as code for a table cell. */
const code = (trace) => (trace ? `\`${trace.replaceAll("|", "\\|")}\`` : "");

/** A scenario's name with links to its two programs. */
function title({ name, file, python }) {
  const links = [file && `[C](../${file})`, python && `[Py](../${python})`].filter(Boolean);
  return `\`${name}\` ${links.join(" ")}`;
}

/** A table; empty if there are no rows. */
function table(heads, rows) {
  if (rows.length === 0) return [];
  return [
    `| ${heads.join(" | ")} |`,
    `|${heads.map(() => "---").join("|")}|`,
    ...rows.map((cells) => `| ${cells.join(" | ")} |`),
    "",
  ];
}

function section(name, lines) {
  return lines.length > 0 ? [`## ${name}`, "", ...lines] : [];
}

/** Both traces and the reason. */
function differences(rows) {
  return rows
    .map(
      (row) =>
        `- ${title(row)}  \n  CPython: ${code(row.recorded)}  \n` +
        `  C: ${code(row.trace)}  \n  ${row.note}`,
    )
    .concat(rows.length > 0 ? [""] : []);
}

/** Scenarios with the same trace: the numbered ones, then the additional ones by topic. */
function same(rows) {
  const numbered = rows.filter(({ number }) => number);
  const further = rows.filter(({ number }) => !number);
  const lost = further.find(({ name }) => !TOPICS[name.split("_")[0]]);
  if (lost) throw new Error(`${lost.name}: no topic of the page has this beginning`);
  const cells = (row) => [title(row), code(row.recorded) + (row.note ? ` ${row.note}` : "")];
  const topics = Object.entries(TOPICS).flatMap(([prefix, name]) => {
    const own = further.filter((row) => row.name.startsWith(`${prefix}_`));
    if (own.length === 0) return [];
    return [`### Further: ${name}`, "", ...table(["scenario", "trace"], own.map(cells))];
  });
  const lines = table(
    ["", "scenario", "trace"],
    numbered.map((row) => [row.number, ...cells(row)]),
  );
  return [...lines, ...topics];
}

/** The whole page. @param {object[]} rows @param {Record<string, string>} kinds */
export function page(rows, kinds) {
  const of = (kind) => rows.filter((row) => row.kind === kind);
  const counts = Object.entries(kinds).map(([kind, words]) => {
    const numbered = of(kind).filter(({ number }) => number).length;
    return [words, numbered, of(kind).length - numbered];
  });
  const reasons = (kind) =>
    table(
      ["scenario", "CPython", "why"],
      of(kind).map((row) => [title(row), code(row.recorded), row.note]),
    );
  return [
    HEAD,
    ...table(
      ["outcome", "of the numbered list", "further ones"],
      counts.filter(([, a, b]) => a + b > 0),
    ),
    NOTATION,
    ...section("Where the traces differ, by decision", differences(of("differs"))),
    ...section("Where C has a part of it", differences(of("part"))),
    ...section("No counterpart in C", reasons("none")),
    ...section("The same trace", same(of("equal"))),
  ]
    .join("\n")
    .replace(/\n+$/, "\n");
}
