import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { describeWithMongo, dropDatabases } from '@counterstep/document-store/testing';
import { expectOldStoresServed, fillOldDatabases } from '../support/old-stores.ts';
import { startSystem } from '../support/system.ts';

await describeWithMongo({ describe, beforeAll, afterAll }, 'Databases of an earlier commit', (mongo) => {
  const database = `old_${randomUUID().slice(0, 8)}`;

  afterAll(() => dropDatabases(mongo().uri, database), 60_000);

  it('are served: what is in stock is told, and the audit misses only the books of others', async () => {
    await fillOldDatabases(mongo().uri, database);
    const env = { MONGO_URI: mongo().uri, MONGO_DB: database };
    const system = await startSystem({ ...env, AUDIT_SETTLE_MS: '100', ATTEMPT_TIMEOUT_MS: '3000' });
    try {
      await expectOldStoresServed(system.url);
      expect(await system.stop()).toBe(0);
    } finally {
      await system.remove();
    }
  }, 120_000);
});
