// The reporter of node:test for test files: prints failed tests completely and passed tests not at
// all. It reports the end of each test to schedule.mjs, which has started the file.
import { relative } from "node:path";
import { ROOT } from "./steps.mjs";

/** The counts of node:test. Other diagnostics are figures printed by the tests. */
const SUMMARY = /^(tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) [\d.]+$/;

/** The message of an error that a test threw, with the messages of its causes. */
function wordsOf(error) {
  const words = [];
  for (let cause = error; cause; cause = cause.cause)
    if (cause.code !== "ERR_TEST_FAILURE" || cause.failureType === "testTimeoutFailure")
      words.push(cause.stack ?? String(cause));
  return words.join("\ncaused by: ") || String(error);
}

/** The effect of a test's end: which count it increases, and what to print. */
function outcomeOf(type, { name, file, skip, details }) {
  const isGroup = details.type === "suite";
  const error = type === "test:fail" && details.error;
  // A group fails if one of its tests fails; report it only if it failed for another reason.
  if (error && !(isGroup && error.failureType === "subtestsFailed")) {
    const location = file ? `${relative(ROOT, file)}: ` : "";
    return { kind: "failed", words: `\n✗ ${location}${name}\n${wordsOf(error)}\n\n` };
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
