// A thread with a clang of its own, for sysroot.mjs: runs what it is sent over the files it was given.
import { parentPort, workerData } from "node:worker_threads";
import { Embedded } from "../toolchain/embedded.js";

const embedded = new Embedded({ clang: await import("@yowasp/clang"), system: {} });
await embedded.prepare();
parentPort.on("message", async (args) => parentPort.postMessage(await embedded.run(args, workerData)));
