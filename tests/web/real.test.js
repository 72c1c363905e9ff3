// Tests real C programs with the real runtime in the host: output, calls in both directions, fetch,
// exits.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { load } from "../../web/platforms/node.js";
import { build } from "./build.js";
import { loadQuietly } from "./programs.js";

/** @type {WebAssembly.Module} */
let main;
/** @type {WebAssembly.Module} */
let library;
/** @type {import("node:http").Server} */
let server;
let origin = "";
/** Called when a request for /stall arrives. */
let arrived = () => {};
/** Resolves when its connection is closed. */
let gone = () => {};

before(async () => {
  main = (await build("main")).module;
  library = (await build("library")).module;
  server = createServer((request, response) => {
    if (request.url === "/stall") {
      response.on("close", () => gone());
      arrived();
      return;
    }
    const chunks = /** @type {Buffer[]} */ ([]);
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      response.statusCode = request.url === "/missing" ? 404 : 200;
      const { method, headers } = request;
      response.setHeader("x-echo", `${method} ${headers["x-one"]} ${headers["x-two"]}`);
      response.end(request.method === "POST" ? Buffer.concat(chunks) : "the page");
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(0)));
  const address = /** @type {import("node:net").AddressInfo} */ (server.address());
  origin = `http://127.0.0.1:${address.port}`;
});

after(() => {
  server.closeAllConnections();
  server.close();
});

const ALIVE = ["tasks", "records", "stacks", "timers", "waiters", "callbacks", "operations"];

/**
 * A library that waits for calls keeps its tables. A program that has ended keeps no memory.
 * @param {import("../../web/host/program.js").Program} it
 */
function assertNothingLeft(it) {
  const stats = it.stats();
  const names = it.hasMain ? [...ALIVE, "bytes"] : ALIVE;
  const left = names.filter((name) => stats[/** @type {"tasks"} */ (name)] !== 0);
  assert.deepEqual(left, [], JSON.stringify(stats));
}

/**
 * Runs main to its end.
 * @param {string[]} args
 * @param {{ functions?: Record<string, any>, options?: any }} [more]
 */
async function run(args, { functions = {}, options } = {}) {
  const { program: it, output } = await loadQuietly(load, main, options);
  it.expose(functions);
  const code = await it.run(args);
  assertNothingLeft(it);
  return { code, stdout: output.stdout, stderr: output.stderr, it };
}

test("real: the value of main is the exit code", async () => {
  assert.equal((await run([])).code, 42);
});

test("real: sleeps end in the order of their deadlines", async () => {
  const { stdout, code } = await run(["sort"]);
  assert.equal(stdout, "10 slept at 10\n20 slept at 20\n30 slept at 30\n");
  assert.equal(code, 0);
});

test("real: the environment is that of the options", async () => {
  assert.equal((await run(["env"], { options: { env: { WHAT: "é" } } })).stdout, "é\n");
  assert.equal((await run(["env"])).stdout, "unset\n");
});

test("real: stepping runs the whole program, with the clock held", async () => {
  const { program: it, output } = await loadQuietly(load, main, { clock: "real", held: true });
  const ended = it.run(["sort"]);
  let steps = 0;
  while (!it.isClosed && it.step()) steps++;
  assert.equal(await ended, 0);
  assert.deepEqual(output.stdout.match(/^\d+/gm), ["10", "20", "30"]);
  assert(steps >= 8, `${steps} steps`);
});

test("real: the same seed gives the same trace", async () => {
  const trace = async () => {
    const { it } = await run(["sort"], { options: { trace: true, seed: 1 } });
    return it.trace.map(({ wall, ...row }) => row);
  };
  const first = await trace();
  assert(first.length > 20);
  assert.deepEqual(await trace(), first);
  assert.deepEqual(
    first.map((row) => row.seq),
    first.map((_, i) => i + 1),
  );
  assert.equal(first.at(-1)?.kind, "exit");
});

test("real: a host call gets JSON and answers JSON", async () => {
  const functions = { ask: async ({ q }) => `${q}?` };
  assert.equal((await run(["ask", '{"q":"why"}'], { functions })).stdout, '0 "why?"\n');
});

