import type { Clock, Stopwatch } from '@counterstep/primitives';
import { epochMsOf, instantOf, type Instant } from './core/instant.ts';
import type { Reading } from './core/outcome.ts';

/** Receives how far a subgraph's clock is ahead of ours, in ms, after every measurement. */
export type SkewListener = (subgraph: string, skewMs: number) => void;

/** The bounds of the difference between a subgraph's clock and our stopwatch, in ms. */
interface Bounds {
  readonly lower: number;
  readonly upper: number;
  /** When the first measurement for these bounds was made, by our stopwatch. */
  readonly since: number;
}

/** How long bounds are valid, in ms; clocks drift, and are set. */
const WINDOW_MS = 60_000;

/**
 * The skew of subgraphs' clocks against ours, measured from their answers: a subgraph reads its clock between our
 * sending and our receiving, so each answer bounds the difference. The bounds are the intersection of these intervals.
 */
export class ClockSkew {
  readonly #clock: Clock & Stopwatch;
  readonly #onSkew: SkewListener;
  readonly #bounds = new Map<string, Bounds>();

  constructor(clock: Clock & Stopwatch, onSkew: SkewListener = () => undefined) {
    this.#clock = clock;
    this.#onSkew = onSkew;
  }

  /** Notes the subgraph's clock as an answer shows it; `sentAt` is a reading of our stopwatch, in ms. */
  note(subgraph: string, { earliest, latest }: Reading, sentAt: number): void {
    const now = this.#clock.monotonic();
    const [lower, upper] = [earliest - now, latest - sentAt];
    const known = this.#bounds.get(subgraph);
    const narrowed = known && {
      ...known,
      lower: Math.max(known.lower, lower),
      upper: Math.min(known.upper, upper),
    };
    const agrees = narrowed !== undefined && narrowed.lower <= narrowed.upper;
    const isFresh = known !== undefined && now - known.since <= WINDOW_MS;
    this.#bounds.set(subgraph, agrees && isFresh ? narrowed : { lower, upper, since: now });
    this.#onSkew(subgraph, this.skewMs(subgraph));
  }

  /** How far the subgraph's clock is ahead of ours, in ms; 0 unless measurements exclude that. */
  skewMs(subgraph: string): number {
    const bounds = this.#bounds.get(subgraph);
    if (bounds === undefined) return 0;
    const ours = this.#clock.now() - this.#clock.monotonic();
    if (bounds.lower <= ours && ours <= bounds.upper) return 0;
    return Math.round((bounds.lower + bounds.upper) / 2 - ours);
  }

  /** Converts an instant from our clock to the subgraph's. */
  theirs(subgraph: string, ours: Instant): Instant {
    return instantOf(epochMsOf(ours) + this.skewMs(subgraph));
  }

  /** Converts an instant from the subgraph's clock to ours. */
  ours(subgraph: string, theirs: Instant): Instant {
    return instantOf(epochMsOf(theirs) - this.skewMs(subgraph));
  }
}
