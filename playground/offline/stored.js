/* Stores the compiler for offline use, in a cache of its own: all of it or nothing.
 *
 * Runs only on request. offline.js shows its state, sw.js answers requests from the cache, and
 * offline.mjs writes the list of files. */

/** @typedef {import("../build/offline.mjs").Facts} Facts */

/** What could be kept, and how large it is. @returns {Promise<Facts>} */
export async function readFacts() {
  const response = await fetch(new URL("offline.json", document.baseURI));
  if (!response.ok) throw new Error(`offline.json: ${response.status}`);
  return response.json();
}

/** @param {Facts} facts */
const nameOf = ({ compiler }) => `awaitc-compiler-${compiler.version}`;
/** @param {string} path */
const urlOf = (path) => new URL(path, document.baseURI).href;

/** Whether all of the compiler is kept. @param {Facts} facts */
export async function isKept(facts) {
  if (!(await caches.has(nameOf(facts)))) return false;
  const cache = await caches.open(nameOf(facts));
  const found = await Promise.all(
    facts.compiler.files.map(({ path }) => cache.match(urlOf(path), { ignoreVary: true })),
  );
  return found.every(Boolean);
}

/** Keeps the compiler no longer, of whichever build. */
export async function forget() {
  const names = (await caches.keys()).filter((name) => name.startsWith("awaitc-compiler-"));
  await Promise.all(names.map((name) => caches.delete(name)));
}

/**
 * Loads all of the compiler and keeps it; when that fails or is given up, nothing of it.
 * @param {Facts} facts
 * @param {AbortSignal} signal
 * @param {(bytes: number) => void} progress told how many are there, unpacked
 */
export async function keep(facts, signal, progress) {
  let done = 0;
  const cache = await caches.open(nameOf(facts));
  try {
    for (const { path, integrity } of facts.compiler.files) {
      const response = await fetch(urlOf(path), { integrity, signal });
      if (!response.ok || !response.body) throw new Error(`${path}: ${response.status}`);
      const counter = new TransformStream({
        transform(chunk, controller) {
          progress((done += chunk.length));
          controller.enqueue(chunk);
        },
      });
      const headers = new Headers(response.headers);
      for (const name of ["content-encoding", "content-length"]) headers.delete(name); // unpacked
      await cache.put(urlOf(path), new Response(response.body.pipeThrough(counter), { headers }));
      signal.throwIfAborted();
    }
  } catch (error) {
    await forget();
    throw error;
  }
}
