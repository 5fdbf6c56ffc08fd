import { afterAll, beforeAll, describe } from '@jest/globals';
import { openDocumentStore, type DocumentStore } from '@counterstep/platform/storage';
import { describeWithMongo, mongoToilOf, type MongoToil } from '@counterstep/platform/testing';
import { pagesOfSagas } from './saga-pages.ts';

await describeWithMongo({ describe, beforeAll, afterAll }, 'MongoDB: of any number of sagas', (mongo) => {
  const database = 'pages_coordinator';
  let store: DocumentStore;
  let toil: MongoToil;

  beforeAll(async () => {
    const mongoUri = mongo().uri;
    store = await openDocumentStore({
      service: 'coordinator',
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

  pagesOfSagas(
    () => store,
    (page) => toil.of(page),
  );
});
