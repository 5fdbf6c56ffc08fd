import { conditionsOf } from '../conditions.ts';
import { pageOf } from '../page.ts';
import type { Collection, Document, Page, Query, Where } from '../port.ts';
import { checkLimit, type PlainSpec } from '../spec.ts';
import { writesOf } from '../writes.ts';
import type { SqliteDatabase } from './database.ts';
import { readDocument, type StoredDocument } from './perform.ts';
import { findSql } from './find-sql.ts';
import { type Bound, conditionsSql, documentTable } from './sql.ts';
import type { Turns } from './turns.ts';

/** Reads a collection from its table; `database` throws once the store is closed. */
export function sqliteCollection<T extends Document>(
  spec: PlainSpec,
  database: () => SqliteDatabase,
  turns: Turns,
): Collection<T> {
  const stored = `SELECT "id", "version", "doc" FROM ${documentTable(spec)}`;
  const read = (sql: string, values: readonly Bound[]): T[] =>
    (database().rows(`${stored} ${sql}`, values) as StoredDocument[]).map((row) => readDocument(row) as T);

  const find = (query: Query<T>): Page<T> => {
    checkLimit(query.limit);
    const { sql, values } = findSql(spec, query as Query<Document>);
    const found = database().rows(sql, values) as StoredDocument[];
    return pageOf(
      spec.name,
      query as Query<Document>,
      found.map((row) => readDocument(row) as T),
    );
  };

  const getMany = (ids: readonly string[]): ReadonlyMap<string, T> => {
    const found = read('WHERE "id" IN (SELECT "value" FROM json_each(?))', [JSON.stringify(ids)]);
    return new Map(found.map((document) => [document.id, document]));
  };

  const count = (where: Where<T>): number => {
    const { sql, values } = conditionsSql(spec, conditionsOf(where));
    const query = `SELECT count(*) AS "count" FROM ${documentTable(spec)} WHERE ${sql}`;
    return (database().row(query, values) as { readonly count: number }).count;
  };

  return {
    name: spec.name,
    ...writesOf<T>(spec.name),
    get: (id) => turns.run(() => read('WHERE "id" = ?', [id])[0]),
    getMany: (ids) => turns.run(() => getMany(ids)),
    find: (query) => turns.run(() => find(query)),
    count: (where = {}) => turns.run(() => count(where)),
  };
}
