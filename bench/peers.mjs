// The peers with a process of their own. Each is a program that reads lines "WORK ARG ARG …" and
// answers each with the nanoseconds that the work took.
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { Missing } from "./suite.mjs";

const at = (path) => fileURLToPath(new URL(path, import.meta.url));

/** What build.mjs makes for each peer, and the command that runs it.
 * @type {Record<string, { file: string, command: (file: string, folder: string) => string[] }>} */
const COMMANDS = {
  cpython: { file: "cpython", command: (file) => [file, at("./peers/asyncio_works.py")] },
  pyodide: {
    file: "pyodide",
    command: (file) => [process.execPath, at("./peers/pyodide.mjs"), file],
  },
  go: {
    file: "go.wasm",
    command: (_, folder) => [process.execPath, at("./peers/go.mjs"), folder, "go.wasm"],
  },
  native: { file: "native", command: (file) => [file] },
};

/** The path of a file of build.mjs. What could not be built throws Missing with the reason.
 * @param {string} folder @param {string} name */
export function made(folder, name) {
  const path = join(folder, name);
  if (existsSync(path)) return path;
  const { missing } = JSON.parse(readFileSync(join(folder, "peers.json"), "utf8"));
  throw new Missing(missing[name] ?? `${name} was not built`);
}

/** A running peer. */
class Peer {
  /** @type {((line: string | undefined) => void)[]} */
  #waiting = [];

  /** @param {string[]} command */
  constructor([file, ...args]) {
    this.child = spawn(file, args, { stdio: ["pipe", "pipe", "pipe"] });
    this.words = "";
    this.child.stderr.on("data", (text) => (this.words = String(text).slice(-500)));
    this.child.on("error", () => this.#end());
    this.child.on("close", () => this.#end());
    this.child.stdin.on("error", () => {}); // told by "close"
    createInterface(this.child.stdout).on("line", (line) => this.#waiting.shift()?.(line));
  }

  #end() {
    this.hasEnded = true;
    for (const answer of this.#waiting.splice(0)) answer(undefined);
  }

  /** @param {string} request @returns {Promise<number>} */
  async ask(request) {
    const line = await new Promise((answer) => {
      if (this.hasEnded) return answer(undefined);
      this.#waiting.push(answer);
      this.child.stdin.write(`${request}\n`);
    });
    if (line === undefined) throw new Error(`its process ended: ${this.words}`);
    return Number(line);
  }
}

/** The peers of a folder, started when first asked. @param {string} folder */
export function openPeers(folder) {
  /** @type {Map<string, Peer>} */
  const running = new Map();
  return {
    /** @param {string} name @param {string} work @param {number[]} args */
    async ask(name, work, args) {
      const { file, command } = COMMANDS[name];
      if (!running.has(name)) running.set(name, new Peer(command(made(folder, file), folder)));
      return running.get(name).ask([work, ...args].join(" "));
    },
    close() {
      for (const { child } of running.values()) child.kill();
    },
  };
}
