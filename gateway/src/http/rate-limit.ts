import { RateLimited } from '@counterstep/platform';
import { LRUCache } from 'lru-cache';

const REMEMBERED_IDENTITIES = 100_000;

/**
 * Counts what each identity spends. One that pauses saves up a minute's worth; 0 is no limit.
 *
 * @throws {RateLimited} when it has spent more than `perMinute`; the returned function throws it, and counts nothing.
 */
export function createRateLimit(
  perMinute: number,
  now: () => number,
): (key: string, amount?: number) => void {
  if (perMinute === 0) return () => undefined;
  const intervalMs = 60_000 / perMinute;
  // For each identity, when its allowance will be whole again.
  const wholeAt = new LRUCache<string, number>({ max: REMEMBERED_IDENTITIES });
  return (key, amount = 1) => {
    const time = now();
    // What costs more than a minute's worth is not refused for ever.
    const next = Math.max(wholeAt.get(key) ?? 0, time) + Math.min(amount, perMinute) * intervalMs;
    const excessMs = next - time - 60_000;
    if (excessMs > 0) throw new RateLimited(Math.ceil(excessMs / 1000));
    wholeAt.set(key, next);
  };
}
