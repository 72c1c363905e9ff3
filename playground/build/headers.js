/* The headers that every answer of the page's server has. Workers' scripts need them too, because a
 * worker has a policy of its own. Other pages may frame only `embed`, and load only the element's
 * module. A static host needs the same headers: see hosting.mjs. */

const policy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "connect-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types awaitc lit-html", // trusted.js, and Lit's templates
];

/** As a page can have it in itself. */
export const pagePolicy = policy.join("; ");

/** @param {string} ancestors who may put the answer into a frame */
const headersFor = (ancestors) => ({
  "content-security-policy": `${pagePolicy}; frame-ancestors ${ancestors}`,
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
});

export const headers = headersFor("'self'");
export const embedHeaders = headersFor("*");
export const elementHeaders = { ...headers, "access-control-allow-origin": "*" };
