/**
 * Draws numbers from 0 to below 1, always the same one for the same key. No draw depends on earlier ones, so a schedule
 * without one of its faults otherwise goes on as before.
 */
export type Draws = (key: string) => number;

/** Creates the draws for a seed, by FNV-1a with the finalizer of MurmurHash3. */
export const createDraws =
  (seed: number): Draws =>
  (key) => {
    let hash = (0x811c9dc5 ^ seed) >>> 0;
    for (let index = 0; index < key.length; index += 1)
      hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193);
    // FNV alone gives keys that differ only in their last character similar values.
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
  };

/** Picks one of several items by a draw. */
export const pick = <T>(items: readonly T[], draw: number): T => {
  const item = items[Math.floor(draw * items.length)];
  if (item === undefined) throw new RangeError('There is nothing to pick from.');
  return item;
};
