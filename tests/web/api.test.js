// Tests the simulated server of the playground: its answers, and that a fetch from it can be
// cancelled.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { test } from "node:test";
import { fetchSimulated } from "../../playground/run/api.js";

const ask = (query, init) => fetchSimulated(`http://page.test/api/delay?${query}`, init);

test("fetchSimulated: answers with the status and body asked for", async () => {
  const response = await ask("ms=1&status=418&body=tea");
  assert.equal(response.status, 418);
  assert.equal(await response.text(), "tea");
});

test("fetchSimulated: takes nonsense for what is usual, and keeps to its limits", async () => {
  const response = await ask("ms=nonsense&status=9");
  assert.equal(response.status, 200);
  assert.equal(await response.text(), "waited 0 ms");
});

test("fetchSimulated: a status without a body has none", async () => {
  assert.equal(await (await ask("status=204&body=tea")).text(), "");
});

test("fetchSimulated: ends when its signal does", async () => {
  const signal = AbortSignal.abort(new Error("given up"));
  await assert.rejects(ask("ms=9000", { signal }), /given up/);
});

test("fetchSimulated: reads no more of the network's answer than there is room for", async (t) => {
  const server = createServer((_request, response) => {
    const more = () => {
      while (!response.destroyed && response.write(Buffer.alloc(1 << 16)));
    };
    response.on("drain", more);
    more();
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  t.after(() => server.close());
  const endless = fetchSimulated(`http://127.0.0.1:${server.address().port}/endless`);
  await assert.rejects(endless, /more than 4 MB/);
});
