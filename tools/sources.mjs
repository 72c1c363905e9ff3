// Which files the runtime is made of, read from CMakeLists.txt, where the lists are.
import { readFileSync } from "node:fs";
import { ROOT } from "./steps.mjs";

/**
 * @typedef {{ file: string, name: string, definitions: string[] }} Unit a file as it is compiled; one
 *   that is compiled several times has several names
 */

/** The units of the runtime: for every backend, for wasm by Emscripten, for native programs; and the
 * files that are compiled as one.
 * @returns {{ common: Unit[], wasm: Unit[], native: Unit[], united: string[][] }} */
export function readSources() {
  const read = (file) => readFileSync(ROOT + file, "utf8");
  const text = read("CMakeLists.txt") + read("cmake/install.cmake");
  const files = (pattern) => {
    const found = pattern.exec(text);
    if (!found) throw new Error(`CMakeLists.txt has no list like ${pattern}`);
    return [...found[1].matchAll(/src\/\w+\.c/g)].map((match) => match[0]);
  };
  const definitions = new Map(
    [
      ...text.matchAll(
        /set_source_files_properties\((src\/\w+\.c) PROPERTIES COMPILE_DEFINITIONS "?([^")]*)"?\)/g,
      ),
    ].map(([, file, definition]) => [file, [definition]]),
  );
  const unit = (file) => ({
    file,
    name: file.replace(/^src\/|\.c$/g, ""),
    definitions: definitions.get(file) ?? [],
  });
  const cores = /foreach\(core ([^)]*)\)/.exec(text)[1].split(" ");
  const print = (core) => ({
    file: "src/print_wasm.c",
    name: `print_${core}`,
    definitions: [`PRINT_CORE=${core}`],
  });
  const list = (pattern) => files(pattern).map(unit);
  const groups = text.matchAll(/set_source_files_properties\(([^)]*?) PROPERTIES UNITY_GROUP/g);
  return {
    common: [...list(/set\(AW_KERNEL([^)]*)\)/), ...list(/set\(AW_PRIMITIVES([^)]*)\)/)],
    wasm: [...list(/target_sources\(awaitc PRIVATE([^)]*_emcc[^)]*)\)/), ...cores.map(print)],
    native: [
      ...list(/target_sources\(awaitc PRIVATE([^)]*_native[^)]*)\)/),
      ...list(/add_library\(awaitc_main STATIC([^)]*)\)/),
    ],
    united: [...groups].map(([, names]) => names.split(" ")),
  };
}
