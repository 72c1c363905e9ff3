// The steps of npm's scripts: installing missing tools, building, running commands. Each step
// prints one line about what it does. If it fails, it prints a sentence with the remedy.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** Runs a command and shows its output. Rejects if it fails. */
export function run(command, args, options = {}) {
  return new Promise((done, failed) => {
    const child = spawn(command, args, { cwd: ROOT, stdio: "inherit", ...options });
    child.on("error", failed);
    child.on("exit", (code, signal) =>
      code === 0 ? done() : failed(new Error(`${command} ${args.join(" ")}: ${signal ?? code}`)),
    );
  });
}

/** Whether a command is on PATH. */
export function has(command) {
  return spawnSync("sh", ["-c", `command -v ${command}`]).status === 0;
}

/** Installs Debian packages that provide missing commands: { command: package }. */
export async function aptInstall(wanted) {
  const missing = Object.entries(wanted).filter(([command]) => !has(command));
  if (missing.length === 0) return;
  const packages = [...new Set(missing.map(([, name]) => name))];
  const isRoot = process.getuid?.() === 0;
  const sudo = isRoot ? [] : ["sudo", "-n"];
  if (!has("apt-get") || (!isRoot && spawnSync("sudo", ["-n", "true"]).status !== 0))
    throw new Error(
      `please install: ${packages.join(" ")} (for ${missing.map(([c]) => c).join(", ")})`,
    );
  console.log(`installing ${packages.join(" ")}`);
  const apt = (...args) =>
    run([...sudo, "apt-get"][0], [...sudo, "apt-get", ...args].slice(1), {
      stdio: ["ignore", "ignore", "inherit"],
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    });
  await apt("update", "-qq");
  await apt("install", "-y", "-qq", "--no-install-recommends", ...packages);
}

/** The packages that a lock file names, by folder. @param {string} file */
const packagesIn = (file) => JSON.parse(readFileSync(ROOT + file, "utf8")).packages;

/** Whether the packages of the lock file are installed. Optional packages are not checked, because
 * npm leaves out those for other systems. */
function hasPackages() {
  if (!existsSync(`${ROOT}node_modules/.package-lock.json`)) return false;
  const installed = packagesIn("node_modules/.package-lock.json");
  const { "": project, ...wanted } = packagesIn("package-lock.json");
  const own = new Set(
    Object.keys(project.optionalDependencies).map((name) => `node_modules/${name}`),
  );
  return Object.entries(wanted).every(([folder, { version, optional }]) => {
    const found = existsSync(ROOT + folder) ? installed[folder]?.version : undefined;
    return found === version || (found === undefined && optional && !own.has(folder));
  });
}

/** Installs the npm packages of the lock file, unless they are installed. */
export async function npmInstall() {
  if (hasPackages()) return;
  console.log("installing npm packages");
  const args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  const { npm_execpath: npm = "" } = process.env; // set by `npm start`
  if (npm.endsWith("npm-cli.js")) await run(process.execPath, [npm, ...args]);
  else await run("npm", args, { shell: process.platform === "win32" }); // where it is npm.cmd
}

/** The environment in which CMake compiles with ccache, if it is installed, and ccache answers the
 * same for all checkouts of the project. */
export const ccache = () =>
  has("ccache") && {
    ...{ CMAKE_C_COMPILER_LAUNCHER: "ccache", CMAKE_CXX_COMPILER_LAUNCHER: "ccache" },
    ...{ CCACHE_BASEDIR: ROOT.slice(0, -1), CCACHE_NOHASHDIR: "1" },
  };

/** Configures a CMake preset, if the presets are newer than the build folder, and builds it, with
 * ccache if it is installed. */
export async function cmakeBuild(preset) {
  const env = { ...process.env, ...ccache() };
  const quiet = { stdio: ["ignore", "ignore", "inherit"], env };
  const cache = new URL(`../build/${preset}/CMakeCache.txt`, import.meta.url);
  const presets = new URL("../CMakePresets.json", import.meta.url);
  const configured = statSync(cache, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (configured < statSync(presets).mtimeMs) await run("cmake", ["--preset", preset], quiet);
  await run("cmake", ["--build", "--preset", preset, "-j", "2", "--", "--quiet"], quiet);
}

/** Debian's emcc runs the first python3 on PATH. With a version manager that is a shell script,
 * which takes longer than many a compilation; the system's Python does the same. */
const PYTHON = "/usr/bin/python3";
if (existsSync(PYTHON)) process.env.EMSDK_PYTHON ??= PYTHON;

export const BUILD_TOOLS = {
  ...{ emcc: "emscripten", cmake: "cmake", make: "make", ccache: "ccache" },
};

/** Runs the steps. A failure prints one sentence and sets the exit code to 1. */
export async function say(steps) {
  try {
    await steps();
  } catch (error) {
    console.error(`\n${error instanceof Error ? error.message : error}`);
    process.exitCode = 1;
  }
}
