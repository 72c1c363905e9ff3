// A worker thread with its own clang, for sysroot.mjs. It runs the commands that it receives on the
// files that it was given.
import { parentPort, workerData } from "node:worker_threads";
import { loadClang } from "../toolchain/clang_node.js";
import { Embedded } from "../toolchain/embedded.js";

const embedded = new Embedded({ clang: await loadClang(), system: {} });
await embedded.prepare();
parentPort.on("message", async (args) =>
  parentPort.postMessage(await embedded.run(args, workerData)),
);
