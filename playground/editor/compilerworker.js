/* The compiler's worker: loads the compiler at the first order, then keeps it.
 *
 * Programs are built like the samples, with assertions and line numbers. toolchain/embedded.js
 * compiles, as in the command line; compiler.js sends the orders. The steps after linking run in a
 * second worker: transformworker.js. */

import * as clang from "@yowasp/clang";
import projectStyle from "../../.clang-format?raw";
import { Embedded } from "../../toolchain/embedded.js";
import { readTar } from "../../toolchain/tar.js";
import samplesStyle from "../samples/.clang-format?raw";
import { Transformer } from "./transformer.js";

/** @typedef {import("./orders.js").Answer} Answer */
/** @typedef {import("./orders.js").Order} Order */

/** How samples are laid out: the second file inherits from the first. */
const style = new Map(
  `${projectStyle}${samplesStyle}`
    .split("\n")
    .filter((line) => line && !line.endsWith(": InheritParentConfig"))
    .map((line) => /** @type {[string, string]} */ (line.split(": "))),
);
const tellMs = 100; // there are a thousand parts, and each message renders the page again
const systemPlace = new URL("../../build/embedded/system.tar", import.meta.url);

/** @type {Promise<{ embedded: Embedded, transformer: Transformer }> | undefined} */
let compiler;

/** @param {import("./orders.js").FromCompiler} message @param {Transferable[]} [moved] */
const post = (message, moved = []) => postMessage(message, { transfer: moved });

async function loadAll() {
  let toldAt = 0;
  /** @param {{ doneLength: number, totalLength: number }} bytes */
  const fetchProgress = ({ doneLength: done, totalLength: total }) => {
    const now = performance.now();
    if (now - toldAt < tellMs) return;
    toldAt = now;
    post({ type: "loading", done, total });
  };
  const transformer = new Transformer();
  const [response] = await Promise.all([
    fetch(systemPlace),
    transformer.loaded,
    clang.runLLVM(/** @type {any} */ (null), {}, { fetchProgress }),
  ]);
  if (!response.ok) throw new Error(`system.tar: ${response.status}`);
  const system = readTar(new Uint8Array(await response.arrayBuffer()));
  post({ type: "loaded" });
  return { embedded: new Embedded({ clang, system }), transformer };
}

const missing =
  "there is no network, and the compiler is not kept in this browser (Help has “Available " +
  "offline” for that, once there is a network); samples and lessons run as they came";

/** The compiler. When it cannot be had, the page replaces this worker. */
function load() {
  return (compiler ??= loadAll().catch((error) => {
    const reason = `the compiler could not be loaded (${error.message}); Run tries again`;
    throw new Error(navigator.onLine ? reason : missing);
  }));
}

/** @param {Order} order */
const programOf = ({ file, text }) => ({
  files: { [file]: text },
  sources: [file],
  isDebug: true,
  optimize: "-O1",
});

/** @type {Record<Order["action"], (order: Order) => Promise<Answer>>} */
const actions = {
  async build(order) {
    const { embedded, transformer } = await load();
    const { bytes: linked, diagnostics } = await embedded.link(programOf(order));
    const { bytes, sourceMap = "" } = await transformer.transform(linked);
    return { built: { bytes, sourceMap }, diagnostics };
  },

  async check(order) {
    const { embedded } = await load();
    const { diagnostics } = await embedded.check(programOf(order));
    return { diagnostics };
  },

  async format({ file, text }) {
    const { default: init, format } = await import("@wasm-fmt/clang-format/web");
    await init();
    const lines = [...style].map(([name, value]) => `${name}: ${value}`);
    return { text: format(text, file, `{${lines.join(", ")}}`) };
  },
};

addEventListener("message", async (/** @type {MessageEvent<Order>} */ { data: order }) => {
  post({ type: "started" });
  /** @type {Answer} */
  let answer;
  try {
    answer = await actions[order.action](order);
  } catch (error) {
    const { message, diagnostics } = /** @type {any} */ (error);
    answer = { message: String(message ?? error), diagnostics };
  }
  const { built } = answer;
  post({ type: "answer", id: order.id, answer }, built ? [built.bytes.buffer] : []);
});
