// `npm test`: installs what the tests need, builds, and runs everything; stops at the first suite
// that fails. `npm test -- c web` runs only the suites named.
import { BUILD_TOOLS, aptInstall, cmakeBuild, npmInstall, run, say, testFiles } from "./steps.mjs";

const node = (...args) => run(process.execPath, args);
const nodeTest = async (folder, ...flags) => node("--test", ...flags, ...(await testFiles(folder)));

/** In the order of running: the quickest answers first. */
const SUITES = {
  rules: async () => {
    await node("tools/abi.mjs", "--check");
    await node("tools/conformance.mjs", "--check");
    await node("tools/reference.mjs", "--check");
    await node("tools/cli.mjs", "--check");
    await node("tools/size.mjs", "--check");
    await node("tools/tidy.mjs");
    await run("npx", ["tsc", "-p", "web/tsconfig.json"]);
    await run("npx", ["tsc", "-p", "playground/tsconfig.json"]);
  },
  c: () => node("tests/c/run.mjs"),
  wasm: () => nodeTest("tests/wasm"),
  web: () => nodeTest("tests/web"),
  cli: () => nodeTest("tests/cli"),
  "c-package": async () => {
    await aptInstall({ "pkg-config": "pkg-config", python3: "python3", "g++": "g++" });
    await nodeTest("tests/c-package");
  },
  package: async () => {
    await aptInstall({ chromium: "chromium" });
    await nodeTest("tests/package", "--test-concurrency=1");
  },
  e2e: async () => {
    await aptInstall({ chromium: "chromium", "firefox-esr": "firefox-esr" });
    await node("playground/build.mjs");
    await nodeTest("tests/e2e", "--test-concurrency=1");
  },
};

await say(async () => {
  const wanted = process.argv.slice(2);
  const unknown = wanted.filter((name) => !SUITES[name]);
  if (unknown.length > 0)
    throw new Error(
      `no such suite: ${unknown.join(", ")}; there are ${Object.keys(SUITES).join(", ")}`,
    );
  await npmInstall();
  await aptInstall({ ...BUILD_TOOLS, clang: "clang" });
  for (const preset of ["wasm-release", "wasm-debug", "native-asan"]) await cmakeBuild(preset);
  await (await import("./sysroot.mjs")).buildSystem();
  const started = performance.now();
  for (const name of wanted.length > 0 ? wanted : Object.keys(SUITES)) {
    const start = performance.now();
    console.log(`\n== ${name}`);
    await SUITES[name]();
    console.log(`== ${name}: passed in ${Math.round((performance.now() - start) / 1000)} s`);
  }
  console.log(
    `\nall passed in ${Math.round((performance.now() - started) / 1000)} s (node ${process.version})`,
  );
});
