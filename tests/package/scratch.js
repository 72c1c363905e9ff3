// Projects outside the repository with a packed package installed, for the tests of the packages.
// The tools are those of tools/package-lock.json, installed under build/package.
import { execFile } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { cp, mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { pack, packRuntime } from "../../tools/pack.mjs";

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const FOLDER = join(ROOT, "build/package");
const TOOLS = join(FOLDER, "tools");
const BIN = join(FOLDER, "bin");
const LISTS = ["package.json", "package-lock.json"];

/** The location of each command. Some packages differ between platforms. */
const COMMANDS = {
  attw: [TOOLS, "@arethetypeswrong/cli/dist/index.js"],
  awaitc: [ROOT, "../cli/awaitc.js"],
  bun: [TOOLS, /^@oven\/bun-/, "bin/bun"],
  deno: [TOOLS, /^@deno\//, "deno"],
  esbuild: [ROOT, "esbuild/bin/esbuild"],
  "node-22": [TOOLS, "node-22/bin/node"],
  "node-24": [TOOLS, "node-24/bin/node"],
  "node-26": [TOOLS, "node-26/bin/node"],
  publint: [TOOLS, "publint/src/cli.js"],
  rollup: [TOOLS, "rollup/dist/bin/rollup"],
  tsc: [ROOT, "typescript/bin/tsc"],
  vite: [ROOT, "vite/bin/vite.js"],
  webpack: [TOOLS, "webpack/bin/webpack.js"],
  workerd: [TOOLS, /^@cloudflare\/workerd-/, "bin/workerd"],
};
/** The packages that a project's own files may import besides awaitc. */
const IMPORTABLE = ["@rollup/plugin-node-resolve", "@web/rollup-plugin-import-meta-assets"];

/** Runs a command of our bin folder. Returns its output and exit code; never rejects.
 * @param {string} cwd @param {string} command @param {string[]} args
 * @param {import("node:child_process").ExecFileOptions} [options]
 * @returns {Promise<{ code: number, stdout: string, stderr: string }>} */
export function run(cwd, command, args, options = {}) {
  const env = {
    ...process.env,
    PATH: [BIN, dirname(process.execPath), process.env.PATH].join(delimiter),
    NO_COLOR: "1",
    DO_NOT_TRACK: "1",
    DENO_DIR: join(FOLDER, "deno"),
    XDG_CACHE_HOME: join(FOLDER, "cache"),
    DENO_NO_UPDATE_CHECK: "1",
    npm_config_loglevel: "error",
  };
  delete (/** @type {any} */ (env).FORCE_COLOR);
  return new Promise((done) => {
    execFile(command, args, { cwd, env, timeout: 60_000, ...options }, (error, stdout, stderr) => {
      const code = error ? (typeof error.code === "number" ? error.code : -1) : 0;
      done({
        code,
        stdout: String(stdout),
        stderr: String(stderr) || (code < 0 ? String(error) : ""),
      });
    });
  });
}

/** @param {string} cwd @param {string} command @param {string[]} args */
async function must(cwd, command, args) {
  const { code, stdout, stderr } = await run(cwd, command, args, { timeout: 600_000 });
  if (code !== 0)
    throw new Error(`${command} ${args.join(" ")}: exit code ${code}\n${stdout}${stderr}`);
  return stdout;
}

/** Installs the tools, unless those of the lockfile are installed. */
async function installTools() {
  const wanted = join(ROOT, "tests/package/tools");
  const mark = join(TOOLS, "installed.json");
  const lock = await readFile(join(wanted, "package-lock.json"), "utf8");
  if (existsSync(mark) && (await readFile(mark, "utf8")) === lock) return;
  console.log("installing what the package is tried with (about 300 MB, once)");
  await mkdir(TOOLS, { recursive: true });
  for (const name of LISTS) await cp(join(wanted, name), join(TOOLS, name));
  // Not `npm ci`, because it requires the optional packages of all platforms, which not every
  // registry has.
  await must(TOOLS, "npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund"]);
  await writeFile(mark, lock);
}

/** A package's name may depend on the platform. @param {string} modules @param {RegExp} pattern */
async function packageLike(modules, pattern) {
  const [scope] = pattern.source.replace("^", "").split("\\/");
  const names = await readdir(join(modules, scope)).catch(() => []);
  return names.map((name) => `${scope}/${name}`).find((name) => pattern.test(name));
}

/** Links all commands into one folder, whichever package they come from. */
async function linkCommands() {
  await rm(BIN, { recursive: true, force: true });
  await mkdir(BIN, { recursive: true });
  for (const [command, [root, first, rest]] of Object.entries(COMMANDS)) {
    const modules = join(/** @type {string} */ (root), "node_modules");
    const name = first instanceof RegExp ? await packageLike(modules, first) : first;
    const path = join(modules, String(name), rest === undefined ? "" : String(rest));
    if (name && existsSync(path)) await symlink(path, join(BIN, command));
  }
}

/** Whether a command exists; commands that support only some platforms may be missing.
 * @param {keyof typeof COMMANDS} command */
export const has = (command) => existsSync(join(BIN, command));

/** Runs something once for each process. @template T @param {() => Promise<T>} make */
function once(make) {
  /** @type {Promise<T> | undefined} */
  let made;
  return () => (made ??= make());
}

/** Packs both packages and installs the tools. */
export const prepare = once(async () => {
  await installTools();
  await linkCommands();
  const awaitc = await pack();
  return { awaitc, runtime: await packRuntime(awaitc) };
});

/** An empty folder. The caller removes it. */
export const scratch = () => mkdtemp(join(tmpdir(), "awaitc-project-"));

/** Turns a folder into a project that has only one of the packages, as `awaitc`.
 * @param {string} folder @param {"awaitc" | "runtime"} which */
export async function install(folder, which) {
  const awaitc = `file:${(await prepare())[which]}`;
  const manifest = { private: true, type: "module", dependencies: { awaitc } };
  await writeFile(join(folder, "package.json"), JSON.stringify(manifest));
  const flags = ["--offline", "--omit=optional", "--no-audit", "--no-fund"];
  await must(folder, "npm", ["install", ...flags]);
}

const installed = once(async () => {
  const folder = await scratch();
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  await install(folder, "runtime");
  return folder;
});

/** A new project with the runtime as `awaitc`, and files. The caller removes it.
 * @param {Record<string, string | Uint8Array>} [files] by name */
export async function project(files = {}) {
  const from = await installed();
  const folder = await scratch();
  await cp(from, folder, { recursive: true });
  for (const name of IMPORTABLE) {
    const link = join(folder, "node_modules", name);
    await mkdir(dirname(link), { recursive: true });
    await symlink(join(TOOLS, "node_modules", name), link);
  }
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  return folder;
}
