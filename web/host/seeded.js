// Repeatable random numbers, for programs that are loaded with a seed. Loaded for those only.

/**
 * Mulberry32, a byte at a time: the same bytes from the same seed, everywhere.
 * @param {number} seed
 * @returns {(bytes: Uint8Array) => void}
 */
export function seededRandom(seed) {
  let state = seed | 0;
  return (bytes) => {
    for (let i = 0; i < bytes.length; i++) {
      state = (state + 0x6d2b79f5) | 0;
      let mixed = Math.imul(state ^ (state >>> 15), state | 1);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
      bytes[i] = (mixed ^ (mixed >>> 14)) >>> 8;
    }
  };
}
