/* Serves the built page on 127.0.0.1 and prints its address in one line. The port is PORT or 5173;
 * if 5173 is taken, another one. */

import { existsSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { preview } from "vite";
import config from "../vite.config.js";

/** Starts the server; what plugins answer comes before the files.
 * @param {number} [port] @param {import("vite").Plugin[]} [plugins] */
export async function serve(port = Number(process.env.PORT ?? 5173), plugins = []) {
  if (!existsSync(`${config.build?.outDir}/index.html`)) {
    throw new Error("the page is not built: run the build of the playground first");
  }
  const server = await preview({
    ...config,
    plugins: [...plugins, ...(config.plugins ?? [])],
    preview: { ...config.preview, port },
    logLevel: "warn",
  });
  const { port: found } = /** @type {import("node:net").AddressInfo} */ (
    server.httpServer.address()
  );
  return { url: `http://127.0.0.1:${found}/`, close: () => server.close() };
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { url } = await serve();
  console.log(`awaitc playground: ${url}`);
}
