// `npm start`: installs the npm packages, builds the runtime, the samples and the page with the
// compiler in those packages, and serves the page. It needs only Node.
import { ROOT, npmInstall, run, say } from "./steps.mjs";

await say(async () => {
  await npmInstall();
  await (await import("./sysroot.mjs")).buildSystem();
  await run(process.execPath, [`${ROOT}playground/build/build.mjs`]);
  await run(process.execPath, [`${ROOT}playground/build/server.mjs`]);
});
