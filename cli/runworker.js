/**
 * The thread in which a program runs: its stack is large, and it can be ended wherever it stands.
 * @module
 */

import { workerData } from "node:worker_threads";
import { execute } from "./execute.js";
import { explain } from "./explain.js";

process.exitCode = await execute(workerData.built, workerData.call).catch((error) =>
  explain(error, workerData.hasColours),
);
