/**
 * `awaitc cc -- …`: the embedded compiler as build systems call one, with clang's arguments. It
 * compiles a source (-c), collects objects (-o lib.a), or links a program and makes it suspendable.
 *
 * Arguments that mean nothing here are passed to clang. See cmake/embedded.cmake.
 * @module
 */

import { readFile } from "node:fs/promises";
import { BuildError } from "../toolchain/diagnostics.js";
import { archive, build, compile } from "../toolchain/embedded_node.js";
import { coloured } from "./colour.js";
import { readLibraries } from "./libraries.js";
import { readNames } from "./neversuspends.js";
import { writeProgram, writeWhole } from "./output.js";
import { UsageError } from "./parse.js";

/** Options whose value may be a word of its own. */
const VALUED = ["-o", "-I", "-isystem", "-iquote", "-L", "-MF", "-MT", "-MQ", "-x"];
/** Options of awaitc itself. */
const OWN = /^--(backend|never-suspends)=(.+)$/;

/**
 * @typedef {object} Job
 * @property {boolean} isCompiling
 * @property {string[]} inputs
 * @property {string} output
 * @property {string[]} includes
 * @property {string[]} libraries names of -l
 * @property {string[]} folders of -L
 * @property {boolean} isDebug
 * @property {string | undefined} optimize
 * @property {string[]} flags
 * @property {string | undefined} dependencies file of -MF
 * @property {string | undefined} target of -MT
 * @property {string[]} lists files of --never-suspends
 * @property {import("../toolchain/transform.js").Backend | undefined} backend
 */

/** @param {string[]} argv @returns {Job} */
function jobOf(argv) {
  /** @type {Record<string, string[]>} */
  const values = Object.fromEntries(VALUED.map((name) => [name, []]));
  /** @type {Pick<Job, "inputs" | "libraries" | "flags">} */
  const given = { inputs: [], libraries: [], flags: [] };
  /** @type {Record<string, string[]>} */
  const own = { backend: [], "never-suspends": [] };
  let isCompiling = false;
  let isDebug = false;
  /** @type {string | undefined} */
  let optimize;
  const rest = argv[Symbol.iterator]();
  for (const arg of rest) {
    const name = VALUED.find(
      (option) => arg === option || (option.length < 3 && arg.startsWith(option)),
    );
    const [, option, value] = OWN.exec(arg) ?? [];
    if (option) own[option].push(value);
    else if (name)
      values[name].push(arg === name ? String(rest.next().value ?? "") : arg.slice(name.length));
    else if (arg === "-c") isCompiling = true;
    else if (/^-g\d?$/.test(arg)) isDebug = arg !== "-g0";
    else if (/^-O/.test(arg)) optimize = arg === "-O" ? "-O1" : arg;
    else if (arg.startsWith("-l")) given.libraries.push(arg.slice(2));
    else if (/^-M[MDP]*$/.test(arg))
      continue; // what -MF names is always written
    else if (/^-(E|S|fsyntax-only|shared|r)$/.test(arg))
      throw new UsageError(`awaitc cc: ${arg} is not there; compile with -c, or link`, "cc");
    else if (arg.startsWith("-")) given.flags.push(arg);
    else given.inputs.push(arg);
  }
  const [output] = values["-o"].slice(-1);
  if (given.inputs.length === 0) throw new UsageError("awaitc cc: which file?", "cc");
  if (!output) throw new UsageError("awaitc cc: say where to, with -o FILE", "cc");
  return {
    ...given,
    ...{ isCompiling, isDebug, optimize, output },
    includes: ["-I", "-isystem", "-iquote"].flatMap((name) => values[name]),
    folders: values["-L"],
    dependencies: values["-MF"][0],
    target: [...values["-MT"], ...values["-MQ"]][0],
    lists: own["never-suspends"],
    backend: backendOf(own.backend.at(-1)),
  };
}

/** @param {string | undefined} name @returns {Job["backend"]} */
function backendOf(name) {
  if (name === undefined || name === "asyncify" || name === "jspi") return name;
  throw new UsageError(`awaitc cc: --backend=${name}: must be asyncify or jspi`, "cc");
}

/** @param {string} path @returns {Promise<Uint8Array>} */
async function read(path) {
  return readFile(path).catch(() => {
    throw new BuildError(`${path}: there is no such file`);
  });
}

/** Which files an object is made of, as make reads it. @param {Job} job @param {string[]} files */
function rule({ target, output }, files) {
  const escaped = (/** @type {string} */ path) =>
    path.replace(/[ #]/g, "\\$&").replaceAll("$", "$$$$");
  return `${target ?? escaped(output)}: ${files.map(escaped).join(" \\\n  ")}\n`;
}

/** @param {import("./parse.js").Call} call @returns {Promise<number>} exit code */
export async function cc({ rest }) {
  const job = jobOf(rest);
  const { inputs, output, includes, isDebug, optimize, flags, backend } = job;
  const warn = (/** @type {string} */ words) => void process.stderr.write(coloured(words));
  const settings = { includes, isDebug, optimize, flags, backend, isDaemonUsed: true };
  if (job.isCompiling) {
    if (inputs.length > 1) throw new UsageError("awaitc cc: -c takes one source", "cc");
    const { object, words, files } = await compile({ sources: inputs, ...settings });
    warn(words);
    await writeWhole(output, object);
    if (job.dependencies) await writeWhole(job.dependencies, rule(job, files));
    return 0;
  }
  const sources = inputs.filter((path) => path.endsWith(".c"));
  const given = inputs.filter((path) => !path.endsWith(".c"));
  /** @type {Record<string, Uint8Array>} */
  const objects = {};
  for (const path of given) objects[path] = await read(path);
  if (output.endsWith(".a")) {
    if (sources.length > 0) throw new UsageError("awaitc cc: an archive is made of objects", "cc");
    await writeWhole(output, await archive(objects));
    return 0;
  }
  Object.assign(objects, await readLibraries(job.libraries, job.folders));
  const neverSuspends = await readNames(job.lists);
  const program = await build({ sources, objects, neverSuspends, ...settings }, warn);
  await writeProgram(output, program);
  return 0;
}
