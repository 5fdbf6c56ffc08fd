import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDocumentStore } from '@counterstep/document-store';
import { describeOldCustomers, readOldStore } from './old-stores.ts';

describeOldCustomers('a SQLite file', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'counterstep-old-'));
  await writeFile(join(dataDir, 'customers.sqlite'), Buffer.from((await readOldStore()).sqlite, 'base64'));
  return openDocumentStore({ service: 'customers', mongoDb: 'unused', dataDir });
});
