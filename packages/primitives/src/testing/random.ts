/** Pseudo-random numbers, which the seed determines. */
export interface Random {
  /** A whole number from `least` to `most`. */
  integer(least: number, most: number): number;
  /**
   * Picks an item.
   *
   * @throws {RangeError} if there are no items.
   */
  pick<Item>(items: readonly Item[]): Item;
}

/** Creates the generator of a seed, by the algorithm Mulberry32. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const integer = (least: number, most: number): number => least + Math.floor(next() * (most - least + 1));
  return {
    integer,
    pick: (items) => {
      const [item] = items.slice(integer(0, items.length - 1));
      if (item === undefined) throw new RangeError('There is nothing to pick from.');
      return item;
    },
  };
}
