import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from '@jest/globals';
import { openDocumentStore, type DocumentStore } from '@counterstep/platform/storage';
import { sqliteToil } from '@counterstep/platform/testing';
import { pagesOfSagas } from './saga-pages.ts';

describe('SQLite: of any number of sagas', () => {
  let folder: string;
  let store: DocumentStore;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'counterstep-pages-'));
    store = await openDocumentStore({ service: 'coordinator', mongoDb: 'unused', dataDir: folder });
  });

  afterAll(async () => {
    await store.close();
    await rm(folder, { recursive: true });
  });

  pagesOfSagas(() => store, sqliteToil);
});
