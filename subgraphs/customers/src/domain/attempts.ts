import type { Draft } from '@counterstep/platform/storage';
import type { Expiring } from './expiring.ts';

/** Failed attempts of one kind within a span of time; once it has ended they count no more. */
export interface AttemptWindow extends Expiring {
  readonly failures: number;
}

/** How many attempts may fail within a window. */
export interface AttemptLimit {
  readonly failures: number;
  readonly windowMs: number;
}

const FIFTEEN_MINUTES_MS = 15 * 60_000;

/** For one e-mail address: few, because they are guesses at one password. */
export const emailLimit: AttemptLimit = { failures: 10, windowMs: FIFTEEN_MINUTES_MS };

/** For one client: more, because many people may share a network address. */
export const clientLimit: AttemptLimit = { failures: 30, windowMs: FIFTEEN_MINUTES_MS };

export const isOpen = (window: AttemptWindow, now: number): boolean => now < Date.parse(window.expiresAt);

/** How many seconds are to be waited before the next attempt; 0 when it is admitted at once. */
export const waitSeconds = (window: AttemptWindow | undefined, limit: AttemptLimit, now: number): number =>
  window !== undefined && isOpen(window, now) && window.failures >= limit.failures
    ? Math.ceil((Date.parse(window.expiresAt) - now) / 1000)
    : 0;

/** A window that begins with one failure. */
export const firstFailure = (id: string, limit: AttemptLimit, now: number): Draft<AttemptWindow> => ({
  id,
  failures: 1,
  expiresAt: new Date(now + limit.windowMs).toISOString(),
});
