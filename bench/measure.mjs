// Measures benchmarks in the process or page that runs it. The ways of a benchmark are called in
// turn, round after round, so that awaitc and its peers see the same state of the machine.
import { Missing, OUTSIDE } from "./suite.mjs";

const NS_A_MS = 1e6;
const WARM_UP_MS = 300;
const LONG_ROUNDS = 3;
const SLOW_TO_START = ["pyodide"]; // left out with --quick
const NO_JSPI = "this engine has no WebAssembly.promising";

/** What differs between Node and a page.
 * @typedef {object} Platform
 * @property {typeof import("../web/platforms/node.js").load} load
 * @property {(name: string) => Promise<Uint8Array>} read a file that build.mjs has made
 * @property {(peer: string, work: string, args: number[]) => Promise<number>} ask
 * @property {(script: string, ...args: (string | number)[]) => Promise<any>} fresh
 * @property {(...names: string[]) => Promise<number>} sizeOf bytes of files, gzipped
 * @property {() => Promise<any>} fiber the Emscripten module of bench/peers/fiber.c
 *
 * @typedef {import("../web/platforms/node.js").LoadOptions & { variant?: string }} ProgramOptions
 */

/** What ways use to do and time their work. */
export class Kit {
  /** @type {Map<string, Promise<any>>} */
  #made = new Map();

  /** @param {Platform} platform */
  constructor(platform) {
    this.platform = platform;
  }

  /** What `make` gives, made once in this process. @template T
   * @param {string} key @param {() => Promise<T>} make @returns {Promise<T>} */
  once(key, make) {
    if (!this.#made.has(key)) this.#made.set(key, make());
    return this.#made.get(key);
  }

  /** Nanoseconds of a call. @param {() => unknown} work */
  async time(work) {
    const start = performance.now();
    await work();
    return (performance.now() - start) * NS_A_MS;
  }

  /** A compiled module of build.mjs. @param {string} name */
  moduleOf(name) {
    return this.once(`module ${name}`, async () => {
      return new WebAssembly.Module(await this.platform.read(`${name}.wasm`));
    });
  }

  /** The exports of a module without imports. @param {string} name */
  exportsOf(name) {
    return this.once(`exports ${name}`, async () => {
      return new WebAssembly.Instance(await this.moduleOf(name)).exports;
    });
  }

  /** The peer on Emscripten's fibers. @returns {Promise<any>} */
  fiber() {
    return this.once("fiber", () => this.platform.fiber());
  }

  /** JSPI without awaitc: an export of bench/peers/jspi.c that returns a promise.
   * @returns {Promise<(...args: number[]) => Promise<number>>} */
  jspi() {
    const { Suspending, promising } = /** @type {any} */ (WebAssembly);
    if (!promising) throw new Missing(NO_JSPI);
    return this.once("jspi", async () => {
      const module = await this.moduleOf("jspi");
      const imports = { host: { wait: new Suspending(async () => {}) } };
      return promising(new WebAssembly.Instance(module, imports).exports.loop);
    });
  }

  /** Nanoseconds of a call of a C function. Its program stays loaded between rounds, as the
   * functions of the peers do, so that only its first call takes new memory.
   * @param {string} name @param {string} work @param {unknown} args
   * @param {ProgramOptions} [options] */
  async call(name, work, args, { variant = "", ...options } = {}) {
    const key = `program ${name}${variant} ${JSON.stringify(options)}`;
    const program = await this.once(key, () => this.load(name + variant, options));
    return this.time(() => program.call(work, args));
  }

  /** A new program. @param {string} name @param {ProgramOptions} [options] */
  async load(name, options) {
    const program = await this.platform.load(await this.moduleOf(name), options).catch((error) => {
      throw error.code === "AW_ENOJSPI" ? new Missing(NO_JSPI) : error;
    });
    return program.expose({ echo: async (value) => value });
  }

  /** Nanoseconds of a work in the process of a peer. */
  ask(peer, work, args) {
    return this.platform.ask(peer, work, args);
  }

  /** Bytes of files of build.mjs and of awaitc's host, gzipped. @param {string[]} names */
  sizeOf(...names) {
    return this.platform.sizeOf(...names);
  }

  /** What a script of bench/fresh prints in a new process. */
  fresh(script, ...args) {
    return this.platform.fresh(script, ...args);
  }
}

/** The ways of a benchmark by name. @param {import("./suite.mjs").Benchmark} benchmark */
const waysOf = ({ awaitc, peers }) => Object.entries({ awaitc, ...peers });

/** One sample of each way, appended to its list. The order turns round, so that no way is always
 * the one after the same other. A way that cannot run is left out from then on.
 * @param {[string, import("./suite.mjs").Way][]} ways */
async function round(ways, kit, found, isBackward) {
  for (const [name, way] of isBackward ? [...ways].reverse() : ways) {
    const result = (found[name] ??= { samples: [] });
    if (result.missing) continue;
    try {
      result.samples.push(await way(kit));
    } catch (error) {
      result.isFailed = !(error instanceof Missing);
      result.missing = result.isFailed ? `it failed: ${error?.message}` : error.message;
    }
  }
}

/** The samples of a way, or why there are none.
 * @typedef {{ samples: number[], missing?: string, isFailed?: boolean }} Found */

/** Rounds that do not count: one of all ways, then some until the engine has optimised the code
 * that runs in this process.
 * @param {[string, import("./suite.mjs").Way][]} ways @param {boolean} [isLong] */
async function warmUp(ways, kit, isLong) {
  const found = {};
  await round(ways, kit, found, false);
  const inside = ways.filter(([name]) => !OUTSIDE.includes(name));
  const end = performance.now() + (isLong ? 0 : WARM_UP_MS);
  while (performance.now() < end) await round(inside, kit, found, false);
}

/** The samples of a benchmark.
 * @param {import("./suite.mjs").Benchmark} benchmark @param {Kit} kit
 * @param {{ rounds: number, hasOutside: boolean, isQuick?: boolean }} options
 * @returns {Promise<Record<string, Found>>} */
async function measureOne(benchmark, kit, { rounds, hasOutside, isQuick }) {
  const { isExact, isLong } = benchmark;
  const ways = waysOf(benchmark).filter(([name]) =>
    OUTSIDE.includes(name) ? hasOutside && !(isQuick && SLOW_TO_START.includes(name)) : true,
  );
  const found = {};
  if (!isExact) await warmUp(ways, kit, isLong);
  const count = isExact ? 1 : isLong ? Math.min(rounds, LONG_ROUNDS) : rounds;
  for (let i = 0; i < count; i++) await round(ways, kit, found, i % 2 === 1);
  return found;
}

/** Measures benchmarks: their samples by id.
 * @param {import("./suite.mjs").Benchmark[]} benchmarks @param {Platform} platform
 * @param {{ rounds: number, hasOutside: boolean, isQuick?: boolean, isOwn?: boolean }} options
 *   isOwn: awaitc alone
 * @param {(id: string) => void} [tell] is called before each */
export async function measure(benchmarks, platform, options, tell = () => {}) {
  const kit = new Kit(platform);
  /** @type {Record<string, Record<string, Found>>} */
  const results = {};
  for (const benchmark of benchmarks) {
    tell(benchmark.id);
    const wanted = options.isOwn ? { ...benchmark, peers: {} } : benchmark;
    results[benchmark.id] = await measureOne(wanted, kit, options);
  }
  return results;
}
