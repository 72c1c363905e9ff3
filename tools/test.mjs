// `npm test`: installs what the tests need, builds, and runs everything; stops at the first suite
// that fails. `npm test -- c web` runs only the suites named.
import { nodeTest } from "./nodetest.mjs";
import { BUILD_TOOLS, aptInstall, cmakeBuild, npmInstall, run, say } from "./steps.mjs";

/** More than the slowest machine takes: what is not over by then hangs. */
const LIMIT_MINUTES = 60;

process.env.AWAITC_DAEMON ??= "0"; // no test leaves a process behind

const node = (...args) => run(process.execPath, args);

/** In the order of running: the quickest answers first. */
const SUITES = {
  rules: async () => {
    await node("tools/abi.mjs", "--check");
    await node("tools/conformance.mjs", "--check");
    await node("tools/reference.mjs", "--check");
    await node("tools/cli.mjs", "--check");
    await node("tools/size.mjs", "--check");
    await node("tools/words.mjs", "--check");
    await node("tools/tidy.mjs");
    await run("npx", ["tsc", "-p", "web/tsconfig.json"]);
    await run("npx", ["tsc", "-p", "playground/tsconfig.json"]);
  },
  c: () => node("tests/c/run.mjs"),
  wasm: () => nodeTest("tests/wasm"),
  web: () => nodeTest("tests/web"),
  same: () => nodeTest("tests/same"),
  cli: () => nodeTest("tests/cli"),
  "c-package": async () => {
    await aptInstall({ "pkg-config": "pkg-config", python3: "python3", "g++": "g++" });
    await nodeTest("tests/c-package");
  },
  package: async () => {
    await aptInstall({ chromium: "chromium" });
    await nodeTest("tests/package", { isAlone: true });
  },
  e2e: async () => {
    await aptInstall({
      ...{ chromium: "chromium", "firefox-esr": "firefox-esr" },
      ...{ WebKitWebDriver: "webkit2gtk-driver", Xvfb: "xvfb" },
    });
    await node("playground/build/build.mjs");
    await nodeTest("tests/e2e", { isAlone: true });
  },
};

await say(async () => {
  const wanted = process.argv.slice(2);
  const unknown = wanted.filter((name) => !SUITES[name]);
  if (unknown.length > 0)
    throw new Error(
      `no such suite: ${unknown.join(", ")}; there are ${Object.keys(SUITES).join(", ")}`,
    );
  let doing = "installing";
  const watchdog = setTimeout(() => {
    console.error(`\n${doing}: not over after ${LIMIT_MINUTES} minutes of npm test`);
    process.exit(1);
  }, LIMIT_MINUTES * 60_000);
  await npmInstall();
  await aptInstall({ ...BUILD_TOOLS, clang: "clang" });
  for (const preset of ["wasm-release", "wasm-debug", "native-asan"]) await cmakeBuild(preset);
  await (await import("./sysroot.mjs")).buildSystem();
  const started = performance.now();
  for (const name of wanted.length > 0 ? wanted : Object.keys(SUITES)) {
    const start = performance.now();
    doing = name;
    console.log(`\n== ${name}`);
    await SUITES[name]();
    console.log(`== ${name}: passed in ${Math.round((performance.now() - start) / 1000)} s`);
  }
  clearTimeout(watchdog);
  console.log(
    `\nall passed in ${Math.round((performance.now() - started) / 1000)} s (node ${process.version})`,
  );
});
// What a test has left behind may hold our pipes open, and would keep us waiting.
process.exit();
