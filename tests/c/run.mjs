// Runs the C tests natively under sanitizers (one process for each test) and as wasm (one instance
// for each test), built by emcc in debug and release, for the JSPI backend, and by the embedded
// compiler. It rebuilds what has changed and compares each test's outcome with its expectations,
// which test.h describes.
//
// `traced` is a native mode that checks every row of the trace and runs one step for each pump
// (native/trace.c). tools/coverage.mjs runs `counted` and `counted-traced`, which are built for
// coverage.
//
// `amalgamated` runs the program that tests/c-package/amalgamation.test.js builds from awaitc.c.
//
//   node tests/c/run.mjs [native] [traced] [debug] [release] [jspi] [jspi-debug] [embedded]
//     [embedded-debug] [--only=WORDS]
//
// The tests of jspi run in this Node if it has JSPI, else in Chromium's headless shell.
//
// A wasm mode may have an optimisation level, as in release-O3. It then builds only the test files
// that
// --only names, at that level.
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { buildKept } from "../../tools/kept.mjs";
import { ROOT, cmakeBuild } from "../../tools/steps.mjs";
import { buildSystem } from "../../tools/sysroot.mjs";
import { load } from "../../web/platforms/node.js";
import { openEngine, whyNoJspi } from "../jspi.mjs";
import { runInstance } from "./instance.js";

const FATAL_EXIT = 97; // of src/platform/native/host_native.h
const SANITIZERS = {
  ASAN_OPTIONS: "abort_on_error=0:detect_stack_use_after_return=0",
  UBSAN_OPTIONS: "print_stacktrace=1",
};

const COUNTS = { LLVM_PROFILE_FILE: join(ROOT, "build/native-coverage/counts/%p.profraw") };
const TRACED = { AW_TEST_TRACE: "1" };
/** `native` finds the leaks of the same tests; looking for them takes half of the time of a
 * test. */
const WITHOUT_LEAKS = {
  ...SANITIZERS,
  ASAN_OPTIONS: `${SANITIZERS.ASAN_OPTIONS}:detect_leaks=0`,
};
const NATIVE = {
  native: { preset: "native-asan", env: SANITIZERS },
  traced: { preset: "native-asan", env: { ...WITHOUT_LEAKS, ...TRACED } },
  amalgamated: { tool: "build/amalgamation/tests", env: WITHOUT_LEAKS },
  counted: { preset: "native-coverage", env: COUNTS },
  "counted-traced": { preset: "native-coverage", env: { ...COUNTS, ...TRACED } },
};

/** Files of a folder of the project with this extension. */
function files(folder, ending) {
  return readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith(ending))
    .sort()
    .map((name) => join(folder, name));
}

