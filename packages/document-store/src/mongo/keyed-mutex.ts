import { StoreBusy } from '../errors.ts';

/**
 * Waits for a turn.
 *
 * @throws {StoreBusy} if the turn does not come within `ms` milliseconds.
 */
async function inTime(turn: Promise<unknown>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new StoreBusy());
    }, ms);
  });
  try {
    await Promise.race([turn, late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Runs work on the same keys one after another, in order of arrival, and other work at once. Transactions of one
 * process then do not abort each other over a document that they all need.
 */
export class KeyedMutex {
  readonly #last = new Map<string, Promise<unknown>>();

  /**
   * Does the work when its turn comes.
   *
   * @throws {StoreBusy} if the turn does not come within `waitMs`; the work is then not done.
   */
  run<Result>(keys: readonly string[], work: () => Promise<Result>, waitMs: number): Promise<Result> {
    const before = Promise.all(keys.map((key) => this.#last.get(key) ?? Promise.resolve()));
    const result = inTime(before, waitMs).then(work);
    // Work that left the queue must not let those behind it overtake the work under way.
    const done = Promise.allSettled([before, result]);
    for (const key of keys) this.#last.set(key, done);
    void done.then(() => {
      for (const key of keys) if (this.#last.get(key) === done) this.#last.delete(key);
    });
    return result;
  }
}
