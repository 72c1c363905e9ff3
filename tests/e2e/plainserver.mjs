/* Serves the built page as a plain static host does: files from a folder below a path, with their
 * content types and no other headers. A test can stop and restart it, and change its folder. */

import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";

export const built = new URL("../../dist/playground/", import.meta.url);
export const prefix = "/some/where/";

/** @type {Record<string, string>} */
const types = {
  ".css": "text/css",
  ".html": "text/html",
  ".js": "text/javascript",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
};

/** @param {URL} folder */
export async function servePlainly(folder = built) {
  const state = { folder, isThere: true, asked: /** @type {string[]} */ ([]) };
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    if (!state.isThere) return void request.socket.destroy();
    state.asked.push(pathname);
    const name = pathname.startsWith(prefix) ? pathname.slice(prefix.length) : "none";
    const file = fileURLToPath(new URL(name || "index.html", state.folder));
    if (!existsSync(file) || !statSync(file).isFile()) return void response.writeHead(404).end();
    response.writeHead(200, { "content-type": types[extname(file)] ?? "application/octet-stream" });
    createReadStream(file).pipe(response);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", () => done(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${port}${prefix}`,
    state,
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
