/** A clock, in ms since 1970; injected so that tests can set it. */
export interface Clock {
  now(): number;
}

/** Measures time in ms from an arbitrary beginning; unlike a clock, it is never set. */
export interface Stopwatch {
  monotonic(): number;
}

export const systemClock: Clock & Stopwatch = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
};

/** The present instant in ISO 8601, UTC, with milliseconds. */
export const instant = (clock: Clock): string => new Date(clock.now()).toISOString();

/** The header with a service's clock at the time of its answer: ISO 8601, UTC, with milliseconds. */
export const CLOCK_HEADER = 'x-service-time';
