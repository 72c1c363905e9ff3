// Builds the runtime for wasm (debug and release). Quick when nothing has changed.
import { cmakeBuild, say } from "./steps.mjs";

await say(async () => {
  for (const preset of ["wasm-release", "wasm-debug"]) await cmakeBuild(preset);
});
