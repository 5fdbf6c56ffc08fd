import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type DocumentStore, openDocumentStore, StoreUnavailable } from '@counterstep/document-store';
import { describeWithMongo } from '@counterstep/document-store/testing';
import { newId as uuid } from '@counterstep/primitives';
import { storeContract } from '../src/contract/contract.ts';
import type { Thing } from '../src/contract/things.ts';

await describeWithMongo({ describe, beforeAll, afterAll }, 'MongoDB', (mongo) => {
  const database = `test_${uuid().slice(-8)}`;
  const config = (service: string) => ({
    service,
    mongoUri: mongo().uri,
    mongoDb: database,
    dataDir: 'unused',
  });

  storeContract('MongoDB', () => config('contract'));

  describe('the MongoDB store', () => {
    it('shares documents, races and changes with the other stores of the database', async () => {
      const stores = await Promise.all([1, 2, 3].map(() => openDocumentStore(config('shared'))));
      const [first] = stores;
      const spec = { name: 'stock' };
      const collections = stores.map((store) => store.collection<Thing>(spec));
      await first!.commit([collections[0]!.insert({ id: 'x', amount: 30 })]);
      const feed = await first!.changes(collections[0]!);
      const outcomes = await Promise.allSettled(
        Array.from({ length: 90 }, (_, index) => {
          const [store, stock] = [stores[index % 3]!, collections[index % 3]!];
          const taken = stock.update('x', { amount: { $gte: 1 } }, { $inc: { amount: -1 } });
          return store.commit([stock.insert({ id: `order-${index}` }), taken]);
        }),
      );
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(30);
      await expect(collections[1]!.count()).resolves.toBe(31);
      await expect(collections[2]!.get('x')).resolves.toMatchObject({ amount: 0 });
      for await (const change of feed) if (change.kind === 'put' && change.document.amount === 0) break;
      expect(stores.map(({ exclusive }) => exclusive)).toEqual([false, false, false]);
      await Promise.all(stores.map((store) => store.close()));
    });

    it('shows after a refusal what refused the commit, also when another store wrote it', async () => {
      const stores = await Promise.all([1, 2, 3, 4].map(() => openDocumentStore(config('refusals'))));
      const spec = { name: 'things' };
      await stores[0]!.commit([stores[0]!.collection<Thing>(spec).insert({ id: 'a', tags: [] })]);
      const append = async (store: DocumentStore, tag: string, alone: boolean): Promise<void> => {
        const things = store.collection<Thing>(spec);
        for (let last = 0; ;) {
          const { version, ...fields } = (await things.get('a'))!;
          expect(version).toBeGreaterThan(last);
          last = version;
          const replacement = things.replace({ ...fields, tags: [...fields.tags!, tag] }, version);
          const writes = alone ? [replacement] : [things.insert({ id: tag }), replacement];
          try {
            await store.commit(writes);
            return;
          } catch (error) {
            expect(error).toMatchObject({ index: writes.length - 1, reason: 'guard' });
          }
        }
      };
      const tags = Array.from({ length: 24 }, (_, index) => `t${index}`);
      await Promise.all(tags.map((tag, index) => append(stores[index % 4]!, tag, index % 3 === 0)));
      const { tags: appended } = (await stores[0]!.collection<Thing>(spec).get('a'))!;
      expect(appended?.toSorted()).toEqual(tags.toSorted());
      await Promise.all(stores.map((store) => store.close()));
    });

    it('keeps the connections that another store of the process uses', async () => {
      const [one, other] = await Promise.all(
        ['one', 'other'].map((service) => openDocumentStore(config(service))),
      );
      await one!.close();
      await expect(other!.ping()).resolves.toBeUndefined();
      await other!.close();
    });

    it('ends the changes of a collection that is dropped, because some may have been missed', async () => {
      const { MongoClient } = await import('mongodb');
      const store = await openDocumentStore(config('dropped'));
      const things = store.collection<Thing>({ name: 'things' });
      const feed = await store.changes(things);
      const client = new MongoClient(mongo().uri);
      await client.db(`${database}_dropped`).dropCollection('things');
      await client.close();
      await expect(feed.next()).rejects.toThrow(StoreUnavailable);
      await store.close();
    });
  });
});

describe('a MongoDB that cannot be reached', () => {
  const open = (mongoUri: string) =>
    openDocumentStore({ service: 'x', mongoUri, mongoDb: 'test', dataDir: 'unused' });

  it('makes opening fail with one sentence', async () => {
    const uri = 'mongodb://127.0.0.1:9/?replicaSet=rs0&serverSelectionTimeoutMS=300';
    await expect(open(uri)).rejects.toThrow(StoreUnavailable);
    await expect(open(uri)).rejects.toThrow(/^The database of MONGO_URI cannot be reached: .*127\.0\.0\.1:9/);
  });

  it('makes opening fail when the URI is malformed', async () => {
    await expect(open('mongodb//nowhere')).rejects.toThrow(/^MONGO_URI cannot be used: /);
  });
});
