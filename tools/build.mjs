// Builds the runtime for wasm: for the embedded compiler, which needs nothing but Node, and, where there
// are Emscripten and CMake, for emcc in debug and release. Quick when nothing has changed.
import { cmakeBuild, has, npmInstall, say } from "./steps.mjs";

await say(async () => {
  await npmInstall();
  const { buildSystem } = await import("./sysroot.mjs");
  await buildSystem();
  const missing = ["emcc", "cmake"].filter((command) => !has(command));
  if (missing.length > 0)
    console.log(`not built for emcc: there is no ${missing.join(" and no ")}`);
  else for (const preset of ["wasm-release", "wasm-debug"]) await cmakeBuild(preset);
});
