// Operation kind `fetch`: a whole HTTP request and response. Decides how both are packed (see the
// host interface); any status is a response, and only the network's failures are errors.
import { AwaitcError, statusOf, wordsOf } from "../host/errors.js";
import { decode, encode } from "../host/memory.js";

/**
 * @param {import("./table.js").Outside} outside
 * @returns {import("./table.js").Handler}
 */
export function createHandler({ fetch, baseURL }) {
  return (request, operation, finish) => {
    if (!fetch) throw new AwaitcError("AW_ENOSYS", "this host has no fetch; pass one to load");
    const { method, url, headers, body } = unpack(request);
    const exchange = async () => {
      const response = await fetch(absolute(url, baseURL), {
        method,
        headers,
        body: body.length > 0 ? body : undefined,
        signal: operation.signal,
      });
      finish(response.status, await pack(response));
    };
    exchange().catch((cause) => {
      if (cause instanceof AwaitcError) {
        finish(statusOf(cause.code), cause.message); // of a fetch that was passed to load
        return;
      }
      const inner = Object(cause).cause; // Node says "fetch failed" and keeps the reason there
      const reason = inner ? `: ${inner.message || inner.code || wordsOf(inner)}` : "";
      finish(statusOf("AW_ENETWORK"), wordsOf(cause) + reason);
    });
  };
}

/**
 * @param {string} url
 * @param {string | undefined} base
 */
function absolute(url, base) {
  try {
    return new URL(url, base).href;
  } catch {
    throw new Error(base
      ? `"${url}" is not a URL, not even relative to ${base}`
      : `"${url}" is not an absolute URL, and load got no baseURL`);
  }
}

/** @param {Uint8Array<ArrayBuffer>} request */
function unpack(request) {
  /** @type {(part: Uint8Array<ArrayBuffer>) => [string, Uint8Array<ArrayBuffer>]} */
  const cut = (part) => {
    const end = part.indexOf(0);
    if (end < 0) throw new AwaitcError("AW_EPROTO", "fetch: the request is not complete");
    return [decode(part, 0, end), part.subarray(end + 1)];
  };
  const [method, afterMethod] = cut(request);
  const [url, afterUrl] = cut(afterMethod);
  const [lines, body] = cut(afterUrl);
  /** @type {[string, string][]} */
  const headers = [];
  for (const line of lines.split("\n")) {
    const colon = line.indexOf(":");
    if (colon > 0) headers.push([line.slice(0, colon).trim(), line.slice(colon + 1).trim()]);
  }
  return { method, url, headers, body };
}

/**
 * u32 length of the header lines, the lines, the body.
 * @param {Response} response
 */
async function pack(response) {
  const body = new Uint8Array(await response.arrayBuffer());
  let lines = "";
  response.headers.forEach((value, name) => {
    lines += `${name.toLowerCase()}: ${value}\n`;
  });
  const head = encode(lines);
  const packed = new Uint8Array(4 + head.length + body.length);
  new DataView(packed.buffer).setUint32(0, head.length, true);
  packed.set(head, 4);
  packed.set(body, 4 + head.length);
  return packed;
}
