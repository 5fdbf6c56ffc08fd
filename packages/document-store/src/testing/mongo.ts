import { MongoClient } from 'mongodb';
import { findContainer } from './mongo-container.ts';
import { findMongod, type MongoReplicaSet, startMongoReplicaSet } from './mongo-replica-set.ts';
import type { Source, TestMongo } from './source.ts';

export type { Source, TestMongo } from './source.ts';

const START_TIMEOUT_MS = 120_000;

/**
 * Finds a MongoDB for tests: `MONGO_URI`, else a `mongod` binary, else a container; `MONGO_MISSING` says that there is
 * none.
 */
export async function findMongo(): Promise<Source<TestMongo>> {
  const uri = process.env['MONGO_URI'];
  if (uri) return { start: () => Promise.resolve({ uri, stop: () => Promise.resolve() }) };
  const binary = findMongod();
  if (binary) return { start: () => startMongoReplicaSet(binary) };
  // An earlier search has found none; a pull that fails must not be repeated for each test file.
  const known = process.env['MONGO_MISSING'];
  if (known) return { missing: known };
  const container = await findContainer();
  if (container.missing === undefined) return container;
  const missing = `no MONGO_URI, no MONGOD_BINARY (scripts/fetch-mongod gets one), and ${container.missing}`;
  return { missing };
}

/** Drops the databases whose names start with the prefix, such as those of a system with that `MONGO_DB`. */
export async function dropDatabases(uri: string, prefix: string): Promise<void> {
  const client = new MongoClient(uri);
  try {
    const { databases } = await client.db('admin').admin().listDatabases({ nameOnly: true });
    const names = databases.map(({ name }) => name).filter((name) => name.startsWith(prefix));
    for (const name of names) await client.db(name).dropDatabase();
  } finally {
    await client.close();
  }
}

/** The functions of the test framework that the helpers below need. */
export interface TestHooks {
  readonly describe: {
    (name: string, body: () => void): void;
    skip(name: string, body: () => void): void;
  };
  readonly beforeAll: (hook: () => Promise<void>, timeoutMs?: number) => void;
  readonly afterAll: (hook: () => Promise<void>, timeoutMs?: number) => void;
}

function describeWith<Started extends { stop(): Promise<void> }>(
  { describe, beforeAll, afterAll }: TestHooks,
  name: string,
  source: Source<Started>,
  body: (started: () => Started) => void,
): void {
  let running: Started | undefined;
  const started = (): Started => {
    if (running) return running;
    throw new Error(`${name} is used before its tests run.`);
  };
  if (source.missing !== undefined) {
    // A developer's machine may skip the tests; a build that skipped them would prove nothing.
    if (process.env['REQUIRE_MONGO']) throw new Error(`${name} must not be skipped here: ${source.missing}.`);
    describe.skip(`${name} (skipped: ${source.missing})`, () => {
      body(started);
    });
    return;
  }
  describe(name, () => {
    beforeAll(async () => {
      running = await source.start();
    }, START_TIMEOUT_MS);
    body(started);
    // Such hooks run in the order of their definition, so the tests' own clean-up still has the MongoDB.
    afterAll(async () => {
      await running?.stop();
    }, START_TIMEOUT_MS);
  });
}

/** Describes tests that need a MongoDB, and runs one for them. */
export async function describeWithMongo(
  hooks: TestHooks,
  name: string,
  body: (mongo: () => TestMongo) => void,
): Promise<void> {
  describeWith(hooks, name, await findMongo(), body);
}

/** Describes tests that need their own replica set, whose members they may kill. */
export function describeWithReplicaSet(
  hooks: TestHooks,
  name: string,
  body: (replicaSet: () => MongoReplicaSet) => void,
): void {
  const binary = findMongod();
  const missing = { missing: 'no MONGOD_BINARY (scripts/fetch-mongod gets one)' };
  describeWith(hooks, name, binary ? { start: () => startMongoReplicaSet(binary) } : missing, body);
}
