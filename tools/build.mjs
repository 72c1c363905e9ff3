// Builds the runtime for wasm: for the embedded compiler, which needs only Node, and, if Emscripten
// and CMake are installed, for emcc in debug and release. It is quick if nothing has changed.
//
//   node tools/build.mjs [system] [PRESET]   builds only these; PRESET is one of CMakePresets.json
import { cmakeBuild, has, npmInstall, say } from "./steps.mjs";

/** What to build if the command line names nothing. */
function everything() {
  const missing = ["emcc", "cmake"].filter((command) => !has(command));
  if (missing.length === 0) return ["system", "wasm-release", "wasm-debug"];
  console.log(`not built for emcc: there is no ${missing.join(" and no ")}`);
  return ["system"];
}

await say(async () => {
  await npmInstall();
  const wanted = process.argv.slice(2);
  for (const name of wanted.length > 0 ? wanted : everything())
    if (name === "system") await (await import("./sysroot.mjs")).buildSystem();
    else await cmakeBuild(name);
});
