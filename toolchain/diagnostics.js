/**
 * Compiler messages as data: clang's messages with their locations and the fixes it proposes.
 * @module
 */

/**
 * @typedef {"note" | "remark" | "warning" | "error" | "fatal error"} Severity
 *
 * A place is a line and a column from 1, the column in bytes, as clang counts.
 * @typedef {{ line: number, column: number }} Position
 * @typedef {{ file: string, from: Position, to: Position, text: string }} FixIt replaces from … to
 *
 * @typedef {object} Diagnostic
 * @property {string} file empty when it is not about a file
 * @property {number} line 0: no line
 * @property {number} column
 * @property {Severity} severity
 * @property {string} text without the flag
 * @property {string} [flag] of a warning, "-Wunused-variable"
 * @property {FixIt[]} fixIts
 * @property {string} [hint] what to do in awaitc, when clang cannot know
 */

/** A program could not be built; `output` is the compiler's own words. */
export class BuildError extends Error {
  /** @override */
  name = "BuildError";
  /** @param {string} message @param {string} [output] @param {Diagnostic[]} [diagnostics] */
  constructor(message, output = "", diagnostics = []) {
    super(message);
    this.output = output;
    this.diagnostics = diagnostics;
  }
}

const SEVERITIES = "note|remark|warning|error|fatal error";
const MESSAGE = new RegExp(
  `^(?:(.+?):(\\d+):(\\d+)|[\\w.+-]+): (${SEVERITIES}): (.*?)(?: \\[(-W[^\\]]+)\\])?$`,
);
const FIX = /^fix-it:"((?:[^"\\]|\\.)*)":\{(\d+):(\d+)-(\d+):(\d+)\}:"((?:[^"\\]|\\.)*)"$/;

/** C's escapes in a fix-it; bytes above ASCII come in octal. @param {string} text */
function unescape(text) {
  const bytes = [];
  for (const [, octal, char, plain] of text.matchAll(/\\([0-7]{3})|\\(.)|([^\\])/gsu)) {
    if (octal) bytes.push(parseInt(octal, 8));
    else if (char)
      bytes.push(...new TextEncoder().encode(char === "n" ? "\n" : char === "t" ? "\t" : char));
    else bytes.push(...new TextEncoder().encode(plain));
  }
  return new TextDecoder().decode(Uint8Array.from(bytes));
}

/** Other names for the files at the start of clang's lines.
 * @param {string} output @param {(path: string) => string} nameOf */
export function renameFiles(output, nameOf) {
  return output.replace(
    /^(In file included from |fix-it:")?([^:"\n]+?)(?=:\d+[:,]|":\{)/gm,
    (_line, before = "", path) => before + nameOf(path),
  );
}

/** What clang wrote, with -fdiagnostics-parseable-fixits, as data; and the words without the lines
 * that are for machines.
 * @param {string} output @returns {{ diagnostics: Diagnostic[], words: string }} */
export function parseDiagnostics(output) {
  /** @type {Diagnostic[]} */
  const diagnostics = [];
  const words = [];
  for (const line of output.split("\n")) {
    const fix = FIX.exec(line);
    if (fix) {
      const [fromLine, fromColumn, toLine, toColumn] = fix.slice(2, 6).map(Number);
      diagnostics.at(-1)?.fixIts.push({
        file: unescape(fix[1]),
        from: { line: fromLine, column: fromColumn },
        to: { line: toLine, column: toColumn },
        text: unescape(fix[6]),
      });
      continue;
    }
    words.push(line);
    const found = MESSAGE.exec(line);
    if (!found) continue;
    const [, file = "", row = "0", column = "0", severity, text, flag] = found;
    diagnostics.push({
      file,
      line: Number(row),
      column: Number(column),
      severity: /** @type {Severity} */ (severity),
      text,
      ...(flag && { flag }),
      fixIts: [],
    });
  }
  return { diagnostics, words: words.join("\n") };
}

/** What WebAssembly does not have, and what there is instead. @type {[RegExp, string][]} */
const HINTS = [
  [
    /'(v?fork|exec[lv]\w*|posix_spawnp?|wait(pid|id|3|4)?|popen|system)'/,
    "WebAssembly has no processes; aw_host_call asks the host to do it",
  ],
  [/pthread|thrd_|<threads\.h>|'threads\.h'/, "awaitc has no threads; aw_go starts a task"],
  [
    /setjmp|longjmp/i,
    "setjmp needs --toolchain=embedded --backend=jspi; or return an error instead",
  ],
  [
    /file not found|no such file/i,
    "this compiler sees the sources, what they include from their own folders or with -I, and " +
      "the headers of libc and awaitc",
  ],
];

/** What to do in awaitc about what a compiler or linker says. @param {string} text
 * @returns {string | undefined} */
export function hintFor(text) {
  return HINTS.find(([pattern]) => pattern.test(text))?.[1];
}

/** What a compiler found, without making anything.
 * @typedef {{ hasFailed: boolean, diagnostics: Diagnostic[], words: string }} Findings */

/** As parseDiagnostics, with hints on the errors. @param {string} output */
export function findings(output) {
  const { diagnostics, words } = parseDiagnostics(output);
  for (const diagnostic of diagnostics) {
    const hint = diagnostic.severity.endsWith("error") && hintFor(diagnostic.text);
    if (hint) diagnostic.hint = hint;
  }
  return { diagnostics, words };
}

/** Why the linker gave up. @param {string} output its words */
export function linkError(output) {
  const { diagnostics, words } = parseDiagnostics(output);
  const [, twice] = /duplicate symbol: (\S+)/.exec(output) ?? [];
  const why = twice ? `: ${twice} is defined twice; make one of them static` : "";
  return new BuildError(`the program did not link${why}`, words, diagnostics);
}
