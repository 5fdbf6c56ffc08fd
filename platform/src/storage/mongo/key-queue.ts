/**
 * Lets work on the same keys run one after another, in order of arrival; other work is not held up. Transactions
 * of one process then do not abort each other over a document that all of them want.
 */
export class KeyQueue {
  readonly #last = new Map<string, Promise<unknown>>();

  run<Result>(keys: readonly string[], work: () => Promise<Result>): Promise<Result> {
    const before = keys.map((key) => this.#last.get(key) ?? Promise.resolve());
    const result = Promise.all(before).then(work);
    const done = result.then(
      () => undefined,
      () => undefined,
    );
    for (const key of keys) this.#last.set(key, done);
    void done.then(() => {
      for (const key of keys) if (this.#last.get(key) === done) this.#last.delete(key);
    });
    return result;
  }
}
