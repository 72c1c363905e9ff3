// Runs the program of the C tests in one instance, in Node or in a page.

const TIMEOUT_MS = 180_000; // a test that takes longer hangs; enough for a busy machine

/** @param {typeof import("../../web/index.js").load} load @param {WebAssembly.Module} module
 * @param {string[]} args */
export async function runInstance(load, module, args) {
  let stdout = "";
  let stderr = "";
  const program = await load(module, {
    clock: "virtual",
    args,
    stdout: (text) => void (stdout += text),
    stderr: (text) => void (stderr += text),
  });
  let timer;
  const late = new Promise((done) => {
    timer = setTimeout(done, TIMEOUT_MS, { exit: "hangs" });
  });
  const ended = program.run().then(
    (exit) => ({ exit }),
    (error) => ({ fatal: { code: error.code, message: error.message, task: error.task } }),
  );
  const end = await Promise.race([ended, late]);
  clearTimeout(timer);
  program.close();
  return { stdout, stderr, ...end };
}
