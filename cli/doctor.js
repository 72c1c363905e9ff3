/**
 * `awaitc doctor`: looks at what awaitc needs, and says what each is for and what to do without it.
 *
 * It passes with this Node, a temporary folder, and one complete toolchain. It writes only one
 * temporary file, which it deletes.
 * @module
 */

import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { folder as cacheFolder } from "../toolchain/cache_node.js";
import { daemonStatus, isDaemonAllowed } from "../toolchain/daemon_node.js";
import { findEmcc, libraryOf } from "../toolchain/emcc.js";
import { SYSTEM } from "../toolchain/embedded_node.js";
import { hasColours } from "./colour.js";

/**
 * @typedef {object} Finding
 * @property {string} name
 * @property {boolean} isFound
 * @property {string} found version or path, or why not
 * @property {string} use what it is for
 * @property {string} remedy what to do when it is missing
 */

const execute = promisify(execFile);
const LIMIT_MS = 20_000;

/** A check that says what it found, or throws. @param {string} name @param {string} use
 * @param {string} remedy @param {() => string | Promise<string>} look
 * @returns {Promise<Finding>} */
async function finding(name, use, remedy, look) {
  try {
    return { name, isFound: true, found: await look(), use, remedy };
  } catch (error) {
    const { message } = /** @type {Error} */ (error);
    return { name, isFound: false, found: message.split("\n")[0], use, remedy };
  }
}

async function node() {
  const text = await readFile(new URL("../package.json", import.meta.url), "utf8");
  const [, major, minor] = />=(\d+)\.(\d+)/.exec(JSON.parse(text).engines.node) ?? [];
  const [ownMajor, ownMinor] = process.versions.node.split(".").map(Number);
  if (ownMajor < Number(major) || (ownMajor === Number(major) && ownMinor < Number(minor)))
    throw new Error(`${process.version} is older than ${major}.${minor}`);
  return process.version;
}

async function emcc() {
  const path = findEmcc();
  if (!path) throw new Error("not on PATH");
  const { stdout } = await execute(path, ["--version"], { timeout: LIMIT_MS });
  return `${path}, ${/\d+\.\d+\.\d+/.exec(stdout)?.[0] ?? "of an unknown version"}`;
}

/** Its version, if it can be imported. @param {string} name */
async function npmPackage(name) {
  let at;
  try {
    at = fileURLToPath(import.meta.resolve(name));
  } catch {
    throw new Error("not installed");
  }
  for (let folder = join(at, ".."); folder !== join(folder, ".."); folder = join(folder, "..")) {
    const text = await readFile(join(folder, "package.json"), "utf8").catch(() => undefined);
    const about = text && JSON.parse(text);
    if (about?.name === name) return existsSync(at) ? about.version : "";
  }
  throw new Error("not installed");
}

/** @param {string} path */
function built(path) {
  if (!existsSync(path)) throw new Error(`${path} is missing`);
  return path;
}

async function temporary() {
  const folder = await mkdtemp(join(tmpdir(), "awaitc-"));
  try {
    await writeFile(join(folder, "file"), "");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return tmpdir();
}

/** The process that keeps the embedded compiler: there need not be one. */
async function daemon() {
  const status = await daemonStatus();
  if (!status) return isDaemonAllowed() ? "not running; the next compilation starts it" : "off";
  return `process ${status.pid}, ${status.megabytes} MB, ${status.isBusy ? "compiling" : "idle"}`;
}

const EMCC = "the emcc toolchain";
const EMBEDDED = "the embedded toolchain";

function look() {
  const build = "npm run build, in awaitc's own folder";
  return Promise.all([
    finding("node", "runs awaitc and programs", "install Node.js 22 or newer: nodejs.org", node),
    finding("temp", "compiling with emcc", `make ${tmpdir()} writable, or set TMPDIR`, temporary),
    finding(
      "cache",
      "keeping compiled programs: without it every run compiles",
      "make it writable by you alone, or set XDG_CACHE_HOME",
      cacheFolder,
    ),
    finding("binaryen", "both toolchains: makes programs suspendable", "npm install binaryen", () =>
      npmPackage("binaryen"),
    ),
    finding("clang", `${EMBEDDED}: compiles in Node`, "npm install @yowasp/clang", () =>
      npmPackage("@yowasp/clang"),
    ),
    finding("system", `${EMBEDDED}: libc and the runtime`, build, () => built(SYSTEM)),
    finding(
      "daemon",
      `${EMBEDDED}: keeps the compiler for five minutes; off with --no-daemon or AWAITC_DAEMON=0`,
      "see cache",
      daemon,
    ),
    finding("emcc", `${EMCC}: compiles`, "apt-get install emscripten; or use embedded", emcc),
    finding("library", `${EMCC}: the runtime`, build, () => built(libraryOf(false))),
    finding("library -g", `${EMCC}: the runtime with assertions`, build, () =>
      built(libraryOf(true)),
    ),
  ]);
}

/** @param {Finding[]} findings */
function judge(findings) {
  const has = (/** @type {string[]} */ ...names) =>
    findings.every(({ name, isFound }) => isFound || !names.includes(name));
  const toolchains = {
    embedded: has("binaryen", "clang", "system"),
    emcc: has("binaryen", "emcc", "library", "temp"),
  };
  return { works: has("node") && (toolchains.embedded || toolchains.emcc), toolchains };
}

/** @param {import("./parse.js").Call} call @returns {Promise<number>} exit code */
export async function doctor({ is }) {
  const findings = await look();
  const { works, toolchains } = judge(findings);
  if (is.json) {
    console.log(JSON.stringify({ version: 1, works, toolchains, findings }, undefined, 2));
    return works ? 0 : 1;
  }
  const paint = (/** @type {string} */ code, /** @type {string} */ text) =>
    hasColours(process.stdout, process.env) ? `\x1b[${code}m${text}\x1b[0m` : text;
  for (const { name, isFound, found, use, remedy } of findings) {
    const mark = isFound ? paint("32", "✓") : paint("31", "✗");
    console.log(`${mark} ${name.padEnd(10)} ${found}`);
    console.log(`  ${" ".repeat(10)} ${use}${isFound ? "" : `\n  ${" ".repeat(10)} → ${remedy}`}`);
  }
  const usable = Object.entries(toolchains).flatMap(([name, isWhole]) => (isWhole ? [name] : []));
  console.log(
    works
      ? `\nawaitc works here, with the toolchain ${usable.join(" or ")}`
      : "\nawaitc does not work here: it needs Node and one whole toolchain",
  );
  return works ? 0 : 1;
}
