/**
 * The table of commands and options. Parsing, help, completion and docs/cli.md are generated from it, so
 * an option is written down once. See parse.js and help.js.
 * @module
 */

/**
 * @typedef {object} Option
 * @property {string} words what it does, for the help
 * @property {string} [short] one letter
 * @property {string} [value] what stands for its value in the help; without it, it is a switch
 * @property {string[]} [choices] the values it may have
 * @property {RegExp} [form] what a value must look like
 * @property {string} [formWords] the same in words
 * @property {boolean} [isMany] may be given several times
 * @property {boolean} [isOn] a switch that is on; its name in the help is no-NAME
 * @property {"file" | "folder"} [completes] what a shell proposes for its value
 *
 * @typedef {object} Command
 * @property {string} usage what follows its name
 * @property {string} words one line, for the list of commands
 * @property {string[]} details paragraphs of its own help
 * @property {string[]} examples without "awaitc"
 * @property {OptionName[]} options in the order of the help
 * @property {string[]} [files] endings of the files it takes; "/" means folders
 * @property {string[]} [takes] words it takes
 */

/** @satisfies {Record<string, Option>} */
const options = {
  clock: {
    value: "real|virtual",
    choices: ["real", "virtual"],
    words: "virtual: time jumps while everything waits (default real)",
  },
  seed: {
    value: "N",
    form: /^\d+$/,
    formWords: "a number",
    words: "random numbers that are the same every time",
  },
  trace: {
    value: "FILE.json",
    completes: "file",
    words: "write the rows of the trace when the program ends; awaitc trace converts them",
  },
  watch: {
    short: "w",
    words: "build and run again when a source or a header is saved; with -g unless -O is given",
  },
  "deny-net": { words: "aw_fetch fails with AW_ENOSYS: the network is denied" },
  "deny-fs": {
    words: "no files. Today no program has any: stdin is at its end, and nothing can be opened",
  },
  debug: { short: "g", words: "assertions, names and source lines" },
  optimize: {
    short: "O",
    value: "LEVEL",
    choices: ["0", "1", "2", "3", "s", "z"],
    words: "how to optimise the program: -O0 to -Oz (default -O2, with -g -O0)",
  },
  include: {
    short: "I",
    value: "FOLDER",
    isMany: true,
    completes: "folder",
    words: "where to look for headers too",
  },
  define: {
    short: "D",
    value: "NAME[=VALUE]",
    isMany: true,
    form: /^[A-Za-z_]\w*(\(|=|$)/,
    formWords: "a name, and maybe = and a value",
    words: "define a macro of the preprocessor",
  },
  "stack-bytes": {
    value: "N",
    form: /^\d+$/,
    formWords: "a number of bytes",
    words: "the stack of tasks that ask for none (default 16384; main has 262144). Compiled in",
  },
  toolchain: {
    value: "NAME",
    choices: ["emcc", "embedded"],
    words: "emcc, or embedded: needs nothing but Node (default emcc if there is one)",
  },
  cache: { isOn: true, words: "compile even if it was compiled before" },
  daemon: {
    isOn: true,
    words: "do not leave a process that keeps the embedded compiler for five minutes, nor use one",
  },
  output: { short: "o", value: "FILE", completes: "file", words: "where to write to" },
  time: {
    value: "program|wall",
    choices: ["program", "wall"],
    words: "which clock the picture shows (default program: the one of aw_now)",
  },
  port: {
    value: "N",
    form: /^\d{1,5}$/,
    formWords: "a port",
    words: "where to serve (default 8087, or any that is free)",
  },
  json: { words: "write data instead of sentences" },
  help: { short: "h", words: "this help" },
  version: { words: "the version of awaitc" },
};

/** @typedef {keyof typeof options} OptionName */
/** @type {Readonly<Record<OptionName, Option>>} */
export const OPTIONS = options;

/** @type {OptionName[]} */
const COMPILING = [
  "debug",
  "optimize",
  "include",
  "define",
  "stack-bytes",
  "toolchain",
  "cache",
  "daemon",
];
/** @type {OptionName[]} */
const RUNNING = ["clock", "seed", "watch", "deny-net", "deny-fs"];

/** @type {Readonly<Record<string, Command>>} */
export const COMMANDS = {
  run: {
    usage: "FILE… [options] [-- args]",
    words: "compile (.c) and run, or run a .wasm",
    details: [
      "Compiles C files into one program and runs it; a program that was compiled before, with the " +
        "same sources, headers and options, is taken from the cache. What follows -- is for the program.",
      "With --watch it goes on: a save of a source, or of a header that is included, ends the running " +
        "program, builds it again and runs it.",
    ],
    examples: [
      "run main.c",
      "run main.c lib.c -I lib --clock=virtual -- --name=x",
      "run -w main.c",
    ],
    options: ["clock", "seed", "trace", "watch", "deny-net", "deny-fs", ...COMPILING],
    files: ["c", "wasm"],
  },
  build: {
    usage: "FILE.c… -o FILE.wasm",
    words: "compile only",
    details: [
      "Writes FILE.wasm; with -g also its source map, FILE.wasm.map, and when the program has " +
        "functions marked AW_EXPORT, their types for TypeScript, FILE.wasm.d.ts.",
      "With --json it prints what it has written.",
    ],
    examples: ["build main.c -o main.wasm", "build -g -O1 app.c net.c -o build/app.wasm"],
    options: ["output", ...COMPILING, "json"],
    files: ["c"],
  },
  check: {
    usage: "FILE.c…",
    words: "say what the compiler finds, and make nothing",
    details: [
      "Exit code 1 when there are errors; warnings alone are 0. With --json, the diagnostics as data: " +
        "{ version, diagnostics: [{ file, line, column, severity, text, flag, fixIts, hint }] }. " +
        "A fix-it replaces what stands between two places by a text.",
      "Without --toolchain it is the embedded compiler if it is there, which knows more warnings.",
    ],
    examples: ["check main.c", "check --json src/main.c src/lib.c -I include"],
    options: ["debug", "include", "define", "toolchain", "daemon", "json"],
    files: ["c"],
  },
  new: {
    usage: "FOLDER",
    words: "begin a project, with a test",
    details: [
      "Makes a folder with a program, a test of it on the virtual clock, and package.json: npm start " +
        "runs, npm test tests. The folder must be empty or not exist. It needs Node and npm, no emcc.",
    ],
    examples: ["new hello"],
    options: [],
    files: ["/"],
  },
  serve: {
    usage: "FILE… [options] [-- args]",
    words: "compile, and run in the browser",
    details: [
      "Serves a page on 127.0.0.1 that runs the program and shows what it prints, and says the " +
        "address in one line. With --watch the page loads again when the program has been rebuilt, and " +
        "shows the compiler's words when it could not be.",
    ],
    examples: ["serve main.c", "serve -w main.c --port=3000"],
    options: ["port", ...RUNNING, ...COMPILING],
    files: ["c", "wasm"],
  },
  trace: {
    usage: "FILE.json [-o FILE.perfetto.json]",
    words: "convert a trace for Perfetto and chrome://tracing",
    details: [
      "Reads what awaitc run --trace=FILE.json has written, and writes Chrome's Trace Event format: a " +
        "track for each task, with slices for running, being ready and each wait; scopes around them; " +
        "arrows from who spawned, woke or cancelled; lints; how many tasks are ready. Open it at " +
        "https://ui.perfetto.dev or in chrome://tracing.",
      "Every row takes at least a microsecond in the picture, so that what happens at one time has an " +
        "order, also on the virtual clock.",
    ],
    examples: ["run main.c --trace=out.json", "trace out.json -o out.perfetto.json"],
    options: ["output", "time"],
    files: ["json"],
  },
  transform: {
    usage: "FILE.wasm [FILE.o… libawaitc.a] -o FILE.wasm",
    words: "the last step of a build of your own: docs/using-from-c.md",
    details: [
      "Makes a linked program suspendable, checks how it was linked, and writes it. With the object " +
        "files and the library it also finds names that the program and the runtime both have. " +
        "-o may name the input. With -g it keeps names and writes the source map, FILE.wasm.map.",
    ],
    examples: ["transform linked.wasm main.o libawaitc.a -o main.wasm"],
    options: ["output", "debug"],
    files: ["wasm", "o", "a"],
  },
  cc: {
    usage: "-- clang's arguments",
    words: "the embedded compiler, for build systems: docs/using-from-c.md",
    details: [
      "Compiles one source with -c, collects objects with -o lib.a, else links a program and makes it " +
        "suspendable. -o, -g, -O, -I, -L, -l, -MF and -MT mean what they mean to clang; what else is " +
        "there is passed on. cmake/embedded.cmake has CMake call it.",
    ],
    examples: ["cc -- -O2 -c main.c -o main.o", "cc -- main.o -o main.wasm"],
    options: [],
  },
  doctor: {
    usage: "[--json]",
    words: "look at what awaitc needs, and say what to do",
    details: ["Exit code 0 when a program can be built and run here, else 1."],
    examples: ["doctor"],
    options: ["json"],
  },
  completion: {
    usage: "bash|zsh|fish",
    words: "print a shell's completion script",
    details: [
      'For bash, in ~/.bashrc: eval "$(awaitc completion bash)". For zsh, in ~/.zshrc after compinit: ' +
        'eval "$(awaitc completion zsh)". For fish: awaitc completion fish | source.',
    ],
    examples: ["completion bash"],
    options: [],
    takes: ["bash", "zsh", "fish"],
  },
  help: {
    usage: "[COMMAND]",
    words: "explain a command",
    details: ["Without a command, what commands there are."],
    examples: ["help run"],
    options: [],
  },
};

/** Of every command. @type {OptionName[]} */
export const EVERYWHERE = ["help", "version"];

/** Environment variables. @type {readonly [string, string][]} */
export const ENVIRONMENT = [
  [
    "AWAITC_DEBUG=1",
    "with -g, report slow steps, results nobody asked for, swallowed cancellations, and tasks that " +
      "main leaves running",
  ],
  [
    "AWAITC_DAEMON=0",
    "as --no-daemon: no process stays that keeps the embedded compiler. So it is on Windows, and where " +
      "CI is set",
  ],
  ["NO_COLOR=1", "no colours; there are none anyway when the output is not a terminal"],
  [
    "XDG_CACHE_HOME",
    "where compiled programs are kept (default: a folder of yours in the temporary one)",
  ],
];

/** Exit codes. @type {readonly [string, string][]} */
export const EXIT_CODES = [
  ["0 …", "of run: the program's own"],
  ["1", "it could not be built, it broke, or it ended in a deadlock"],
  ["2", "wrong usage"],
];
