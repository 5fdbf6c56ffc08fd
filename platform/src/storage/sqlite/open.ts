import { StoreUnavailable } from '../errors.ts';
import { FeedHub } from '../feed.ts';
import type { Changefeed, Collection, CollectionSpec, Document, DocumentStore, Write } from '../port.ts';
import { Declarations, type PlainSpec } from '../spec.ts';
import { sqliteCollection } from './collection.ts';
import { SqliteDatabase } from './database.ts';
import { GroupCommit } from './group-commit.ts';
import { performWrites, prepared, readChange, type PreparedWrite, type StoredChange } from './perform.ts';
import { promised } from '../promised.ts';
import { makeTables } from './tables.ts';
import { Turns } from './turns.ts';

interface Declared {
  readonly spec: PlainSpec;
  readonly collection: Collection<Document>;
  readonly feeds: FeedHub;
}

class SqliteStore implements DocumentStore {
  readonly exclusive = true;
  readonly #declarations = new Declarations<Declared>();
  readonly #commits: GroupCommit;
  readonly #turns = new Turns();
  readonly #hubs: FeedHub[] = [];
  #database: SqliteDatabase | undefined;

  constructor(database: SqliteDatabase) {
    this.#database = database;
    const perform = (writes: readonly PreparedWrite[]): readonly StoredChange[] =>
      performWrites(database, (name) => this.#declarations.of(name).spec, writes);
    const publish = (changes: readonly StoredChange[]): void => {
      for (const change of changes)
        this.#declarations.of(change.collection).feeds.publish(() => readChange(change));
    };
    this.#commits = new GroupCommit(database, perform, publish);
  }

  #open(): SqliteDatabase {
    if (this.#database) return this.#database;
    throw new StoreUnavailable('The store is closed.');
  }

  collection<T extends Document>(spec: CollectionSpec<T>): Collection<T> {
    const { collection } = this.#declarations.declare(spec, (plain) => {
      makeTables(this.#open(), plain);
      const feeds = new FeedHub();
      this.#hubs.push(feeds);
      return {
        spec: plain,
        collection: sqliteCollection<Document>(plain, () => this.#open(), this.#turns),
        feeds,
      };
    });
    return collection as unknown as Collection<T>;
  }

  async commit(writes: readonly Write[]): Promise<void> {
    this.#open();
    for (const { collection } of writes) this.#declarations.of(collection);
    if (writes.length > 0) await this.#commits.add(writes.map(prepared));
  }

  changes<T extends Document>({ name }: Collection<T>): Promise<Changefeed<T>> {
    return promised(() => {
      this.#open();
      return this.#declarations.of(name).feeds.open<T>();
    });
  }

  ping(): Promise<void> {
    return promised(() => void this.#open().row('SELECT 1'));
  }

  close(): Promise<void> {
    return promised(() => {
      this.#close();
    });
  }

  #close(): void {
    const database = this.#database;
    if (database === undefined) return;
    this.#commits.flush();
    this.#database = undefined;
    for (const hub of this.#hubs) hub.end();
    database.close();
  }
}

/**
 * Opens the store in a SQLite file, which this process then owns until the store is closed or the process ends.
 *
 * @throws {StoreLocked} when another process uses the file.
 * @throws {StoreUnavailable} when the file cannot be opened.
 */
export const openSqliteStore = ({ file }: { readonly file: string }): Promise<DocumentStore> =>
  promised(() => new SqliteStore(new SqliteDatabase(file)));
