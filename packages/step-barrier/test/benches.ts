import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import type { Bench, Effect } from '@counterstep/step-barrier/contract';
import { documentBarrierStore, type DocumentWrites } from '@counterstep/step-barrier/document-store';
import {
  barrierTable,
  sqlBarrierStore,
  type SqlDatabase,
  type SqlRun,
  type SqlValue,
  type SqlWrites,
} from '@counterstep/step-barrier/sql';
import { openDocumentStore, type Document, type DocumentStore } from '@counterstep/document-store';

const folder = () => mkdtemp(join(tmpdir(), 'counterstep-barrier-'));

/** Opens a new document store. */
export async function openDocuments(): Promise<{
  readonly store: DocumentStore;
  readonly close: () => Promise<void>;
}> {
  const dataDir = await folder();
  const store = await openDocumentStore({ service: 'bench', mongoDb: 'unused', dataDir });
  return {
    store,
    close: async () => {
      await store.close();
      await rm(dataDir, { recursive: true });
    },
  };
}

/** Opens a bench on a document store. */
export async function openDocumentBench(): Promise<Bench<DocumentWrites>> {
  const { store, close } = await openDocuments();
  const effects = store.collection<Effect & Document>({ name: 'effects' });
  return {
    store: documentBarrierStore(store),
    none: [],
    begin: (id) => store.commit([effects.insert({ id, done: 0, undone: 0 })]),
    count: (key, what) => [effects.update(key, {}, { $inc: { [what]: 1 } })],
    effect: async (key) => (await effects.get(key))!,
    close,
  };
}

/** A libsql connection that runs transactions one after the other. */
function connected(database: Database.Database): SqlDatabase {
  const run: SqlRun = (statement, parameters) => {
    const prepared = database.prepare(statement);
    const given = parameters as SqlValue[];
    return Promise.resolve(
      prepared.reader
        ? { rows: prepared.all(given) as Record<string, unknown>[], changes: 0 }
        : { rows: [], changes: prepared.run(given).changes },
    );
  };
  let last: Promise<unknown> = Promise.resolve();
  const transact = async <Result>(work: (run: SqlRun) => Promise<Result>): Promise<Result> => {
    database.exec('BEGIN IMMEDIATE');
    try {
      const result = await work(run);
      database.exec('COMMIT');
      return result;
    } catch (error) {
      database.exec('ROLLBACK');
      throw error;
    }
  };
  return {
    transaction: (work) => {
      const turn = last.then(() => transact(work));
      last = turn.catch(() => undefined);
      return turn;
    },
    isContention: (error) => (error as { readonly code?: string }).code === 'SQLITE_BUSY',
  };
}

/** Opens a bench on SQLite with plain SQL. */
export async function openSqlBench(changes: Partial<SqlDatabase> = {}): Promise<Bench<SqlWrites>> {
  const path = await folder();
  const file = new Database(join(path, 'bench.db'));
  for (const statement of barrierTable) file.exec(statement);
  file.exec('CREATE TABLE effects (id TEXT PRIMARY KEY, done INTEGER NOT NULL, undone INTEGER NOT NULL)');
  const database = { ...connected(file), ...changes };
  const alone = (statement: string, ...parameters: readonly SqlValue[]) =>
    database.transaction((run) => run(statement, parameters));
  return {
    store: sqlBarrierStore(database),
    none: () => Promise.resolve(),
    begin: async (id) => {
      await alone('INSERT INTO effects (id, done, undone) VALUES (?, 0, 0)', id);
    },
    count: (key, what) => async (run) => {
      await run(`UPDATE effects SET ${what} = ${what} + 1 WHERE id = ?`, [key]);
    },
    effect: async (key) =>
      (await alone('SELECT done, undone FROM effects WHERE id = ?', key)).rows[0] as unknown as Effect,
    close: async () => {
      file.close();
      await rm(path, { recursive: true });
    },
  };
}
