/* Answers what samples fetch: `/api/delay?ms=N[&status=S][&body=TEXT]` is answered after N
 * milliseconds by the program's own worker, without a server, so that plain files are enough to
 * host the page.
 *
 * Other requests go to the network, as far as the page's policy allows, and their answers are
 * limited to what a worker has room for. */

const path = "/api/delay";
const delayMsMax = 10_000;
const bodyMax = 10_000;
const megabytesMax = 4;

/**
 * A number from the query, or `standard`, kept within `least` and `most`.
 * @param {string | null} text
 * @param {number} standard
 * @param {number} least
 * @param {number} most
 */
function numberOf(text, standard, least, most) {
  const value = text === null || text === "" ? NaN : Number(text);
  return Number.isFinite(value) ? Math.min(most, Math.max(least, Math.trunc(value))) : standard;
}

/** @param {number} ms @param {AbortSignal | null | undefined} signal */
function wait(ms, signal) {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}

/** @param {URLSearchParams} query @param {AbortSignal | null} [signal] */
async function answerLate(query, signal) {
  const delayMs = numberOf(query.get("ms"), 0, 0, delayMsMax);
  const status = numberOf(query.get("status"), 200, 200, 599);
  const body = (query.get("body") ?? `waited ${delayMs} ms`).slice(0, bodyMax);
  await wait(delayMs, signal);
  const isEmpty = [204, 205, 304].includes(status);
  const headers = { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" };
  return new Response(isEmpty ? null : body, { status, headers });
}

/** The answer of the network, of which no more is read than there may be.
 * @param {RequestInfo | URL} input @param {RequestInit} [init] */
async function fetchShort(input, init) {
  const { body, status, headers } = await fetch(input, { ...init, credentials: "omit" });
  if (!body) return new Response(null, { status, headers });
  /** @type {Uint8Array<ArrayBuffer>[]} */
  const chunks = [];
  let room = megabytesMax * 2 ** 20;
  const reader = body.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    room -= next.value.length;
    if (room < 0) {
      void reader.cancel();
      throw new Error(
        `the answer has more than ${megabytesMax} MB, which is all that is read here`,
      );
    }
    chunks.push(next.value);
  }
  return new Response(new Blob(chunks), { status, headers });
}

/**
 * What programs of the page have for fetch.
 * @param {RequestInfo | URL} input
 * @param {RequestInit} [init]
 */
export async function fetchSimulated(input, init) {
  const { pathname, searchParams } = new URL(input instanceof Request ? input.url : input);
  return pathname === path ? answerLate(searchParams, init?.signal) : fetchShort(input, init);
}
