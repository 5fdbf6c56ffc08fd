import { applyChanges } from '../apply.ts';
import { conditionsOf } from '../conditions.ts';
import { WriteRejected } from '../errors.ts';
import type { Change, Document, Where, Write } from '../port.ts';
import { Refused } from '../refused.ts';
import type { PlainSpec } from '../spec.ts';
import { fieldsOf } from '../writes.ts';
import { codeOf, type SqliteDatabase } from './database.ts';
import { columnsOf, type Columns } from './columns.ts';
import { allOf, columnOf, conditionsSql, documentTable, type Bound } from './sql.ts';
import { indexWords } from './tables.ts';

/** A committed change of one document, and of which collection. */
export interface StoredChange {
  readonly collection: string;
  readonly id: string;
  /** Undefined when the document was removed. */
  readonly stored: StoredDocument | undefined;
}

/** A document as it stands in its table: `doc` holds its fields without id and version. */
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

interface NewDocument {
  readonly collection: string;
  readonly id: string;
  readonly doc: string;
  readonly columns: Columns;
}

/** A write as it is performed: what the caller does with its objects later changes nothing. */
export type PreparedWrite =
  | ({ readonly kind: 'insert' } & NewDocument)
  | ({ readonly kind: 'replace'; readonly expectedVersion: number } & NewDocument)
  | Extract<Write, { readonly kind: 'update' | 'remove' }>;

/** Makes the text of a document once, when its write comes. */
export function prepared(spec: PlainSpec, write: Write): PreparedWrite {
  if (write.kind === 'update' || write.kind === 'remove')
    return JSON.parse(JSON.stringify(write)) as PreparedWrite;
  const { document, ...rest } = write;
  return {
    ...rest,
    id: document.id,
    doc: JSON.stringify(fieldsOf(document)),
    columns: columnsOf(spec, document),
  };
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

  /** What stands in the columns of a document that has the version. */
  #columns(id: string, version: number): Columns {
    const names = ['"version"', ...this.#spec.indexed.map(columnOf)].join(', ');
    const query = `SELECT ${names} FROM ${documentTable(this.#spec)} WHERE "id" = ? AND "version" = ?`;
    const found = this.#database.row(query, [id, version]);
    if (found === undefined) throw new Refused('guard');
    return Object.values(found as Readonly<Record<string, Bound | null>>).slice(1);
  }

  #put(sql: string, values: Columns, stored: StoredDocument): StoredDocument {
    try {
      this.#database.run(sql, values);
    } catch (error) {
      throw isDuplicate(error) ? new Refused('duplicate') : error;
    }
    indexWords(this.#database, this.#spec, stored.id, stored.doc);
    return stored;
  }

  #insert(id: string, doc: string, columns: Columns): StoredDocument {
    const names = ['"id"', '"version"', ...this.#spec.indexed.map(columnOf), '"doc"'];
    const sql = `INSERT INTO ${documentTable(this.#spec)} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`;
    return this.#put(sql, [id, 1, ...columns, doc], { id, version: 1, doc });
  }

  /** Writes only the columns that change: each index of a column that is written is written too. */
  #overwrite(stored: StoredDocument, before: Columns, after: Columns): StoredDocument {
    const { id, version, doc } = stored;
    const changed = this.#spec.indexed.flatMap((path, at) =>
      before[at] === after[at] ? [] : [{ name: columnOf(path), value: after[at] ?? null }],
    );
    const names = ['"version"', '"doc"', ...changed.map(({ name }) => name)];
    const sql = `UPDATE ${documentTable(this.#spec)} SET ${names.map((name) => `${name} = ?`).join(', ')} WHERE "id" = ?`;
    return this.#put(sql, [version, doc, ...changed.map(({ value }) => value), id], stored);
  }

  perform(write: PreparedWrite): StoredDocument | undefined {
    switch (write.kind) {
      case 'insert':
        return this.#insert(write.id, write.doc, write.columns);
      case 'update': {
        const { id, version, doc } = this.#guarded(write.id, write.guard);
        const before = JSON.parse(doc) as Record<string, unknown>;
        const columns = columnsOf(this.#spec, before);
        const after = applyChanges(before, write.changes);
        const stored = { id, version: version + 1, doc: JSON.stringify(after) };
        return this.#overwrite(stored, columns, columnsOf(this.#spec, after));
      }
      case 'replace': {
        const { id, doc, expectedVersion } = write;
        const before = this.#columns(id, expectedVersion);
        return this.#overwrite({ id, version: expectedVersion + 1, doc }, before, write.columns);
      }
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
 * Performs the writes of one commit in the running transaction.
 *
 * @throws {WriteRejected} when one is refused; the caller rolls back.
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
