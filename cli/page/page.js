// Runs the program that `awaitc serve` has built, and shows what it prints; loads again when there
// is a new one. Everything that a program or a compiler has said goes in as text.
import { AwaitcError, load } from "../../web/index.js";

const OUTPUT_MAX = 1_000_000; // characters
/** @type {(id: string) => HTMLElement} */
const element = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
const output = element("output");
const status = element("status");
let length = 0;

/** @param {string} text @param {"stdout" | "stderr"} kind */
function show(text, kind) {
  const last = /** @type {HTMLElement | null} */ (output.lastElementChild);
  if (last?.className === kind && last.childNodes.length < 1000) last.append(text);
  else {
    const span = document.createElement("span");
    span.className = kind;
    span.append(text);
    output.append(span);
  }
  for (length += text.length; length > OUTPUT_MAX;) {
    const first = output.firstChild;
    if (!first || first === output.lastChild) break;
    length -= first.textContent?.length ?? 0;
    first.remove();
  }
}

/** @param {{ name: string, args: string[], clock: "real" | "virtual", seed?: number,
 *   isDenied: boolean, hasMap: boolean, number: number }} state */
async function run({ name, args, clock, seed, isDenied, hasMap, number }) {
  const denied = async (/** @type {unknown} */ url) => {
    throw new AwaitcError("AW_ENOSYS", `fetch of ${url}: the network is denied (--deny-net)`);
  };
  const program = await load(new URL(`program.wasm?${number}`, location.href), {
    ...{ name, args, clock, seed },
    stdout: (text) => show(text, "stdout"),
    stderr: (text) => show(text, "stderr"),
    sourceMap: hasMap ? async () => (await fetch("program.wasm.map")).text() : undefined,
    ...(isDenied && { fetch: denied }),
  });
  status.textContent = "running";
  status.textContent = `ended with ${await program.run()}`;
}

async function start() {
  const state = await (await fetch("state.json")).json();
  element("name").textContent = document.title = state.name;
  if (state.isWatched) {
    const events = new EventSource("events");
    events.addEventListener("built", ({ data }) => {
      if (Number(data) !== state.number) location.reload();
    });
  }
  if (state.failure === undefined) return run(state);
  show(state.failure, "stderr");
  status.textContent = "not built";
}

start().catch((error) => {
  const where = [error.task && `task ${error.task}`, error.at].filter(Boolean).join(", ");
  const code = error.code ? ` [${error.code}]` : "";
  show(`${error.message}${code}${where ? ` (${where})` : ""}\n`, "stderr");
  status.textContent = "failed";
});
