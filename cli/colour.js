/**
 * Colours the compiler's output, only on a terminal and never if NO_COLOR is set. The program's
 * output is left alone.
 * @module
 */

/** Whether a stream shows colours (https://no-color.org).
 * @param {{ isTTY?: boolean }} stream @param {NodeJS.ProcessEnv} env */
export function hasColours(stream, env) {
  return stream.isTTY === true && !env.NO_COLOR && env.TERM !== "dumb";
}

const CODES = {
  error: "1;31",
  "fatal error": "1;31",
  warning: "1;35",
  note: "1;36",
  remark: "1;36",
};

/** A compiler's words, or "awaitc: …", for standard error. @param {string} words
 * @param {boolean} [isOn] */
export function coloured(words, isOn = hasColours(process.stderr, process.env)) {
  if (!isOn) return words;
  return words
    .replace(/(?<=^\S.*?:\d+:\d+: |^)(fatal error|error|warning|note|remark)(?=: )/gm, (word) => {
      return `\x1b[${CODES[/** @type {keyof typeof CODES} */ (word)]}m${word}\x1b[0m`;
    })
    .replace(/^( *(?:\d+ )?(?:\| )?) *[~^][~^ ]*$/gm, (line) => `\x1b[32m${line}\x1b[0m`)
    .replace(/^awaitc:/gm, "\x1b[1mawaitc:\x1b[0m");
}
