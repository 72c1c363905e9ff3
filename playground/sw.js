/* The service worker: serves the page, its samples and its lessons from the files stored at the
 * first visit, so that they work without a network.
 *
 * Files of two builds never mix. A build is stored completely, each file checked against its hash
 * (offline.mjs puts the list before this text), or not at all; it replaces the previous build only
 * when the visitor asks (updates.js). offline.js stores the compiler; this file only serves it. */

/** @type {any} */
const worker = self;
/** @type {import("./build/offline.mjs").Build} */
const build = worker.build;

const pageCache = `awaitc-page-${build.version}`;
const compilerCache = `awaitc-compiler-${build.compiler.version}`;
const scope = new URL("./", location.href).href;
const pageFiles = new Set(build.page.map(({ path }) => new URL(path, scope).href));
const compilerFiles = new Set(build.compiler.files.map(({ path }) => new URL(path, scope).href));

/** The answer without the mark that the server had sent it on, which a page may not come from.
 * @param {Response} response */
function plain(response) {
  if (!response.redirected) return response;
  const { status, headers } = response;
  return new Response(response.body, { status, headers });
}

/** One file of this build: what an older one has already, or from the network, if it is the same.
 * @param {Cache} cache @param {import("./build/offline.mjs").File} file */
async function keep(cache, { path, integrity }) {
  const url = new URL(path, scope).href;
  const hasHash = path.startsWith("assets/");
  const old = hasHash ? await caches.match(url) : undefined;
  if (old) return cache.put(url, old);
  const response = await fetch(url, { integrity, cache: hasHash ? "default" : "no-cache" });
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  await cache.put(url, plain(response));
}

async function install() {
  const cache = await caches.open(pageCache);
  const waiting = [...build.page];
  const one = async () => {
    for (let file = waiting.shift(); file; file = waiting.shift()) await keep(cache, file);
  };
  try {
    await Promise.all([one(), one(), one(), one()]);
  } catch (error) {
    await caches.delete(pageCache);
    throw error;
  }
}

/** Forgets all builds but this one; of compilers, this one's. */
async function activate() {
  const names = await caches.keys();
  const isOld = (/** @type {string} */ name) =>
    /^awaitc-(page|compiler)-/.test(name) && name !== pageCache && name !== compilerCache;
  await Promise.all(names.filter(isOld).map((name) => caches.delete(name)));
  await worker.clients.claim();
}

/** @param {Request} request @param {string} url @param {string} name of a cache */
async function answer(request, url, name) {
  const cache = await caches.open(name);
  return (await cache.match(url)) ?? fetch(request);
}

/** Where a file is kept under another name. @param {URL} url */
function nameOf({ origin, pathname }) {
  const url = origin + pathname;
  if (url === `${scope}index.html`) return scope;
  return url === `${scope}embed` ? `${scope}embed.html` : url;
}

worker.addEventListener("install", (/** @type {any} */ event) => event.waitUntil(install()));
worker.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(activate()));
worker.addEventListener("message", (/** @type {MessageEvent} */ { data }) => {
  if (data?.type === "replace") void worker.skipWaiting();
});
worker.addEventListener("fetch", (/** @type {any} */ event) => {
  const { request } = event;
  const url = nameOf(new URL(request.url));
  if (request.method !== "GET") return;
  if (pageFiles.has(url)) event.respondWith(answer(request, url, pageCache));
  else if (compilerFiles.has(url)) event.respondWith(answer(request, url, compilerCache));
});
