// `npm start`: installs what is missing, builds the runtime, the samples and the page, serves them.
import { BUILD_TOOLS, ROOT, aptInstall, cmakeBuild, npmInstall, run, say } from "./steps.mjs";

await say(async () => {
  await npmInstall();
  await aptInstall(BUILD_TOOLS);
  for (const preset of ["wasm-release", "wasm-debug"]) await cmakeBuild(preset);
  await (await import("./sysroot.mjs")).buildSystem();
  await run(process.execPath, [`${ROOT}playground/build/build.mjs`]);
  await run(process.execPath, [`${ROOT}playground/build/server.mjs`]);
});
