import { randomUUID } from 'node:crypto';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { describeWithReplicaSet } from '@counterstep/platform/testing';
import { logIn, type Client } from '../support/client.ts';
import { mugs, orderOf, placeOrder, progressOf } from '../support/orders.ts';
import { startSystem, type System } from '../support/system.ts';

const holder = fileURLToPath(new URL('fixtures/holder.mjs', import.meta.url));

describeWithReplicaSet({ describe, beforeAll, afterAll }, 'A bad day on MongoDB', (replicaSet) => {
  const database = `e2e_${randomUUID().slice(0, 8)}`;
  let system: System;
  let ada: Client;

  beforeAll(async () => {
    system = await startSystem({ MONGO_URI: replicaSet().uri, MONGO_DB: database });
    ada = await logIn(system.url, 'ada');
  }, 120_000);

  afterAll(async () => {
    await ada.close();
    await system.remove();
  }, 60_000);

  it('confirms an order of goods that a dead process has locked', async () => {
    const child = spawn(process.execPath, [holder, replicaSet().uri, database, 'MUG-GREEN'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    expect(String(await once(child.stdout, 'data'))).toMatch(/holding [1-9]/);
    child.kill('SIGKILL');
    const order = mugs({ lines: [{ sku: 'MUG-GREEN', quantity: 1 }], waitFor: 'ACCEPTED' });
    const { orderId } = await placeOrder(ada, order);
    await progressOf(ada, orderId!);
    expect(await orderOf(ada, orderId!)).toMatchObject({ status: 'CONFIRMED' });
  }, 60_000);

  it('stops in time with exit code 0 while the database is frozen', async () => {
    for (const member of replicaSet().members) member.freeze();
    try {
      // Somebody is waiting for an answer that cannot come.
      void placeOrder(ada, mugs()).catch(() => undefined);
      const begun = performance.now();
      expect(await system.stop()).toBe(0);
      expect(performance.now() - begun).toBeLessThan(10_000);
    } finally {
      for (const member of replicaSet().members) member.thaw();
    }
  }, 60_000);
});
