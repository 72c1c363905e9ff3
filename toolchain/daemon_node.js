/**
 * Sends an order to a process that keeps the embedded compiler loaded, because starting the
 * compiler takes longer than most compilations. The first order starts the process; it ends when
 * idle.
 *
 * The two meet at a socket in the cache's folder, which only the user can open; its name depends on
 * everything that a result depends on. If anything goes wrong here, the caller compiles in its own
 * process. See docs/decisions/0011, daemonprocess_node.js and frames_node.js.
 * @module
 */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { folder, hashOf } from "./cache_node.js";
import { errorOf } from "./failure.js";
import { receive, send } from "./frames_node.js";
import { toolsKey } from "./tools_node.js";

const PROCESS = fileURLToPath(new URL("./daemonprocess_node.js", import.meta.url));
const PATH_BYTES_MAX = 100; // what the name of a socket may have on every system

/** @typedef {import("node:net").Socket} Socket
 * @typedef {{ pid: number, megabytes: number, isBusy: boolean }} Status */

/** Whether there may be one: not where nobody would end it, and not on Windows, whose pipes have no
 * folder that keeps others out. */
export function isDaemonAllowed() {
  const { AWAITC_DAEMON, CI } = process.env;
  return AWAITC_DAEMON !== "0" && !CI && process.platform !== "win32";
}

/** Where it listens; undefined when it cannot. */
async function socketPath() {
  const tools = hashOf(await toolsKey("embedded", false), process.version, process.arch);
  const path = join(await folder(), `daemon-${tools.slice(0, 16)}`);
  return Buffer.byteLength(path) <= PATH_BYTES_MAX ? path : undefined;
}

/** @param {string} path @returns {Promise<Socket | undefined>} */
async function reach(path) {
  const socket = connect(path);
  try {
    await once(socket, "connect");
    return socket.on("error", () => socket.destroy());
  } catch {
    return undefined;
  }
}

/** Starts the process; ends when it listens, or has failed. It gets nothing of ours: no files, no
 * folder, no environment.
 * @param {string} path */
async function start(path) {
  const child = spawn(process.execPath, [PROCESS, path], {
    ...{ detached: true, cwd: dirname(path), env: {} },
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  const ended = new AbortController();
  const { signal } = ended;
  await Promise.race(
    ["message", "exit", "error"].map((name) => once(child, name, { signal }).catch(() => {})),
  );
  ended.abort();
  if (child.connected) child.disconnect();
  child.unref();
}

/** Sends an order and waits for the end. @param {Socket} socket @param {unknown} order
 * @param {(news: import("./compiler_node.js").News) => void} tell
 * @returns {Promise<any>} undefined when it has not been carried out */
function exchange(socket, order, tell) {
  return new Promise((done, failed) => {
    socket.once("close", () => done(undefined));
    receive(socket, ({ made, failure, isRefused, ...news }) => {
      if (failure) failed(errorOf(failure));
      else if (made || isRefused) done(made);
      else tell(news);
    });
    send(socket, order);
  }).finally(() => socket.destroy());
}

/** Carries out an order by the daemon. @param {import("./compiler_node.js").Order} order
 * @param {(news: import("./compiler_node.js").News) => void} tell
 * @returns {Promise<any>} what make() gives; undefined when the caller has to do it */
export async function makeByDaemon(order, tell) {
  if (!isDaemonAllowed()) return undefined;
  const path = await socketPath().catch(() => undefined);
  if (path === undefined) return undefined;
  let socket = await reach(path);
  if (!socket) {
    await start(path);
    socket = await reach(path);
  }
  return socket && exchange(socket, order, tell);
}

/** The daemon that is there, if one is. @returns {Promise<Status | undefined>} */
export async function daemonStatus() {
  const path = await socketPath();
  const socket = path && (await reach(path));
  return socket && exchange(socket, { action: "status" }, () => {});
}
