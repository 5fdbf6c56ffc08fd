import { applyChanges } from '../apply.ts';
import { conditionsOf } from '../conditions.ts';
import { WriteRejected } from '../errors.ts';
import type { Change, Document, Where, Write } from '../port.ts';
import { Refused } from '../refused.ts';
import type { PlainSpec } from '../spec.ts';
import { fieldsOf } from '../writes.ts';
import type { SqliteDatabase } from './database.ts';
import { codeOf } from './failures.ts';
import { allOf, conditionsSql, documentTable, type Bound } from './sql.ts';
import { indexWords } from './tables.ts';

/** A committed change of one document of a collection. */
export interface StoredChange {
  readonly collection: string;
  readonly id: string;
  /** The document after the change; undefined if it was removed. */
  readonly stored: StoredDocument | undefined;
}

/** A document in its table; `doc` has its fields as JSON, without id and version. */
export interface StoredDocument {
  readonly id: string;
  readonly version: number;
  readonly doc: string;
}

export const readDocument = ({ id, version, doc }: StoredDocument): Document => ({
  id,
  version,
  ...(JSON.parse(doc) as object),
});

export const readChange = ({ id, stored }: StoredChange): Change<Document> =>
  stored ? { kind: 'put', document: readDocument(stored) } : { kind: 'removed', id };

/** A write to perform; it is independent of the caller's objects. */
export type PreparedWrite =
  | { readonly kind: 'insert'; readonly collection: string; readonly id: string; readonly doc: string }
  | {
      readonly kind: 'replace';
      readonly collection: string;
      readonly id: string;
      readonly doc: string;
      readonly expectedVersion: number;
    }
  | Extract<Write, { readonly kind: 'update' | 'remove' }>;

/** Prepares a write for later; serializes its document once. */
export function prepared(write: Write): PreparedWrite {
  if (write.kind === 'update' || write.kind === 'remove')
    return JSON.parse(JSON.stringify(write)) as PreparedWrite;
  const { document, ...rest } = write;
  return { ...rest, id: document.id, doc: JSON.stringify(fieldsOf(document)) };
}

const isDuplicate = (error: unknown): boolean =>
  ['SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CONSTRAINT_PRIMARYKEY'].includes(codeOf(error) ?? '');

class Performance {
  readonly #database: SqliteDatabase;
  readonly #spec: PlainSpec;

  constructor(database: SqliteDatabase, spec: PlainSpec) {
    this.#database = database;
    this.#spec = spec;
  }

  #guarded(id: string, guard: Where<Document>): StoredDocument {
    const matching = conditionsSql(this.#spec, conditionsOf(guard));
    const { sql, values } = allOf([{ sql: '"id" = ?', values: [id] }, matching]);
    const query = `SELECT "id", "version", "doc" FROM ${documentTable(this.#spec)} WHERE ${sql}`;
    const found = this.#database.row(query, values) as StoredDocument | undefined;
    if (found === undefined) throw new Refused('guard');
    return found;
  }

  #put(sql: string, values: readonly Bound[], stored: StoredDocument): StoredDocument {
    let written: number;
    try {
      written = this.#database.run(sql, values);
    } catch (error) {
      throw isDuplicate(error) ? new Refused('duplicate') : error;
    }
    if (written === 0) throw new Refused('guard');
    indexWords(this.#database, this.#spec, stored.id, stored.doc);
    return stored;
  }

  #insert(id: string, doc: string): StoredDocument {
    const sql = `INSERT INTO ${documentTable(this.#spec)} ("version", "doc", "id") VALUES (1, ?, ?)`;
    return this.#put(sql, [doc, id], { id, version: 1, doc });
  }

  #replace(id: string, expected: number, doc: string): StoredDocument {
    const sql = `UPDATE ${documentTable(this.#spec)} SET "version" = ?, "doc" = ? WHERE "id" = ? AND "version" = ?`;
    return this.#put(sql, [expected + 1, doc, id, expected], { id, version: expected + 1, doc });
  }

  perform(write: PreparedWrite): StoredDocument | undefined {
    switch (write.kind) {
      case 'insert':
        return this.#insert(write.id, write.doc);
      case 'update': {
        const { id, version, doc } = this.#guarded(write.id, write.guard);
        const fields = JSON.parse(doc) as Record<string, unknown>;
        return this.#replace(id, version, JSON.stringify(applyChanges(fields, write.changes)));
      }
      case 'replace':
        return this.#replace(write.id, write.expectedVersion, write.doc);
      case 'remove': {
        const { id } = this.#guarded(write.id, write.guard);
        this.#database.run(`DELETE FROM ${documentTable(this.#spec)} WHERE "id" = ?`, [id]);
        indexWords(this.#database, this.#spec, id, undefined);
        return undefined;
      }
    }
  }
}

/**
 * Performs the writes of one commit in the current transaction.
 *
 * @throws {WriteRejected} if a write is refused; the caller must roll back.
 */
export function performWrites(
  database: SqliteDatabase,
  specOf: (collection: string) => PlainSpec,
  writes: readonly PreparedWrite[],
): readonly StoredChange[] {
  return writes.map((write, index) => {
    const performance = new Performance(database, specOf(write.collection));
    const { id } = write;
    try {
      return { collection: write.collection, id, stored: performance.perform(write) };
    } catch (error) {
      throw error instanceof Refused ? new WriteRejected(index, error.reason) : error;
    }
  });
}
