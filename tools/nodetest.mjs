// Runs test files with node:test, a process each, and prints little: a line a file, and everything of
// what failed. Decides how long a file may take, so that one that hangs fails by its name.
import { relative } from "node:path";
import { run } from "node:test";
import { ROOT, testFiles } from "./steps.mjs";

const LIMIT_MS = 10 * 60_000;
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

/** Runs the test files of a folder; throws when one has failed.
 * @param {string} folder @param {{ isAlone?: boolean }} [options] isAlone: one file at a time */
export async function nodeTest(folder, { isAlone = false } = {}) {
  const files = await testFiles(folder);
  const stream = run({
    files: files.map((file) => ROOT + file),
    concurrency: isAlone ? 1 : true,
    timeout: LIMIT_MS,
  });
  const kinds = { passed: 0, failed: 0, skipped: 0 };
  const isFile = ({ name }) => name.startsWith(ROOT) || files.includes(name);
  for await (const { type, data } of stream) {
    if (type === "test:stdout" || type === "test:stderr") process.stderr.write(data.message);
    if (type === "test:diagnostic" && !SUMMARY.test(data.message)) console.log(`  ${data.message}`);
    if (type !== "test:pass" && type !== "test:fail") continue;
    const isGroup = data.details.type === "suite" || isFile(data);
    const error = type === "test:fail" && data.details.error;
    // A group fails with its tests; one that fails by itself says more.
    if (error && !(isGroup && error.failureType === "subtestsFailed")) {
      kinds.failed++;
      const place = data.file ? `${relative(ROOT, data.file)}: ` : "";
      console.log(`\n✗ ${place}${data.name}\n${wordsOf(error)}\n`);
    } else if (data.skip !== undefined) {
      kinds.skipped++;
      console.log(`  skipped: ${data.name}${data.skip ? ` (${data.skip})` : ""}`);
    } else if (!isGroup) kinds.passed++;
  }
  const { passed, failed, skipped } = kinds;
  console.log(
    `${folder}: ${files.length} files, ${passed} tests passed, ${failed} failed, ${skipped} skipped`,
  );
  if (failed > 0) throw new Error(`${folder}: ${failed} failed`);
  if (passed === 0) throw new Error(`${folder}: no test has run`);
}
