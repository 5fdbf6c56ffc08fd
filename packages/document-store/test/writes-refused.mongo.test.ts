import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openDocumentStore } from '@counterstep/document-store';
import { describeWithReplicaSet } from '@counterstep/document-store/testing';
import { MongoClient } from 'mongodb';
import { setTimeout as delay } from 'node:timers/promises';

const fixture = { describe, beforeAll, afterAll };
describeWithReplicaSet(fixture, 'a MongoDB that takes no writes', (set) => {
  it('is read, is not ready, and is ready again as soon as it takes writes', async () => {
    const { uri } = set();
    const client = await MongoClient.connect(uri);
    const block = (on: boolean) => client.db('admin').command({ setUserWriteBlockMode: 1, global: on });
    const config = { service: 'things', mongoUri: uri, mongoDb: 'refused', dataDir: 'unused' };
    const store = await openDocumentStore(config);
    const things = store.collection<{ id: string; version: number }>({ name: 'things' });
    const names = async () =>
      (await client.db('refused_things').listCollections().toArray()).map(({ name }) => name);
    try {
      await store.commit([things.insert({ id: '1' })]);
      await store.ping();
      expect(await names()).toEqual(['things']);
      await block(true);
      await expect(store.commit([things.insert({ id: '2' })])).rejects.toMatchObject({
        code: 'STORE_UNAVAILABLE',
        message: expect.stringContaining('takes no writes'),
      });
      await expect(store.ping()).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
      await expect(things.get('1')).resolves.toMatchObject({ id: '1' });
      await block(false);
      const isReady = () =>
        store.ping().then(
          () => true,
          () => false,
        );
      while (!(await isReady())) await delay(50);
      await store.commit([things.insert({ id: '2' })]);
    } finally {
      await store.close();
      await client.close();
    }
  });
});
