import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe } from '@jest/globals';
import { openDocumentStore, type Document } from '@counterstep/document-store';
import { describeWithMongo } from '@counterstep/document-store/testing';
import { describeOldCustomers, readOldStore } from './old-stores.ts';

await describeWithMongo({ describe, beforeAll, afterAll }, 'customers', (mongo) => {
  describeOldCustomers('a MongoDB', async () => {
    const place = { service: 'customers', dataDir: '', mongoUri: mongo().uri };
    const mongoDb = `old_${randomUUID().slice(-8)}`;
    const written = await openDocumentStore({ ...place, mongoDb });
    for (const [name, documents] of Object.entries((await readOldStore()).documents)) {
      const collection = written.collection<Document>({ name });
      for (const { version: _, ...document } of documents)
        await written.commit([collection.insert(document)]);
    }
    await written.close();
    return openDocumentStore({ ...place, mongoDb });
  });
});
