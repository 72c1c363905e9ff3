// Tests operation kind `fetch` with a real server on this machine.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { errorOf } from "../../web/host/errors.js";
import { createHandler } from "../../web/operations/fetch.js";
import { Operation } from "../../web/operations/table.js";

/** @type {import("node:http").Server} */
let server;
let origin = "";
/** @type {(() => void)[]} Called when a request has arrived that is never answered. */
const stalled = [];

before(async () => {
  server = createServer((request, response) => {
    if (request.url === "/stall") {
      stalled.shift()?.();
      return;
    }
    if (request.url === "/reset") {
      request.socket.destroy();
      return;
    }
    const chunks = /** @type {Buffer[]} */ ([]);
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      response.statusCode = request.url === "/missing" ? 404 : 200;
      response.setHeader("X-Method", request.method ?? "");
      response.setHeader("X-Echo", request.headers["x-echo"] ?? "");
      response.setHeader("Set-Cookie", ["a=1", "b=2"]);
      response.end(Buffer.concat(chunks));
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(0)));
  const address = /** @type {import("node:net").AddressInfo} */ (server.address());
  origin = `http://127.0.0.1:${address.port}`;
});

after(() => {
  server.closeAllConnections();
  server.close();
});

/** The fields of a reply, which is `body NUL headers NUL`, then the two lengths. */
function fieldsOf(/** @type {any} */ reply) {
  const block = Buffer.alloc(reply.length);
  reply.copy(block);
  const [bodyBytes, headersBytes] = [-8, -4].map((at) => block.readUInt32LE(block.length + at));
  const body = block.subarray(0, bodyBytes);
  return { body, headers: block.subarray(bodyBytes + 1, bodyBytes + 1 + headersBytes) };
}

const anOperation = () => new Operation({ name: "fetch", types: "TTTB" }, 1, 1, []);

/**
 * @param {{ method?: string, url: string, headers?: string, body?: Uint8Array | string }} request
 * @param {{ base?: string, operation?: Operation }} [options]
 */
async function run({ method = "GET", url, headers = "", body = "" }, options = {}) {
  /** @type {import("../../web/operations/messages.js").FetchRequest} */
  const request = [method, url, headers, new Uint8Array(Buffer.from(body))];
  const handler = createHandler({ exposed: new Map(), fetch, baseURL: options.base });
  const [status, reply] = await new Promise((resolve) => {
    handler(request, options.operation ?? anOperation(), { finish: (_, ...end) => resolve(end) });
  });
  if (status < 0) throw errorOf(status, reply);
  const { body: bytes, headers: lines } = fieldsOf(reply);
  return { status, body: bytes, headers: lines.toString().split("\n") };
}

test("fetch: GET gives status, header lines in lower case, and body", async () => {
  const { status, headers, body } = await run({ url: `${origin}/` });
  assert.equal(status, 200);
  assert(headers.includes("x-method: GET"), headers.join());
  assert(headers.includes("set-cookie: a=1") && headers.includes("set-cookie: b=2"));
  assert.equal(headers.at(-1), "");
  assert.equal(body.length, 0);
});

test("fetch: POST sends headers and any bytes", async () => {
  const bytes = Uint8Array.from({ length: 1000 }, (_, i) => i & 255);
  const { headers, body } = await run({
    method: "POST",
    url: `${origin}/`,
    headers: "X-Echo: a: b\nx-other:c\n",
    body: bytes,
  });
  assert(headers.includes("x-method: POST") && headers.includes("x-echo: a: b"));
  assert.deepEqual(new Uint8Array(body), bytes);
});

test("fetch: a status like 404 is a response", async () => {
  assert.equal((await run({ url: `${origin}/missing` })).status, 404);
});

test("fetch: a relative URL is resolved against the base", async () => {
  assert.equal((await run({ url: "missing" }, { base: `${origin}/x` })).status, 404);
});

test("fetch: a relative URL without a base is a named error", async () => {
  await assert.rejects(run({ url: "/x" }), { code: "AW_ENETWORK", message: /no baseURL/ });
});

test("fetch: a connection that breaks is AW_ENETWORK with the reason", async () => {
  await assert.rejects(run({ url: `${origin}/reset` }), {
    code: "AW_ENETWORK",
    message: /^fetch failed: ./,
  });
});

test("fetch: a port where nobody listens is AW_ENETWORK with the reason", async () => {
  await assert.rejects(run({ url: "http://127.0.0.1:9/" }), { code: "AW_ENETWORK" });
});

test("fetch: a malformed header is AW_ENETWORK with the platform's words", async () => {
  await assert.rejects(run({ url: origin, headers: "bad name: x" }), { code: "AW_ENETWORK" });
});

test("fetch: a platform without fetch is AW_ENOSYS", () => {
  const handler = createHandler({ exposed: new Map() });
  const request = /** @type {any} */ ([]);
  assert.throws(() => handler(request, anOperation(), { finish() {} }), { code: "AW_ENOSYS" });
});

for (const status of [-1001, NaN, undefined, "words"]) {
  test(`fetch: a status of ${status} from a fetch of the embedder's is AW_ENETWORK`, async () => {
    const own = async () => ({
      status,
      headers: new Headers(),
      arrayBuffer: async () => new ArrayBuffer(0),
    });
    const handler = createHandler({ exposed: new Map(), fetch: /** @type {any} */ (own) });
    /** @type {import("../../web/operations/messages.js").FetchRequest} */
    const request = ["GET", "http://a/", "", new Uint8Array()];
    /** @type {[number, any]} */
    const [code, words] = await new Promise((resolve) => {
      handler(request, anOperation(), { finish: (_, ...end) => resolve(end) });
    });
    assert.equal(code, -1011);
    assert.match(words, /status that is no number/);
  });
}

test("fetch: an abort ends the request", async () => {
  const operation = anOperation();
  const arrived = new Promise((resolve) => stalled.push(() => resolve(0)));
  const done = run({ url: `${origin}/stall` }, { operation });
  await arrived;
  operation.abort();
  await assert.rejects(done, { code: "AW_ENETWORK", message: /abort/i });
});
