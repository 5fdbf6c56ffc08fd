/** The time, in milliseconds since 1970; injected so that tests can set it. */
export interface Clock {
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };

/** The instant in ISO 8601, UTC, with milliseconds. */
export const instant = (clock: Clock): string => new Date(clock.now()).toISOString();
