// Tests each WASI call on a bare memory.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Clock } from "../../web/host/clock.js";
import { Memory } from "../../web/host/memory.js";
import { seededRandom } from "../../web/host/seeded.js";
import { createWasi } from "../../web/host/wasi.js";

const [OK, EBADF, EFAULT, EINVAL, ESPIPE] = [0, 8, 21, 28, 70];

/** @param {Partial<import("../../web/host/wasi.js").System>} [system] */
function make(system = {}) {
  const memory = new Memory(new WebAssembly.Memory({ initial: 1 }));
  const clock = new Clock("virtual", () => 0);
  clock.begin();
  /** @type {[number, string][]} */
  const written = [];
  const { calls, flush } = createWasi({
    memory: () => memory,
    args: () => ["program", "ä"],
    env: { HOME: "/", X: "" },
    clock,
    write: (fd, text) => void written.push([fd, text]),
    exit: (code) => {
      throw new Error(`exit ${code}`);
    },
    ...system,
  });
  /** Writes `chunks` with one fd_write, each as a vector. */
  const write = (/** @type {number} */ fd, /** @type {(string | number[])[]} */ ...chunks) => {
    let at = 1000;
    chunks.forEach((chunk, i) => {
      const bytes = typeof chunk === "string" ? Buffer.from(chunk) : chunk;
      memory.bytes.set(bytes, at);
      memory.view.setUint32(8 * i, at, true);
      memory.view.setUint32(8 * i + 4, bytes.length, true);
      at += bytes.length;
    });
    return calls.fd_write(fd, 0, chunks.length, 500);
  };
  return { memory, clock, calls, flush, written, write };
}

test("fd_write: hands out text and counts bytes", () => {
  const it = make();
  assert.equal(it.write(1, "a", "é"), OK);
  assert.equal(it.memory.u32(500), 3);
  assert.deepEqual(it.written, [[1, "aé"]]);
});

test("fd_write: a character split over writes comes out whole, for each stream", () => {
  const it = make();
  it.write(1, [0xf0, 0x9f]);
  it.write(2, [0xc3]);
  it.write(1, [0x98], [0x80, 0x21]);
  it.write(2, [0xa4]);
  assert.deepEqual(it.written, [
    [1, "😀!"],
    [2, "ä"],
  ]);
});

test("fd_write: a byte order mark is kept", () => {
  const it = make();
  it.write(1, [0xef, 0xbb, 0xbf], "x");
  assert.deepEqual(it.written, [[1, "\ufeffx"]]);
});

test("fd_write: malformed bytes become U+FFFD", () => {
  const it = make();
  it.write(1, [0x61, 0xff, 0x62]);
  assert.deepEqual(it.written, [[1, "a\ufffdb"]]);
});

test("flush: an unfinished character becomes U+FFFD", () => {
  const it = make();
  it.write(1, [0xe2, 0x82]);
  assert.deepEqual(it.written, []);
  it.flush();
  assert.deepEqual(it.written, [[1, "\ufffd"]]);
});

test("fd_write: to anything but stdout and stderr is EBADF", () => {
  const it = make();
  assert.deepEqual(
    [0, 3, -1].map((fd) => it.write(fd, "x")),
    [EBADF, EBADF, EBADF],
  );
});

test("every pointer outside the memory is EFAULT", () => {
  const { calls, memory } = make();
  memory.view.setUint32(0, 65530, true);
  memory.view.setUint32(4, 100, true);
  assert.equal(calls.fd_write(1, 0, 1, 500), EFAULT);
  memory.view.setUint32(4, -1, true);
  assert.equal(calls.fd_write(1, 0, 1, 500), EFAULT);
  assert.equal(calls.fd_write(1, 65532, 1, 500), EFAULT);
  assert.equal(calls.fd_write(1, 0, -1, 500), EFAULT);
  assert.equal(calls.fd_write(1, 0, 0, 65534), EFAULT);
  assert.equal(calls.args_sizes_get(-4, 0), EFAULT);
  assert.equal(calls.args_get(0, 65530), EFAULT);
  assert.equal(calls.args_get(65534, 0), EFAULT);
  assert.equal(calls.environ_get(-1, -1), EFAULT);
  assert.equal(calls.clock_time_get(1, 0n, 65532), EFAULT);
  assert.equal(calls.random_get(65530, 7), EFAULT);
  assert.equal(calls.random_get(0, -1), EFAULT);
  assert.equal(calls.fd_fdstat_get(1, 65520), EFAULT);
  assert.equal(calls.fd_read(0, 0, 0, 65533), EFAULT);
});

