/**
 * `awaitc serve`: builds a program and serves a page on 127.0.0.1 that runs it.
 *
 * It serves the page, the host's modules and the program, by name, and no other file. See
 * page/page.js and watch.js.
 * @module
 */

import { once } from "node:events";
import { readFile, readdir } from "node:fs/promises";
import { createServer } from "node:http";
import { extname } from "node:path";
import { BuildError } from "../toolchain/diagnostics.js";
import { filesOf, optionsOf, programOf } from "./compile.js";
import { nameOf } from "./execute.js";
import { explain, sentenceOf } from "./explain.js";
import { UsageError } from "./parse.js";
import { Watcher } from "./watch.js";

const HOST = "127.0.0.1";
const PORT = 8087;
const TYPES = /** @type {Record<string, string>} */ ({
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".map": "application/json",
  ".wasm": "application/wasm",
});

/** What a page may do: its own scripts and wasm; it may fetch what the program fetches.
 * @param {boolean} isDenied */
const policy = (isDenied) =>
  [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    "img-src data:",
    `connect-src 'self'${isDenied ? "" : " http: https:"}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");

/** The files that never change, by path: as they stand to each other in the package. */
async function fixedFiles() {
  const page = new URL("page/", import.meta.url);
  const host = new URL("../web/", import.meta.url);
  const names = (await readdir(host, { recursive: true })).map((name) =>
    name.replaceAll("\\", "/"),
  );
  const modules = names.filter((name) => name.endsWith(".js"));
  /** @type {Map<string, URL>} */
  const files = new Map(modules.map((name) => [`/web/${name}`, new URL(name, host)]));
  files.set("/", new URL("index.html", page));
  for (const name of ["page.js", "page.css"]) files.set(`/cli/page/${name}`, new URL(name, page));
  return files;
}

/** What is served: the newest program, or why there is none. */
class Served {
  #call;
  /** @type {import("./compile.js").Built | undefined} */ built;
  /** @type {string | undefined} */ failure;
  number = 0;
  /** Pages that wait for the next one. @type {Set<import("node:http").ServerResponse>} */
  listeners = new Set();

  /** @param {import("./parse.js").Call} call */
  constructor(call) {
    this.#call = call;
  }

  /** Builds, and tells the pages. */
  async build() {
    this.built = this.failure = undefined;
    try {
      this.built = await programOf(this.#call);
    } catch (error) {
      this.failure = sentenceOf(error) ?? "";
      if (!this.failure) throw error;
      explain(error);
    }
    this.number++;
    for (const response of this.listeners) this.tell(response);
  }

  /** @param {import("node:http").ServerResponse} response */
  tell(response) {
    response.write(`event: built\ndata: ${this.number}\n\n`);
  }

  get state() {
    const { files, rest, text, is } = this.#call;
    return JSON.stringify({
      name: nameOf(files[0]),
      args: rest,
      clock: text.clock ?? "real",
      seed: text.seed === undefined ? undefined : Number(text.seed),
      isDenied: is["deny-net"] === true,
      isWatched: is.watch === true,
      hasMap: this.built?.sourceMap !== undefined,
      number: this.number,
      failure: this.failure,
    });
  }

  /** @param {string} path @returns {string | Uint8Array | undefined} */
  get(path) {
    if (path === "/state.json") return this.state;
    if (path === "/program.wasm") return this.built?.bytes;
    if (path === "/program.wasm.map") return this.built?.sourceMap;
    return undefined;
  }
}

/** @param {Served} served @param {boolean} isDenied */
async function listener(served, isDenied) {
  const files = await fixedFiles();
  /** @type {import("node:http").RequestListener} */
  return async (request, response) => {
    const { pathname: path } = new URL(request.url ?? "/", "http://localhost");
    const [name] = /^[^:]*/.exec(request.headers.host ?? "") ?? [];
    response.setHeader("Content-Security-Policy", policy(isDenied));
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Cache-Control", "no-store");
    // Another name for this address is another site's, to get at what is served here.
    if (name !== HOST && name !== "localhost") return void response.writeHead(403).end();
    if (request.method !== "GET" && request.method !== "HEAD")
      return void response.writeHead(405).end();
    if (path === "/events") return listen(served, request, response);
    const file = files.get(path);
    const data = file ? await readFile(file).catch(() => undefined) : served.get(path);
    if (data === undefined) return void response.writeHead(404).end();
    response.writeHead(200, { "Content-Type": TYPES[path === "/" ? ".html" : extname(path)] });
    response.end(data);
  };
}

/** @param {Served} served @param {import("node:http").IncomingMessage} request
 * @param {import("node:http").ServerResponse} response */
function listen(served, request, response) {
  response.writeHead(200, { "Content-Type": "text/event-stream" });
  served.tell(response);
  served.listeners.add(response);
  request.on("close", () => served.listeners.delete(response));
}

/** Listens at a port; at another one when the usual one is taken.
 * @param {import("node:http").Server} server @param {number | undefined} wanted */
async function listenAt(server, wanted) {
  const at = async (/** @type {number} */ port) => {
    server.listen(port, HOST);
    await once(server, "listening");
  };
  try {
    await at(wanted ?? PORT);
  } catch (error) {
    const { code, message } = /** @type {NodeJS.ErrnoException} */ (error);
    if (wanted !== undefined)
      throw new BuildError(
        code === "EADDRINUSE" ? `port ${wanted} is taken; give another with --port` : message,
      );
    await at(0);
  }
  return /** @type {import("node:net").AddressInfo} */ (server.address()).port;
}

/** @param {import("./parse.js").Call} call @returns {Promise<number>} exit code */
export async function serve(call) {
  const { text, is } = call;
  if (call.files.length === 0) throw new UsageError("awaitc serve: which file?", "serve");
  const wanted = text.port === undefined ? undefined : Number(text.port);
  if (wanted !== undefined && wanted > 65535)
    throw new UsageError(`--port=${text.port}: must be at most 65535`, "serve");
  const served = new Served(call);
  const watcher = new Watcher();
  const look = () => watcher.look(filesOf(optionsOf(call)));
  if (is.watch) look();
  await served.build();
  if (served.failure && !is.watch) return 1;
  const server = createServer(await listener(served, is["deny-net"] === true));
  const port = await listenAt(server, wanted);
  console.log(`awaitc serve: http://${HOST}:${port}/`);
  while (is.watch) {
    await watcher.changed({ isBroken: served.failure !== undefined });
    look();
    await served.build();
  }
  await once(server, "close");
  return 0;
}
