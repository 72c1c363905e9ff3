/* The worker that the compiler lives in: loads it at the first order, then keeps it.
 *
 * Decides how programs of this page are built: like the samples, with assertions and lines. The
 * compiling is web/toolchain/embedded.js, as in the command; who sends orders is compiler.js. */

import * as clang from "@yowasp/clang";
import binaryenPlace from "binaryen?url";
import projectStyle from "../.clang-format?raw";
import { Embedded } from "../web/toolchain/embedded.js";
import { readTar } from "../web/toolchain/tar.js";
import samplesStyle from "./samples/.clang-format?raw";

/** @typedef {import("./orders.js").Answer} Answer */
/** @typedef {import("./orders.js").Order} Order */

/** How samples are laid out: the second file inherits from the first. */
const style = new Map(
  `${projectStyle}${samplesStyle}`
    .split("\n")
    .filter((line) => line && !line.endsWith(": InheritParentConfig"))
    .map((line) => /** @type {[string, string]} */ (line.split(": "))),
);
const systemPlace = new URL("../build/embedded/system.tar", import.meta.url);

/** @type {Promise<Embedded> | undefined} */
let compiler;

/** @param {import("./orders.js").FromCompiler} message @param {Transferable[]} [moved] */
const post = (message, moved = []) => postMessage(message, { transfer: moved });

async function loadAll() {
  /** @param {{ doneLength: number, totalLength: number }} bytes */
  const fetchProgress = ({ doneLength: done, totalLength: total }) =>
    post({ type: "loading", done, total });
  const [response, binaryen] = await Promise.all([
    fetch(systemPlace),
    import(/* @vite-ignore */ binaryenPlace),
    clang.runLLVM(/** @type {any} */ (null), {}, { fetchProgress }),
  ]);
  if (!response.ok) throw new Error(`system.tar: ${response.status}`);
  const system = readTar(new Uint8Array(await response.arrayBuffer()));
  post({ type: "loaded" });
  return new Embedded({ clang, system, binaryen: async () => binaryen.default });
}

const missing =
  "there is no network, and the compiler is not kept in this browser (Help has “Available offline” " +
  "for that, once there is a network); samples and lessons run as they came";

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
    const embedded = await load();
    const { bytes, sourceMap = "", diagnostics } = await embedded.build(programOf(order));
    return { built: { bytes, sourceMap }, diagnostics };
  },

  async check(order) {
    const embedded = await load();
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
