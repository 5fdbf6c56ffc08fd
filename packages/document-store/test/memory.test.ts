import { MemoryDatabase, openMemoryStore } from '@counterstep/document-store/memory';
import { storeContract } from '../src/contract/contract.ts';

const databases = new Map<string, MemoryDatabase>();

storeContract(
  'memory',
  () => ({ service: 'contract', mongoDb: 'unused', dataDir: 'unused' }),
  ({ service }) => {
    const database = databases.get(service) ?? new MemoryDatabase();
    databases.set(service, database);
    return Promise.resolve(openMemoryStore(database));
  },
);
