import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import Database from 'libsql';
import { keepPrivate, makePrivateFile, makePrivateFolder } from '@counterstep/primitives';
import { StoreFull, StoreLocked, StoreUnavailable } from '../errors.ts';
import { codeOf, isFull } from './failures.ts';
import type { Bound } from './sql.ts';

/** The most prepared statements kept for reuse; the least recently prepared ones are dropped first. */
const MAX_STATEMENTS = 300;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function isAccessible(path: string): boolean {
  try {
    accessSync(path, constants.R_OK | constants.W_OK);
    return true;
  } catch {
    return !existsSync(path);
  }
}

function reasonOf(file: string, error: unknown): string {
  if (codeOf(error) === 'SQLITE_NOTADB') return 'it is not a database';
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory()) return 'it is a folder';
  if (![dirname(file), file].every(isAccessible)) return 'it may not be read and written by this user';
  return messageOf(error);
}

function openingError(file: string, error: unknown): Error {
  if (codeOf(error)?.startsWith('SQLITE_BUSY')) return new StoreLocked(file);
  if (isFull(error))
    return new StoreFull(`Cannot open the database file ${file}: its disk is full.`, { cause: error });
  return new StoreUnavailable(`Cannot open the database file ${file}: ${reasonOf(file, error)}.`, {
    cause: error,
  });
}

function makeFolder(folder: string): void {
  try {
    makePrivateFolder(folder);
  } catch (error) {
    if (isFull(error))
      throw new StoreFull(`Cannot create the data folder ${folder}: its disk is full.`, { cause: error });
    const reason = codeOf(error) === 'EACCES' ? 'permission denied' : messageOf(error);
    throw new StoreUnavailable(`Cannot create the data folder ${folder}: ${reason}.`, { cause: error });
  }
}

function readable<Result>(read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    throw new StoreUnavailable(`The database file cannot be read: ${messageOf(error)}.`, { cause: error });
  }
}

/** A connection that owns its file: the kernel's file lock keeps other processes out, and ends with this process. */
export class SqliteDatabase {
  readonly #database: Database.Database;
  readonly #statements = new Map<string, Database.Statement>();

  /**
   * Opens the file; creates it and its folder if they are missing, accessible to the owner only.
   *
   * @throws {StoreLocked} if another process has the file open.
   * @throws {StoreFull} if its disk has no space.
   * @throws {StoreUnavailable} if the file cannot be read and written, or is no database.
   */
  constructor(path: string) {
    const file = resolve(path);
    makeFolder(dirname(file));
    try {
      // SQLite gives its other files the mode of the database, but keeps the mode of files that an earlier process
      // made.
      makePrivateFile(file);
      for (const suffix of ['-wal', '-shm', '-journal']) keepPrivate(`${file}${suffix}`);
      this.#database = new Database(file, { timeout: 0 });
      this.#database.exec('PRAGMA locking_mode = EXCLUSIVE');
      this.#database.prepare('PRAGMA journal_mode = WAL').get([]);
      this.#database.exec('PRAGMA synchronous = FULL');
      // Replaced or deleted data may be secret, and SQLite would otherwise leave it in the file until the space is
      // reused.
      this.#database.exec('PRAGMA secure_delete = ON');
      this.#database.exec('BEGIN IMMEDIATE; COMMIT');
    } catch (error) {
      throw openingError(file, error);
    }
  }

  #prepared(sql: string): Database.Statement {
    const known = this.#statements.get(sql);
    if (known) return known;
    const [oldest] = this.#statements.keys();
    if (oldest !== undefined && this.#statements.size >= MAX_STATEMENTS) this.#statements.delete(oldest);
    const statement = this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  get inTransaction(): boolean {
    return this.#database.inTransaction;
  }

  /** Runs statements that have no parameters. */
  execute(sql: string): void {
    this.#database.exec(sql);
  }

  /** Runs a statement; returns how many rows it wrote. */
  run(sql: string, values: readonly Bound[] = []): number {
    return this.#prepared(sql).run(values).changes;
  }

  row(sql: string, values: readonly Bound[] = []): unknown {
    return readable(() => this.#prepared(sql).get(values));
  }

  rows(sql: string, values: readonly Bound[] = []): unknown[] {
    return readable(() => this.#prepared(sql).all(values));
  }

  /** Performs the work in one durable transaction; if the work throws, rolls back and rethrows. */
  transaction<Result>(work: () => Result): Result {
    this.run('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.run('COMMIT');
      return result;
    } catch (error) {
      if (this.#database.inTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  close(): void {
    this.#statements.clear();
    try {
      // The driver keeps the file open until its statements are garbage-collected, so the lock is released explicitly.
      this.row('PRAGMA journal_mode = DELETE');
      this.row('PRAGMA locking_mode = NORMAL');
      this.row('SELECT count(*) FROM sqlite_schema');
    } catch (error) {
      // Data that finds no space in the file stays in its log, which the next start reads.
      if (!isFull(error instanceof Error ? error.cause : undefined)) throw error;
    } finally {
      this.#statements.clear();
      this.#database.close();
    }
  }
}
