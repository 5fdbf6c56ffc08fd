import { inspect } from 'node:util';

/** Numbers that look random and are the same for the same seed. */
export interface Random {
  /** A whole number from `least` to `most`. */
  integer(least: number, most: number): number;
  pick<Item>(items: readonly Item[]): Item;
}

/** Mulberry32. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const integer = (least: number, most: number): number => least + Math.floor(next() * (most - least + 1));
  return { integer, pick: (items) => items[integer(0, items.length - 1)]! };
}

/** Runs work with a seed, that of `E2E_SEED` where it is given, and names it in whatever goes wrong. */
export async function withSeed(work: (random: Random) => Promise<void>): Promise<void> {
  const seed = Number(process.env['E2E_SEED'] ?? Math.floor(Math.random() * 2 ** 32));
  try {
    await work(createRandom(seed));
  } catch (error) {
    const what = error instanceof Error ? String(error) : inspect(error);
    throw new Error(`${what}\n\nThe same again: E2E_SEED=${seed}`, { cause: error });
  }
}
