import type { Collection, CollectionSpec, Document, DocumentStore } from '../index.ts';

/** A store that counts its reads; a read of many documents counts once. */
export interface CountingStore extends DocumentStore {
  /** The number of reads of one collection, or of all. */
  readonly reads: (collection?: string) => number;
}

export function createCountingStore(store: DocumentStore): CountingStore {
  const counts = new Map<string, number>();
  const countedIn =
    (name: string) =>
    <Args extends unknown[], Result>(read: (...args: Args) => Result) =>
    (...args: Args): Result => {
      counts.set(name, (counts.get(name) ?? 0) + 1);
      return read(...args);
    };
  return {
    reads: (collection) =>
      collection === undefined
        ? [...counts.values()].reduce((sum, count) => sum + count, 0)
        : (counts.get(collection) ?? 0),
    exclusive: store.exclusive,
    collection: <T extends Document>(spec: CollectionSpec<T>): Collection<T> => {
      const collection = store.collection(spec);
      const counted = countedIn(spec.name);
      return {
        ...collection,
        get: counted((id) => collection.get(id)),
        getMany: counted((ids) => collection.getMany(ids)),
        find: counted((query) => collection.find(query)),
        count: counted((where) => collection.count(where)),
      };
    },
    commit: (writes) => store.commit(writes),
    changes: (collection) => store.changes(collection),
    ping: () => store.ping(),
    close: () => store.close(),
  };
}
