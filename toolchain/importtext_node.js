/**
 * Imports a module by its text. It has no folder of its own, so import.meta.url leads nowhere; it
 * can import what comes with Node.
 * @module
 */

/** @param {string} text @returns {Promise<any>} */
export const importText = (text) => import(`data:text/javascript,${encodeURIComponent(text)}`);
