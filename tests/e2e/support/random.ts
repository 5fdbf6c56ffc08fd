import { inspect } from 'node:util';
import { createRandom, type Random } from '@counterstep/primitives/testing';

export type { Random };

/** Runs work with a random seed, or that of `E2E_SEED` where it is set, and names the seed in any failure. */
export async function withSeed(work: (random: Random) => Promise<void>): Promise<void> {
  const seed = Number(process.env['E2E_SEED'] ?? Math.floor(Math.random() * 2 ** 32));
  try {
    await work(createRandom(seed));
  } catch (error) {
    const what = error instanceof Error ? String(error) : inspect(error);
    throw new Error(`${what}\n\nThe same again: E2E_SEED=${seed}`, { cause: error });
  }
}
