/**
 * Parses the command line: a command, its files and its options, by the table in options.js. Wrong
 * usage is explained in one sentence.
 * @module
 */

import { parseArgs } from "node:util";
import { COMMANDS, EVERYWHERE, OPTIONS } from "./options.js";

/** Wrong usage; `command` is the one whose help would say more. */
export class UsageError extends Error {
  /** @param {string} message @param {string} [command] */
  constructor(message, command) {
    super(message);
    this.command = command;
  }
}

/** @typedef {import("./options.js").OptionName} OptionName
 *
 * @typedef {object} Call
 * @property {string} command "" when none was named
 * @property {string[]} files
 * @property {string[]} rest what follows --
 * @property {Partial<Record<OptionName, string>>} text values of options
 * @property {Partial<Record<OptionName, string[]>>} list values of options that come several times
 * @property {Partial<Record<OptionName, boolean>>} is switches
 */

/** The known word that is most like `word`, if one is.
 * @param {string} word @param {string[]} known */
export function nearest(word, known) {
  const distance = (/** @type {string} */ other) => {
    let row = Array.from({ length: other.length + 1 }, (_, i) => i);
    for (let i = 1; i <= word.length; i++) {
      const next = [i];
      for (let k = 1; k <= other.length; k++) {
        const change = row[k - 1] + (word[i - 1] === other[k - 1] ? 0 : 1);
        next.push(Math.min(row[k] + 1, next[k - 1] + 1, change));
      }
      row = next;
    }
    return row[other.length];
  };
  const [best] = known
    .map((other) => ({ other, distance: distance(other) }))
    .sort((a, b) => a.distance - b.distance);
  const limit = Math.min(word.length - 1, Math.max(2, word.length / 3));
  return best && best.distance <= limit ? best.other : undefined;
}

/** How an option is written. @param {OptionName} name */
export const written = (name) => `--${OPTIONS[name].isOn ? "no-" : ""}${name}`;

/** @param {string} word @param {string[]} known @param {string} [before] */
function meant(word, known, before = "") {
  const found = nearest(word, known);
  return found ? `; did you mean ${before}${found}?` : "";
}

/** @param {OptionName} name @param {string} value @param {string} command */
function checkValue(name, value, command) {
  const { choices, form, formWords } = OPTIONS[name];
  if (choices && !choices.includes(value)) {
    const last = choices.at(-1);
    const words = `${choices.slice(0, -1).join(", ")} or ${last}${meant(value, choices)}`;
    throw new UsageError(`--${name}=${value}: must be ${words}`, command);
  }
  if (form && !form.test(value))
    throw new UsageError(`--${name}=${value}: must be ${formWords}`, command);
}

/** Every option, since they may stand before the command. */
function settings() {
  return Object.fromEntries(
    Object.entries(OPTIONS).map(([name, { short, value, isMany }]) => [
      name,
      {
        type: /** @type {"string" | "boolean"} */ (value === undefined ? "boolean" : "string"),
        ...(short && { short }),
        multiple: isMany === true,
      },
    ]),
  );
}

/** What node:util makes of the arguments. @param {string[]} args */
function tokensOf(args) {
  try {
    return parseArgs({
      ...{ args, options: settings(), allowPositionals: true, allowNegative: true },
      tokens: true,
    });
  } catch (error) {
    const { message } = /** @type {Error} */ (error);
    const [, word] = /^Unknown option '--?([^']*)'/.exec(message) ?? [];
    const [sentence] = message.split(". ");
    const words =
      word === undefined ? sentence : `no such option: ${args.find((a) => a.includes(word))}`;
    const names = /** @type {OptionName[]} */ (Object.keys(OPTIONS));
    const known = names.map((name) => written(name).slice(2));
    const [command] = args.filter((arg) => Object.hasOwn(COMMANDS, arg));
    throw new UsageError(words + (word ? meant(word, known, "--") : ""), command);
  }
}

/** @param {string[]} argv @returns {Call} */
export function parse(argv) {
  const split = argv.indexOf("--");
  const own = split < 0 ? argv : argv.slice(0, split);
  // Compilers have -std= with one dash.
  const args = own.map((arg) => (arg.startsWith("-std=") ? `-${arg}` : arg));
  const parsed = tokensOf(args);
  const [command = "", ...files] = parsed.positionals;
  /** @type {Call} */
  const call = {
    command,
    files,
    rest: split < 0 ? [] : argv.slice(split + 1),
    text: {},
    list: {},
    is: {},
  };
  for (const [key, value] of Object.entries(parsed.values)) {
    const name = /** @type {OptionName} */ (key);
    if (typeof value === "boolean") call.is[name] = value;
    else for (const one of [value ?? []].flat()) checkValue(name, String(one), command);
    if (typeof value === "string") call.text[name] = value;
    else if (Array.isArray(value)) call.list[name] = value.map(String);
  }
  checkCommand(call, /** @type {OptionName[]} */ (Object.keys(parsed.values)));
  return call;
}

/** @param {Call} call @param {OptionName[]} given */
function checkCommand({ command, is }, given) {
  if (is.help || is.version) return;
  if (!command) throw new UsageError("which command?");
  if (!Object.hasOwn(COMMANDS, command))
    throw new UsageError(`no such command: ${command}${meant(command, Object.keys(COMMANDS))}`);
  const stranger = given.find(
    (name) => ![...EVERYWHERE, ...COMMANDS[command].options].includes(name),
  );
  if (stranger)
    throw new UsageError(`awaitc ${command} has no option ${written(stranger)}`, command);
}
