export interface DeriveOptions<To> {
  /** Values that come before those of the source. */
  readonly first?: Iterable<To>;
  /** Makes the next value of a failure; without it, the failure is thrown from `next`. */
  readonly recover?: (error: unknown) => To;
}

/**
 * What `map` makes of each value of a source, without those for which it answers undefined. `return` and `throw` end
 * the source at once, also while a value is awaited, which an async generator would wait for. Where `map` throws, the
 * source is ended.
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
