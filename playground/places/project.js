/* Makes a project of the program on the page: the files of `awaitc new`, with this program and a
 * test of the output it printed. Pure; takes the template's files. projectzip.js packs it;
 * cli/project.js is the command. */

import { manifestOf, readmeOf } from "../../cli/project.js";

/**
 * `ran`: how the program ended on the virtual clock, and what it printed; null: that is not known.
 * `env`: its knobs that were moved.
 * @typedef {{ name: string, text: string, ran: { code: number, seed: number,
 *   env: Readonly<Record<string, string>>, printed: string } | null }} Program
 */
/** The template's files that are taken over or changed, by their path in it.
 * @typedef {Record<"README.md" | "gitignore" | "test/main.test.js", string>} Template */

/** Puts a text in the place of what stands in the template, which must have it.
 * @param {string} template @param {RegExp} found @param {string} text */
function replaced(template, found, text) {
  if (!found.test(template)) throw new Error(`the template has nothing like ${found}`);
  return template.replace(found, () => text);
}

/** The template's test, for another program.
 * @param {string} template @param {Program["ran"]} ran */
function testOf(template, ran) {
  const name = ran
    ? '"main: prints what it printed in the playground"'
    : '"main: ends with exit code 0"';
  const named = replaced(template, /"main: [^"]+"/, name);
  const expected = /^ +assert\.equal\(printed, .*\n/m;
  if (!ran) return replaced(named, expected, "");
  const printed = `    assert.equal(printed, ${JSON.stringify(ran.printed)});\n`;
  const ended = replaced(named, /run\(\), 0\)/, `run(), ${ran.code})`);
  const env = Object.keys(ran.env).length > 0 ? `, env: ${JSON.stringify(ran.env)}` : "";
  const seeded = replaced(ended, /clock: "virtual"/, `clock: "virtual", seed: ${ran.seed}${env}`);
  return replaced(seeded, expected, printed);
}

/**
 * The files of the project by their paths.
 * @param {Program} program
 * @param {Template} template
 * @param {{ version: string, engines: Record<string, string> }} own awaitc's package.json
 * @returns {Record<string, string>}
 */
export function projectOf({ name, text, ran }, template, { version, engines }) {
  return {
    "package.json": manifestOf({ name, engines, awaitc: `^${version}` }),
    "README.md": readmeOf(template["README.md"], name),
    ".gitignore": template.gitignore,
    "src/main.c": text,
    "test/main.test.js": testOf(template["test/main.test.js"], ran),
  };
}
