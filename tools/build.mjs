// Builds the runtime for wasm (debug and release). Quick when nothing has changed.
import { cmakeBuild } from "./steps.mjs";

for (const preset of ["wasm-release", "wasm-debug"]) await cmakeBuild(preset);
