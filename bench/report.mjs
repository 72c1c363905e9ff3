// Writes the results page, and the sentences that README quotes from it, from the results of a
// run. All figures come from the data.
import { short } from "./figures.mjs";
import { PEERS } from "./suite.mjs";

/** @typedef {import("./figures.mjs").Row} Row
 * @typedef {{ engine: string, rows: Row[] }} Run
 * @typedef {{ date: string, command: string, commit: string, runs: Run[],
 *   machine: { processor: string, processors: number, memoryGiB: number, system: string,
 *   load: number }, versions: Record<string, string> }} Results */

const IMAGES = "images/benchmarks";
const README_COLUMNS = 130;
/** The tools by the file that each has built. */
const TOOLS = {
  "fiber.js": "Emscripten",
  "coroutines.wasm": "clang",
  "futures.wasm": "Rust",
  "go.wasm": "Go",
  pyodide: "Pyodide",
  cpython: "CPython",
};

const figureText = (figure, unit) => (figure ? `${short(figure.median)} ${unit}` : "–");
const timesText = (ratio) => (ratio ? `${short(ratio.median)} ×` : "–");
const rangeText = ({ median, low, high }) =>
  low === high ? "" : ` <sub>${short(low)}–${short(high)}</sub>`;
const escaped = (text) => text.replaceAll("|", "\\|");
const isJavaScript = (peer) => peer === "js" || peer === "js-loop";

/** @param {string[]} head @param {string[][]} rows */
function table(head, rows) {
  const line = (cells) => `| ${cells.map(escaped).join(" | ")} |`;
  const rule = head.map((_, i) => (i === 0 ? "---" : "--:"));
  return [line(head), `|${rule.join("|")}|`, ...rows.map(line)].join("\n");
}

/** The comparisons with a kind of peer that awaitc wins or loses on the last engine.
 * @param {Run} run @param {(peer: string) => boolean} isWanted */
function comparisons({ rows }, isWanted) {
  return rows.flatMap(({ what, unit, ways: { awaitc, ...peers } }) =>
    Object.entries(peers)
      .filter(([peer, { ratio }]) => ratio && isWanted(peer))
      .map(([peer, { figure, ratio }]) => ({
        what,
        unit,
        own: awaitc.figure,
        peer,
        figure,
        ratio,
      })),
  );
}

const comparisonTable = (found) =>
  table(
    ["what", "times as fast", "awaitc", "peer", "peer's figure"],
    found.map(({ what, unit, own, peer, figure, ratio }) => [
      what,
      `${timesText(ratio)}${rangeText(ratio)}`,
      figureText(own, unit),
      PEERS[peer],
      figureText(figure, unit),
    ]),
  );

const isBehind = ({ ratio }) => ratio.median < 1;

/** What is lost, to JavaScript and to others; then what is won against JavaScript. */
function wonAndLost(run) {
  const byRatio = (a, b) => a.ratio.median - b.ratio.median;
  const js = comparisons(run, isJavaScript);
  const others = comparisons(run, (peer) => !isJavaScript(peer)).filter(isBehind);
  const lost = js.filter(isBehind).sort(byRatio);
  const won = js.filter((one) => !isBehind(one)).sort((a, b) => byRatio(b, a));
  const share = `${lost.length} of ${js.length}`;
  return `## Lost and won, ${run.engine}

awaitc is behind JavaScript in ${share} comparisons:

${comparisonTable(lost)}

It is behind others where they do less, or share less:

${comparisonTable(others.sort(byRatio))}

It is ahead of JavaScript here:

${comparisonTable(won)}`;
}

/** One benchmark on all engines. @param {Row[]} rows of the same benchmark @param {Run[]} runs */
function benchmarkRows(rows) {
  const [{ what, unit }] = rows;
  const cells = (way) =>
    rows.map(({ ways }) => {
      const { figure, ratio } = ways[way] ?? {};
      const times = ratio ? `**${timesText(ratio)}** · ` : "";
      return figure ? `${times}${figureText(figure, unit)}${rangeText(figure)}` : "–";
    });
  const peers = [...new Set(rows.flatMap(({ ways }) => Object.keys(ways)))];
  return peers.map((way) => [way === "awaitc" ? what : `└ ${PEERS[way]}`, ...cells(way)]);
}

/** A table for each subject. @param {Run[]} runs */
function subjects(runs) {
  const subjects = [...new Set(runs.flatMap(({ rows }) => rows.map(({ subject }) => subject)))];
  return subjects.map((subject) => {
    const ids = new Set(
      runs.flatMap(({ rows }) => rows.filter((r) => r.subject === subject).map(({ id }) => id)),
    );
    const all = [...ids].map((id) => runs.map(({ rows }) => rows.find((row) => row.id === id)));
    const known = all.map((rows) => rows.map((row) => row ?? { ways: {} }));
    const named = known.map((rows) => ({ rows, first: rows.find((row) => row.id) }));
    const notes = [...new Set(named.flatMap(({ first }) => first.work ?? []))];
    const body = named.flatMap(({ rows, first }) =>
      benchmarkRows([{ ...rows[0], what: first.what, unit: first.unit }, ...rows.slice(1)]),
    );
    const head = ["", ...runs.map(({ engine }) => engine)];
    return [
      `### ${subject[0].toUpperCase()}${subject.slice(1)}`,
      "",
      ...notes.map((note) => `- ${note}`),
      "",
      table(head, body),
    ].join("\n");
  });
}

