// The WASI preview1 calls of a program's libc: output, arguments, environment, time, random
// numbers, exit. There are no files and no input (other calls answer ENOSYS, see instance.js).
// Nothing here blocks or reaches anything of the host that it was not given.
import { encode } from "./memory.js";

const OK = 0;
const EBADF = 8;
const EFAULT = 21;
const EINVAL = 28;
const ESPIPE = 70;
const CHARACTER_DEVICE = 2;
const RIGHT_READ = 2n;
const RIGHT_WRITE = 64n;

/**
 * What a program's libc may reach.
 * @typedef {object} System
 * @property {() => import("./memory.js").Memory} memory
 * @property {() => string[]} args the program's name first
 * @property {Record<string, string>} env
 * @property {import("./clock.js").Clock} clock
 * @property {(fd: number, text: string) => void} write
 * @property {(code: number) => never} exit
 * @property {(bytes: Uint8Array) => void} [random] fills bytes for random_get; the platform's
 *   random numbers unless set
 */

/**
 * The functions of module `wasi_snapshot_preview1`, and `flush` for what output is left.
 * @param {System} system
 */
export function createWasi(system) {
  const output = createOutput(system);
  const { random = cryptoRandom } = system;
  const environment = Object.entries(system.env).map((pair) => pair.join("="));
  /** @type {Record<string, any>} */
  const calls = { __proto__: null };
  const parts = {
    ...strings("args", system, system.args),
    ...strings("environ", system, () => environment),
    ...files(system, output),
    ...times(system),
    /** @type {(ptr: number, length: number) => number} */
    random_get(ptr, length) {
      random(system.memory().range(ptr, length));
      return OK;
    },
    sched_yield: () => OK,
  };
  for (const [name, call] of Object.entries(parts)) calls[name] = guarded(call);
  calls.proc_exit = system.exit;
  return { calls, flush: output.flush };
}

/**
 * A call that answers EFAULT for a bad pointer, and lets what listeners throw pass.
 * @param {(...args: any[]) => number} call
 */
function guarded(call) {
  return (/** @type {any[]} */ ...args) => {
    try {
      return call(...args);
    } catch (cause) {
      const { code } = /** @type {any} */ (Object(cause));
      if (cause instanceof RangeError || code === "AW_ETRAP") return EFAULT;
      throw cause;
    }
  };
}

/**
 * `NAME_sizes_get` and `NAME_get` for a list of strings.
 * @param {string} name
 * @param {System} system
 * @param {() => string[]} list
 */
function strings(name, system, list) {
  const encoded = () => list().map((text) => encode(`${text}\0`));
  return {
    /** @type {(countOut: number, bytesOut: number) => number} */
    [`${name}_sizes_get`](countOut, bytesOut) {
      const items = encoded();
      const { view } = system.memory();
      view.setUint32(countOut >>> 0, items.length, true);
      view.setUint32(
        bytesOut >>> 0,
        items.reduce((sum, item) => sum + item.length, 0),
        true,
      );
      return OK;
    },
    /** @type {(pointers: number, buffer: number) => number} */
    [`${name}_get`](pointers, buffer) {
      const memory = system.memory();
      let at = buffer >>> 0;
      encoded().forEach((item, i) => {
        memory.view.setUint32((pointers >>> 0) + 4 * i, at, true);
        memory.range(at, item.length).set(item);
        at += item.length;
      });
      return OK;
    },
  };
}

/**
 * Decodes what is written, for each of stdout and stderr across the borders of writes.
 * @param {System} system
 */
function createOutput(system) {
  const decoders = [1, 2].map(() => new TextDecoder("utf-8", { ignoreBOM: true }));
  /** @type {(fd: number, text: string) => void} */
  const emit = (fd, text) => {
    if (text) system.write(fd, text);
  };
  return {
    /** @type {(fd: number, chunks: Uint8Array[]) => void} */
    write(fd, chunks) {
      emit(fd, chunks.map((x) => decoders[fd - 1].decode(x, { stream: true })).join(""));
    },
    /** Hands out what an unfinished character leaves behind. */
    flush() {
      decoders.forEach((decoder, i) => emit(i + 1, decoder.decode()));
    },
  };
}

/**
 * File descriptors 0, 1 and 2: input that is at its end and two character devices.
 * @param {System} system
 * @param {ReturnType<typeof createOutput>} output
 */
function files(system, output) {
  /** @type {(fd: number) => number} */
  const seek = (fd) => (fd >>> 0 <= 2 ? ESPIPE : EBADF);
  return {
    /** @type {(fd: number, vectors: number, count: number, writtenOut: number) => number} */
    fd_write(fd, vectors, count, writtenOut) {
      if (fd !== 1 && fd !== 2) return EBADF;
      const memory = system.memory();
      const chunks = [];
      let total = 0;
      for (let i = 0; i < count >>> 0; i++) {
        const at = (vectors >>> 0) + 8 * i;
        chunks.push(memory.range(memory.u32(at), memory.u32(at + 4)));
        total += chunks[i].length;
      }
      memory.view.setUint32(writtenOut >>> 0, total, true);
      output.write(fd, chunks);
      return OK;
    },
    /** @type {(fd: number, vectors: number, count: number, readOut: number) => number} */
    fd_read(fd, _vectors, _count, readOut) {
      if (fd !== 0) return EBADF;
      system.memory().view.setUint32(readOut >>> 0, 0, true);
      return OK;
    },
    /** @type {(fd: number, out: number) => number} */
    fd_fdstat_get(fd, out) {
      if (fd >>> 0 > 2) return EBADF;
      const { view } = system.memory();
      view.setBigUint64((out >>> 0) + 16, 0n, true);
      view.setBigUint64((out >>> 0) + 8, fd === 0 ? RIGHT_READ : RIGHT_WRITE, true);
      view.setBigUint64(out >>> 0, BigInt(CHARACTER_DEVICE), true);
      return OK;
    },
    /** @type {(fd: number) => number} */
    fd_close: (fd) => (fd >>> 0 <= 2 ? OK : EBADF),
    fd_seek: seek,
    fd_tell: seek,
    fd_prestat_get: () => EBADF, // the answer that ends libc's search for directories
    fd_prestat_dir_name: () => EBADF,
  };
}

/** @param {System} system */
function times(system) {
  /** @type {(out: number, value: bigint) => number} */
  const put = (out, value) => {
    system.memory().view.setBigUint64(out >>> 0, value, true);
    return OK;
  };
  return {
    /** @type {(id: number, precision: bigint, out: number) => number} */
    clock_time_get(id, _precision, out) {
      if (id >>> 0 > 3) return EINVAL;
      const { clock } = system;
      const now = clock.now() + (id === 0 ? clock.epoch : 0);
      return put(out, BigInt(Math.floor(now)) * 1000000n + BigInt(Math.floor((now % 1) * 1e6)));
    },
    /** @type {(id: number, out: number) => number} */
    clock_res_get: (id, out) => (id >>> 0 > 3 ? EINVAL : put(out, 1000n)),
  };
}

/** @param {Uint8Array} bytes */
function cryptoRandom(bytes) {
  const part = 65536; // more at once is refused
  for (let i = 0; i < bytes.length; i += part) {
    crypto.getRandomValues(bytes.subarray(i, i + part));
  }
}
