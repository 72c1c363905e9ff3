// `npm start`: installs npm's packages, builds the runtime, the samples and the page with the compiler that
// is among them, and serves the page. Needs Node alone.
import { ROOT, npmInstall, run, say } from "./steps.mjs";

await say(async () => {
  await npmInstall();
  await (await import("./sysroot.mjs")).buildSystem();
  await run(process.execPath, [`${ROOT}playground/build/build.mjs`]);
  await run(process.execPath, [`${ROOT}playground/build/server.mjs`]);
});
