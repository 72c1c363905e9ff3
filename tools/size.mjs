// Prints the size of the host in a page: the static imports of each entry, bundled and minified by
// esbuild and gzipped. Parts that are loaded later (error messages, fetch, source maps) are listed
// separately. `--check` fails if an entry is over its limit.
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const ENTRIES = ["platforms/node", "platforms/browser", "platforms/workerd"];
const LATER = [
  "host/cancel",
  "host/fault",
  "host/seeded",
  "host/sourcemap",
  "host/stacks",
  "operations/bridge",
  "operations/call",
  "operations/fetch",
];
const LIMIT_BYTES = 8192;

/**
 * The size of `web/NAME.js` with what it imports statically.
 * @param {string} name
 * @returns {Promise<{ bytes: number, gzipped: number }>}
 */
export async function sizeOf(name) {
  const {
    outputFiles: [{ contents }],
  } = await build({
    entryPoints: [fileURLToPath(new URL(`../web/${name}.js`, import.meta.url))],
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    platform: name === "platforms/node" ? "node" : "browser",
    write: false,
    plugins: [
      {
        name: "later",
        setup: ({ onResolve }) =>
          onResolve({ filter: /./ }, ({ kind, path }) =>
            kind === "dynamic-import" ? { path, external: true } : undefined,
          ),
      },
    ],
  });
  return { bytes: contents.length, gzipped: gzipSync(contents, { level: 9 }).length };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const name of [...ENTRIES, ...LATER]) {
    const { bytes, gzipped } = await sizeOf(name);
    const note = LATER.includes(name) ? " (loaded when needed)" : "";
    console.log(`${name}.js: ${gzipped} B gzipped, ${bytes} B minified${note}`);
    if (process.argv.includes("--check") && ENTRIES.includes(name) && gzipped > LIMIT_BYTES) {
      console.error(`size.mjs: ${name}.js is over its limit of ${LIMIT_BYTES} B gzipped`);
      process.exitCode = 1;
    }
  }
}
