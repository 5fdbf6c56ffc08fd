import type { PlainSpec } from '../spec.ts';
import { wordsOfFields } from '../words.ts';
import type { SqliteDatabase } from './database.ts';
import { documentTable, expressionOf, wordTable } from './sql.ts';

interface Stored {
  readonly id: string;
  readonly doc: string;
}

const uniqueIndex = (spec: PlainSpec, paths: readonly string[]): string => `u_${spec.name}:${paths.join()}`;

function indexSql(spec: PlainSpec, paths: readonly string[], kind: 'INDEX' | 'UNIQUE INDEX'): string {
  const [name, last] = kind === 'INDEX' ? ['i', ['"id"']] : ['u', []];
  const columns = [...paths.map(expressionOf), ...last];
  return `CREATE ${kind} IF NOT EXISTS "${name}_${spec.name}:${paths.join()}"
    ON ${documentTable(spec)} (${columns.join(', ')})`;
}

/** Drops the indexes of keys that used to be unique, so that they do not restrict documents any more. */
function dropUndeclared(database: SqliteDatabase, spec: PlainSpec): void {
  const declared = new Set(spec.unique.map((paths) => uniqueIndex(spec, paths)));
  const prefix = uniqueIndex(spec, []);
  const known = database.rows(
    `SELECT "name" FROM "sqlite_master" WHERE "type" = 'index' AND substr("name", 1, ?) = ?`,
    [prefix.length, prefix],
  ) as { readonly name: string }[];
  for (const { name } of known) if (!declared.has(name)) database.execute(`DROP INDEX "${name}"`);
}

/** Replaces the searchable words of a document. */
export function indexWords(
  database: SqliteDatabase,
  spec: PlainSpec,
  id: string,
  doc: string | undefined,
): void {
  if (spec.text.length === 0) return;
  database.run(`DELETE FROM ${wordTable(spec)} WHERE "id" = ?`, [id]);
  if (doc === undefined) return;
  const words = new Set([...wordsOfFields(JSON.parse(doc) as object, spec.text).values()].flat());
  database.run(`INSERT INTO ${wordTable(spec)} ("word", "id") SELECT "value", ? FROM json_each(?)`, [
    id,
    JSON.stringify([...words]),
  ]);
}

function indexAllWords(database: SqliteDatabase, spec: PlainSpec): void {
  database.run(`DELETE FROM ${wordTable(spec)}`);
  let documents: Stored[];
  let last = '';
  do {
    const next = `SELECT "id", "doc" FROM ${documentTable(spec)} WHERE "id" > ? ORDER BY "id" LIMIT 500`;
    documents = database.rows(next, [last]) as Stored[];
    for (const { id, doc } of documents) indexWords(database, spec, id, doc);
    last = documents.at(-1)?.id ?? last;
  } while (documents.length > 0);
}

/** Creates the tables and indexes of a collection, and indexes the words of older documents. */
export function makeTables(database: SqliteDatabase, spec: PlainSpec): void {
  database.transaction(() => {
    database.execute(`CREATE TABLE IF NOT EXISTS "collections" ("name" TEXT PRIMARY KEY, "text" TEXT NOT NULL);
      CREATE TABLE IF NOT EXISTS ${documentTable(spec)}
        ("id" TEXT PRIMARY KEY, "version" INTEGER NOT NULL, "doc" TEXT NOT NULL);
      CREATE TABLE IF NOT EXISTS ${wordTable(spec)}
        ("word" TEXT, "id" TEXT, PRIMARY KEY ("word", "id")) WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS "wi_${spec.name}" ON ${wordTable(spec)} ("id")`);
    for (const paths of spec.indexes) database.execute(indexSql(spec, paths, 'INDEX'));
    dropUndeclared(database, spec);
    for (const paths of spec.unique) database.execute(indexSql(spec, paths, 'UNIQUE INDEX'));
    const text = spec.text.join();
    const known = database.row('SELECT "text" FROM "collections" WHERE "name" = ?', [spec.name]);
    if ((known as { readonly text: string } | undefined)?.text === text) return;
    indexAllWords(database, spec);
    database.run('INSERT OR REPLACE INTO "collections" ("name", "text") VALUES (?, ?)', [spec.name, text]);
  });
}
