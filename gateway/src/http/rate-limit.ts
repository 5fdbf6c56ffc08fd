import { RateLimited } from '@counterstep/service-kit';
import { LRUCache } from 'lru-cache';

const REMEMBERED_IDENTITIES = 100_000;

/** Counts what each identity spends. */
export interface RateLimit {
  /** @throws {RateLimited} when the identity has spent what it may; nothing is counted then. */
  count(key: string, amount?: number): void;
  /** Whether an identity has nothing left to spend for now. */
  isSpent(key: string): boolean;
}

/**
 * Limits spending per minute; an idle identity saves up at most one minute's worth. A limit of 0 is none; `now` is in
 * milliseconds.
 */
export function createRateLimit(perMinute: number, now: () => number): RateLimit {
  if (perMinute === 0) return { count: () => undefined, isSpent: () => false };
  const intervalMs = 60_000 / perMinute;
  // For each identity, the time when its whole allowance is available again.
  const wholeAt = new LRUCache<string, number>({ max: REMEMBERED_IDENTITIES });
  const after = (key: string, amount: number) => {
    const time = now();
    // Caps the amount, so that an operation worth more than a minute's allowance is not refused for ever.
    const next = Math.max(wholeAt.get(key) ?? 0, time) + Math.min(amount, perMinute) * intervalMs;
    return { next, excessMs: next - time - 60_000 };
  };
  return {
    count: (key, amount = 1) => {
      const { next, excessMs } = after(key, amount);
      if (excessMs > 0) throw new RateLimited(Math.ceil(excessMs / 1000));
      wholeAt.set(key, next);
    },
    isSpent: (key) => after(key, 1).excessMs > 0,
  };
}
