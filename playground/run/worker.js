/* The worker that a program runs in: loads it with the host of web/, sends its trace in batches,
 * holds it on request, and enforces the limits, so that no program can flood the page. It runs one
 * program and is then thrown away. */

import { load } from "../../web/index.js";
import { fetchSimulated } from "./api.js";
import { withMemoryMax } from "./memorymax.js";
import { plain } from "./plain.js";
import { clocks, memoryMax, outputMax, rowsMax } from "../common/protocol.js";

/** @typedef {import("../common/protocol.js").FromWorker} FromWorker */
/** @typedef {import("../common/protocol.js").ToWorker} ToWorker */
/** @typedef {import("../trace/model.js").Row} Row */

const flushMs = 12; // a batch waits this long for more, when the loop is free
const batchMax = 4000; // rows after which a batch goes out from within a loop that is not
const promptMax = 100; // rows that go out singly in a burst; one more every 2 ms
const cut = "\n… the rest of the output is not shown: it is over 256 KB\n";

/** @param {FromWorker} message */
const post = (message) => postMessage(message);

/**
 * Collects rows and sends them; drops what is over the limits. The first rows of a burst go out
 * singly: a program that blocks next would otherwise keep to itself which task did it.
 */
class Outbox {
  /** @type {Row[]} */ #batch = [];
  #isWaiting = false;
  #prompts = promptMax;
  #countedAt = 0;
  #rows = 0;
  #output = 0;
  /** @type {() => void} */ #full;

  /** @param {() => void} full called when no more rows are taken */
  constructor(full) {
    this.#full = full;
  }

  /** @param {Row} row */
  add(row) {
    if (this.#rows >= rowsMax && row.kind !== "exit") return;
    if (row.kind === "output" && !this.#trim(row)) return;
    this.#batch.push({ ...row, detail: plain(row.detail) });
    this.#rows++;
    if (this.#batch.length >= batchMax || this.#isPrompt()) this.flush();
    else if (!this.#isWaiting) {
      this.#isWaiting = true;
      setTimeout(() => this.flush(), flushMs);
    }
    if (this.#rows !== rowsMax) return;
    this.flush();
    this.#full();
  }

  /** Whether the burst is young enough to send a row by itself. */
  #isPrompt() {
    const now = performance.now();
    this.#prompts = Math.min(promptMax, this.#prompts + (now - this.#countedAt) / 2);
    this.#countedAt = now;
    if (this.#prompts < 1) return false;
    this.#prompts--;
    return true;
  }

  /** Shortens the output that crosses the limit; false: it is over already. @param {Row} row */
  #trim(row) {
    if (this.#output >= outputMax) return false;
    const room = outputMax - this.#output;
    this.#output += row.detail.length;
    if (row.detail.length < room) return true;
    this.#batch.push({ ...row, detail: plain(row.detail.slice(0, room)) + cut });
    this.flush(); // nothing that follows may bring it out
    return false;
  }

  flush() {
    this.#isWaiting = false;
    if (this.#batch.length === 0) return;
    post({ type: "rows", rows: this.#batch });
    this.#batch = [];
  }
}

/** @param {any} error @returns {import("../common/protocol.js").Failure} */
function failureOf(error) {
  const { code = "", message, task, at, stack } = error ?? {};
  return { code: String(code), message: String(message ?? error), task, at, stack };
}

/** The program, once it is there. @type {import("../../web/index.js").Program | null} */
let program = null;
/** @type {Outbox | null} */
let outbox = null;
/** What the page wants of it, which may be known before it is there. */
const wanted = { isHeld: false, steps: 0 };
let isFull = false;

/** Does what the page wants, and says how the program stands now. */
function obey() {
  if (!program || program.isClosed || isFull) return;
  let hadWork = true;
  if (wanted.isHeld) program.hold();
  else program.release();
  for (; wanted.steps > 0 && hadWork && !program.isClosed; wanted.steps--) hadWork = program.step();
  wanted.steps = 0;
  outbox?.flush();
  if (!program.isClosed) post({ type: "held", isHeld: program.isHeld, hadWork });
}

/** What the host loads: the program with its memory limited, or what the address answered instead.
 * @param {Extract<ToWorker, { type: "run" }>["program"]} given */
async function sourceOf(given) {
  if (typeof given !== "string") return withMemoryMax(given.bytes, memoryMax);
  const url = new URL(given, location.href);
  const response = await fetch(url).catch(() => null);
  if (!response?.ok) return response ?? url;
  return withMemoryMax(new Uint8Array(await response.arrayBuffer()), memoryMax);
}

/** @param {number} task */
async function cancel(task) {
  let problem = "The program is not there yet.";
  try {
    if (program) problem = (await program.cancel(task)) ? "" : "It has ended already.";
  } catch (error) {
    problem = failureOf(error).message;
  }
  outbox?.flush();
  post({ type: "cancelled", problem });
}

/** @param {Extract<ToWorker, { type: "run" }>} job */
async function run(job) {
  wanted.isHeld = job.isHeld === true;
  try {
    const { program: given } = job;
    const isBuilt = typeof given !== "string";
    program = await load(await sourceOf(given), {
      name: job.name,
      args: [...(job.args ?? [])],
      seed: job.seed,
      clock: clocks[job.clock].option,
      trace: true,
      held: true,
      env: { ...job.env, ...(job.isDebug ? { AWAITC_DEBUG: "1" } : {}) },
      sourceMap: async () => (isBuilt ? given.sourceMap : (await fetch(`${given}.map`)).text()),
      baseURL: location.origin,
      fetch: fetchSimulated,
      stdout: () => {},
      stderr: () => {},
    });
    outbox = new Outbox(() => {
      isFull = true;
      program?.hold();
      post({ type: "full" });
    });
    program.on("trace", (/** @type {Row} */ row) => outbox?.add(row));
    const ended = program.run();
    obey();
    const code = await ended;
    outbox.flush();
    post({ type: "exit", code });
  } catch (error) {
    outbox?.flush();
    post({ type: "failed", failure: failureOf(error) });
  }
}

addEventListener("message", (/** @type {MessageEvent<ToWorker>} */ { data }) => {
  if (data.type === "run") return void run(data);
  if (data.type === "ping") return post({ type: "pong" });
  if (data.type === "cancel") return void cancel(data.task);
  wanted.isHeld = data.type !== "goOn";
  if (data.type === "step") wanted.steps++;
  obey();
});
