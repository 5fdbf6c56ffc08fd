import type { Collection, CollectionSpec, Document, DocumentStore } from '../storage/index.ts';

/** A store whose reads are counted; one that brings many documents is one. */
export interface CountingStore extends DocumentStore {
  readonly reads: () => number;
}

export function createCountingStore(store: DocumentStore): CountingStore {
  let reads = 0;
  const counted =
    <Args extends unknown[], Result>(read: (...args: Args) => Result) =>
    (...args: Args): Result => {
      reads += 1;
      return read(...args);
    };
  return {
    reads: () => reads,
    exclusive: store.exclusive,
    collection: <T extends Document>(spec: CollectionSpec<T>): Collection<T> => {
      const collection = store.collection(spec);
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
