import type { PlainSpec } from '../spec.ts';
import { wordsOfFields } from '../words.ts';
import type { SqliteDatabase } from './database.ts';
import { columnOf, documentTable, expressionOf, extraction, wordTable } from './sql.ts';

interface Stored {
  readonly id: string;
  readonly doc: string;
}

interface Index {
  readonly name: string;
  readonly sql: string;
}

function indexOf(spec: PlainSpec, paths: readonly string[], kind: 'INDEX' | 'UNIQUE INDEX'): Index {
  const [prefix, last] = kind === 'INDEX' ? ['index', ['"id"']] : ['unique', []];
  const name = `${prefix}_${spec.name}:${paths.join()}`;
  const columns = [...paths.map((path) => expressionOf(spec, path)), ...last];
  return {
    name,
    sql: `CREATE ${kind} IF NOT EXISTS "${name}" ON ${documentTable(spec)} (${columns.join(', ')})`,
  };
}

/** Adds the columns that a table lacks, with what its documents have in them. */
function addColumns(database: SqliteDatabase, spec: PlainSpec): void {
  const known = database.rows('SELECT "name" FROM pragma_table_info(?)', [`c_${spec.name}`]) as {
    readonly name: string;
  }[];
  const names = new Set(known.map(({ name }) => `"${name}"`));
  const missing = spec.indexed.filter((path) => !names.has(columnOf(path)));
  for (const path of missing)
    database.execute(`ALTER TABLE ${documentTable(spec)} ADD COLUMN ${columnOf(path)}`);
  const values = missing.map((path) => `${columnOf(path)} = ${extraction(path)}`);
  if (values.length > 0) database.run(`UPDATE ${documentTable(spec)} SET ${values.join(', ')}`);
}

/** Makes the indexes that are declared, and drops those that are no longer. */
function makeIndexes(database: SqliteDatabase, spec: PlainSpec): void {
  const indexes = [
    ...spec.indexes.map((paths) => indexOf(spec, paths, 'INDEX')),
    ...spec.unique.map((paths) => indexOf(spec, paths, 'UNIQUE INDEX')),
  ];
  const names = new Set(indexes.map(({ name }) => name));
  const known = `SELECT "name" FROM sqlite_schema WHERE "type" = 'index' AND "tbl_name" = ? AND "sql" IS NOT NULL`;
  for (const { name } of database.rows(known, [`c_${spec.name}`]) as { readonly name: string }[])
    if (!names.has(name)) database.execute(`DROP INDEX "${name}"`);
  for (const { sql } of indexes) database.execute(sql);
}

/** Replaces the words that a document is found by. */
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

/** Makes the table and the indexes of a collection, and searches old documents' text fields too. */
export function makeTables(database: SqliteDatabase, spec: PlainSpec): void {
  database.transaction(() => {
    database.execute(`CREATE TABLE IF NOT EXISTS "collections" ("name" TEXT PRIMARY KEY, "text" TEXT NOT NULL);
      CREATE TABLE IF NOT EXISTS ${documentTable(spec)}
        (${['"id" TEXT PRIMARY KEY', '"version" INTEGER NOT NULL', ...spec.indexed.map(columnOf), '"doc" TEXT NOT NULL'].join(', ')});
      CREATE TABLE IF NOT EXISTS ${wordTable(spec)}
        ("word" TEXT, "id" TEXT, PRIMARY KEY ("word", "id")) WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS "wi_${spec.name}" ON ${wordTable(spec)} ("id")`);
    addColumns(database, spec);
    makeIndexes(database, spec);
    const text = spec.text.join();
    const known = database.row('SELECT "text" FROM "collections" WHERE "name" = ?', [spec.name]);
    if ((known as { readonly text: string } | undefined)?.text === text) return;
    indexAllWords(database, spec);
    database.run('INSERT OR REPLACE INTO "collections" ("name", "text") VALUES (?, ?)', [spec.name, text]);
  });
}
