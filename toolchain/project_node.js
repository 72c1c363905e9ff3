/**
 * Finds the files of a program in Node: its sources and the files that they include, each read
 * once.
 *
 * A compiler without a file system may see those in the current folder, in the folders of the
 * sources and in -I folders. Looks for #include lines as text, so it finds also those that a
 * condition leaves out, which is harmless. See embedded_node.js and cache_node.js.
 * @module
 */

import { readFileSync, realpathSync, statSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { BuildError } from "./diagnostics.js";

const INCLUDE =
  /^[ \t]*#[ \t]*(?:include(?:_next)?|import|embed)\b[ \t]*(?:"([^"\n]+)"|<([^>\n]+)>|([A-Za-z_]\w*|\S?))/gm;
/** A macro that stands for a header. */
const HEADER_MACRO = /^-D([A-Za-z_]\w*)=(?:"([^"]+)"|<([^>]+)>)$/;
const ASKED = /\b__has_(?:include(?:_next)?|embed)[ \t]*\([ \t]*(?:"([^"\n]+)"|<([^>\n]+)>)/g;

/**
 * @typedef {object} Project
 * @property {Record<string, Uint8Array>} files by path, without the first slash
 * @property {string[]} sources their paths
 * @property {string[]} includes folders
 * @property {Record<string, string>} shown path or folder as the user would write it
 * @property {boolean} isWhole false: something is included by a macro's value, and may be missing
 *   here
 */

/** The path of a file in the project: absolute, with slashes, without the first.
 * @param {string} file */
function pathOf(file) {
  return resolve(file)
    .replace(/^[A-Za-z]:/, "")
    .split(sep)
    .filter(Boolean)
    .join("/");
}

/** A file's content, if it is there and may be seen.
 * @param {string} file @param {string[]} roots @returns {Uint8Array | undefined} */
function seen(file, roots) {
  try {
    const real = realpathSync(file);
    if (!roots.some((root) => real.startsWith(root + sep))) return undefined;
    return statSync(real).isFile() ? readFileSync(real) : undefined;
  } catch {
    return undefined; // clang says what is missing, and where
  }
}

/** @param {string} source */
function readSource(source) {
  if (/\.(cc|cpp|cxx|c\+\+|C|mm?)$/.test(source))
    throw new BuildError(
      `${source}: awaitc compiles C, not C++ or Objective-C; write it as a .c file`,
    );
  if (!source.endsWith(".c")) throw new BuildError(`${source}: which is no .c file`);
  try {
    return readFileSync(source);
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    const why =
      code === "ENOENT" ? "there is no such file" : code === "EISDIR" ? "is a folder" : code;
    throw new BuildError(`${source}: ${why}`);
  }
}

/** @typedef {{ name: string, isQuoted: boolean }} Included a header as an #include names it */

/** The headers that macros of the command line stand for. @param {string[]} flags
 * @returns {Map<string, Included>} */
function headerMacros(flags) {
  /** @type {Map<string, Included>} */
  const macros = new Map();
  for (const flag of flags) {
    const [, macro, quoted, angled] = HEADER_MACRO.exec(flag) ?? [];
    if (macro) macros.set(macro, { name: quoted ?? angled, isQuoted: quoted !== undefined });
  }
  return macros;
}

/** What a text includes: names in quotes, names in angle brackets, macros that stand for one.
 * @param {Uint8Array} data @param {Map<string, Included>} macros
 * @returns {{ names: Included[], isWhole: boolean }} */
function includesOf(data, macros) {
  const text = Buffer.from(data.buffer, data.byteOffset, data.length).toString("latin1");
  const found = [...text.matchAll(INCLUDE), ...text.matchAll(ASKED)];
  const names = found.map(([, quoted, angled, macro]) =>
    quoted || angled
      ? { name: quoted ?? angled, isQuoted: quoted !== undefined }
      : macro
        ? macros.get(macro)
        : [],
  );
  return { names: names.flatMap((name) => name ?? []), isWhole: !names.includes(undefined) };
}

/** Reads a program. @param {string[]} sources @param {string[]} [folders] of -I
 * @param {string[]} [flags] of the compiler: a -D may name a header
 * @returns {Project} */
export function readProject(sources, folders = [], flags = []) {
  const macros = headerMacros(flags);
  const roots = [".", ...sources.map(dirname), ...folders].flatMap((folder) => {
    try {
      return [realpathSync(folder).replace(/[\\/]$/, "")];
    } catch {
      return []; // not there: clang warns
    }
  });
  /** @type {Project} */
  const project = {
    files: {},
    sources: [],
    includes: folders.map(pathOf),
    shown: {},
    isWhole: true,
  };
  /** @param {string} file @param {Uint8Array} data */
  const add = (file, data) => {
    const path = pathOf(file);
    if (Object.hasOwn(project.files, path)) return path;
    project.files[path] = data;
    project.shown[path] = file;
    const { names, isWhole } = includesOf(data, macros);
    project.isWhole &&= isWhole;
    for (const { name, isQuoted } of names) {
      const places = [...(isQuoted ? [dirname(file)] : []), ...folders];
      const isAbsolute = resolve(name) === name;
      for (const place of isAbsolute ? [] : places) {
        const found = seen(join(place, name), roots);
        if (!found) continue;
        add(join(place, name), found);
        break;
      }
    }
    return path;
  };
  for (const source of sources) project.sources.push(add(source, readSource(source)));
  return project;
}

/** How lines name the files of each folder: as the user would from here.
 * @param {Project} project @returns {Record<string, string>} */
export function prefixesOf({ files, shown }) {
  const folders = Object.keys(files).map((path) => [
    path.replace(/[^/]*$/, ""),
    relative(".", dirname(shown[path])).replaceAll(sep, "/"),
  ]);
  return Object.fromEntries(folders.map(([path, name]) => [path, name && `${name}/`]));
}
