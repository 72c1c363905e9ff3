// The suites of `npm test` and the tasks of each suite, which are programs that Node runs.
import { readFileSync, readdirSync } from "node:fs";
import { BUILD_TOOLS, ROOT } from "./steps.mjs";

/** @typedef {import("./schedule.mjs").Task} Task */

const BROWSER = { "chromium-headless-shell": "chromium-headless-shell" };

/** The needs of each suite: build results (BUILDS), and commands with their Debian packages. */
const SUITES = {
  rules: { builds: [] },
  c: {
    builds: ["native-asan", "wasm-debug", "wasm-release", "system"],
    apt: { ...BROWSER, valgrind: "valgrind" },
  },
  wasm: { builds: ["wasm-debug", "wasm-release", "system"], apt: BROWSER },
  web: { builds: ["wasm-debug", "wasm-release", "page"] },
  same: { builds: ["wasm-debug", "wasm-release", "system"] },
  cli: { builds: ["wasm-debug", "wasm-release", "page"], apt: BROWSER },
  "c-package": {
    builds: ["native-asan", "wasm-debug", "wasm-release", "system"],
    apt: { "pkg-config": "pkg-config", python3: "python3", "g++": "g++" },
  },
  package: { builds: ["wasm-debug", "wasm-release", "system"], apt: BROWSER, isAlone: true },
  e2e: {
    builds: ["page"],
    apt: {
      ...{ ...BROWSER, chromium: "chromium", "firefox-esr": "firefox-esr" },
      ...{ WebKitWebDriver: "webkit2gtk-driver", Xvfb: "xvfb" },
    },
  },
};
export const NAMES = Object.keys(SUITES);

/** The builds, and the builds that each of them needs. */
const BUILDS = {
  system: [],
  "native-asan": [],
  "wasm-debug": [],
  "wasm-release": [],
  page: ["system"],
};

/** The files that `npm run format` formats. */
const FORMATTED = "**/*.{js,mjs,json}";

/** The programs of the suites that are not test files: name, arguments of node, and the builds that
 * a program needs, if not all those of its suite. */
const PROGRAMS = {
  rules: [
    ...["abi", "benchmarks", "conformance", "reference", "cli", "size", "words"].map((name) => [
      name,
      [`tools/${name}.mjs`, "--check"],
    ]),
    ["tidy", ["tools/tidy.mjs"]],
    ["prettier", ["node_modules/prettier/bin/prettier.cjs", "--check", FORMATTED]],
    ["types of web", ["node_modules/typescript/bin/tsc", "-p", "web/tsconfig.json"]],
    ["types of playground", ["node_modules/typescript/bin/tsc", "-p", "playground/tsconfig.json"]],
  ],
  c: [
    ["native", ["tests/c/run.mjs", "native"], ["native-asan"]],
    ["traced", ["tests/c/run.mjs", "traced"], ["native-asan"]],
    ["debug", ["tests/c/run.mjs", "debug"], ["wasm-debug"]],
    ["release", ["tests/c/run.mjs", "release"], ["wasm-release"]],
    // A part suffices to compare the backends. `node tests/c/run.mjs jspi` runs all tests.
    ["jspi", ["tests/c/run.mjs", "jspi", "--only=tests/conformance/"], ["wasm-release"]],
    // A part suffices to compare the two compilers. `node tests/c/run.mjs embedded` runs all tests.
    ["embedded", ["tests/c/run.mjs", "embedded", "--only=tests/conformance/t"], ["system"]],
    ["costs", ["tools/costs.mjs", "--check"], ["wasm-release", "system"]],
  ],
};

/** The expected duration of a task without an entry in build/test-times.json. */
const SECONDS = { rules: 5, c: 60, wasm: 20, web: 10, same: 60, cli: 40, package: 40, e2e: 60 };
const REPORTER = "--test-reporter=./tools/testreporter.mjs";
export const TIMES = `${ROOT}build/test-times.json`;

/** The durations of the tasks in the last run. @returns {Record<string, number>} */
export function knownTimes() {
  try {
    return JSON.parse(readFileSync(TIMES, "utf8"));
  } catch {
    return {};
  }
}

/** The Debian packages of suites, by command. @param {string[]} suites */
export const commandsOf = (suites) => {
  const needsCompilers = suites.some((name) => SUITES[name].builds.includes("wasm-debug"));
  const compilers = { ...BUILD_TOOLS, clang: "clang" };
  return Object.assign({}, needsCompilers && compilers, ...suites.map((name) => SUITES[name].apt));
};

/** The tests of a suite.
 * @param {string} suite
 * @returns {{ name: string, args: string[], file?: string, builds?: string[] }[]} */
function testsOf(suite) {
  const programs = PROGRAMS[suite];
  if (programs)
    return programs.map(([name, args, builds]) => ({ name: `${suite}: ${name}`, args, builds }));
  return readdirSync(`${ROOT}tests/${suite}`)
    .filter((name) => name.endsWith(".test.js"))
    .sort()
    .map((name) => `tests/${suite}/${name}`)
    .map((file) => ({ name: file, args: [REPORTER, file], file }));
}

/** The tasks of some suites, with the builds that they need.
 * @param {string[]} suites @param {(test: { name: string, file?: string }) => boolean} isWanted
 * @returns {Task[]} */
export function tasksOf(suites, isWanted = () => true) {
  const times = knownTimes();
  /** @type {Map<string, Task>} */
  const builds = new Map();
  const buildOf = (/** @type {string} */ name) => {
    const known = builds.get(name);
    if (known) return known;
    const needs = BUILDS[name].map(buildOf);
    const args = name === "page" ? ["playground/build/build.mjs"] : ["tools/build.mjs", name];
    const seconds = times[`build: ${name}`] ?? 30;
    const build = { name: `build: ${name}`, suite: "build", args, needs, seconds };
    builds.set(name, build);
    return build;
  };
  const tests = suites.flatMap((suite) =>
    testsOf(suite)
      .filter(isWanted)
      .map((test) => ({
        ...{ ...test, suite, needs: (test.builds ?? SUITES[suite].builds).map(buildOf) },
        lock: SUITES[suite].isAlone ? suite : undefined,
        seconds: times[test.name] ?? SECONDS[suite] ?? 30,
      })),
  );
  return [...builds.values(), ...tests];
}
