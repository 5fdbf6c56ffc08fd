import {
  WriteRejected,
  type Collection,
  type CollectionSpec,
  type Document,
  type DocumentStore,
  type Write,
} from '@counterstep/document-store';
import type { Process } from './process.ts';
import type { World } from './world.ts';

/** The longest time that a replacement waits in memory, in ms. */
const MAX_DELAY_MS = 4_000;

/**
 * Makes a store with a design fault: it acknowledges replacements while they are only in its process's memory, and
 * loses them when the process dies.
 */
export const lateStore = (world: World, process: Process, store: DocumentStore): DocumentStore => {
  const pending = new Map<string, Document>();
  const collections = new Map<string, Collection<Document>>();
  let last = Promise.resolve();
  const commitLater = async (writes: readonly Write[], document: Document): Promise<void> => {
    const { id, version } = document;
    await world.scheduler.travel(process, world.draws(`delay of ${id} ${version}`) * MAX_DELAY_MS);
    // If another writer overtook a state, its successors in memory are lost with it.
    if (!pending.has(id)) return;
    const isStored = await store.commit(writes).then(
      () => true,
      () => false,
    );
    if (!isStored || pending.get(id) === document) pending.delete(id);
  };
  return {
    exclusive: store.exclusive,
    changes: (collection) => store.changes(collection),
    ping: () => store.ping(),
    close: () => store.close(),
    collection: <T extends Document>(spec: CollectionSpec<T>): Collection<T> => {
      const collection = store.collection(spec);
      collections.set(spec.name, collection as unknown as Collection<Document>);
      return {
        ...collection,
        get: async (id) => {
          const stored = await collection.get(id);
          return (pending.get(id) as T | undefined) ?? stored;
        },
      };
    },
    commit: async (writes) => {
      const [write] = writes;
      if (write?.kind !== 'replace' || writes.length > 1) {
        await store.commit(writes);
        return;
      }
      const { document, expectedVersion } = write;
      const known = pending.get(document.id) ?? (await collections.get(write.collection)?.get(document.id));
      if (known?.version !== expectedVersion) throw new WriteRejected(0, 'guard');
      const next = { ...document, version: expectedVersion + 1 };
      pending.set(document.id, next);
      last = last.then(() => commitLater(writes, next));
    },
  };
};
