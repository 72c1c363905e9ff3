/* Builds the page: the samples to wasm with source maps, then everything to dist/playground. */

import { build } from "vite";
import config from "./vite.config.js";

await build({ ...config, logLevel: "warn" });
