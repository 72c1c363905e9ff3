/* Tells a static host the page's policy: a file of headers that Cloudflare Pages and Netlify read,
 * and a copy of the policy in the pages themselves, for hosts that cannot send headers.
 * docs/hosting.md says what each host needs. */

import { writeFile } from "node:fs/promises";
import { elementHeaders, embedHeaders, headers, pagePolicy } from "./headers.js";

/** A Vite plugin: the policy in the page, without what only a header can say.
 * @returns {import("vite").Plugin} */
export function policyInPage() {
  const attrs = { "http-equiv": "content-security-policy", content: pagePolicy };
  return {
    name: "policy-in-page",
    apply: "build",
    transformIndexHtml: () => [{ tag: "meta", attrs, injectTo: "head-prepend" }],
  };
}

/** Writes `_headers`. @param {URL} folder of built files */
export async function writeHeaders(folder) {
  /** @param {string} path @param {Record<string, string>} lines @param {string[]} [without] */
  const block = (path, lines, without = []) =>
    [
      path,
      ...without.map((name) => `  ! ${name}`), // or both values would be sent
      ...Object.entries(lines).map(([name, value]) => `  ${name}: ${value}`),
    ].join("\n");
  const policy = "content-security-policy";
  const differing = { [policy]: embedHeaders[policy] };
  const crossOrigin = {
    "access-control-allow-origin": elementHeaders["access-control-allow-origin"],
  };
  const blocks = [
    block("/*", headers),
    block("/embed", differing, [policy]),
    block("/embed.html", differing, [policy]),
    block("/awaitc-playground.js", crossOrigin),
    block("/assets/*", { "cache-control": "public, max-age=31536000, immutable" }),
  ];
  await writeFile(new URL("_headers", folder), `${blocks.join("\n\n")}\n`);
}
