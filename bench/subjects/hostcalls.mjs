// Host calls: a C function waits for a JavaScript function that resolves at once. The peers await
// the same function: from JavaScript, and from wasm with JSPI.
import { awaitc, js } from "../suite.mjs";

const CALLS = 50_000;
const AT_ONCE = 1000;

const echo = async (value) => value;

async function loop(count) {
  for (let i = 0; i < count; i++) await echo(i);
}

async function loopOfJson() {
  for (let i = 0; i < CALLS; i++) JSON.stringify(await echo(JSON.parse("1")));
}

const jspi = (tasks) => async (kit) => {
  const run = await kit.jspi();
  const all = () => Promise.all(Array.from({ length: tasks }, () => run(0, CALLS / tasks)));
  return (await kit.time(all)) / CALLS;
};

/** awaitc and JavaScript, with `tasks` at once. */
const calls = (tasks, isByValue) =>
  awaitc("hostcalls", "host_calls", [CALLS / tasks, tasks, isByValue], CALLS);
const promises = (tasks) =>
  js(() => Promise.all(Array.from({ length: tasks }, () => loop(CALLS / tasks))), CALLS);

export const benchmarks = [
  {
    id: "host-call",
    what: "a host call, one at a time",
    work: "JavaScript: an async function awaited.",
    awaitc: calls(1, 0),
    peers: { js: promises(1), jspi: jspi(1) },
    goal: { ahead: { js: 1 / 4 } },
  },
  {
    id: "host-calls-1000",
    what: "a host call of 1,000 at once",
    awaitc: calls(AT_ONCE, 0),
    peers: { js: promises(AT_ONCE), jspi: jspi(AT_ONCE) },
    goal: { ahead: { js: 1 / 2 } },
  },
  {
    id: "host-number",
    what: "a host call of a number by value",
    awaitc: calls(1, 1),
    peers: { js: promises(1), jspi: jspi(1) },
  },
  {
    id: "host-json",
    what: "a host call of JSON",
    work: "JavaScript: the same with its JSON parsed and written.",
    awaitc: calls(1, 0),
    peers: { js: js(loopOfJson, CALLS) },
  },
];