test("real: a host call of a number passes it by value", async () => {
  const functions = { ask: async (/** @type {number} */ x) => x * 2 };
  assert.equal((await run(["ask-number", "1.25"], { functions })).stdout, "0 2.5 \n");
  const words = 'the result of "ask" is a string, where C waits for a number';
  const wrong = { ask: () => "1" };
  assert.equal((await run(["ask-number", "1"], { functions: wrong })).stdout, `-1010 0 ${words}\n`);
});

for (const clock of /** @type {const} */ (["real", "virtual"])) {
  test(`real: host calls that end in the same microtasks are one turn, ${clock} clock`, async () => {
    let calls = 0;
    const functions = { ask: async () => void calls++ };
    const { code, it } = await run(["ask-at-once"], { functions, options: { clock } });
    assert.deepEqual([code, calls], [0, 300]);
    // A turn of each call's own would be 600: its arrival, and its task.
    assert(it.stats().turns < 60, `${it.stats().turns} turns`);
  });
}

test("real: a host call that rejects gives its words", async () => {
  const functions = { ask: () => Promise.reject(new Error("no idea")) };
  assert.equal((await run(["ask"], { functions })).stdout, "-1010 no idea\n");
});

test("real: a host call of a name that is not exposed says so", async () => {
  assert.match((await run(["ask"])).stdout, /^-1012 no JavaScript function is exposed as "ask"/);
});

test("real: a host call that is given up aborts its signal; its answer is dropped", async () => {
  // On a virtual clock, time would stand still until the response.
  const { program: it, output } = await loadQuietly(load, main, { clock: { scale: 0 } });
  let isAborted = false;
  it.expose({
    ask: (_, { signal }) =>
      new Promise((resolve) => {
        signal.addEventListener("abort", () => {
          isAborted = true;
          resolve("late");
        });
        it.setScale(1e6);
      }),
  });
  assert.equal(await it.run(["ask-briefly"]), 0);
  assert.equal(output.stdout, "AW_ETIMEDOUT\n");
  assert.equal(isAborted, true);
  assertNothingLeft(it);
});

test("real: GET", async () => {
  assert.equal((await run(["get", `${origin}/`])).stdout, "200 the page\n");
});

test("real: GET of what is not there is a response", async () => {
  assert.equal((await run(["get", `${origin}/missing`])).stdout, "404 the page\n");
});

test("real: GET relative to the base", async () => {
  const options = { baseURL: `${origin}/folder/` };
  assert.equal((await run(["get", "../missing"], { options })).stdout, "404 the page\n");
});

test("real: GET from a port where nobody listens is AW_ENETWORK", async () => {
  assert.match((await run(["get", "http://127.0.0.1:9/"])).stdout, /^AW_ENETWORK fetch failed/);
});

test("real: POST sends headers and a body with a NUL", async () => {
  assert.equal((await run(["post", `${origin}/`])).stdout, "0 200 3 POST 1 2\n");
});

test("real: cancelling a request closes its connection", async () => {
  const closed = new Promise((resolve) => {
    gone = () => resolve(0);
  });
  const request = new Promise((resolve) => {
    arrived = () => resolve(null);
  });
  const functions = { arrived: () => request };
  const { stdout } = await run(["get-and-cancel", `${origin}/stall`], { functions });
  assert.equal(stdout, "AW_ECANCELLED\n");
  await closed;
});

test("real: a deadlock rejects with AW_EDEADLK", async () => {
  const { program: it } = await loadQuietly(load, main);
  await assert.rejects(it.run(["deadlock"]), { code: "AW_EDEADLK" });
});

test("real: a trap names the task and where it last waited", async () => {
  const { program: it } = await loadQuietly(load, main);
  await assert.rejects(it.run(["trap"]), { code: "AW_ETRAP", task: "faller", at: /main\.c:\d+$/ });
});

