import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe } from '@jest/globals';
import { openDocumentStore, type Document, type DocumentStore } from '@counterstep/document-store';
import { describeWithMongo } from '@counterstep/document-store/testing';
import { describeOldSagas, readOldStores } from './old-stores.ts';

await describeWithMongo(
  { describe, beforeAll, afterAll },
  'a MongoDB store that commit 6323fac~1 has written',
  (mongo) => {
    let opened: DocumentStore | undefined;

    afterEach(() => opened?.close());

    describeOldSagas(async () => {
      const place = { service: 'coordinator', dataDir: '', mongoUri: mongo().uri };
      const mongoDb = `old_${randomUUID().slice(-8)}`;
      const written = await openDocumentStore({ ...place, mongoDb });
      for (const [name, documents] of Object.entries(
        (await readOldStores('6323fac'))['coordinator']!.documents,
      )) {
        const collection = written.collection<Document>({ name });
        for (const { version: _, ...document } of documents)
          await written.commit([collection.insert(document)]);
      }
      await written.close();
      return (opened = await openDocumentStore({ ...place, mongoDb }));
    });
  },
);