test("args and environ: sizes and strings", () => {
  const { calls, memory } = make();
  assert.equal(calls.args_sizes_get(0, 4), OK);
  assert.deepEqual([memory.u32(0), memory.u32(4)], [2, 11]);
  assert.equal(calls.args_get(0, 100), OK);
  assert.equal(memory.cstring(memory.u32(0)), "program");
  assert.equal(memory.cstring(memory.u32(4)), "ä");
  assert.equal(calls.environ_sizes_get(0, 4), OK);
  assert.deepEqual([memory.u32(0), memory.u32(4)], [2, 10]);
  assert.equal(calls.environ_get(0, 100), OK);
  assert.equal(memory.text(100, 10), "HOME=/\0X=\0");
});

test("clock_time_get: shows the program's clock", () => {
  const { calls, memory, clock } = make();
  clock.jump(1234.567);
  const nanoseconds = (/** @type {number} */ id) => {
    assert.equal(calls.clock_time_get(id, 0n, 0), OK);
    return memory.view.getBigUint64(0, true);
  };
  assert.equal(nanoseconds(1) / 1000n, 1234567n);
  assert.equal(nanoseconds(0) / 1000n, 1234567n, "a virtual clock starts in 1970");
  assert.equal(calls.clock_time_get(4, 0n, 0), EINVAL);
});

test("clock_time_get: the real time is today's", () => {
  const clock = new Clock("real", () => performance.now());
  clock.begin();
  const { calls, memory } = make({ clock });
  calls.clock_time_get(0, 0n, 0);
  const ms = Number(memory.view.getBigUint64(0, true) / 1000000n);
  assert(ms >= clock.epoch && ms <= clock.epoch + clock.now(), `${ms}`);
});

test("random_get: the same seed gives the same bytes, another seed others", () => {
  const bytes = (/** @type {number} */ seed) => {
    const { calls, memory } = make({ random: seededRandom(seed) });
    assert.equal(calls.random_get(0, 32), OK);
    return memory.bytes.slice(0, 32).join();
  };
  assert.equal(bytes(1), bytes(1));
  assert.notEqual(bytes(1), bytes(2));
});

test("random_get: the seeded bytes are spread evenly", () => {
  const { calls, memory } = make({ random: seededRandom(7) });
  calls.random_get(0, 65536);
  const counts = new Array(256).fill(0);
  for (const byte of memory.bytes) counts[byte]++;
  const chi = counts.reduce((sum, count) => sum + (count - 256) ** 2 / 256, 0);
  assert(chi < 350, `chi squared ${chi}`); // 255 degrees of freedom: above 350 once in 10,000
});

test("random_get: without a seed more than the engine gives at once", () => {
  const { calls, memory } = make({ memory: () => big });
  const big = new Memory(new WebAssembly.Memory({ initial: 3 }));
  assert.equal(calls.random_get(0, 3 * 65536), OK);
  assert(big.bytes.subarray(2 * 65536).some((x) => x !== 0));
  assert.equal(memory.bytes[0], 0);
});

test("fd_read: stdin is at its end", () => {
  const { calls, memory } = make();
  memory.view.setUint32(500, 9, true);
  assert.equal(calls.fd_read(0, 0, 1, 500), OK);
  assert.equal(memory.u32(500), 0);
  assert.equal(calls.fd_read(1, 0, 1, 500), EBADF);
});

test("fd_fdstat_get: the three streams are terminals, which makes libc write by lines", () => {
  const { calls, memory } = make();
  assert.equal(calls.fd_fdstat_get(1, 0), OK);
  assert.equal(memory.bytes[0], 2);
  const seekOrTell = 4n | 32n;
  assert.equal(memory.view.getBigUint64(8, true) & seekOrTell, 0n);
  assert.equal(calls.fd_fdstat_get(3, 0), EBADF);
});

test("fd_seek, fd_close, fd_prestat_get: there are no files", () => {
  const { calls } = make();
  assert.deepEqual([calls.fd_seek(1, 0n, 0, 0), calls.fd_seek(4, 0n, 0, 0)], [ESPIPE, EBADF]);
  assert.deepEqual([calls.fd_close(1), calls.fd_close(4)], [OK, EBADF]);
  assert.equal(calls.fd_prestat_get(3, 0), EBADF);
});

test("memory: a view is rebuilt after growth", () => {
  const wasm = new WebAssembly.Memory({ initial: 1 });
  const memory = new Memory(wasm);
  memory.view.setUint32(0, 42, true);
  wasm.grow(1);
  assert.equal(memory.u32(0), 42);
  assert.equal(memory.bytes.length, 2 * 65536);
});

test("memory: a string without an end stops at the memory's", () => {
  const memory = new Memory(new WebAssembly.Memory({ initial: 1 }));
  memory.bytes.fill(0x61, 65530);
  assert.equal(memory.cstring(65530), "aaaaaa");
  assert.throws(() => memory.cstring(65537), { code: "AW_ETRAP" });
});
