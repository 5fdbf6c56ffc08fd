import type { Changefeed, Document } from './port.ts';

/**
 * The documents that a feed tells of as written. Not a generator: its `return` ends the feed at once, also while a
 * change is awaited.
 */
export function puts<T extends Document>(feed: Changefeed<T>): AsyncIterableIterator<T> {
  const documents: AsyncIterableIterator<T> = {
    next: async () => {
      for (;;) {
        const change = await feed.next();
        if (change.done === true) return { done: true, value: undefined };
        if (change.value.kind === 'put') return { done: false, value: change.value.document };
      }
    },
    return: async () => {
      await feed.return?.();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]: () => documents,
  };
  return documents;
}
