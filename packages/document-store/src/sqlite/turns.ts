import { setImmediate } from 'node:timers';

/** What synchronous work may take of one turn of the event loop; more waits for the next turn. */
const BUDGET_MS = 5;

/**
 * Lets the event loop turn between pieces of synchronous work. Without it, a loop that awaits one read after another
 * would hold up timers, sockets and commits for as long as it runs.
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

  /** Does the work, with its result or error as a promise. */
  async run<Result>(work: () => Result): Promise<Result> {
    for (let turn = this.#turn(); performance.now() - this.#begun > BUDGET_MS; turn = this.#turn())
      await turn;
    return work();
  }
}
