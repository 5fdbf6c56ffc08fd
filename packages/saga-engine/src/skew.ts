import type { Clock, Stopwatch } from '@counterstep/primitives';
import { epochMsOf, instantOf, type Instant } from './core/instant.ts';
import type { Reading } from './core/outcome.ts';

/** Is told how far a subgraph's clock is ahead of ours, in ms, whenever that is measured anew. */
export type SkewListener = (subgraph: string, skewMs: number) => void;

/** Between what two differences the one of a subgraph's clock and our stopwatch lies, in ms. */
interface Bounds {
  readonly lower: number;
  readonly upper: number;
  /** When they were first measured. */
  readonly since: number;
}

/** After so many ms clocks are measured anew: they drift, and are set. */
const WINDOW_MS = 60_000;

/**
 * How far the clocks of subgraphs are from ours, measured from their answers. A subgraph reads its clock between our
 * sending and our receiving; the narrowest of these intervals says most.
 */
export class ClockSkew {
  readonly #clock: Clock & Stopwatch;
  readonly #onSkew: SkewListener;
  readonly #bounds = new Map<string, Bounds>();

  constructor(clock: Clock & Stopwatch, onSkew: SkewListener = () => undefined) {
    this.#clock = clock;
    this.#onSkew = onSkew;
  }

  /** Notes what an answer says of the subgraph's clock; `sentAt` is of our stopwatch. */
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

  /** How far the subgraph's clock is ahead of ours, in ms; 0 as long as nothing else is known. */
  skewMs(subgraph: string): number {
    const bounds = this.#bounds.get(subgraph);
    if (bounds === undefined) return 0;
    const ours = this.#clock.now() - this.#clock.monotonic();
    if (bounds.lower <= ours && ours <= bounds.upper) return 0;
    return Math.round((bounds.lower + bounds.upper) / 2 - ours);
  }

  /** What the subgraph's clock shows at an instant of ours. */
  theirs(subgraph: string, ours: Instant): Instant {
    return instantOf(epochMsOf(ours) + this.skewMs(subgraph));
  }

  /** What our clock shows at an instant of the subgraph's. */
  ours(subgraph: string, theirs: Instant): Instant {
    return instantOf(epochMsOf(theirs) - this.skewMs(subgraph));
  }
}
