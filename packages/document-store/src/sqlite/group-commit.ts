import { WriteRejected } from '../errors.ts';
import type { WriteHealth } from '../write-health.ts';
import { CommitPace } from './commit-pace.ts';
import type { SqliteDatabase } from './database.ts';
import { unwritten } from './failures.ts';
import type { PreparedWrite, StoredChange } from './perform.ts';

/** The most commits that share a transaction, so that the event loop is not blocked too long. */
const MAX_COMMITS = 256;

interface Waiting {
  readonly writes: readonly PreparedWrite[];
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

interface Outcome {
  readonly waiting: Waiting;
  readonly changes: readonly StoredChange[];
  readonly error?: unknown;
}

/** One pace for the process, because its databases share the event loop. */
const pace = new CommitPace();

/** Whether the error is the commit's own, and says nothing about the database. */
const isRefusal = (error: unknown): boolean => error instanceof WriteRejected || error instanceof TypeError;

const failed = (error: unknown): unknown => (isRefusal(error) ? error : unwritten(error));

/** Collects the commits of one turn of the event loop, or of several under load, and makes them durable together. */
export class GroupCommit {
  readonly #database: SqliteDatabase;
  readonly #perform: (writes: readonly PreparedWrite[]) => readonly StoredChange[];
  readonly #publish: (changes: readonly StoredChange[]) => void;
  readonly #health: WriteHealth;
  #queue: Waiting[] = [];

  constructor(
    database: SqliteDatabase,
    perform: (writes: readonly PreparedWrite[]) => readonly StoredChange[],
    publish: (changes: readonly StoredChange[]) => void,
    health: WriteHealth,
  ) {
    this.#database = database;
    this.#perform = perform;
    this.#publish = publish;
    this.#health = health;
  }

  /** Adds a commit; resolves once its writes are on disk. */
  add(writes: readonly PreparedWrite[]): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ writes, resolve, reject });
      this.#schedule();
    });
  }

  /** Makes all collected commits at once. */
  flush(): void {
    while (this.#queue.length > 0) this.#commitGroup(this.#queue.splice(0, MAX_COMMITS));
  }

  #schedule(): void {
    pace.soon(this.#commitWaiting);
  }

  readonly #commitWaiting = (): void => {
    const group = this.#queue.splice(0, MAX_COMMITS);
    if (this.#queue.length > 0) this.#schedule();
    if (group.length > 0) this.#commitGroup(group);
  };

  #commitGroup(group: readonly Waiting[]): void {
    let outcomes: readonly Outcome[];
    try {
      outcomes = this.#database.transaction(() => group.map((waiting) => this.#attempt(waiting)));
    } catch (error) {
      this.#tell(error);
      for (const { reject } of group) reject(failed(error));
      return;
    }
    for (const { error } of outcomes) this.#tell(error);
    for (const { changes } of outcomes) this.#publish(changes);
    for (const { waiting, error } of outcomes) {
      if (error === undefined) waiting.resolve();
      else waiting.reject(failed(error));
    }
  }

  #tell(error: unknown): void {
    if (error === undefined) this.#health.succeeded();
    // A refused commit says nothing about the disk.
    else if (!isRefusal(error)) this.#health.failed(unwritten(error));
  }

  #attempt(waiting: Waiting): Outcome {
    // A refused write leaves nothing behind, but the writes before it in its commit have to be undone.
    const several = waiting.writes.length > 1;
    if (several) this.#database.run('SAVEPOINT one');
    try {
      const changes = this.#perform(waiting.writes);
      if (several) this.#database.run('RELEASE one');
      return { waiting, changes };
    } catch (error) {
      // Some failures, such as a full disk, roll back the whole transaction and so affect every commit of the group.
      if (!this.#database.inTransaction) throw error;
      if (several) this.#database.execute('ROLLBACK TO one; RELEASE one');
      else if (!isRefusal(error)) throw error;
      return { waiting, changes: [], error };
    }
  }
}
