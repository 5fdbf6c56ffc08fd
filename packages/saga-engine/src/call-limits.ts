import type { Stopwatch } from '@counterstep/primitives';

/** How many calls of one subgraph may be under way at once. */
export interface CallLimitConfig {
  /** The limit before anything is known of the subgraph. */
  readonly initial: number;
  /** The lowest limit, however slow the subgraph is; at least 1. */
  readonly least: number;
}

/** How soon a subgraph answered: `silent` if not in time, `none` if the call says nothing about its load. */
export type LoadSignal = 'quick' | 'fair' | 'silent' | 'none';

/** Permission to call a subgraph, granted in order of arrival. */
export interface CallPermit {
  readonly subgraph: string;
  /** Resolves once the call may be made; never, if the permit is released first. */
  readonly granted: Promise<void>;
  readonly isGranted: boolean;
  /** How long the call has been in the queue, or was until it was granted, in ms. */
  readonly waitedMs: number;
  /** Lets the next call be made; the holder calls it once. */
  release(signal: LoadSignal): void;
}

/** The calls of one subgraph: a limit that adapts to what the subgraph can do, and a queue in order of arrival. */
class SubgraphLimit {
  readonly #least: number;
  readonly #stopwatch: Stopwatch;
  #limit: number;
  #underWay = 0;
  readonly #waiting = new Set<() => void>();
  /** Counts how often the limit was lowered. */
  #lowered = 0;

  constructor({ initial, least }: CallLimitConfig, stopwatch: Stopwatch) {
    this.#limit = initial;
    this.#least = least;
    this.#stopwatch = stopwatch;
  }

  acquire(subgraph: string): CallPermit {
    const stopwatch = this.#stopwatch;
    const askedAt = stopwatch.monotonic();
    let begunAt: number | undefined;
    let lowered = 0;
    let begin: () => void = () => undefined;
    const granted = new Promise<void>((resolve) => {
      begin = () => {
        begunAt = stopwatch.monotonic();
        lowered = this.#lowered;
        this.#underWay += 1;
        resolve();
      };
    });
    this.#waiting.add(begin);
    this.#admit();
    return {
      subgraph,
      granted,
      get isGranted() {
        return begunAt !== undefined;
      },
      get waitedMs() {
        return (begunAt ?? stopwatch.monotonic()) - askedAt;
      },
      release: (signal) => {
        this.#waiting.delete(begin);
        if (begunAt === undefined) return;
        this.#learn(signal, lowered);
        this.#underWay -= 1;
        this.#admit();
      },
    };
  }

  /**
   * Adapts the limit; calls granted before the limit was last lowered do not lower it again when they stay unanswered.
   */
  #learn(signal: LoadSignal, lowered: number): void {
    const isFull = this.#underWay >= Math.floor(this.#limit);
    if (signal === 'silent' && lowered === this.#lowered) {
      this.#limit = Math.max(this.#least, this.#limit / 2);
      this.#lowered += 1;
    } else if (signal === 'quick' && isFull) this.#limit += 1;
    else if (signal === 'fair' && isFull) this.#limit += 1 / this.#limit;
  }

  #admit(): void {
    for (const begin of this.#waiting) {
      if (this.#underWay >= Math.floor(this.#limit)) return;
      this.#waiting.delete(begin);
      begin();
    }
  }
}

/**
 * Bounds how many calls of each subgraph are under way at once, so that a crowd waits here, where the time does not
 * count against its steps, and not at a subgraph that then answers nobody in time. Quick answers raise the limit;
 * silence halves it.
 */
export class CallLimits {
  readonly #config: CallLimitConfig;
  readonly #stopwatch: Stopwatch;
  readonly #calls = new Map<string, SubgraphLimit>();

  constructor(config: CallLimitConfig, stopwatch: Stopwatch) {
    this.#config = config;
    this.#stopwatch = stopwatch;
  }

  /** Queues for a permit to call the subgraph. */
  acquire(subgraph: string): CallPermit {
    const calls = this.#calls.get(subgraph) ?? new SubgraphLimit(this.#config, this.#stopwatch);
    this.#calls.set(subgraph, calls);
    return calls.acquire(subgraph);
  }
}
