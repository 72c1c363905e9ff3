// Tests the process that keeps the embedded compiler between runs, with real runs and real signals.
// No process is left afterwards.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { readdir, rename, stat } from "node:fs/promises";
import { connect } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { after, test } from "node:test";
import { CLI, workspace } from "./command.js";

const ON = { AWAITC_DAEMON: "1", CI: "" };
const EMBEDDED = "--toolchain=embedded";
const say = (text) => `#include <stdio.h>\nint main(void) { puts("${text}"); return 0; }\n`;
/** A source that keeps clang busy for many seconds. */
const LONG = `#define A(x) x x x x x x x x
#define B(x) A(A(x))
int main(void) { int n = 0; B(B(B(B(n = n * 3 + 1;)))) return n; }
`;

const place = await workspace();
/** @type {Set<number>} */
const known = new Set();

// Its folder has been deleted by then, which ends it.
after(async () => {
  for (const pid of known) await gone(pid);
});

/** Waits until a process has ended. */
async function gone(pid) {
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await delay(20);
  }
}

/** The line of doctor about it. */
async function words(env) {
  const { stdout } = await place.awaitc(["doctor", "--json"], { env });
  return JSON.parse(stdout).findings.find(({ name }) => name === "daemon").found;
}

/** The process id of the daemon; undefined if there is none. */
async function daemon(env = ON) {
  const found = await words(env);
  const pid = Number(/^process (\d+)/.exec(found)?.[1]) || undefined;
  if (pid) known.add(pid);
  return pid;
}

async function run(text, { env = ON, flags = [] } = {}) {
  const file = await place.write(`${text}.c`, say(text));
  return place.awaitc(["run", file, EMBEDDED, ...flags], { env });
}

const printed = (text) => ({ code: 0, stdout: `${text}\n`, stderr: "" });
const folder = () => place.path(".cache/awaitc");
const sockets = async () =>
  (await readdir(folder()).catch(() => [])).filter((name) => name.startsWith("daemon-"));

test("daemon: none is started when it is switched off, or where CI is set", async () => {
  assert.deepEqual(await run("option", { flags: ["--no-daemon"] }), printed("option"));
  assert.deepEqual(await sockets(), []);
  assert.equal(await daemon({ ...ON, CI: "true" }), undefined);
  assert.equal(await daemon({ AWAITC_DAEMON: "0" }), undefined);
});

test("daemon: the first run starts it, and the next ones use it", async () => {
  assert.deepEqual(await run("one"), printed("one"));
  const pid = await daemon();
  assert.ok(pid);
  assert.deepEqual(await run("two"), printed("two"));
  assert.equal(await daemon(), pid);
});

test("daemon: errors, warnings and check are as without it", async () => {
  const wrong = "int far(void);\nint main(void) { int unused; return far(); }\n";
  const file = await place.write("wrong.c", wrong);
  for (const command of ["run", "check"]) {
    const own = await place.awaitc([command, file, EMBEDDED], { env: ON });
    assert.match(own.stderr, /unused/);
    assert.deepEqual(own, await place.awaitc([command, file, EMBEDDED]));
  }
});

test("daemon: what comes while it compiles is compiled elsewhere", async () => {
  const names = ["three", "four"];
  const all = await Promise.all(names.map((name) => run(name)));
  assert.deepEqual(all, names.map(printed));
});

test("daemon: its socket is the user's alone, and what is no order is not heard", async () => {
  const pid = await daemon();
  const [name] = await sockets();
  const path = `${folder()}/${name}`;
  assert.equal((await stat(path)).mode & 0o177, 0);
  const socket = connect(path).on("error", () => {});
  socket.end(Buffer.from("GET / HTTP/1.1\r\n\r\n"));
  await once(socket.resume(), "close");
  const other = connect(path).on("error", () => {});
  other.write(Buffer.from([3, 0, 0, 0, 1, 2, 3]));
  await once(other.resume(), "close");
  assert.equal(await daemon(), pid);
});

test("daemon: ends when who ordered something goes away, and the next run has another", async () => {
  const pid = await daemon();
  const file = place.path(await place.write("long.c", LONG));
  const env = { ...process.env, XDG_CACHE_HOME: place.path(".cache"), ...ON };
  const child = execFile(process.execPath, [CLI, "run", file, EMBEDDED], { env });
  while (!(await words(ON)).endsWith("compiling"))
    assert.equal(child.exitCode, null, "it was over before it was seen");
  child.kill("SIGKILL");
  await gone(pid);
  assert.deepEqual(await run("six"), printed("six"));
  assert.notEqual(await daemon(), pid);
});

test("daemon: one that was killed leaves a socket that is in nobody's way", async () => {
  const pid = await daemon();
  process.kill(pid, "SIGKILL");
  await gone(pid);
  assert.equal((await sockets()).length, 1);
  assert.deepEqual(await run("seven"), printed("seven"));
  assert.notEqual(await daemon(), pid);
});

test("daemon: ends when its folder goes away", async () => {
  const pid = await daemon();
  await rename(folder(), place.path("moved"));
  await gone(pid);
  assert.ok(!existsSync(folder()));
});
