// What a test file says of itself, as a reporter of node:test: everything of what failed, nothing of what
// passed. Tells schedule.mjs, which has started the file, of each test that ends.
import { relative } from "node:path";
import { ROOT } from "./steps.mjs";

/** What node:test counts; the figures of the tests are other diagnostics. */
const SUMMARY = /^(tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) [\d.]+$/;

/** The words of an error that a test threw, with those it was caused by. */
function wordsOf(error) {
  const words = [];
  for (let cause = error; cause; cause = cause.cause)
    if (cause.code !== "ERR_TEST_FAILURE" || cause.failureType === "testTimeoutFailure")
      words.push(cause.stack ?? String(cause));
  return words.join("\ncaused by: ") || String(error);
}

/** What a test's end means: which count it raises, and what to print. */
function outcomeOf(type, { name, file, skip, details }) {
  const isGroup = details.type === "suite";
  const error = type === "test:fail" && details.error;
  // A group fails with its tests; one that fails by itself says more.
  if (error && !(isGroup && error.failureType === "subtestsFailed")) {
    const place = file ? `${relative(ROOT, file)}: ` : "";
    return { kind: "failed", words: `\n✗ ${place}${name}\n${wordsOf(error)}\n\n` };
  }
  if (skip !== undefined)
    return { kind: "skipped", words: `  skipped: ${name}${skip ? ` (${skip})` : ""}\n` };
  return { kind: isGroup ? undefined : "passed", words: "" };
}

/** @param {AsyncIterable<{ type: string, data: any }>} events */
export default async function* report(events) {
  for await (const { type, data } of events) {
    if (type === "test:diagnostic" && !SUMMARY.test(data.message)) yield `  ${data.message}\n`;
    if (type !== "test:pass" && type !== "test:fail") continue;
    const { kind, words } = outcomeOf(type, data);
    if (kind) process.send?.(kind);
    yield words;
  }
}
