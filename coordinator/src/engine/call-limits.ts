import type { Stopwatch } from '@counterstep/platform';

/** How many calls of one subgraph may be under way at once. */
export interface CallLimitConfig {
  /** Before anything is known of the subgraph. */
  readonly initial: number;
  /** However slow the subgraph is; at least 1. */
  readonly least: number;
}

/** What a call says of its subgraph: how soon its answer came, `silent` where it did not come in time. */
export type CallSign = 'quick' | 'fair' | 'silent' | 'none';

/** A place in the queue for a call of a subgraph. */
export interface Turn {
  readonly subgraph: string;
  /** Resolves when the call may be made; never, where the place is left before. */
  readonly comes: Promise<void>;
  readonly hasCome: boolean;
  /** How long it took until the call could be made, in ms. */
  readonly waitedMs: number;
  /** Gives the place to whoever is next; to be called once. */
  leave(sign: CallSign): void;
}

/** The calls of one subgraph: a limit that follows what the subgraph can do, and a queue in order of arrival. */
class Calls {
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

  turn(subgraph: string): Turn {
    const stopwatch = this.#stopwatch;
    const askedAt = stopwatch.monotonic();
    let begunAt: number | undefined;
    let lowered = 0;
    let begin: () => void = () => undefined;
    const comes = new Promise<void>((resolve) => {
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
      comes,
      get hasCome() {
        return begunAt !== undefined;
      },
      get waitedMs() {
        return (begunAt ?? stopwatch.monotonic()) - askedAt;
      },
      leave: (sign) => {
        this.#waiting.delete(begin);
        if (begunAt === undefined) return;
        this.#learn(sign, lowered);
        this.#underWay -= 1;
        this.#admit();
      },
    };
  }

  /** Calls of one crowd that stay without an answer say the same thing: it lowers the limit once. */
  #learn(sign: CallSign, lowered: number): void {
    const isFull = this.#underWay >= Math.floor(this.#limit);
    if (sign === 'silent' && lowered === this.#lowered) {
      this.#limit = Math.max(this.#least, this.#limit / 2);
      this.#lowered += 1;
    } else if (sign === 'quick' && isFull) this.#limit += 1;
    else if (sign === 'fair' && isFull) this.#limit += 1 / this.#limit;
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
 * Bounds how many calls of each subgraph are under way at once, so that a crowd waits here, where its time does not
 * count, and not at a subgraph that then answers nobody in time. The limit
 * rises with answers that come soon, and is halved by silence.
 */
export class CallLimits {
  readonly #config: CallLimitConfig;
  readonly #stopwatch: Stopwatch;
  readonly #calls = new Map<string, Calls>();

  constructor(config: CallLimitConfig, stopwatch: Stopwatch) {
    this.#config = config;
    this.#stopwatch = stopwatch;
  }

  /** Takes a place in the queue for one call of the subgraph. */
  turn(subgraph: string): Turn {
    const calls = this.#calls.get(subgraph) ?? new Calls(this.#config, this.#stopwatch);
    this.#calls.set(subgraph, calls);
    return calls.turn(subgraph);
  }
}
