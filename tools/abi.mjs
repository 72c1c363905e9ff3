// Writes what JavaScript and the docs share with C, read from the C headers: web/host/abi.js (error
// codes, trace words and struct layouts), web/operations/messages.js, playground/trace/codes.js and
// parts of docs/host-interface.md, so that none of it is written by hand. It parses only the C that
// these need, computes struct layouts for wasm32, and fails on anything else. `--check` compares
// instead of writing.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { messagesModule, messagesTable } from "./messages.mjs";

const root = new URL("../", import.meta.url);
const DOC = "docs/host-interface.md";
const WAITS = "src/base/waits.h";

/** Size (and alignment) in bytes of the field types on wasm32. */
const TYPES = new Map([
  ["double", 8],
  ["uint64_t", 8],
  ["int64_t", 8],
  ["aw_ms", 8],
  ["uint32_t", 4],
  ["int32_t", 4],
  ["int", 4],
  ["size_t", 4],
  ["float", 4],
  ["uint16_t", 2],
  ["int16_t", 2],
  ["uint8_t", 1],
  ["char", 1],
  ["bool", 1],
]);

function read(path) {
  return readFileSync(new URL(path, root), "utf8").replace(/\\\n/g, " ");
}

function withoutComments(text) {
  return text.replace(/\/\*[^]*?\*\//g, " ").replace(/\/\/.*$/gm, "");
}

function stop(message) {
  process.stderr.write(`abi.mjs: ${message}\n`);
  process.exit(1);
}

/** The body of `#define NAME(X) …`, joined to one line. */
function macro(text, name) {
  const found = withoutComments(text).match(new RegExp(`#define ${name}\\(X\\)([^\\n]*)`));
  return found ? found[1] : stop(`#define ${name}(X) was not found; is the header complete?`);
}

function errors(header) {
  const pattern = /X\((\w+), (-\d+), "[^"]*", "[^"]*"\)/g;
  const rows = [...macro(header, "AW_ERRORS").matchAll(pattern)];
  if (rows.length === 0) stop('AW_ERRORS has no rows like X(NAME, -1, "word", "sentence")');
  const codes = rows.map(([, name, value]) => [`AW_${name}`, Number(value)]);
  for (const [i, [name, value]] of codes.entries())
    if (value !== codes[0][1] - i) stop(`${name}: codes go down by one from the first`);
  return codes;
}

function kinds(header) {
  const rows = macro(header, "AW_TRACE_KINDS").matchAll(/X\(\w+, "([^"]+)"\)/g);
  const words = [...rows].map(([, word]) => word);
  return words.length > 0 ? words : stop('AW_TRACE_KINDS has no rows of the form X(NAME, "word")');
}

/** Why tasks wait: { word, state, sentence } of each reason. */
function waits(header) {
  const rows = macro(header, "WAIT_REASONS").matchAll(/X\((\w+), (\w+), "([^"]+)"\)/g);
  const found = [...rows].map(([, word, state, sentence]) => ({ word, state, sentence }));
  return found.length > 0
    ? found
    : stop('WAIT_REASONS has no rows like X(word, state, "sentence")');
}

/** The table of the docs. */
function waitsTable(header) {
  const rows = waits(header).map(({ word, state, sentence }) => {
    return `| \`${word}\` | ${state} | ${sentence} |`;
  });
  return ["| reason | shown as | the task waits |", "|---|---|---|", ...rows].join("\n");
}

/** The selected members of `enum name`, as exported constants. */
function constants(header, name, wanted) {
  const found = withoutComments(header).match(new RegExp(`enum ${name}\\s*\\{([^}]*)\\}`));
  if (!found) return stop(`enum ${name} was not found`);
  const values = new Map();
  let next = 0;
  for (const [, member, value] of found[1].matchAll(/(\w+)(?:\s*=\s*(\d+))?\s*(?:,|$)/g)) {
    next = value === undefined ? next : Number(value);
    values.set(member, next++);
  }
  const missing = wanted.filter((member) => !values.has(member));
  if (missing.length > 0) return stop(`enum ${name} has no ${missing.join(", ")}`);
  return wanted.map((member) => `export const ${member} = ${values.get(member)};\n`).join("");
}

/** Field offsets of `struct name`, as clang lays it out for wasm32. */
function layout(header, name) {
  const found = withoutComments(header).match(new RegExp(`struct ${name}\\s*\\{([^}]*)\\}`));
  if (!found) return stop(`struct ${name} was not found`);
  let offset = 0;
  let align = 1;
  const fields = [];
  for (const line of found[1]
    .split(";")
    .map((x) => x.trim())
    .filter(Boolean)) {
    const field = line.match(/^(?:const )?(?:struct )?(\w+)\s+(\*?)(\w+)$/);
    if (!field) return stop(`struct ${name}: cannot lay out "${line}"; teach tools/abi.mjs`);
    const bytes = field[2] ? 4 : TYPES.get(field[1]);
    if (!bytes) return stop(`struct ${name}: unknown type "${field[1]}"; add it to TYPES`);
    offset = Math.ceil(offset / bytes) * bytes;
    fields.push({ name: field[3], offset, bytes });
    offset += bytes;
    align = Math.max(align, bytes);
  }
  return { fields, size: Math.ceil(offset / align) * align };
}

function objectText(entries) {
  return `{\n${entries.map(([key, value]) => `  ${key}: ${value},\n`).join("")}}`;
}

/** Quoted words, with as many on each line as fit. */
function listText(words) {
  const lines = [" "];
  for (const word of words.map((x) => ` ${JSON.stringify(x)},`)) {
    if (lines[lines.length - 1].length + word.length > 96) lines.push(" ");
    lines[lines.length - 1] += word;
  }
  return lines.map((line) => `${line}\n`).join("");
}

function structText(constant, comment, struct) {
  const entries = struct.fields.map((x) => [x.name, x.offset]);
  return `/** ${comment} */\nexport const ${constant} = ${objectText(entries)};\n`;
}

function generate() {
  const awaitc = read("include/awaitc.h") + read("include/awaitc_inspect.h");
  const core = read("src/kernel/core.h");
  const host = read("src/platform/host.h");
  const stats = layout(awaitc, "aw_stats_info");
  const codes = errors(awaitc);
  const shortNames = codes.map(([name]) => name.replace("AW_E", ""));
  return `// Generated by tools/abi.mjs from the headers of include/ and src/; do not edit.
// The numbers that both sides share: error codes, trace words, wasm32 struct offsets in bytes.

${constants(host, "host_abi", ["ABI_VERSION", "START_MAIN", "START_CALLABLE"])}
/** What aw_pump returns. */
${constants(core, "pump_status", ["PUMP_IDLE", "PUMP_READY"])}
/**
 * Error codes of C: name to value.
 * @type {Readonly<Record<string, number>>}
 */
export const ERRORS = Object.fromEntries([
${listText(shortNames)}].map((name, i) => [\`AW_E\${name}\`, ${codes[0][1]} - i]));

/**
 * The words of \`trace_row.kind\`, by number.
 * @type {readonly string[]}
 */
export const TRACE_KINDS = [\n${listText(kinds(awaitc))}];

${structText("TRACE_ROW", "`struct aw_trace_row`", layout(awaitc, "aw_trace_row"))}
${structText("WHERE", "`struct where`", layout(core, "where"))}
/**
 * \`struct aw_stats_info\`: offset and width of each count.
 * @type {Readonly<Record<string, readonly [offset: number, bytes: number]>>}
 */
export const STATS = ${objectText(stats.fields.map((x) => [x.name, `[${x.offset}, ${x.bytes}]`]))};
export const STATS_SIZE = ${stats.size};
`;
}

/** The module of the codes and words that the page tells apart in a trace. */
function traceCodes() {
  const codes = new Map(errors(read("include/awaitc.h")));
  const states = waits(read(WAITS)).map(({ word, state }) => [word, JSON.stringify(state)]);
  return `// Generated by tools/abi.mjs from include/awaitc.h and ${WAITS}; do not edit.
// The error codes that the trace's model tells apart, and the state in which each reason to wait is
// shown.
export const ETIMEDOUT = ${codes.get("AW_ETIMEDOUT") ?? stop("AW_ERRORS has no ETIMEDOUT")};

export const WAIT_STATES = /** @type {const} */ (${objectText(states)});
`;
}

/** `text` with what is between its marks for `name` replaced. */
function withPart(text, name, part) {
  const [begin, end] = [`<!-- ${name}: by tools/abi.mjs -->\n`, `\n<!-- end of ${name} -->`];
  const [before, rest] = text.split(begin);
  const after = rest?.split(end)[1];
  if (after === undefined) return stop(`${DOC} has no part "${name}"`);
  return `${before}${begin}${part}${end}${after}`;
}

const messages = read("src/io/message.h");
const doc = readFileSync(new URL(DOC, root), "utf8");
const outputs = {
  "web/host/abi.js": generate(),
  "playground/trace/codes.js": traceCodes(),
  "web/operations/messages.js": messagesModule(messages),
  [DOC]: withPart(
    withPart(doc, "messages", messagesTable(messages)),
    "waits",
    waitsTable(read(WAITS)),
  ),
};
for (const [path, text] of Object.entries(outputs)) {
  const target = new URL(path, root);
  const current = existsSync(target) ? readFileSync(target, "utf8") : "";
  if (current === text) continue;
  if (process.argv.includes("--check"))
    stop(`${path} is not current; run \`node tools/abi.mjs\` and commit it`);
  writeFileSync(target, text);
}
