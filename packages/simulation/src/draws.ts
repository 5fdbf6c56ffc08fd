/**
 * Draws numbers from 0 to below 1, always the same for the same key. A draw does not depend on what was drawn before,
 * so that a schedule from which a fault is taken out goes on as it went.
 */
export type Draws = (key: string) => number;

/** The draws of a seed. */
export const createDraws =
  (seed: number): Draws =>
  (key) => {
    let hash = (0x811c9dc5 ^ seed) >>> 0;
    for (let index = 0; index < key.length; index += 1)
      hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193);
    // FNV alone leaves keys that differ in their last character close together.
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
  };

/** One of several, by a draw. */
export const pick = <T>(items: readonly T[], draw: number): T => {
  const item = items[Math.floor(draw * items.length)];
  if (item === undefined) throw new RangeError('There is nothing to pick from.');
  return item;
};
