/**
 * `awaitc run`: builds and runs, once, or again at every save.
 *
 * A program runs in a thread of its own, whose stack is large, and which can be stopped even when
 * the program never waits. See runworker.js and watch.js.
 * @module
 */

import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { filesOf, optionsOf, programOf } from "./compile.js";
import { hasColours } from "./colour.js";
import { explain } from "./explain.js";
import { UsageError } from "./parse.js";
import { Watcher } from "./watch.js";

/** Calls of C use the engine's stack too, and frames of WebAssembly are larger than native ones: as
 * deep as with the 8 MB that native programs have. Memory that is not touched is not used. */
const STACK_MB = 64;

/** @param {import("./compile.js").Built} built @param {import("./parse.js").Call} call */
function startThread(built, call) {
  return new Worker(new URL("runworker.js", import.meta.url), {
    workerData: { built, call, hasColours: hasColours(process.stderr, process.env) },
    resourceLimits: { stackSizeMb: STACK_MB },
  });
}

/** @param {import("./parse.js").Call} call @returns {Promise<number>} exit code */
export async function run(call) {
  if (!call.is.watch) {
    const [code] = await once(startThread(await programOf(call), call), "exit");
    return code;
  }
  if (call.files.length === 0) throw new UsageError("awaitc run: which file?", "run");
  const watcher = new Watcher();
  for (;;) {
    watcher.look(filesOf(optionsOf(call)));
    const round = new Round(call);
    const isBuilt = await round.built;
    await watcher.changed({ isBroken: !isBuilt });
    await round.stop();
  }
}

/** One building and running of a watched program. */
class Round {
  #call;
  /** @type {Worker | undefined} */ #worker;
  /** Whether it could be built. */ built;

  /** @param {import("./parse.js").Call} call */
  constructor(call) {
    this.#call = call;
    this.built = this.#start().catch((error) => {
      if (error instanceof UsageError) throw error;
      explain(error);
      this.#say("not built");
      return false;
    });
  }

  async #start() {
    const built = await programOf(this.#call);
    this.#worker = startThread(built, this.#call);
    this.#worker.on("exit", (code) => this.#worker && this.#say(`ended with ${code}`));
    return true;
  }

  /** @param {string} words */
  #say(words) {
    process.stderr.write(`awaitc: ${this.#call.files[0]} ${words}; waiting for a change\n`);
  }

  /** Ends it wherever it stands. */
  async stop() {
    const worker = this.#worker;
    this.#worker = undefined;
    if (!worker || worker.threadId < 0) return;
    const ended = once(worker, "exit");
    await worker.terminate();
    await ended;
  }
}
