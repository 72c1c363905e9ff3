/* Finds the commands that match the text typed in the palette, best match first. Pure; palette.js
 * shows them. */

/** @typedef {{ id: string, label: string, keys: readonly string[], act: () => void }} Entry */

/** How well one typed word fits a label; 0: not at all.
 * @param {string} word @param {string} label */
function fitOf(word, label) {
  if (label.startsWith(word)) return 3;
  if (label.split(/[^\p{L}\p{N}]+/u).some((part) => part.startsWith(word))) return 2;
  return label.includes(word) ? 1 : 0;
}

/**
 * The entries that have every typed word in their label or are called so; ties stay in their order.
 * @param {readonly Entry[]} entries
 * @param {string} typed
 */
export function found(entries, typed) {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return entries
    .map((entry) => {
      const label = entry.label.toLowerCase();
      const fits = words.map((word) => fitOf(word, label) || Number(entry.id.includes(word)) / 2);
      return { entry, fit: fits.includes(0) ? -1 : fits.reduce((sum, fit) => sum + fit, 0) };
    })
    .filter(({ fit }) => fit >= 0)
    .sort((a, b) => b.fit - a.fit)
    .map(({ entry }) => entry);
}
