import { afterEach, expect, it } from '@jest/globals';
import { expectOldStoresServed, oldDataDir } from '../support/old-stores.ts';
import { startSystem, type System } from '../support/system.ts';

let system: System;

afterEach(() => system.remove());

it('A system on database files of an earlier commit tells what is in stock, and its audit misses only the books of others', async () => {
  system = await startSystem({ AUDIT_SETTLE_MS: '100', ATTEMPT_TIMEOUT_MS: '3000' }, await oldDataDir());
  await expectOldStoresServed(system.url);
  expect(await system.stop()).toBe(0);
}, 120_000);
