/* Writes a brotli copy NAME.br beside each built file, and serves that copy to clients that accept
 * it. Names in assets/ contain a hash, so they are cached forever.
 */

import { createReadStream, existsSync } from "node:fs";
import { readFile, readdir, writeFile } from "node:fs/promises";
import { extname } from "node:path";
import { compressed } from "../../tools/brotli.mjs";

const leastBytes = 1024;

/** @type {Record<string, string>} */
const types = {
  ".css": "text/css",
  ".js": "text/javascript",
  ".json": "application/json",
  ".map": "application/json",
  ".svg": "image/svg+xml",
  ".tar": "application/x-tar",
  ".wasm": "application/wasm",
};

/** Puts a twin beside each file of a folder that is worth it. @param {URL} folder */
export async function compress(folder) {
  for (const name of await readdir(folder)) {
    if (!(extname(name) in types)) continue;
    const bytes = await readFile(new URL(name, folder));
    if (bytes.length < leastBytes) continue;
    await writeFile(new URL(`${name}.br`, folder), await compressed(bytes));
  }
}

/** A Vite plugin for the server of the built page. @returns {import("vite").Plugin} */
export function sendCompressed() {
  return {
    name: "send-compressed",
    configurePreviewServer({ config, middlewares }) {
      middlewares.use((request, response, next) => {
        const path = new URL(request.url ?? "/", "http://localhost").pathname;
        if (!/^\/((assets|samples)\/)?\w[\w.-]+$/.test(path)) return next();
        if (path.startsWith("/assets/"))
          response.setHeader("cache-control", "public, max-age=31536000, immutable");
        response.setHeader("vary", "accept-encoding");
        const twin = `${config.build.outDir}${path}.br`;
        const takes = /\bbr\b/.test(String(request.headers["accept-encoding"]));
        if (request.method !== "GET" || !takes || !existsSync(twin)) return next();
        for (const [header, value] of Object.entries(config.preview.headers ?? {}))
          response.setHeader(header, /** @type {string} */ (value));
        response.setHeader("content-type", types[extname(path)] ?? "application/octet-stream");
        response.setHeader("content-encoding", "br");
        createReadStream(twin).pipe(response);
      });
    },
  };
}
