/* Writes a brotli copy NAME.br beside each built file, and serves that copy to clients that accept
 * it. Names in assets/ contain a hash, so they are cached forever.
 *
 * The compiler's files are large and slow to compress, so the copies are cached: tools/kept.mjs. */

import { createReadStream, existsSync } from "node:fs";
import { readFile, readdir, writeFile } from "node:fs/promises";
import { extname } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";
import { kept } from "../../tools/kept.mjs";
import { hashOf } from "../../toolchain/cache_node.js";

const press = promisify(brotliCompress);
const largeBytes = 4 << 20;
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

/** @param {Buffer} bytes */
function pressed(bytes) {
  const isLarge = bytes.length > largeBytes;
  return press(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: isLarge ? 5 : 11, // 11 takes minutes for clang, saves 7 %
      [constants.BROTLI_PARAM_LGWIN]: isLarge ? 24 : 22,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });
}

/** Puts a twin beside each file of a folder that is worth it. @param {URL} folder */
export async function compress(folder) {
  for (const name of await readdir(folder)) {
    if (!(extname(name) in types)) continue;
    const bytes = await readFile(new URL(name, folder));
    if (bytes.length < leastBytes) continue;
    const twin = await kept(hashOf("brotli", bytes), () => pressed(bytes));
    await writeFile(new URL(`${name}.br`, folder), twin);
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
