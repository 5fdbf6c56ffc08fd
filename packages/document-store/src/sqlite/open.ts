import { statfsSync } from 'node:fs';
import { StoreFull, StoreUnavailable } from '../errors.ts';
import { FeedHub } from '../feed.ts';
import type { Changefeed, Collection, CollectionSpec, Document, DocumentStore, Write } from '../port.ts';
import { Declarations, type PlainSpec } from '../spec.ts';
import { sqliteCollection } from './collection.ts';
import { SqliteDatabase } from './database.ts';
import { isFull, unwritten } from './failures.ts';
import { GroupCommit } from './group-commit.ts';
import { performWrites, prepared, readChange, type PreparedWrite, type StoredChange } from './perform.ts';
import { promised } from '../promised.ts';
import { makeTables } from './tables.ts';
import { Turns } from './turns.ts';
import { WriteHealth } from '../write-health.ts';

interface Declared {
  readonly spec: PlainSpec;
  readonly collection: Collection<Document>;
  readonly feeds: FeedHub;
}

/** The free space on the disk below which a readiness check tries a write, in bytes. */
const LOW_BYTES = 1_048_576;
const PROBE_BYTES = 65_536;

/** Writes as much as a large commit does, and rolls back. */
function probe(database: SqliteDatabase): void {
  try {
    database.transaction(() => {
      database.execute(`DROP TABLE IF EXISTS "probe";
        CREATE TABLE "probe" AS SELECT zeroblob(${PROBE_BYTES}) AS "bytes"`);
    });
    database.transaction(() => {
      database.execute('DROP TABLE "probe"');
    });
  } catch (error) {
    throw unwritten(error);
  }
}

function isLow(file: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(file);
    return bavail * bsize < LOW_BYTES;
  } catch {
    return false;
  }
}

class SqliteStore implements DocumentStore {
  readonly exclusive = true;
  readonly #declarations = new Declarations<Declared>();
  readonly #commits: GroupCommit;
  readonly #turns = new Turns();
  readonly #hubs: FeedHub[] = [];
  readonly #health: WriteHealth;
  readonly #file: string;
  #database: SqliteDatabase | undefined;

  constructor(file: string) {
    const database = new SqliteDatabase(file);
    this.#database = database;
    this.#file = file;
    this.#health = new WriteHealth({
      probe: () =>
        promised(() => {
          probe(this.#open());
        }),
      doubtful: () => isLow(file),
    });
    const perform = (writes: readonly PreparedWrite[]): readonly StoredChange[] =>
      performWrites(database, (name) => this.#declarations.of(name).spec, writes);
    const publish = (changes: readonly StoredChange[]): void => {
      for (const change of changes)
        this.#declarations.of(change.collection).feeds.publish(() => readChange(change));
    };
    this.#commits = new GroupCommit(database, perform, publish, this.#health);
  }

  #open(): SqliteDatabase {
    if (this.#database) return this.#database;
    throw new StoreUnavailable('The store is closed.');
  }

  collection<T extends Document>(spec: CollectionSpec<T>): Collection<T> {
    const { collection } = this.#declarations.declare(spec, (plain) => {
      this.#makeTables(plain);
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

  #makeTables(spec: PlainSpec): void {
    try {
      makeTables(this.#open(), spec);
    } catch (error) {
      if (!isFull(error)) throw error;
      const message = `Cannot make the tables of the database file ${this.#file}: its disk is full.`;
      throw new StoreFull(message, { cause: error });
    }
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

  async ping(): Promise<void> {
    this.#open().row('SELECT 1');
    await this.#health.check();
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
 * Opens the store in a SQLite file, which this process owns until it closes the store or ends.
 *
 * @throws {StoreLocked} if another process uses the file.
 * @throws {StoreFull} if its disk has no space.
 * @throws {StoreUnavailable} if the file cannot be opened.
 */
export const openSqliteStore = ({ file }: { readonly file: string }): Promise<DocumentStore> =>
  promised(() => new SqliteStore(file));
