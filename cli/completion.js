/**
 * Completion scripts for shells, from the table in options.js. Pure: returns text.
 * @module
 */

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
  return `# bash completion of awaitc
_awaitc() {
  local cur=\${COMP_WORDS[COMP_CWORD]} command= word options= words= endings= folders= i
  COMPREPLY=()
  if [[ $cur == = ]]; then cur=; fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    [[ $word == -- ]] && { COMPREPLY=($(compgen -f -- "$cur")); return; }
    [[ -z $command && $word != -* ]] && command=$word
  done
  # "=" parts words: put --name=val together again, and propose what follows the "=".
  local before=
  if [[ \${COMP_WORDS[COMP_CWORD]} == = ]]; then before=\${COMP_WORDS[COMP_CWORD-1]}=
  elif [[ COMP_CWORD -gt 1 && \${COMP_WORDS[COMP_CWORD-1]} == = ]]; then
    before=\${COMP_WORDS[COMP_CWORD-2]}=
  fi
  case $command in
${cases.join("\n")}
    *) options="${Object.keys(COMMANDS).join(" ")} --help --version"
       COMPREPLY=($(compgen -W "$options" -- "$cur")); return ;;
  esac
  if [[ -n $before ]]; then
    COMPREPLY=($(compgen -W "$options" -- "$before$cur"))
    COMPREPLY=("\${COMPREPLY[@]#"$before"}")
    [[ -z \${COMPREPLY[*]} ]] && COMPREPLY=($(compgen -f -- "$cur"))
  elif [[ $cur == -* ]]; then
    COMPREPLY=($(compgen -W "$options" -- "$cur"))
    [[ \${#COMPREPLY[@]} == 1 && \${COMPREPLY[0]} == *= ]] && compopt -o nospace
  else
    COMPREPLY=($(compgen -W "$words" -- "$cur"))
    [[ -n $endings$folders ]] && COMPREPLY+=($(compgen -d -S / -- "$cur"))
    if [[ -n $endings ]]; then
      local file
      while IFS= read -r file; do
        [[ $file =~ \\.($endings)$ ]] && COMPREPLY+=("$file")
      done < <(compgen -f -- "$cur")
    fi
    [[ \${#COMPREPLY[@]} == 1 && \${COMPREPLY[0]} == */ ]] && compopt -o nospace
  fi
  return 0
}
complete -F _awaitc awaitc
`;
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
  return `#compdef awaitc
_awaitc() {
  local -a commands
  commands=(
${list.join("\n")}
  )
  if (( CURRENT == 2 )); then _describe command commands; return; fi
  local command=$words[2]
  shift words; (( CURRENT-- ))
  case $command in
${cases.join("\n")}
  esac
}
compdef _awaitc awaitc
`;
}

function fish() {
  const names = Object.keys(COMMANDS).join(" ");
  const lines = ["# fish completion of awaitc", "complete -c awaitc -f"];
  for (const [name, command] of Object.entries(COMMANDS)) {
    const { words, options, files = [] } = command;
    const when = `-n '__fish_seen_subcommand_from ${name}'`;
    lines.push(
      `complete -c awaitc -n 'not __fish_seen_subcommand_from ${names}' -a ${name} -d '${quoted(words)}'`,
    );
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
