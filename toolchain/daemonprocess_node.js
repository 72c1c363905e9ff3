/**
 * The process that daemon_node.js starts: executes one order at a time and refuses others
 * meanwhile.
 *
 * It ends after five idle minutes, when its socket is gone or belongs to another process, when it
 * has grown too large, and when a client disconnects before its order is done. It reads only the
 * compiler from disk; sources are sent to it. See compiler_node.js.
 * @module
 */

import { rmSync, statSync } from "node:fs";
import { connect, createServer } from "node:net";
import { make } from "./compiler_node.js";
import { failureOf } from "./failure.js";
import { receive, send } from "./frames_node.js";

const IDLE_MS = 300_000;
const LOOK_MS = 2_000; // how often it looks for its socket
const MEGABYTES_MAX = 2_000;

const path = process.argv[2];
const megabytes = () => Math.round(process.memoryUsage.rss() / 1e6);
const inode = () => statSync(path, { throwIfNoEntry: false })?.ino;

/** For whom it works. @type {import("node:net").Socket | undefined} */
let customer;

/** @param {import("node:net").Socket} socket @param {any} order */
async function carryOut(socket, order) {
  if (order.action === "status") {
    const isBusy = customer !== undefined;
    send(socket, { made: { pid: process.pid, megabytes: megabytes(), isBusy } });
    return;
  }
  if (customer) {
    send(socket, { isRefused: true });
    return;
  }
  customer = socket;
  try {
    send(socket, { made: await make(order, (news) => send(socket, news), { isRepeated: true }) });
  } catch (error) {
    send(socket, { failure: failureOf(error) });
  }
  customer = undefined;
  idle.refresh();
  if (megabytes() > MEGABYTES_MAX) socket.once("close", () => process.exit());
}

const server = createServer((socket) => {
  socket.on("error", () => socket.destroy());
  // Clang cannot be stopped otherwise.
  socket.on("close", () => socket === customer && process.exit());
  receive(socket, (order) => void carryOut(socket, order));
});

/** Listens, in the place of one that has ended without a word. @returns {Promise<void>} */
function listen() {
  return new Promise((done, failed) => {
    server.once("error", (/** @type {NodeJS.ErrnoException} */ error) => {
      if (error.code !== "EADDRINUSE") return failed(error);
      const other = connect(path);
      other.on("connect", () => process.exit()); // another was quicker
      other.on("error", () => {
        rmSync(path, { force: true });
        server.once("error", failed).listen(path, done);
      });
    });
    server.listen(path, done);
  });
}

process.title = "awaitc daemon";
process.umask(0o177); // the socket is the user's alone
const idle = setTimeout(() => process.exit(), IDLE_MS);
await listen();
const own = inode();
process.on("exit", () => inode() === own && rmSync(path, { force: true }));
for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"]) process.on(signal, () => process.exit());
setInterval(() => inode() !== own && !customer && process.exit(), LOOK_MS);
process.send?.("listening");
