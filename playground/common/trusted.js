/* Addresses of the scripts that the page and its workers start: only the page's own files. Under
 * the page's policy (headers.js), a browser with Trusted Types accepts no other script, and no
 * markup except Lit's templates. */

/** @param {string} address */
function own(address) {
  const url = new URL(address, globalThis.document?.baseURI ?? location.href);
  if (url.origin !== location.origin) throw new TypeError(`not a script of this page: ${url}`);
  return url.href;
}

const policy = /** @type {any} */ (globalThis).trustedTypes?.createPolicy("awaitc", {
  createScriptURL: own,
});

/** An address as Worker and the like take it. @param {string} address @returns {string} */
export const ownScript = (address) => policy?.createScriptURL(address) ?? own(address);
