// Tests of what is generated from the table of options: parsing, help, completion. Also tests
// colours.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { readFile, readdir } from "node:fs/promises";
import { test } from "node:test";
import { coloured, hasColours } from "../../cli/colour.js";
import { SHELLS } from "../../cli/completion.js";
import { helpOf, overview, page } from "../../cli/help.js";
import { COMMANDS, EVERYWHERE, OPTIONS } from "../../cli/options.js";
import { UsageError, parse } from "../../cli/parse.js";
import { workspace } from "./command.js";

const { awaitc } = await workspace();
const usage = (pattern) => (error) => error instanceof UsageError && pattern.test(error.message);

test("parse: options come before and after the command, -O and -I are written as for clang", () => {
  const call = parse(["-g", "run", "a.c", "-O2", "-Iinc", "-I", "more", "-Ds", "-Os", "--", "-x"]);
  assert.equal(call.command, "run");
  assert.deepEqual(call.files, ["a.c"]);
  assert.deepEqual(call.rest, ["-x"]);
  assert.equal(call.text.optimize, "s");
  assert.deepEqual(call.list, { include: ["inc", "more"], define: ["s"] });
  assert.equal(call.is.debug, true);
  assert.equal(parse(["run", "a.c", "--no-cache"]).is.cache, false);
});

test("parse: what is wrong is said in a sentence, with what is meant", () => {
  for (const [args, words] of [
    [[], /^which command\?$/],
    [["chekc"], /^no such command: chekc; did you mean check\?$/],
    [["run", "a.c", "--clok=real"], /^no such option: --clok=real; did you mean --clock\?$/],
    [
      ["run", "a.c", "--clock=vitual"],
      /^--clock=vitual: must be real or virtual; did you mean virtual\?$/,
    ],
    [["run", "a.c", "-O9"], /^--optimize=9: must be 0, 1, 2, 3, s or z$/],
    [["run", "a.c", "--seed=x"], /^--seed=x: must be a number$/],
    [["check", "a.c", "--clock=real"], /^awaitc check has no option --clock$/],
    [["doctor", "--no-cache"], /^awaitc doctor has no option --no-cache$/],
    [["run", "a.c", "--seed"], /argument missing/],
  ])
    assert.throws(() => parse(args), usage(words), args.join(" "));
});

test("every option belongs to a command, and every command's options are there", () => {
  const used = new Set([
    ...EVERYWHERE,
    ...Object.values(COMMANDS).flatMap(({ options }) => options),
  ]);
  assert.deepEqual([...used].sort(), Object.keys(OPTIONS).sort());
});

test("each command has a module, and its help names each of its options and fits a terminal", async () => {
  const dispatch = await readFile(new URL("../../cli/awaitc.js", import.meta.url), "utf8");
  for (const [name, { options }] of Object.entries(COMMANDS)) {
    assert.match(dispatch, new RegExp(`^  ${name}: async`, "m"));
    const help = helpOf(name);
    assert.match(overview(), new RegExp(`^  ${name} `, "m"));
    assert.ok(overview().includes(COMMANDS[name].words));
    for (const option of options.filter((o) => o !== "optimize")) {
      const { isMany, short } = OPTIONS[option];
      assert.match(help, new RegExp(`-${isMany && short ? short : option}\\b`));
    }
    for (const line of help.split("\n")) assert.ok(line.length <= 100, line);
  }
});

test("help: of a command, by help COMMAND and by --help, with exit code 0", async () => {
  const { code, stdout, stderr } = await awaitc(["help", "trace"]);
  assert.deepEqual([code, stderr], [0, ""]);
  assert.equal(stdout, helpOf("trace"));
  assert.equal((await awaitc(["trace", "--help"])).stdout, stdout);
  assert.equal((await awaitc(["--help"])).stdout, overview());
  assert.equal((await awaitc(["help", "trance"])).code, 2);
  assert.match((await awaitc(["--version"])).stdout, /^\d+\.\d+\.\d+\n$/);
});

test("docs/cli.md is what the table says", async () => {
  const text = await readFile(new URL("../../docs/cli.md", import.meta.url), "utf8");
  assert.equal(text, page(), "node tools/cli.mjs");
});

/** The completions of bash for the last word. */
function proposals(words, cwd) {
  const script = `${SHELLS.bash()}
COMP_WORDS=(${words.map((word) => `'${word}'`).join(" ")}); COMP_CWORD=${words.length - 1}
compopt() { :; }
_awaitc; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync("bash", ["-c", script], { cwd, encoding: "utf8" })
    .split("\n")
    .filter(Boolean);
}

test("completion bash: commands, options, values, files", async () => {
  const samples = new URL("../../playground/samples/", import.meta.url);
  const sources = (await readdir(samples)).filter((name) => /^sh.*\.c$/.test(name));
  assert.deepEqual(proposals(["awaitc", "ch"]), ["check"]);
  assert.deepEqual(proposals(["awaitc", "run", "--clock", "=", "v"]), ["virtual"]);
  assert.deepEqual(proposals(["awaitc", "run", "--no-c"]), ["--no-cache"]);
  assert.deepEqual(proposals(["awaitc", "completion", "f"]), ["fish"]);
  assert.deepEqual(proposals(["awaitc", "help", "do"]), ["doctor"]);
  assert.deepEqual(proposals(["awaitc", "-g", "run", "sh"], samples), sources);
});

test("completion: each shell's script is one that the shell can read", async () => {
  for (const [shell, make] of Object.entries(SHELLS)) {
    assert.equal((await awaitc(["completion", shell])).stdout, make());
    const isHere = spawnSync(shell, ["-c", "true"]).status === 0;
    if (isHere) assert.equal(spawnSync(shell, ["-n"], { input: make() }).status, 0, shell);
    for (const name of Object.keys(COMMANDS)) assert.match(make(), new RegExp(`\\b${name}\\b`));
  }
  assert.equal((await awaitc(["completion", "csh"])).code, 2);
});

test("colours: on a terminal only, and not with NO_COLOR", () => {
  assert.equal(hasColours({ isTTY: true }, {}), true);
  assert.equal(hasColours({ isTTY: true }, { NO_COLOR: "1" }), false);
  assert.equal(hasColours({ isTTY: true }, { NO_COLOR: "" }), true);
  assert.equal(hasColours({ isTTY: true }, { TERM: "dumb" }), false);
  assert.equal(hasColours({}, {}), false);
  const words =
    "a.c:1:2: error: no error: here\n    1 | x\n      | ^~\nawaitc: a.c did not compile\n";
  assert.equal(coloured(words, false), words);
  assert.equal(
    coloured(words, true),
    "a.c:1:2: \x1b[1;31merror\x1b[0m: no error: here\n    1 | x\n\x1b[32m      | ^~\x1b[0m\n" +
      "\x1b[1mawaitc:\x1b[0m a.c did not compile\n",
  );
});
