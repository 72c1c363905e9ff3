/* The endpoints that samples fetch from: `/api/delay?ms=N[&status=S][&body=TEXT]` answers after N
 * milliseconds. A Vite plugin, so that development and the built page have the same ones. */

const delayMsMax = 10_000;
const bodyMax = 10_000;

/** @typedef {import("node:http").IncomingMessage} Request */
/** @typedef {import("node:http").ServerResponse} Response */

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

/**
 * Answers late; not at all when the client has gone.
 * @param {Request} request
 * @param {Response} response
 */
export function answerLate(request, response) {
  const query = new URL(request.url ?? "", "http://localhost").searchParams;
  const delayMs = numberOf(query.get("ms"), 0, 0, delayMsMax);
  const status = numberOf(query.get("status"), 200, 200, 599);
  const body = (query.get("body") ?? `waited ${delayMs} ms`).slice(0, bodyMax);
  const timer = setTimeout(() => {
    response.writeHead(status, {
      "content-type": "text/plain; charset=utf-8",
      "cache-control": "no-store",
    });
    response.end(status === 204 || status === 304 ? undefined : body);
  }, delayMs);
  response.on("close", () => clearTimeout(timer));
}

/** @returns {import("vite").Plugin} */
export function simulatedApi() {
  /** @param {{ middlewares: import("vite").Connect.Server }} server */
  const use = ({ middlewares }) => {
    middlewares.use("/api/delay", answerLate);
  };
  return { name: "simulated-api", configureServer: use, configurePreviewServer: use };
}