/** The files to build: those that `only` names, and the helper files without tests. */
function chosen(sources, only) {
  const hasTests = (file) => /^[A-Z_]+\("/m.test(readFileSync(join(ROOT, file), "utf8"));
  return sources.some((file) => file.includes(only))
    ? sources.filter((file) => file.includes(only) || !hasTests(file))
    : sources;
}

/** The test program for wasm, and its file. */
async function wasmModule(mode, only) {
  const [kind, optimize] = mode.split(/(?=-O)/);
  const isEmbedded = kind.startsWith("embedded");
  const isDebug = kind.endsWith("debug");
  const backend = kind.startsWith("jspi") ? "jspi" : "asyncify";
  const runtime = isEmbedded ? "embedded" : isDebug ? "wasm-debug" : "wasm-release";
  await (isEmbedded ? buildSystem() : cmakeBuild(runtime));
  const all = [...files("tests/c", ".c"), ...files("tests/conformance", ".c")];
  const sources = isEmbedded || optimize ? chosen(all, only) : all;
  const folder = join(ROOT, `build/${runtime}/tests-${mode}`);
  const unit = join(folder, "all.c");
  mkdirSync(folder, { recursive: true });
  writeFileSync(unit, sources.map((source) => `#include "${source}"\n`).join(""));
  const { bytes, words } = await buildKept(isEmbedded ? "embedded" : "emcc", {
    sources: [unit],
    includes: ["", "src", "tests/c"].map((path) => join(ROOT, path)),
    isDebug,
    backend,
    optimize,
    flags: [
      ...(isEmbedded ? [] : [`-ffile-prefix-map=${ROOT}=`]),
      "-Wextra",
      "-Wno-unused-parameter",
      "-Wno-missing-field-initializers",
    ],
  });
  process.stderr.write(words);
  const path = join(folder, "all.wasm");
  writeFileSync(path, bytes);
  return { bytes, path };
}

/** The native program of a mode: the list of its tests, and what runs them. It forks for each test
 * (native/forks.c), in as many processes as there are processors. */
async function nativeProgram({ preset, tool = `build/${preset}/tests/c/awaitc_tests`, env }) {
  if (preset) await cmakeBuild(preset);
  const path = join(ROOT, tool);
  return {
    list: execFileSync(path, ["--list"], { encoding: "utf8", stdio: "pipe" }),
    runners: Array.from({ length: availableParallelism() }, () => startForks(path, env)),
  };
}

/** Starts a program that forks for each test, whose `run` returns { stdout, messages, exit,
 * fatal? }. */
function startForks(path, env) {
  const child = spawn(path, ["--fork"], {
    env: { ...process.env, ...env },
  });
  child.stdin.on("error", () => {}); // it has ended, which the reader tells
  const { line, bytes } = reader(child, path);
  const run = async ([file, name]) => {
    child.stdin.write(`${file}\t${name}\n`);
    const [code, signal, outLength, errLength] = (await line()).split(" ").map(Number);
    const stdout = await bytes(outLength);
    const messages = split(await bytes(errLength));
    if (signal > 0) return { stdout, messages, exit: `signal ${signal}` };
    if (code !== FATAL_EXIT) return { stdout, messages, exit: code };
    const [, message, fatal] = /^([^]*) \[(\w+)\]\n$/.exec(messages.pop() ?? "") ?? [];
    return { stdout, messages, fatal: { code: fatal, message } };
  };
  return { run, close: () => child.stdin.end() };
}

/** Reads the output of a process: `line` and `bytes` wait until there is enough of it. */
function reader({ stdout, stderr }, what) {
  const parts = stdout[Symbol.asyncIterator]();
  let rest = Buffer.alloc(0);
  let said = "";
  stderr.setEncoding("utf8").on("data", (text) => (said += text));
  const more = async () => {
    const { value, done } = await parts.next();
    if (done) throw new Error(`${what} has ended before its tests: ${said}`);
    rest = Buffer.concat([rest, value]);
  };
  const bytes = async (length) => {
    while (rest.length < length) await more();
    const taken = rest.subarray(0, length);
    rest = rest.subarray(length);
    return taken.toString();
  };
  const line = async () => {
    while (!rest.includes("\n")) await more();
    return bytes(rest.indexOf("\n") + 1);
  };
  return { bytes, line };
}

/** The program of a mode for wasm, in a new instance for each test. */
async function wasmProgram(mode, only) {
  const { bytes, path } = await wasmModule(mode, only);
  const told = ({ stderr, ...outcome }) => ({ ...outcome, messages: split(stderr) });
  let runner;
  if (mode.startsWith("jspi")) {
    const { run, close } = await openEngine();
    const runHere = async ({ load, module, root }, args) =>
      (await import(`${root}tests/c/instance.js`)).runInstance(load, module, args);
    runner = { run: async (args) => told(await run(path, runHere, args)), close };
  } else {
    const module = await WebAssembly.compile(bytes);
    runner = { run: async (args) => told(await runInstance(load, module, args)), close() {} };
  }
  const { stdout } = await runner.run(["--list"]);
  return { list: stdout, runners: [runner] };
}

/** Splits standard error at the beginning of each report. Removes ASan's warning about ucontext. */
function split(stderr) {
  const words = stderr.replace(/^==\d+==WARNING: ASan doesn't fully support makecontext.*\n/m, "");
  return words.split(/^(?=awaitc: |=====|.*runtime error: )/m).filter(Boolean);
}

/** The differences between a test's outcome and its expectations; empty if there are none. */
function faults(outcome) {
  const found = differences(outcome);
  const doing = /^@doing (.*)$(?![^]*^@doing )/m.exec(outcome.stdout)?.[1];
  if (found.length > 0 && doing !== undefined) found.push(`at the end it was doing ${doing}`);
  return found;
}

function differences({ stdout, messages, exit, fatal }) {
  const lines = stdout.split("\n").filter((line) => line.startsWith("@"));
  const told = (kind) =>
    lines.filter((line) => line.startsWith(`@${kind} `)).map((line) => line.slice(kind.length + 2));
  const found = told("fail");
  const reports = told("report");
  messages.forEach((message, i) => {
    if (reports[i] === undefined) found.push(`on standard error: ${message}`);
    else if (!message.includes(reports[i])) found.push(`report "${message}" lacks "${reports[i]}"`);
  });
  for (const words of reports.slice(messages.length)) found.push(`no report "${words}"`);
  const [wanted] = told("fatal");
  if (wanted !== undefined) {
    const [, code, words] = /^(\w+) (.*)$/.exec(wanted);
    if (!fatal) found.push(`ended with ${exit}, expected ${wanted}`);
    else if (fatal.code !== code || !fatal.message.includes(words))
      found.push(`ended by ${fatal.code} "${fatal.message}", expected ${wanted}`);
    return found;
  }
  if (fatal) found.push(`ended by ${fatal.code}: ${fatal.message}`);
  else if (String(exit) !== (told("exit")[0] ?? "0")) found.push(`exit code ${exit}`);
  else if (!lines.includes("@end")) found.push("ended before its last check");
  return found;
}

/** Runs the tests of one mode. Returns how many failed. */
async function runMode(mode, only) {
  if (mode.startsWith("jspi") && whyNoJspi) {
    console.log(`${mode}: skipped, because ${whyNoJspi}`);
    return 0;
  }
  const begin = performance.now();
  const native = NATIVE[mode];
  const { list, runners } = await (native ? nativeProgram(native) : wasmProgram(mode, only));
  const tests = list
    .trim()
    .split("\n")
    .map((line) => line.split("\t"))
    .filter((test) => test.join(" ").includes(only));
  const suites = new Map(tests.map(([file]) => [file, { count: 0, failed: [] }]));
  const built = performance.now();
  const rest = tests.values();
  const runAll = async ({ run, close }) => {
    for (const [file, name] of rest) {
      const suite = suites.get(file);
      const found = faults(await run([file, name]));
      suite.count++;
      if (found.length > 0) suite.failed.push({ name, found });
    }
    await close();
  };
  await Promise.all(runners.map(runAll));
  let failed = 0;
  for (const [file, suite] of [...suites].sort()) {
    failed += suite.failed.length;
    if (suite.failed.length > 0)
      console.log(`${mode}: ${file}: ${suite.count} tests, ${suite.failed.length} FAILED`);
    for (const { name, found } of suite.failed) {
      console.log(`  ${name}`);
      for (const line of found) console.log(`    ${line.trimEnd().replaceAll("\n", "\n    ")}`);
    }
  }
  const seconds = (from, to) => ((to - from) / 1000).toFixed(1);
  console.log(
    `${mode}: ${tests.length} tests, ${failed} failed; built in ` +
      `${seconds(begin, built)} s, run in ${seconds(built, performance.now())} s`,
  );
  return failed + (tests.length === 0 ? 1 : 0);
}

const args = process.argv.slice(2);
const only = args.find((arg) => arg.startsWith("--only="))?.slice(7) ?? "";
const wanted = args.filter((arg) => !arg.startsWith("--"));
let failed = 0;
for (const mode of wanted.length ? wanted : ["native", "traced", "debug", "release"])
  failed += await runMode(mode, only);
// A part suffices to compare the two compilers. `node tests/c/run.mjs embedded` runs all tests.
if (wanted.length === 0) failed += await runMode("embedded", only || "tests/conformance/t");
process.exitCode = failed > 0 ? 1 : 0;
