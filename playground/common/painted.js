/* A promise of the first paint. What the page does not need at first waits for it. */

const patienceMs = 500; // a page out of sight is not painted

/** Resolves with the first paint that shows something, or after a moment without one. */
export function painted() {
  return new Promise((done) => {
    setTimeout(done, patienceMs);
    const look = (/** @type {PerformanceObserverEntryList} */ list) => {
      if (list.getEntriesByName("first-contentful-paint").length > 0) done(undefined);
    };
    new PerformanceObserver(look).observe({ type: "paint", buffered: true });
  });
}
