export interface DeriveOptions<To> {
  /** Values to yield before those of the source. */
  readonly first?: Iterable<To>;
  /** Turns a failure into the next value; if absent, `next` throws the failure. */
  readonly recover?: (error: unknown) => To;
}

/**
 * An iterator of the results of `map` for a source's values, without undefined ones. `return` and `throw` end the
 * source at once, even while a value is awaited, which an async generator would wait for. If `map` throws, the source
 * is ended.
 */
export function derive<From, To extends object>(
  source: AsyncIterator<From, unknown>,
  map: (value: From) => To | undefined | Promise<To | undefined>,
  { first = [], recover }: DeriveOptions<To> = {},
): AsyncGenerator<To, undefined, undefined> {
  const before = first[Symbol.iterator]();
  const end = async (): Promise<IteratorResult<To, undefined>> => {
    await source.return?.();
    return { done: true, value: undefined };
  };
  const read = async (): Promise<IteratorResult<To, undefined>> => {
    for (;;) {
      const step = await source.next();
      if (step.done === true) return { done: true, value: undefined };
      const value = await Promise.resolve(step.value)
        .then(map)
        .catch(async (error: unknown) => {
          await end();
          throw error;
        });
      if (value !== undefined) return { done: false, value };
    }
  };
  return {
    next: async () => {
      const value = before.next();
      if (value.done !== true) return { done: false, value: value.value };
      return recover === undefined
        ? read()
        : read().catch((error: unknown) => ({ done: false, value: recover(error) }));
    },
    return: end,
    throw: async (error) => {
      await end();
      throw error;
    },
    [Symbol.asyncIterator]() {
      return this;
    },
    [Symbol.asyncDispose]: async () => {
      await end();
    },
  };
}
