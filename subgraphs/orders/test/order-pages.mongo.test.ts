import { afterAll, beforeAll, describe } from '@jest/globals';
import { openDocumentStore, type DocumentStore } from '@counterstep/platform/storage';
import { describeWithMongo, mongoToilOf, type MongoToil } from '@counterstep/platform/testing';
import { pagesOfOrders } from './order-pages.ts';

await describeWithMongo({ describe, beforeAll, afterAll }, 'MongoDB: of any number of orders', (mongo) => {
  const database = 'pages_orders';
  let store: DocumentStore;
  let toil: MongoToil;

  beforeAll(async () => {
    const mongoUri = mongo().uri;
    store = await openDocumentStore({
      service: 'orders',
      mongoUri,
      mongoDb: 'pages',
      dataDir: 'unused',
    });
    toil = await mongoToilOf(mongoUri, database);
  });

  afterAll(async () => {
    await store.close();
    await toil.close();
  });

  pagesOfOrders(
    () => store,
    (page) => toil.of(page),
  );
});
