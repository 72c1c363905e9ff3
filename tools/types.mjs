// Writes the types of the runtime as one file, build/types/index.d.ts: what web/index.js exports,
// and the types that it uses, directly or through others. What is only used inside is left out,
// because nobody can import it.
import { mkdir, readdir, rm, stat, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { ROOT } from "./steps.mjs";

const FOLDER = `${ROOT}build/types`;
const ENTRY = `${FOLDER}/index.d.ts`;

/** What tsc declares for the files of web/, by path. @returns {Map<string, string>} */
function declarations() {
  const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: console.error };
  const config = ts.getParsedCommandLineOfConfigFile(`${ROOT}web/tsconfig.types.json`, {}, host);
  const files = new Map();
  const program = ts.createProgram(config.fileNames, config.options);
  const { diagnostics } = program.emit(undefined, (path, text) => files.set(path, text));
  for (const { messageText } of diagnostics)
    throw new Error(ts.flattenDiagnosticMessageText(messageText, "\n"));
  return files;
}

/** A program of these files and of TypeScript's own. @param {Map<string, string>} files */
function programOf(files) {
  const options = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.NodeNext };
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile } = host;
  host.fileExists = (path) => files.has(path) || fileExists(path);
  host.readFile = (path) => files.get(path) ?? readFile(path);
  host.directoryExists = () => true;
  return ts.createProgram([ENTRY], options, host);
}

/** A declaration with its comment, as text that needs no import. @param {ts.Node} node */
function textOf(node) {
  const comment = node.jsDoc?.at(-1)?.getText() ?? "";
  const code = node.getText().replace(/^export (type )?/, (_, type = "declare ") => type);
  return `${comment}\n${code}\n`.replace(/\bimport\("[^"]+"\)\./g, "").trimStart();
}

/** The types as one file. @returns {string} */
function rolledUp() {
  const files = declarations();
  const program = programOf(files);
  const checker = program.getTypeChecker();
  const entry = program.getSourceFile(ENTRY);
  /** @type {Map<string, ts.Node>} */
  const found = new Map();
  const isImport = (node) => ts.isImportTypeNode(node) && node.qualifier;
  const visit = (node) => {
    const name = isImport(node) || (ts.isTypeReferenceNode(node) && node.typeName);
    if (name) add(checker.getSymbolAtLocation(name));
    ts.forEachChild(node, visit);
  };
  const add = (symbol) => {
    if (symbol.flags & ts.SymbolFlags.Alias) symbol = checker.getAliasedSymbol(symbol);
    const [node] = symbol.declarations;
    const isOurs = ts.isSourceFile(node.parent) && files.has(node.parent.fileName);
    if (!isOurs) return;
    if (node.parent === entry) return ts.forEachChild(node, visit); // another name of the same
    const known = found.get(symbol.name);
    if (known && known !== node) throw new Error(`two types are named ${symbol.name}`);
    found.set(symbol.name, node);
    if (!known) ts.forEachChild(node, visit);
  };
  const exported = checker.getExportsOfModule(checker.getSymbolAtLocation(entry));
  exported.forEach(add);
  const values = exported.filter(({ flags }) => flags & ts.SymbolFlags.Alias);
  const list = (symbols) => symbols.map(({ name }) => name).join(", ");
  const libs = program
    .getSourceFiles()
    .flatMap(({ fileName, libReferenceDirectives }) =>
      files.has(fileName) ? libReferenceDirectives.map((lib) => lib.fileName) : [],
    );
  return [
    ...new Set(libs.map((lib) => `/// <reference lib="${lib}" preserve="true" />`)),
    ...[...found.values()].map(textOf),
    `export { ${list(values)} };`,
    `export type { ${list(exported.filter((symbol) => !values.includes(symbol)))} };\n`,
  ].join("\n");
}

/** When a file was changed last; 0 if there is none. */
const timeOf = (path) =>
  stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );

/** Writes the types, unless they are newer than what they are made from. */
export async function makeTypes() {
  const names = await readdir(`${ROOT}web`, { recursive: true });
  const sources = names.filter((name) => /\.(js|json)$/.test(name));
  const from = [fileURLToPath(import.meta.url), ...sources.map((name) => `${ROOT}web/${name}`)];
  const times = await Promise.all(from.map(timeOf));
  if ((await timeOf(ENTRY)) > Math.max(...times)) return;
  await rm(FOLDER, { recursive: true, force: true });
  await mkdir(FOLDER, { recursive: true });
  await writeFile(ENTRY, rolledUp());
}
