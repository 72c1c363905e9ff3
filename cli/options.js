/**
 * The table of commands and options. Parsing, help, completion and docs/cli.md are generated from
 * it, so an option is written down once. See parse.js and help.js.
 * @module
 */

/**
 * @typedef {object} Option
 * @property {string} words what it does, shown in the help
 * @property {string} [short] one letter
 * @property {string} [value] placeholder of its value in the help; an option without it is a switch
 * @property {string[]} [choices] the allowed values
 * @property {RegExp} [form] the pattern that a value must match
 * @property {string} [formWords] the same in words
 * @property {boolean} [isMany] may be given several times
 * @property {boolean} [isOn] a switch that is on by default; the help shows no-NAME
 * @property {"file" | "folder"} [completes] what a shell completes for its value
 *
 * @typedef {object} Command
 * @property {string} usage the arguments after its name
 * @property {string} words one line, for the list of commands
 * @property {string[]} details paragraphs of its help
 * @property {string[]} examples without "awaitc"
 * @property {OptionName[]} options in the order of the help
 * @property {string[]} [files] extensions of the files it takes; "/" means folders
 * @property {string[]} [takes] words it takes
 */

/** @satisfies {Record<string, Option>} */
const options = {
  clock: {
    value: "real|virtual",
    choices: ["real", "virtual"],
    words: "virtual: time jumps to the next deadline while everything waits (default real)",
  },
  seed: {
    value: "N",
    form: /^\d+$/,
    formWords: "a number",
    words: "seed the random numbers, so that every run gets the same ones",
  },
  trace: {
    value: "FILE.json",
    completes: "file",
    words: "write the trace to a file when the program ends; awaitc trace converts it",
  },
  watch: {
    short: "w",
    words: "rebuild and rerun when a source or a header is saved; implies -g unless -O is given",
  },
  "deny-net": { words: "deny the network: aw_fetch fails with AW_ENOSYS" },
  debug: { short: "g", words: "build with assertions, function names and source lines" },
  optimize: {
    short: "O",
    value: "LEVEL",
    choices: ["0", "1", "2", "3", "s", "z"],
    words: "optimisation level: -O0 to -Oz (default -O2, with -g -O0)",
  },
  include: {
    short: "I",
    value: "FOLDER",
    isMany: true,
    completes: "folder",
    words: "add a folder to the search path for headers",
  },
  define: {
    short: "D",
    value: "NAME[=VALUE]",
    isMany: true,
    form: /^[A-Za-z_]\w*(\(|=|$)/,
    formWords: "a name, optionally followed by = and a value",
    words: "define a preprocessor macro",
  },
  std: {
    value: "STANDARD",
    form: /^[\w:+]+$/,
    formWords: "a standard of C, such as c17",
    words: "the C standard, such as c99 or gnu17; also -std=STANDARD",
  },
  warn: {
    short: "W",
    value: "NAME",
    isMany: true,
    form: /^(?!l,)[\w=+-]+$/,
    formWords: "the name of a warning; nothing is passed to the linker",
    words: "set a warning of the compiler: -Wextra, -Wno-unused, -Werror",
  },
  feature: {
    short: "f",
    value: "NAME",
    isMany: true,
    form: /^[\w=+-]+$/,
    formWords: "what follows -f in an option of the compiler",
    words: "pass an option -f… to the compiler: -fwrapv, -fno-builtin",
  },
  library: {
    short: "l",
    value: "NAME",
    isMany: true,
    words: "link libNAME.a from a folder of -L; the same toolchain must have compiled it",
  },
  "library-folder": {
    short: "L",
    value: "FOLDER",
    isMany: true,
    completes: "folder",
    words: "add a folder to the search path for the libraries of -l",
  },
  "stack-bytes": {
    value: "N",
    form: /^\d+$/,
    formWords: "a number of bytes",
    words: "default stack size of tasks, set at compile time (default 16384; main has 262144)",
  },
  toolchain: {
    value: "NAME",
    choices: ["emcc", "embedded"],
    words: "emcc, or embedded, which needs only Node (default: emcc if it is installed)",
  },
  backend: {
    value: "NAME",
    choices: ["asyncify", "jspi"],
    words:
      "what switches tasks: asyncify, or jspi, the engine, where it can and for at most 16,000 " +
      "tasks (default asyncify)",
  },
  "never-suspends": {
    value: "FILE",
    isMany: true,
    completes: "file",
    words:
      "leave functions out of Asyncify's transformation, because no task waits below them: one " +
      "name of a function or a file a line",
  },
  cache: { isOn: true, words: "do not use cached builds" },
  daemon: {
    isOn: true,
    words: "do not use or start the process that keeps the embedded compiler for five minutes",
  },
  output: { short: "o", value: "FILE", completes: "file", words: "the file to write" },
  time: {
    value: "program|wall",
    choices: ["program", "wall"],
    words: "which clock the picture shows (default program: the clock of aw_now)",
  },
  port: {
    value: "N",
    form: /^\d{1,5}$/,
    formWords: "a port",
    words: "the port to serve on (default 8087, or any free port)",
  },
  size: { words: "print what takes the room: by part of the program, and by function" },
  why: { words: "print which functions are suspendable, and because of which call" },
  json: { words: "print JSON instead of text" },
  help: { short: "h", words: "show this help" },
  version: { words: "show the version of awaitc" },
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
  "std",
  "warn",
  "feature",
  "library",
  "library-folder",
  "stack-bytes",
  "toolchain",
  "backend",
  "never-suspends",
  "cache",
  "daemon",
];
/** @type {OptionName[]} */
const RUNNING = ["clock", "seed", "watch", "deny-net"];

/** @type {Readonly<Record<string, Command>>} */
export const COMMANDS = {
  run: {
    usage: "FILE… [options] [-- args]",
    words: "compile (.c) and run, or run a .wasm",
    details: [
      "Compiles C files into one program and runs it. A program that was already compiled with " +
        "the same sources, headers and options is taken from the cache. Arguments after -- are " +
        "passed to the program.",
      "With --watch, saving a source or an included header stops the running program, rebuilds " +
        "it and runs it again.",
    ],
    examples: [
      "run main.c",
      "run main.c lib.c -I lib --clock=virtual -- --name=x",
      "run -w main.c",
    ],
    options: ["clock", "seed", "trace", "watch", "deny-net", ...COMPILING],
    files: ["c", "wasm"],
  },
  build: {
    usage: "FILE.c… -o FILE.wasm",
    words: "compile only",
    details: [
      "Writes FILE.wasm. With -g it also writes the source map FILE.wasm.map. If the program has " +
        "functions marked AW_EXPORT, it also writes their TypeScript types, FILE.wasm.d.ts.",
      "With --size it prints what takes the room. Functions are measured as they were before " +
        "small ones were put into their callers, so their sum differs a little from the code of " +
        "the program. A program contains only the parts of the runtime and the C library that it " +
        "uses.",
      "With --why it prints the functions below which a task may be suspended, with the calls " +
        "that lead there. These are larger and slower than others. A call through a pointer " +
        "leads to every function of its type whose address the program takes.",
      "With --never-suspends=FILE the functions that the file names are not made suspendable, " +
        "nor those that suspend only through them. Write one name a line, as --why prints it. " +
        "The name of a source, an object or an archive stands for all its functions; # begins a " +
        "comment. AW_NEVER_SUSPENDS in the C source does the same. A task that waits below such " +
        "a function ends the program with an error.",
      "With --json it prints the names of the files it wrote, and what --size or --why tell.",
    ],
    examples: [
      "build main.c -o main.wasm",
      "build -g -O1 app.c net.c -o build/app.wasm",
      "build main.c -o main.wasm --size --why",
    ],
    options: ["output", ...COMPILING, "size", "why", "json"],
    files: ["c"],
  },
  check: {
    usage: "FILE.c…",
    words: "report errors and warnings without building",
    details: [
      "The exit code is 1 if there are errors, and 0 if there are only warnings. With --json it " +
        "prints the diagnostics: { version, diagnostics: [{ file, line, column, severity, text, " +
        "flag, fixIts, hint }] }. A fix-it replaces the text between two positions.",
      "Calls of files, processes and sockets link, but always fail: there are none. check warns " +
        'of each: "unlink will fail with ENOSYS: no files here". The error depends on the ' +
        "toolchain.",
      "Without --toolchain it uses the embedded compiler if it is installed, because that " +
        "compiler has more warnings.",
    ],
    examples: ["check main.c", "check --json src/main.c src/lib.c -I include"],
    options: [
      "debug",
      "include",
      "define",
      "std",
      "warn",
      "feature",
      "toolchain",
      "daemon",
      "json",
    ],
    files: ["c"],
  },
  new: {
    usage: "FOLDER",
    words: "create a project with a test",
    details: [
      "Creates a folder with a program, a test that runs it on the virtual clock, and " +
        "package.json. npm start runs the program, npm test tests it. The folder must be empty " +
        "or must not exist. The project needs Node and npm, but not emcc.",
    ],
    examples: ["new hello"],
    options: [],
    files: ["/"],
  },
  serve: {
    usage: "FILE… [options] [-- args]",
    words: "compile and run in the browser",
    details: [
      "Serves a page on 127.0.0.1 that runs the program and shows its output, and prints the " +
        "page's address. With --watch the page reloads after a rebuild, and shows the compiler's " +
        "messages if the build failed.",
    ],
    examples: ["serve main.c", "serve -w main.c --port=3000"],
    options: ["port", ...RUNNING, ...COMPILING],
    files: ["c", "wasm"],
  },
  trace: {
    usage: "FILE.json [-o FILE.perfetto.json]",
    words: "convert a trace for Perfetto and chrome://tracing",
    details: [
      "Reads a trace written by awaitc run --trace=FILE.json and writes it in Chrome's Trace " +
        "Event format. Each task has a track with slices for running, being ready and each wait, " +
        "and with its scopes. Arrows lead from the task that spawned, woke or cancelled another. " +
        "Lints and the number of ready tasks are shown too. Open the file at " +
        "https://ui.perfetto.dev or in chrome://tracing.",
      "In the picture every row takes at least a microsecond, so that simultaneous events have " +
        "an order, also on the virtual clock.",
    ],
    examples: ["run main.c --trace=out.json", "trace out.json -o out.perfetto.json"],
    options: ["output", "time"],
    files: ["json"],
  },
  transform: {
    usage: "FILE.wasm [FILE.o… libawaitc.a] -o FILE.wasm",
    words: "the last step of your own build: docs/using-from-c.md",
    details: [
      "Makes a linked program suspendable, checks how it was linked, and writes it. If the " +
        "object files and the library are given, it also reports names that both the program and " +
        "the runtime define. -o may name the input. With -g it keeps function names and writes " +
        "the source map FILE.wasm.map.",
    ],
    examples: ["transform linked.wasm main.o libawaitc.a -o main.wasm"],
    options: ["output", "debug", "never-suspends"],
    files: ["wasm", "o", "a"],
  },
  cc: {
    usage: "-- clang's arguments",
    words: "the embedded compiler, for build systems: docs/using-from-c.md",
    details: [
      "With -c it compiles one source. With -o lib.a it creates a library of objects. Otherwise " +
        "it links a program and makes it suspendable. -o, -g, -O, -I, -L, -l, -MF and -MT have " +
        "the same meaning as for clang, --backend=NAME and --never-suspends=FILE as for awaitc " +
        "build; other arguments are passed to clang. " +
        "cmake/embedded.cmake makes CMake call it.",
    ],
    examples: ["cc -- -O2 -c main.c -o main.o", "cc -- main.o -o main.wasm"],
    options: [],
  },
  doctor: {
    usage: "[--json]",
    words: "check the tools that awaitc needs, and say how to fix problems",
    details: [
      "The exit code is 0 if programs can be built and run on this machine, and 1 otherwise.",
    ],
    examples: ["doctor"],
    options: ["json"],
  },
  completion: {
    usage: "bash|zsh|fish",
    words: "print the completion script for a shell",
    details: [
      'For bash, in ~/.bashrc: eval "$(awaitc completion bash)". For zsh, in ~/.zshrc after ' +
        'compinit: eval "$(awaitc completion zsh)". For fish: awaitc completion fish | source.',
    ],
    examples: ["completion bash"],
    options: [],
    takes: ["bash", "zsh", "fish"],
  },
  help: {
    usage: "[COMMAND]",
    words: "explain a command",
    details: ["Without a command it lists the commands."],
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
    "with -g, report slow steps, results that were never awaited, swallowed cancellations, and " +
      "tasks that are still running when main ends",
  ],
  [
    "AWAITC_DAEMON=0",
    "same as --no-daemon: no process keeps the embedded compiler. This is the default on Windows " +
      "and where CI is set",
  ],
  ["NO_COLOR=1", "do not use colours; they are only used when the output is a terminal"],
  [
    "XDG_CACHE_HOME",
    "where compiled programs are cached (default: your own folder in the temporary folder)",
  ],
];

/** Exit codes. @type {readonly [string, string][]} */
export const EXIT_CODES = [
  ["0 …", "run: the exit code of the program"],
  ["1", "the build failed, or the program trapped or deadlocked"],
  ["2", "wrong usage"],
];
