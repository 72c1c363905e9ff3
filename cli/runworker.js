/**
 * The thread in which a watched program runs, so that it can be ended at any point.
 * @module
 */

import { workerData } from "node:worker_threads";
import { execute } from "./execute.js";
import { explain } from "./explain.js";

process.exitCode = await execute(workerData.built, workerData.call).catch(explain);
