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
 * Work that grows with the collection, by the database's query plan: `SCAN` of all documents, `SORT` of all that match.
 */
export type Toil = 'SCAN' | 'SORT';

interface PlanLine {
  readonly parent: number;
  readonly detail: string;
}

/** The work for finding a page in SQLite that grows with the collection. */
export async function sqliteToil({ spec, query }: AskedPage): Promise<readonly Toil[]> {
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
    return plan.filter(({ parent }) => !ofParts || parent !== 0).flatMap(({ detail }) => toilOf(detail));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** A new embedded store for a service, with the growing work of its requested pages. */
export interface AskedKit {
  readonly store: AskedStore;
  /** The growing work of all requested pages. */
  toil(): Promise<readonly Toil[]>;
  remove(): Promise<void>;
}

export async function createAskedKit(service: string): Promise<AskedKit> {
  const dataDir = await mkdtemp(join(tmpdir(), 'counterstep-asked-'));
  const store = createAskedStore(await openDocumentStore({ service, mongoDb: 'unused', dataDir }));
  return {
    store,
    toil: async () => (await Promise.all(store.asked.map(sqliteToil))).flat(),
    remove: async () => {
      await store.close();
      await rm(dataDir, { recursive: true });
    },
  };
}

/** The growing work that a line of the plan means: only reading a whole table, or sorting its rows, is. */
function toilOf(detail: string): readonly Toil[] {
  if (/^SCAN c_\w+$/.test(detail)) return ['SCAN'];
  return detail.startsWith('USE TEMP B-TREE FOR') ? ['SORT'] : [];
}

/** Describes tests that request a service's pages and check the growing work of each. */
export type DescribePages = (
  store: () => DocumentStore,
  toilOf: (page: AskedPage) => Promise<readonly Toil[]>,
) => void;

/** Describes tests of a service's pages on SQLite. */
export function describeSqlitePages(hooks: TestHooks, service: string, pages: DescribePages): void {
  hooks.describe(`SQLite: pages of ${service}`, () => {
    let kit: AskedKit;
    hooks.beforeAll(async () => {
      kit = await createAskedKit(service);
    });
    hooks.afterAll(() => kit.remove());
    pages(() => kit.store, sqliteToil);
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
      (page) => mongoToil(client.db(`pages_${service}`), page),
    );
  });
}

/** The work for finding a page in MongoDB that grows with the collection. */
async function mongoToil(db: Db, { spec, query }: AskedPage): Promise<readonly Toil[]> {
  await prepare(db, spec);
  const [filter, options] = findArguments(spec, query);
  const { queryPlanner } = await db
    .collection<Stored>(spec.name)
    .find(filter, options)
    .explain('queryPlanner');
  const plan = JSON.stringify((queryPlanner as { readonly winningPlan: object }).winningPlan);
  const names = { COLLSCAN: 'SCAN', SORT: 'SORT' } as const;
  return Object.entries(names).flatMap(([stage, toil]) =>
    plan.includes(`"stage":"${stage}"`) ? [toil] : [],
  );
}
