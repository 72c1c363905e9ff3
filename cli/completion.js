/**
 * Completion scripts for shells, from the table in options.js. The scripts of bash and zsh are
 * files in completion/, with names in place of what the table has.
 * @module
 */

import { readFileSync } from "node:fs";
import { COMMANDS, EVERYWHERE, OPTIONS } from "./options.js";
import { written } from "./parse.js";

/** @typedef {import("./options.js").OptionName} OptionName */

/** A command's options as one would type them. @param {string} command */
function wordsOf(command) {
  return [...COMMANDS[command].options, ...EVERYWHERE].flatMap((name) => {
    const { short, value, choices } = OPTIONS[name];
    if (name === "optimize") return (choices ?? []).map((level) => `-O${level}`);
    const long = value
      ? choices
        ? choices.map((choice) => `--${name}=${choice}`)
        : [`--${name}=`]
      : [written(name)];
    return [...(short ? [`-${short}`] : []), ...long];
  });
}

/** @param {string} command */
function argumentsOf(command) {
  if (command === "help") return Object.keys(COMMANDS);
  return COMMANDS[command].takes ?? [];
}

/** A script with texts in the places of names.
 * @param {string} file @param {Record<string, string>} texts */
function filled(file, texts) {
  const script = readFileSync(new URL(`completion/${file}`, import.meta.url), "utf8");
  return Object.entries(texts).reduce((text, [name, put]) => text.replace(name, () => put), script);
}

function bash() {
  const cases = Object.entries(COMMANDS).map(([name, { files = [] }]) => {
    const endings = files.filter((ending) => ending !== "/").join("|");
    const words = argumentsOf(name).join(" ");
    const lines = [
      `options="${wordsOf(name).join(" ")}"`,
      ...(words ? [`words="${words}"`] : []),
      ...(endings ? [`endings="${endings}"`] : []),
      ...(files.includes("/") ? ["folders=1"] : []),
    ];
    return `    ${name}) ${lines.join("; ")} ;;`;
  });
  const commands = Object.keys(COMMANDS).join(" ");
  return filled("awaitc.bash", { "    #CASES": cases.join("\n"), COMMANDS: commands });
}

/** Inside single quotes of zsh and fish. @param {string} text */
const quoted = (text) => text.replaceAll("'", "'\\''");

function zsh() {
  const list = Object.entries(COMMANDS).map(
    ([name, { words }]) => `    '${name}:${quoted(words)}'`,
  );
  const cases = Object.entries(COMMANDS).map(([name, { options, files = [] }]) => {
    const specs = [...options, ...EVERYWHERE].flatMap((option) => {
      const { short, value, choices, completes, isMany, words } = OPTIONS[option];
      const action = choices
        ? `:value:(${choices.join(" ")})`
        : completes
          ? `:${completes}:_files${completes === "folder" ? " -/" : ""}`
          : value
            ? ":value: "
            : "";
      const text = `[${words.replace(/[[\]:]/g, "\\$&")}]`;
      const star = isMany ? "*" : "";
      const attached = option === "optimize" || isMany ? "-" : "";
      return [
        ...(short
          ? [`'${quoted(`${star}-${short}${value ? attached : ""}${text}${action}`)}'`]
          : []),
        `'${quoted(`${star}${written(option)}${value ? "=" : ""}${text}${action}`)}'`,
      ];
    });
    const endings = files.filter((ending) => ending !== "/");
    const rest = argumentsOf(name).length
      ? `'1:word:(${argumentsOf(name).join(" ")})'`
      : endings.length
        ? `'*:file:_files -g "*.(${endings.join("|")})"'`
        : files.length
          ? "'*:folder:_files -/'"
          : "";
    return `    ${name}) _arguments ${[...specs, rest].filter(Boolean).join(" ")} ;;`;
  });
  return filled("awaitc.zsh", { "    #COMMANDS": list.join("\n"), "    #CASES": cases.join("\n") });
}

function fish() {
  const names = Object.keys(COMMANDS).join(" ");
  const lines = ["# fish completion of awaitc", "complete -c awaitc -f"];
  for (const [name, command] of Object.entries(COMMANDS)) {
    const { words, options, files = [] } = command;
    const when = `-n '__fish_seen_subcommand_from ${name}'`;
    const before = `-n 'not __fish_seen_subcommand_from ${names}'`;
    lines.push(`complete -c awaitc ${before} -a ${name} -d '${quoted(words)}'`);
    for (const option of [...options, ...EVERYWHERE]) {
      const { short, value, choices, completes, words: text } = OPTIONS[option];
      const takes = choices
        ? `-xa '${choices.join(" ")}'`
        : completes
          ? "-r -F"
          : value
            ? "-x"
            : "";
      const form = [short && `-s ${short}`, `-l ${written(option).slice(2)}`, takes];
      lines.push(
        `complete -c awaitc ${when} ${form.filter(Boolean).join(" ")} -d '${quoted(text)}'`,
      );
    }
    for (const word of argumentsOf(name)) lines.push(`complete -c awaitc ${when} -a ${word}`);
    if (files.length > 0) lines.push(`complete -c awaitc ${when} -F`);
  }
  return `${lines.join("\n")}\n`;
}

/** @type {Readonly<Record<string, () => string>>} */
export const SHELLS = { bash, zsh, fish };
