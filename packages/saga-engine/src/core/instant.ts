/** An instant in ISO 8601, UTC, with milliseconds, so that instants compare as text. */
export type Instant = string;

/** The instant at `epochMs` milliseconds since 1970. */
export const instantOf = (epochMs: number): Instant => new Date(epochMs).toISOString();

/** Milliseconds since 1970. */
export const epochMsOf = (instant: Instant): number => Date.parse(instant);

/** The instant `ms` milliseconds later. */
export const later = (instant: Instant, ms: number): Instant => instantOf(epochMsOf(instant) + ms);

/** Milliseconds from one instant to another. */
export const elapsedMs = (from: Instant, to: Instant): number => epochMsOf(to) - epochMsOf(from);
