import { RateLimited } from '@counterstep/platform';
import { LRUCache } from 'lru-cache';

const REMEMBERED_IDENTITIES = 100_000;

/**
 * Counts operations per identity. One that pauses saves up a minute's worth; 0 is no limit.
 *
 * @throws {RateLimited} when there are more than `perMinute`; the returned function throws it.
 */
export function createRateLimit(perMinute: number, now: () => number): (key: string) => void {
  if (perMinute === 0) return () => undefined;
  const intervalMs = 60_000 / perMinute;
  // For each identity, when its allowance will be whole again.
  const wholeAt = new LRUCache<string, number>({ max: REMEMBERED_IDENTITIES });
  return (key) => {
    const time = now();
    const next = Math.max(wholeAt.get(key) ?? 0, time) + intervalMs;
    const excessMs = next - time - 60_000;
    if (excessMs > 0) throw new RateLimited(Math.ceil(excessMs / 1000));
    wholeAt.set(key, next);
  };
}
