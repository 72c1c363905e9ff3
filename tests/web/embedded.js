// The embedded compiler as a page uses it, and runs of the programs that it builds.
import { readFile } from "node:fs/promises";
import { buildSystem } from "../../tools/sysroot.mjs";
import { loadClang } from "../../toolchain/clang_node.js";
import { Embedded } from "../../toolchain/embedded.js";
import { readTar } from "../../toolchain/tar.js";
import { load } from "../../web/platforms/node.js";

/** @param {(words: string) => void} onProgress */
export async function startEmbedded(onProgress) {
  await buildSystem();
  const tar = await readFile(new URL("../../build/embedded/system.tar", import.meta.url));
  return new Embedded({
    clang: await loadClang(),
    system: readTar(tar),
    binaryen: async () => (await import("binaryen")).default,
    onProgress,
  });
}

/** Runs a program: { exit, error, stdout }. */
export async function run({ bytes, sourceMap }, args = []) {
  let stdout = "";
  const program = await load(bytes, {
    clock: "virtual",
    sourceMap: sourceMap === undefined ? undefined : async () => sourceMap,
    stdout: (text) => void (stdout += text),
    stderr: (text) => void (stdout += text),
  });
  const end = await program.run(args).then(
    (exit) => ({ exit }),
    (error) => ({ error }),
  );
  program.close();
  return { ...end, stdout };
}
