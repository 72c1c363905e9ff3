// Operation kind `fetch`: a whole HTTP request and response. Any status is a response; only the
// network's failures are errors. `finish` hands the body to `complete` in bridge.js. `put` in
// host/memory.js copies it into the program's memory, where src/io/fetch.c takes it over.
import { AwaitcError, statusOf, wordsOf } from "../host/errors.js";
import { fetchReply } from "./messages.js";

/**
 * @param {import("./table.js").Outside} outside
 * @returns {import("./table.js").Handler<import("./messages.js").FetchRequest>}
 */
export function createHandler({ fetch, baseURL }) {
  return (request, operation, table) => {
    if (!fetch) throw new AwaitcError("AW_ENOSYS", "this host has no fetch; pass one to load");
    const [method, url, headers, body] = request;
    const exchange = async () => {
      const response = await fetch(absolute(url, baseURL), {
        method,
        headers: headersOf(headers),
        body: body.length > 0 ? body : undefined,
        signal: operation.signal,
      });
      const { status } = response;
      if (!(Number.isInteger(status) && status >= 0))
        throw new Error(`fetch gave a status that is no number >= 0: ${status}`);
      table.finish(operation, status, await replyOf(response));
    };
    exchange().catch((cause) => {
      if (cause instanceof AwaitcError) {
        // of a fetch that was passed to load
        table.finish(operation, statusOf(cause.code), cause.message);
        return;
      }
      const inner = Object(cause).cause; // Node says "fetch failed" and keeps the reason there
      const reason = inner ? `: ${inner.message || inner.code || wordsOf(inner)}` : "";
      table.finish(operation, statusOf("AW_ENETWORK"), wordsOf(cause) + reason);
    });
  };
}

/**
 * @param {string} url
 * @param {string | URL | undefined} base
 */
function absolute(url, base) {
  try {
    return new URL(url, base).href;
  } catch {
    throw new Error(
      base
        ? `"${url}" is not a URL, not even relative to ${base}`
        : `"${url}" is not an absolute URL, and load got no baseURL`,
    );
  }
}

/**
 * Header lines as fetch takes them.
 * @param {string} lines
 */
function headersOf(lines) {
  /** @type {[string, string][]} */
  const headers = [];
  for (const line of lines.split("\n")) {
    const colon = line.indexOf(":");
    if (colon > 0) headers.push([line.slice(0, colon).trim(), line.slice(colon + 1).trim()]);
  }
  return headers;
}

/** @param {Response} response */
async function replyOf(response) {
  const body = new Uint8Array(await response.arrayBuffer());
  let headers = "";
  response.headers.forEach((value, name) => {
    headers += `${name.toLowerCase()}: ${value}\n`;
  });
  return fetchReply({ body, headers });
}
