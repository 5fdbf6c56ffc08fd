import { setImmediate } from 'node:timers';

/** How much of a turn of the event loop synchronous work may take, in ms; further work waits for the next turn. */
const BUDGET_MS = 5;

/**
 * Lets the event loop turn between pieces of synchronous work. Otherwise a loop that awaits one read after another
 * would block timers, sockets and commits as long as it runs.
 */
export class Turns {
  #begun = 0;
  #next: Promise<void> | undefined;

  #turn(): Promise<void> {
    if (this.#next) return this.#next;
    this.#begun = performance.now();
    this.#next = new Promise((resolve) => {
      setImmediate(() => {
        this.#next = undefined;
        resolve();
      });
    });
    return this.#next;
  }

  /** Does the work, and returns a promise of its result or error. */
  async run<Result>(work: () => Result): Promise<Result> {
    for (let turn = this.#turn(); performance.now() - this.#begun > BUDGET_MS; turn = this.#turn())
      await turn;
    return work();
  }
}
