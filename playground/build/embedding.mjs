/* What other people's pages load from this one: `embed`, which they may put into a frame, and the
 * custom element, a module in a file whose name never changes. This file builds both and holds the
 * server's rules for them. */

import { createReadStream } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { embedHeaders, elementHeaders } from "./headers.js";

const elementFile = "awaitc-playground.js";

/** Builds the element beside the page. @param {import("vite").InlineConfig} config of the page */
export async function buildElement({ root, configFile, build: { outDir, target } = {} }) {
  await build({
    ...{ root, configFile, publicDir: false, logLevel: "warn" },
    build: {
      ...{ outDir, target, emptyOutDir: false },
      lib: {
        entry: fileURLToPath(new URL("../embed/element.js", import.meta.url)),
        formats: ["es"],
        fileName: () => elementFile,
      },
    },
  });
}

/** A Vite plugin for the server of the built page. @returns {import("vite").Plugin} */
export function sendEmbedding() {
  /** @type {Record<string, [string, string, Record<string, string>]>} */
  const files = {
    "/embed": ["embed.html", "text/html", embedHeaders],
    "/embed.html": ["embed.html", "text/html", embedHeaders],
    [`/${elementFile}`]: [elementFile, "text/javascript", elementHeaders],
  };
  return {
    name: "send-embedding",
    configurePreviewServer({ config, middlewares }) {
      middlewares.use((request, response, next) => {
        const { pathname } = new URL(request.url ?? "/", "http://localhost");
        const found = Object.hasOwn(files, pathname) ? files[pathname] : null;
        if (!found || request.method !== "GET") return next();
        const [file, type, headers] = found;
        response.writeHead(200, { ...headers, "content-type": `${type}; charset=utf-8` });
        createReadStream(`${config.build.outDir}/${file}`).pipe(response);
      });
    },
  };
}
