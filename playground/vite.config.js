/* How the page is built and served: hashed files, nothing inlined, so that the policy of headers.js
 * holds. */

import { fileURLToPath } from "node:url";
import { withBareClang } from "./build/clang.mjs";
import { sendCompressed } from "./build/compress.mjs";
import { sendEmbedding } from "./build/embedding.mjs";
import { headers } from "./build/headers.js";
import { policyInPage } from "./build/hosting.mjs";
import { lessonTexts } from "./build/lessonbuild.mjs";
import { noteLicences } from "./build/licences.mjs";

const here = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));

/** @type {import("vite").InlineConfig} */
export default {
  root: here("."),
  base: "./",
  configFile: false,
  publicDir: here("../build/playground"),
  plugins: [policyInPage(), noteLicences(), lessonTexts(), sendEmbedding(), sendCompressed()],
  build: {
    outDir: here("../dist/playground"),
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 20_000, // the compiler, which is loaded at the first edit
    modulePreload: { polyfill: false },
    rollupOptions: { input: [here("index.html"), here("embed.html")] },
  },
  worker: { format: "es", plugins: () => [withBareClang(), noteLicences()] },
  preview: { host: "127.0.0.1", port: 5173, headers },
  server: { host: "127.0.0.1" },
};
