/**
 * Finds the calls of a program that always fail, because a host has no files, processes or
 * sockets. They link, so that a library which only contains them can be used.
 * @module
 */

import { WasmFile } from "./wasmfile.js";

/** The functions of each libc that always fail: the error, what there is none of, and their names.
 * @type {Record<"wasi" | "emcc", [error: string, absent: string, names: string][]>} */
export const ABSENT = {
  wasi: [
    [
      "ENOSYS",
      "files",
      "chmod faccessat fchmod fdatasync fstat fstatat fsync ftruncate futimens ioctl mkdirat " +
        "poll pread pwrite renameat select statvfs unlinkat utimensat",
    ],
    [
      "ENOENT",
      "files",
      "access chdir creat fopen freopen link lstat mkdir open openat opendir readlink " +
        "realpath remove rename rmdir scandir stat symlink truncate unlink utime",
    ],
    ["ENOSYS", "sockets", "accept recv send"],
  ],
  emcc: [
    [
      "ENOSYS",
      "files",
      "access chdir chmod chown dup dup2 faccessat fchdir fchmod fcntl fdatasync fstat fstatat " +
        "fsync ftruncate futimens getcwd ioctl lstat mkdir mkdirat mkdtemp mkfifo openat pipe " +
        "poll pread pwrite readlink realpath remove rename renameat rmdir select stat statvfs " +
        "symlink truncate unlink unlinkat utime utimensat",
    ],
    ["ENOSYS", "processes", "fork popen system"],
    [
      "ENOSYS",
      "sockets",
      "accept bind connect getpeername getsockname getsockopt listen recv recvfrom recvmsg send " +
        "sendmsg sendto shutdown socket socketpair",
    ],
    ["EPERM", "files", "creat fopen freopen mkstemp open opendir scandir tmpfile"],
  ],
};

const NO_CODE = /\/\*[^]*?\*\/|\/\/[^\n]*|"(?:\\.|[^"\\\n])*"/g;

/** The text with blanks in place of comments and strings. @param {string} text */
const bare = (text) => text.replace(NO_CODE, (part) => part.replace(/[^\n]/g, " "));

/** Where a text calls a function first, "line:column"; its start when a header calls it.
 * @param {string} text without comments @param {string} name */
function locationOf(text, name) {
  const at = Math.max(0, text.search(new RegExp(`\\b${name}\\b(?=\\s*\\()`)));
  const lines = text.slice(0, at).split("\n");
  return `${lines.length}:${new TextEncoder().encode(lines.at(-1)).length + 1}`;
}

/** A warning, in clang's form, for each function of ABSENT that an object file calls.
 * @param {{ source: string, text: string, object: Uint8Array }} compiled
 * @param {"wasi" | "emcc"} libc */
export function absentCalls({ source, text, object }, libc) {
  const called = new Set(new WasmFile(object).imports.map(({ name }) => name));
  const code = bare(text);
  const found = ABSENT[libc].flatMap(([error, absent, names]) =>
    names
      .split(" ")
      .filter((name) => called.has(name))
      .map((name) => `${name} will fail with ${error}: no ${absent} here`),
  );
  const location = (/** @type {string} */ words) => locationOf(code, words.split(" ")[0]);
  return found.map((words) => `${source}:${location(words)}: warning: ${words}\n`).join("");
}
