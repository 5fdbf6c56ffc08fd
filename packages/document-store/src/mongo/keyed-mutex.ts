import { StoreBusy } from '../errors.ts';

/** @throws {StoreBusy} when the turn has not come within so many ms. */
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
 * Lets work on the same keys run one after another, in order of arrival; other work is not held up. Transactions
 * of one process then do not abort each other over a document that all of them want.
 */
export class KeyedMutex {
  readonly #last = new Map<string, Promise<unknown>>();

  /** @throws {StoreBusy} when its turn has not come within so many ms; the work is not done then. */
  run<Result>(keys: readonly string[], work: () => Promise<Result>, waitMs: number): Promise<Result> {
    const before = Promise.all(keys.map((key) => this.#last.get(key) ?? Promise.resolve()));
    const result = inTime(before, waitMs).then(work);
    // Who has left the queue does not let those behind it pass the one at work.
    const done = Promise.allSettled([before, result]);
    for (const key of keys) this.#last.set(key, done);
    void done.then(() => {
      for (const key of keys) if (this.#last.get(key) === done) this.#last.delete(key);
    });
    return result;
  }
}
