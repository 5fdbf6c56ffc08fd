/** The time, in milliseconds since 1970; injected so that tests can set it. */
export interface Clock {
  now(): number;
}

/** Measures spans of time in ms, from no particular beginning; unlike a clock it is never set. */
export interface Stopwatch {
  monotonic(): number;
}

export const systemClock: Clock & Stopwatch = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
};

/** The instant in ISO 8601, UTC, with milliseconds. */
export const instant = (clock: Clock): string => new Date(clock.now()).toISOString();

/** The header in which a service says what its clock showed when it answered: ISO 8601, UTC, with milliseconds. */
export const CLOCK_HEADER = 'x-service-time';
