import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type Collection,
  type Document,
  type DocumentStore,
  openDocumentStore,
  StoreBusy,
  type Write,
} from '@counterstep/document-store';
import { describeWithMongo, dropDatabases } from '@counterstep/document-store/testing';
import { MongoClient } from 'mongodb';
import { newId as uuid } from '@counterstep/primitives';

interface Entry extends Document {
  readonly count?: number;
}

const holder = fileURLToPath(new URL('fixtures/holder.mjs', import.meta.url));

/** Less than the minute for which the server keeps a dead process's locks, in ms. */
const SOON_MS = 45_000;

await describeWithMongo({ describe, beforeAll, afterAll }, 'Neighbours on MongoDB', (mongo) => {
  const mongoDb = `neighbours_${uuid().slice(-8)}`;
  let store: DocumentStore;
  let entries: Collection<Entry>;

  beforeAll(async () => {
    store = await openDocumentStore({ service: 'shared', mongoUri: mongo().uri, mongoDb, dataDir: 'unused' });
    entries = store.collection<Entry>({ name: 'entries' });
  }, 60_000);

  afterAll(async () => {
    await store.close();
    await dropDatabases(mongo().uri, mongoDb);
  }, 60_000);

  /** Repeats a commit while it is busy, and calls `onBusy` each time. */
  const persist = async (writes: readonly Write[], onBusy = (): void => undefined): Promise<void> => {
    for (;;) {
      try {
        await store.commit(writes);
        return;
      } catch (error) {
        if (!(error instanceof StoreBusy)) throw error;
        onBusy();
      }
    }
  };

  const countOf = async (id: string): Promise<number | undefined> => (await entries.get(id))?.count;

  /** Has a process die between the writes of a transaction and its commit. */
  const dieHolding = async (id: string): Promise<void> => {
    const child = spawn(process.execPath, [holder, mongo().uri, mongoDb, id], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await once(child, 'exit');
  };

  it.each<[string, (id: string) => readonly Write[]]>([
    [
      'a transaction',
      (id) => [entries.insert({ id: uuid() }), entries.update(id, {}, { $inc: { count: 10 } })],
    ],
    ['a single write', (id) => [entries.update(id, {}, { $inc: { count: 10 } })]],
  ])(
    'end what a dead process holds, when %s needs it',
    async (_what, writes) => {
      const id = uuid();
      await store.commit([entries.insert({ id, count: 0 })]);
      await dieHolding(id);
      const begun = performance.now();
      await persist(writes(id));
      expect(performance.now() - begun).toBeLessThan(SOON_MS);
      expect(await countOf(id)).toBe(10);
    },
    120_000,
  );

  it('leave a transaction alone that is slow and alive, and are told in time that it is in the way', async () => {
    const id = uuid();
    await store.commit([entries.insert({ id, count: 0 })]);
    const client = new MongoClient(mongo().uri, { appName: 'counterstep' });
    const session = client.startSession();
    const documents = client.db(`${mongoDb}_shared`).collection<{ _id: string; count: number }>('entries');
    try {
      session.startTransaction();
      let [statements, told] = [0, 0];
      let waiting: Promise<void> | undefined;
      // The transaction stays active until others were busy twice, which takes far longer than an abandoned one is
      // given.
      while (told < 2) {
        await documents.updateOne({ _id: id }, { $inc: { count: 1 } }, { session });
        statements += 1;
        const writes = [entries.insert({ id: uuid() }), entries.update(id, {}, { $inc: { count: 10_000 } })];
        waiting ??= persist(writes, () => (told += 1));
      }
      await session.commitTransaction();
      await waiting;
      expect(await countOf(id)).toBe(10_000 + statements);
    } finally {
      await client.close();
    }
  }, 120_000);

  it('that crowd around one document all get their turn, and none is counted twice', async () => {
    const id = uuid();
    await store.commit([entries.insert({ id, count: 0 })]);
    const crowd = Array.from({ length: 200 }, () =>
      persist([entries.insert({ id: uuid() }), entries.update(id, {}, { $inc: { count: 1 } })]),
    );
    await Promise.all(crowd);
    expect(await countOf(id)).toBe(200);
  }, 120_000);
});
