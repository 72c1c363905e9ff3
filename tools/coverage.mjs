// `npm run coverage`: measures which lines and branches of src/ the C tests run natively. Prints a
// table and fails if the coverage is below the limits.
//
// The build has no assertions, because a branch that only a bug in the runtime can take needs no
// test; the tests under sanitizers run with assertions. All tests run twice, without and with the
// trace. The folders platform/wasm, emscripten and wasi are not part of native builds and are not
// counted; tests/wasm and tests/web cover them.
//
// --lines also lists the lines that did not run, and the branches that were taken in only one
// direction.
import { execFileSync } from "node:child_process";
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { readSources } from "./sources.mjs";
import { ROOT, aptInstall, cmakeBuild, run, say } from "./steps.mjs";

const BRANCHES_MIN = 96; // per cent, of src/
const KERNEL_LINES_MIN = 100;
/** The kernel: its folder, the folders it uses, and the native backend. */
const KERNEL = /^(base|kernel|platform\/native)\//;
const BRANCH = /^BRDA:(\d+),(\d+),(\d+),(\d+|-)$/gm;
const BUILD = join(ROOT, "build/native-coverage");

/** @typedef {{ name: string, lines: Map<number, boolean>, branches: Map<string, boolean> }} File */

const llvm = (tool, ...args) =>
  execFileSync(tool, args, { cwd: ROOT, encoding: "utf8", maxBuffer: 1 << 28 });

/** Builds and runs every C test. Returns the coverage as LCOV text. */
async function measure() {
  const counts = join(BUILD, "counts");
  rmSync(counts, { recursive: true, force: true });
  await cmakeBuild("native-coverage");
  await run(process.execPath, ["tests/c/run.mjs", "counted", "counted-traced"]);
  const files = readdirSync(counts).map((name) => join(counts, name));
  const merged = join(BUILD, "counts.profdata");
  llvm("llvm-profdata", "merge", "-sparse", ...files, "-o", merged);
  const tool = join(BUILD, "tests/c/awaitc_tests");
  return llvm("llvm-cov", "export", "-format=lcov", tool, `-instr-profile=${merged}`);
}

/** Reads the files of src/. A header is listed for the library and for the tests; a line counts if
 * it ran in either.
 * @param {string} lcov @returns {Map<string, File>} */
function parse(lcov) {
  /** @type {Map<string, File>} */
  const files = new Map();
  for (const record of lcov.split("end_of_record\n")) {
    const [, name] = /^SF:(?:.*\/)?src\/(\w+\/.+)$/m.exec(record) ?? [];
    if (!name) continue;
    const file = files.get(name) ?? { name, lines: new Map(), branches: new Map() };
    files.set(name, file);
    for (const [, line, count] of record.matchAll(/^DA:(\d+),(\d+)/gm))
      file.lines.set(Number(line), file.lines.get(Number(line)) || count !== "0");
    for (const [, line, block, branch, count] of record.matchAll(BRANCH)) {
      // The branches of an inline function are listed once for each function that contains it.
      const key = name.endsWith(".h") ? `${line},${branch % 2}` : `${line},${block},${branch}`;
      file.branches.set(key, file.branches.get(key) || (count !== "0" && count !== "-"));
    }
  }
  return files;
}

const share = (hit, all) => (all === 0 ? 100 : (100 * hit) / all);
const hits = (map) => [...map.values()].filter(Boolean).length;

/** One row of the table. */
function row(name, files) {
  const sum = (part) => [
    files.reduce((n, file) => n + hits(file[part]), 0),
    files.reduce((n, file) => n + file[part].size, 0),
  ];
  const cell = ([hit, all]) =>
    all === 0 ? "          -" : `${share(hit, all).toFixed(1).padStart(6)} %`.padStart(11);
  const counts = ([hit, all]) => `${hit}/${all}`.padStart(11);
  const [lines, branches] = [sum("lines"), sum("branches")];
  console.log(name.padEnd(34) + cell(lines) + counts(lines) + cell(branches) + counts(branches));
  return { lines: share(...lines), branches: share(...branches) };
}

/** The lines that did not run, and those with a branch taken in only one direction.
 * @param {File} file */
function tell({ name, lines, branches }) {
  const missed = [...lines].filter(([, ran]) => !ran).map(([line]) => line);
  const half = [...branches].filter(([, ran]) => !ran).map(([key]) => key.split(",")[0]);
  if (missed.length > 0) console.log(`  ${name}: lines ${missed.join(" ")}`);
  if (half.length > 0) console.log(`  ${name}: branches at ${[...new Set(half)].join(" ")}`);
}

await say(async () => {
  await aptInstall({
    clang: "clang",
    cmake: "cmake",
    make: "make",
    "llvm-profdata": "llvm",
    "llvm-cov": "llvm",
  });
  const files = parse(await measure());
  const built = readSources().common.map(({ file }) => file.replace("src/", ""));
  const unlinked = built.filter((name) => !files.has(name));
  if (unlinked.length > 0) throw new Error(`coverage: no test uses ${unlinked.join(", ")}`);
  const sorted = [...files.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  console.log(`\n${"src/".padEnd(34)}      lines                branches`);
  for (const file of sorted) row(`${KERNEL.test(file.name) ? "* " : "  "}${file.name}`, [file]);
  const inKernel = row(
    "* the kernel",
    sorted.filter(({ name }) => KERNEL.test(name)),
  );
  const all = row("  all", sorted);
  if (process.argv.includes("--lines")) sorted.forEach(tell);
  const problems = [];
  if (inKernel.lines < KERNEL_LINES_MIN)
    problems.push(`the kernel's lines are below ${KERNEL_LINES_MIN} %`);
  if (all.branches < BRANCHES_MIN) problems.push(`branches are below ${BRANCHES_MIN} %`);
  if (problems.length > 0)
    throw new Error(`coverage: ${problems.join("; ")} (which: npm run coverage -- --lines)`);
});