/** The goals that are missed. @param {Run[]} runs */
function goals(runs) {
  const judged = runs.flatMap(({ engine, rows }) =>
    rows.filter(({ goal }) => goal).map((row) => ({ engine, ...row })),
  );
  const missed = judged.filter(({ goal }) => !goal.isMet);
  const told = `${judged.length - missed.length} of ${judged.length} goals are met.`;
  if (missed.length === 0) return told;
  const rows = missed.map(({ engine, what, unit, ways, goal }) => {
    const ratios = Object.entries(ways)
      .filter(([peer, { ratio }]) => ratio && goal.words.includes(`× ${PEERS[peer]}`))
      .map(([, { ratio }]) => timesText(ratio));
    return [what, engine, goal.words, [figureText(ways.awaitc.figure, unit), ...ratios].join(", ")];
  });
  return `${told} Missed:\n\n${table(["what", "engine", "goal", "measured"], rows)}`;
}

/** Why ways were not measured. @param {Run[]} runs */
function skipped(runs) {
  const reasons = new Set(
    runs.flatMap(({ engine, rows }) =>
      rows.flatMap(({ ways }) =>
        Object.entries(ways)
          .filter(([, { missing }]) => missing)
          .map(([way, { missing }]) => `- ${PEERS[way] ?? way}, ${engine}: ${missing}`),
      ),
    ),
  );
  return reasons.size === 0 ? "Nothing was left out." : [...reasons].join("\n");
}

/** @param {Results} results */
function machineText({ machine, versions, date, command, commit }) {
  const tools = Object.entries(TOOLS)
    .filter(([file]) => versions[file])
    .map(([file, tool]) => `${tool} ${/\d+(\.\d+)+/.exec(versions[file])?.[0] ?? ""}`.trim());
  return `- date: ${date}, commit ${commit}
- command: \`${command}\`
- machine: ${machine.processor}, ${machine.processors} processors, ${machine.memoryGiB} GiB,
  ${machine.system}; load ${machine.load} at the start
- built with ${tools.join(", ")}`;
}

/** docs/benchmarks.md. @param {Results} results @param {{ name: string, title: string }[]} plots */
export function pageOf(results, plots) {
  const { runs } = results;
  const images = plots.map(({ name, title }) => `${title}:\n\n![${title}](${IMAGES}/${name}.svg)`);
  return `# Benchmarks

<!-- Made by tools/benchmarks.mjs from bench/results.json; \`npm run bench -- --page\` measures and
makes both. -->

${machineText(results)}

Each benchmark is the same work done by awaitc and by its peers, in turn, in one process; peers in
other languages have a process each. A figure is the median of all rounds, with the quartiles beside
it in small print. "Times as fast" is the peer's figure by awaitc's, round by round: above 1, awaitc
is ahead. Absolute figures change with the machine; ratios change less.

What to know about the peers: a stackful switch, as awaitc's, pays for each frame between the task
and its wait, but the functions in between are plain C. In C++20 and Rust each of them must be a
coroutine; C++20 then resumes the innermost alone, Rust polls it through those around it. Neither
has tasks to cancel, a trace or stacks here. awaitc as native code switches with \`swapcontext\`,
which makes a system call.

${images.join("\n\n")}

## Goals

${goals(runs)}

${wonAndLost(runs.at(-1))}

## All figures

${subjects(runs).join("\n\n")}

## Left out

${skipped(runs)}
`;
}

/** Breaks a text into lines. @param {string} text */
const wrapped = (text) =>
  text.replace(new RegExp(`(.{1,${README_COLUMNS}})( |$)`, "g"), "$1\n").trim();

/** The sentences of README. @param {Results} results */
export function quoteOf({ runs }) {
  const both = (id, pick) =>
    runs.map(({ rows }) => short(pick(rows.find((row) => row.id === id).ways))).join(" and ");
  const times = (id, peer) => both(id, (ways) => ways[peer].ratio.median);
  const slower = (id, peer) => both(id, (ways) => 1 / ways[peer].ratio.median);
  const own = (id) => both(id, ({ awaitc }) => awaitc.figure.median);
  const engines = runs.map(({ engine }) => engine).join(" and ");
  const sentences = [
    `Measured on ${engines}: a yield takes ${own("yield")} ns, ${times("yield", "js")} times as`,
    `fast as an awaited async call; each of a million sleeping tasks takes`,
    `${own("sleeper-process")} bytes of the process. A host call takes`,
    `${slower("host-call", "js")} times as long as an awaited JavaScript function, and waiting`,
    `in a loop 20 calls deep ${slower("loop-20", "js-loop")} times as long as in JavaScript.`,
    "[docs/benchmarks.md](docs/benchmarks.md) has all figures, won and lost, with their peers.",
  ];
  return wrapped(sentences.join(" "));
}