test("real: a trap in a debug build names the line that broke", { timeout: 60000 }, async () => {
  const { module, sourceMap } = await build("main", { isDebug: true });
  const { program: it } = await loadQuietly(load, module, {
    sourceMap: async () => /** @type {string} */ (sourceMap),
  });
  const source = await readFile(new URL("c/main.c", import.meta.url), "utf8");
  const line = source.split("\n").findIndex((text) => text.includes("__builtin_trap")) + 1;
  await assert.rejects(it.run(["trap"]), {
    code: "AW_ETRAP",
    task: "faller",
    at: `main.c:${line}`,
  });
});

test("real: too deep a recursion is a named error", async () => {
  const { program: it } = await loadQuietly(load, main);
  await assert.rejects(it.run(["deep"]), { code: "AW_EOVERFLOW", message: /stack_bytes|stack/ });
});

test("real: close ends a program whose tasks sleep", async () => {
  const { program: it } = await loadQuietly(load, main, { clock: { scale: 0 } });
  const ended = it.run(["sort"]);
  await new Promise((resolve) => it.on("idle", () => resolve(0)));
  assert.equal(it.stats().tasks, 4);
  it.close();
  await assert.rejects(ended, { code: "AW_ECLOSED" });
});

test("real: calls of one library run side by side", async () => {
  const { program: it } = await loadQuietly(load, library);
  assert.deepEqual(it.exports.sort(), ["asks", "echo", "fails", "later", "seven", "stubborn"]);
  /** @type {unknown[]} */
  const order = [];
  await Promise.all([30, 10, 20].map(async (ms) => order.push(await it.call("later", ms))));
  assert.deepEqual(order, ["10 ms later", "20 ms later", "30 ms later"]);
  assertNothingLeft(it);
});

test("real: a call answers JSON, or else its result", async () => {
  const { program: it } = await loadQuietly(load, library);
  const value = { text: "ü\n\u0000", list: [1, null, true] };
  assert.deepEqual(await it.call("echo", value), value);
  assert.equal(await it.call("seven"), 7);
});

test("real: a call of a megabyte comes back", async () => {
  const { program: it } = await loadQuietly(load, library);
  const text = "x".repeat(1 << 20);
  assert.equal(await it.call("echo", text), text);
  assertNothingLeft(it);
});

test("real: a call that fails rejects with code, number and message", async () => {
  const { program: it } = await loadQuietly(load, library);
  await assert.rejects(it.call("fails", 1), { code: "error", status: -5, message: "cannot do 1" });
});

test("real: aborting a call cancels its task, which cleans up", async () => {
  const { program: it, output } = await loadQuietly(load, library, { clock: { scale: 0 } });
  const controller = new AbortController();
  const called = it.call("later", 1000, { signal: controller.signal });
  await new Promise((resolve) => it.on("idle", () => resolve(0)));
  controller.abort();
  await assert.rejects(
    called,
    (error) => error.code === "AW_ECANCELLED" && error.cause.name === "AbortError",
  );
  assert.equal(output.stdout, "cleaned up\n");
  assertNothingLeft(it);
});

test("real: a call that catches its cancellation answers all the same", async () => {
  const { program: it } = await loadQuietly(load, library, { clock: { scale: 0 } });
  const controller = new AbortController();
  const called = it.call("stubborn", null, { signal: controller.signal });
  await new Promise((resolve) => it.on("idle", () => resolve(0)));
  controller.abort();
  assert.equal(await called, "not me");
});

test("real: an exposed function may call back into the program", async () => {
  const { program: it } = await loadQuietly(load, library);
  it.expose({ ask: (/** @type {number} */ n) => (n > 0 ? it.call("asks", n - 1) : "done") });
  assert.equal(await it.call("asks", 20), "done");
  assertNothingLeft(it);
});

test("real: two programs from one module do not see each other", async () => {
  const [one, two] = await Promise.all([1, 2].map(() => loadQuietly(load, library)));
  one.program.expose({ ask: () => "one" });
  two.program.expose({ ask: () => "two" });
  const answers = await Promise.all([one, two].map((x) => x.program.call("asks")));
  assert.deepEqual(answers, ["one", "two"]);
  one.program.close();
  assert.equal(await two.program.call("seven"), 7);
});
