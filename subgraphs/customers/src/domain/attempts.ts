import type { Draft } from '@counterstep/document-store';
import type { Expiring } from './expiring.ts';

/** Attempts of one kind within a period, after which they no longer count. */
export interface AttemptWindow extends Expiring {
  /** Failed attempts, and those still under way. */
  readonly failures: number;
  /** How many consecutive windows before this one were full; absent means none. */
  readonly round?: number;
}

/** How many attempts may fail within a window; each full window doubles the length of the next. */
export interface AttemptLimit {
  readonly failures: number;
  readonly windowMs: number;
}

const MINUTE_MS = 60_000;
const LONGEST_MS = 24 * 60 * MINUTE_MS;

/** For one account from one network: few, because they are guesses at one password. */
export const pairLimit: AttemptLimit = { failures: 10, windowMs: 15 * MINUTE_MS };

/** For one account from all networks where its owner has not logged in: guesses spread over many machines. */
export const accountLimit: AttemptLimit = { failures: 100, windowMs: 15 * MINUTE_MS };

/** For one network: more than for a pair, because many people may share an address. */
export const networkLimit: AttemptLimit = { failures: 30, windowMs: 15 * MINUTE_MS };

const lengthMs = ({ windowMs }: AttemptLimit, round: number): number =>
  Math.min(windowMs * 2 ** Math.min(round, 20), LONGEST_MS);

/**
 * How long the window still lasts, in milliseconds; more than its full length means that it was started by a clock that
 * was ahead.
 */
const remainingMs = (window: AttemptWindow, limit: AttemptLimit, now: number): number => {
  const remaining = Date.parse(window.expiresAt) - now;
  return remaining <= lengthMs(limit, window.round ?? 0) ? remaining : 0;
};

export const isOpen = (window: AttemptWindow, limit: AttemptLimit, now: number): boolean =>
  remainingMs(window, limit, now) > 0;

/** How many seconds to wait before the next attempt; 0 if it is admitted at once. */
export const waitSeconds = (window: AttemptWindow | undefined, limit: AttemptLimit, now: number): number =>
  window !== undefined && window.failures >= limit.failures
    ? Math.ceil(Math.max(0, remainingMs(window, limit, now)) / 1000)
    : 0;

/** A window that starts with one attempt; `round` follows from the earlier window, if there was one. */
export function firstAttempt(
  id: string,
  limit: AttemptLimit,
  now: number,
  earlier?: AttemptWindow,
): Draft<AttemptWindow> {
  const round = earlier !== undefined && earlier.failures >= limit.failures ? (earlier.round ?? 0) + 1 : 0;
  return { id, failures: 1, round, expiresAt: new Date(now + lengthMs(limit, round)).toISOString() };
}
