import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient, type Db } from 'mongodb';
import {
  openDocumentStore,
  type Collection,
  type CollectionSpec,
  type Document,
  type DocumentStore,
  type Query,
} from '../index.ts';
import { findArguments } from '../mongo/collection.ts';
import { prepare } from '../mongo/prepare.ts';
import type { Stored } from '../mongo/stored.ts';
import { plainSpec, type PlainSpec } from '../spec.ts';
import { SqliteDatabase } from '../sqlite/database.ts';
import { findSql } from '../sqlite/find-sql.ts';
import { makeTables } from '../sqlite/tables.ts';
import { describeWithMongo, type TestHooks } from './mongo.ts';

/** A page that a service requested from its store. */
export interface AskedPage {
  readonly spec: PlainSpec;
  readonly query: Query<Document>;
}

/** A store that records the requested pages. */
export interface AskedStore extends DocumentStore {
  readonly asked: readonly AskedPage[];
}

export function createAskedStore(store: DocumentStore): AskedStore {
  const asked: AskedPage[] = [];
  return {
    asked,
    exclusive: store.exclusive,
    collection: <T extends Document>(spec: CollectionSpec<T>): Collection<T> => {
      const collection = store.collection(spec);
      return {
        ...collection,
        find: (query) => {
          asked.push({ spec: plainSpec(spec), query: query as Query<Document> });
          return collection.find(query);
        },
      };
    },
    commit: (writes) => store.commit(writes),
    changes: (collection) => store.changes(collection),
    ping: () => store.ping(),
    close: () => store.close(),
  };
}

/**
 * Work that an index would save and that grows with the collection, by the database's query plan: `SCAN` of all
 * documents, `SORT` of all that match.
 */
export type UnindexedWork = 'SCAN' | 'SORT';

interface PlanLine {
  readonly parent: number;
  readonly detail: string;
}

/** The unindexed work for finding a page in SQLite. */
export async function sqliteUnindexedWork({ spec, query }: AskedPage): Promise<readonly UnindexedWork[]> {
  const folder = await mkdtemp(join(tmpdir(), 'counterstep-plan-'));
  // The database cannot be closed, because the driver keeps an explained statement open; it is garbage-collected after
  // this function.
  const database = new SqliteDatabase(join(folder, 'plan.sqlite'));
  try {
    makeTables(database, spec);
    const { sql, values } = findSql(spec, query);
    const plan = database.rows(`EXPLAIN QUERY PLAN ${sql}`, values) as readonly PlanLine[];
    const ofParts = plan.some(({ detail }) => detail === 'UNION ALL');
    // Sorting several parts of one page each takes no longer as the collection grows.
    return plan
      .filter(({ parent }) => !ofParts || parent !== 0)
      .flatMap(({ detail }) => unindexedWorkOf(detail));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** A new embedded store for a service, with the unindexed work of its requested pages. */
export interface AskedKit {
  readonly store: AskedStore;
  /** The unindexed work of all requested pages. */
  unindexedWork(): Promise<readonly UnindexedWork[]>;
  remove(): Promise<void>;
}

export async function createAskedKit(service: string): Promise<AskedKit> {
  const dataDir = await mkdtemp(join(tmpdir(), 'counterstep-asked-'));
  const store = createAskedStore(await openDocumentStore({ service, mongoDb: 'unused', dataDir }));
  return {
    store,
    unindexedWork: async () => (await Promise.all(store.asked.map(sqliteUnindexedWork))).flat(),
    remove: async () => {
      await store.close();
      await rm(dataDir, { recursive: true });
    },
  };
}

/** The unindexed work that a line of the plan means: only reading a whole table or sorting its rows. */
function unindexedWorkOf(detail: string): readonly UnindexedWork[] {
  if (/^SCAN c_\w+$/.test(detail)) return ['SCAN'];
  return detail.startsWith('USE TEMP B-TREE FOR') ? ['SORT'] : [];
}

/** Describes tests that request a service's pages and check the unindexed work of each. */
export type DescribePages = (
  store: () => DocumentStore,
  unindexedWorkOf: (page: AskedPage) => Promise<readonly UnindexedWork[]>,
) => void;

/** Describes tests of a service's pages on SQLite. */
export function describeSqlitePages(hooks: TestHooks, service: string, pages: DescribePages): void {
  hooks.describe(`SQLite: pages of ${service}`, () => {
    let kit: AskedKit;
    hooks.beforeAll(async () => {
      kit = await createAskedKit(service);
    });
    hooks.afterAll(() => kit.remove());
    pages(() => kit.store, sqliteUnindexedWork);
  });
}

/** Describes tests of a service's pages on MongoDB. */
export async function describeMongoPages(
  hooks: TestHooks,
  service: string,
  pages: DescribePages,
): Promise<void> {
  await describeWithMongo(hooks, `MongoDB: pages of ${service}`, (mongo) => {
    let client: MongoClient;
    let store: DocumentStore;
    hooks.beforeAll(async () => {
      const { uri: mongoUri } = mongo();
      client = await new MongoClient(mongoUri).connect();
      store = await openDocumentStore({ service, mongoUri, mongoDb: 'pages', dataDir: 'unused' });
    });
    hooks.afterAll(async () => {
      await store.close();
      await client.db(`pages_${service}`).dropDatabase();
      await client.close();
    });
    pages(
      () => store,
      (page) => mongoUnindexedWork(client.db(`pages_${service}`), page),
    );
  });
}

/** The unindexed work for finding a page in MongoDB. */
async function mongoUnindexedWork(db: Db, { spec, query }: AskedPage): Promise<readonly UnindexedWork[]> {
  await prepare(db, spec);
  const [filter, options] = findArguments(spec, query);
  const { queryPlanner } = await db
    .collection<Stored>(spec.name)
    .find(filter, options)
    .explain('queryPlanner');
  const plan = JSON.stringify((queryPlanner as { readonly winningPlan: object }).winningPlan);
  const names = { COLLSCAN: 'SCAN', SORT: 'SORT' } as const;
  return Object.entries(names).flatMap(([stage, work]) =>
    plan.includes(`"stage":"${stage}"`) ? [work] : [],
  );
}
