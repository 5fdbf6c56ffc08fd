import { performance } from 'node:perf_hooks';

/** At most this many times as long as a transaction took is waited before the next one. */
const MAX_WAIT_RATIO = 8;

/** How much the newest group counts in the average. */
const SMOOTHING = 0.2;

/**
 * Says how long the databases of this process leave the disk alone. A transaction holds up the event loop until the disk
 * has it; where many commits come at once it pays to do other work first and let more of them share one. A commit that
 * comes alone never waits.
 */
export class CommitPace {
  #waiting = 0;
  #averageCrowd = 1;
  #restsUntil = 0;

  /** A commit has come. */
  arrived(): void {
    this.#waiting += 1;
  }

  /** In how many ms the next transaction may begin. */
  get waitMs(): number {
    return this.#restsUntil - performance.now();
  }

  /** Performs a transaction of so many commits, and takes note of how long it took. */
  measure<Result>(commits: number, transaction: () => Result): Result {
    this.#averageCrowd += SMOOTHING * (this.#waiting - this.#averageCrowd);
    this.#waiting -= commits;
    const begun = performance.now();
    try {
      return transaction();
    } finally {
      const now = performance.now();
      const ratio = Math.min(MAX_WAIT_RATIO, Math.max(0, this.#averageCrowd - 1));
      this.#restsUntil = Math.max(now, this.#restsUntil) + (now - begun) * ratio;
    }
  }
}
