import { StoreUnavailable, WriteRejected } from '../errors.ts';
import type { Changefeed, Collection, CollectionSpec, Document, DocumentStore, Write } from '../port.ts';
import { Refused } from '../refused.ts';
import { Declarations, type PlainSpec } from '../spec.ts';
import { promised } from '../promised.ts';
import { idOf } from '../writes.ts';
import { MemoryTable, memoryCollection } from './table.ts';

/** A document after a commit; undefined if the commit removed it. */
export interface CommittedDocument {
  readonly collection: string;
  readonly id: string;
  readonly document: Document | undefined;
}

interface Stored extends CommittedDocument {
  readonly table: MemoryTable;
  readonly before: Document | undefined;
}

/** A database in memory, which lives as long as it is referenced; several stores may use it at once. */
export class MemoryDatabase {
  readonly #tables = new Map<string, MemoryTable>();
  readonly #onCommit: (documents: readonly CommittedDocument[]) => void;

  /** Calls `onCommit` after each commit, before anyone else learns of it. */
  constructor(onCommit: (documents: readonly CommittedDocument[]) => void = () => undefined) {
    this.#onCommit = onCommit;
  }

  /** The table of a collection, which has this specification from now on. */
  table(spec: PlainSpec): MemoryTable {
    const table = this.#tables.get(spec.name) ?? new MemoryTable(spec);
    this.#tables.set(spec.name, table);
    table.spec = spec;
    return table;
  }

  /**
   * The table of a declared collection.
   *
   * @throws {TypeError} if no store has declared the collection.
   */
  tableOf(collection: string): MemoryTable {
    const table = this.#tables.get(collection);
    if (table !== undefined) return table;
    throw new TypeError(`The collection ${collection} was not declared.`);
  }

  /**
   * Performs all writes or none.
   *
   * @throws {WriteRejected} if a write is refused; nothing was changed.
   */
  commit(writes: readonly Write[]): void {
    const done: Stored[] = [];
    try {
      for (const write of writes) done.push(this.#perform(write, done.length));
    } catch (error) {
      for (const { table, id, before } of done.reverse()) table.set(id, before);
      throw error;
    }
    this.#onCommit(done);
    for (const { table, id, document } of done)
      table.feeds.publish(() => (document ? { kind: 'put', document } : { kind: 'removed', id }));
  }

  #perform(write: Write, index: number): Stored {
    const table = this.tableOf(write.collection);
    const id = idOf(write);
    const before = table.get(id);
    try {
      const document = table.after(write);
      table.set(id, document);
      return { collection: write.collection, table, id, before, document };
    } catch (error) {
      throw error instanceof Refused ? new WriteRejected(index, error.reason) : error;
    }
  }
}

export interface MemoryStoreOptions {
  /** Whether the store says that no other process can use its database; default: false. */
  readonly exclusive?: boolean;
}

/** Opens a store on a database in memory: its guards are those of the engines, and it is gone with the process. */
export function openMemoryStore(
  database: MemoryDatabase,
  { exclusive = false }: MemoryStoreOptions = {},
): DocumentStore {
  const declarations = new Declarations<{ readonly spec: PlainSpec; readonly table: MemoryTable }>();
  const feeds = new Set<Changefeed<never>>();
  let closed = false;
  const open = (): void => {
    if (closed) throw new StoreUnavailable('The store is closed.');
  };
  return {
    exclusive,
    collection: <T extends Document>(spec: CollectionSpec<T>) => {
      const declared = declarations.declare(spec, (plain) => ({ spec: plain, table: database.table(plain) }));
      return memoryCollection<T>(declared.table, open);
    },
    commit: (writes) =>
      promised(() => {
        open();
        database.commit(writes);
      }),
    changes: <T extends Document>({ name }: Collection<T>) =>
      promised(() => {
        open();
        const feed = database.tableOf(name).feeds.open<T>();
        feeds.add(feed as unknown as Changefeed<never>);
        return feed;
      }),
    ping: () => promised(open),
    close: async () => {
      closed = true;
      for (const feed of feeds) await feed.return?.();
    },
  };
}
