/* The servers for hostile tests: the playground's server, in which files can be replaced, and a
 * stranger's server on another origin, which has the pages around ours and records its requests.
 *
 * The journey and the attacks use them. */

import { createServer } from "node:http";
import { headers } from "../../playground/build/headers.js";
import { serve } from "../../playground/build/server.mjs";

/** @typedef {{ status?: number, type?: string, body?: string | Uint8Array, location?: string }}
 *   Answer */

/** Starts the playground's server. It sends the entries of `replaced` instead of files. */
export async function serveReplaced() {
  /** @typedef {(response: import("node:http").ServerResponse) => void} Handler */
  /** @type {Map<string | RegExp, Answer | Handler>} */
  const replaced = new Map();
  /** @type {import("vite").Plugin} */
  const plugin = {
    name: "replaced",
    configurePreviewServer({ middlewares }) {
      middlewares.use((request, response, next) => {
        const { pathname } = new URL(request.url ?? "/", "http://localhost");
        /** @type {any} */
        const [, found] =
          [...replaced].find(([path]) =>
            typeof path === "string" ? path === pathname : path.test(pathname),
          ) ?? [];
        if (pathname === "/sw.js") return response.writeHead(404).end(); // it would cache the files
        if (!found) return next();
        if (typeof found === "function") return found(response);
        const { status = 200, type = "application/wasm", body = "", location } = found;
        response.writeHead(status, {
          ...{ ...headers, "content-type": type, "cache-control": "no-store" },
          ...(location ? { location } : {}),
        });
        response.end(body);
      });
    },
  };
  const server = await serve(0, [plugin]);
  return { ...server, replaced };
}

/** Starts the stranger's server. `page` is the body of its pages. */
export async function serveStranger() {
  /** @type {string[]} */
  const asked = [];
  const stranger = { url: "", page: "", asked, close: () => {} };
  const server = createServer((request, response) => {
    const { url = "/" } = request;
    if (url !== "/" && url !== "/favicon.ico") stranger.asked.push(url);
    response.writeHead(200, { "content-type": "text/html", "access-control-allow-origin": "*" });
    response.end(`<!doctype html><html lang="en"><title>a stranger's page</title>
      <main>${stranger.page}</main></html>`);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", () => done(null)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  stranger.url = `http://localhost:${port}/`; // the playground's is 127.0.0.1
  stranger.close = () => {
    server.closeAllConnections();
    server.close();
  };
  return stranger;
}
