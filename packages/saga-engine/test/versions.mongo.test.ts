import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe } from '@jest/globals';
import { openDocumentStore } from '@counterstep/document-store';
import { describeWithMongo } from '@counterstep/document-store/testing';
import { versionsHold } from './support/versions.ts';

await describeWithMongo({ describe, beforeAll, afterAll }, 'on a MongoDB', (mongo) => {
  let mongoDb: string;

  beforeEach(() => {
    mongoDb = `versions_${randomUUID().slice(-8)}`;
  });

  versionsHold(() =>
    openDocumentStore({ service: 'coordinator', mongoUri: mongo().uri, mongoDb, dataDir: 'unused' }),
  );
});
