import { randomUUID } from 'node:crypto';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { describeWithReplicaSet } from '@counterstep/document-store/testing';
import { logIn, OperationFailed, type Client } from '../support/client.ts';
import { mugs, orderOf, placeOrder, progressOf } from '../support/orders.ts';
import { startSystem, type System } from '../support/system.ts';

/** More orders than the coordinator calls one subgraph for at once, and far more concurrent writes than one document takes. */
const CROWD = 300;
const holder = fileURLToPath(new URL('fixtures/holder.mjs', import.meta.url));

/** Places an order of one mug; where a service is not available, it asks again with the same key. */
async function placeAtLast(client: Client): Promise<string> {
  const order = mugs({
    lines: [{ sku: 'MUG-BLUE', quantity: 1 }],
    waitFor: 'ACCEPTED',
    idempotencyKey: randomUUID(),
  });
  for (;;) {
    try {
      const { orderId, errors } = await placeOrder(client, order);
      expect(errors).toEqual([]);
      return orderId!;
    } catch (error) {
      if (!(error instanceof OperationFailed)) throw error;
      const codes = error.errors.map(({ extensions }) => extensions.code);
      expect(new Set(codes)).toEqual(new Set(['SERVICE_UNAVAILABLE']));
    }
  }
}

/** Waits for the end of an order's saga; returns the status of the order, and why its saga was undone. */
async function endOf(client: Client, orderId: string): Promise<string> {
  const progress = `subscription ($id: ID!) {
    orderProgress(orderId: $id) { saga { failure { step code message } } }
  }`;
  let failure: unknown = null;
  for await (const event of client.follow<{ orderProgress: Progress }>(progress, { id: orderId }))
    failure = event.orderProgress.saga.failure;
  const query = 'query ($id: ID!) { order(id: $id) { status } }';
  const { order } = await client.ask<{ order: { status: string } | null }>(query, { id: orderId });
  const status = order?.status ?? 'no order';
  return failure === null ? status : `${status} ${JSON.stringify(failure)}`;
}

interface Progress {
  readonly saga: { readonly failure: object | null };
}

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

  it(`confirms ${CROWD} orders of one product that come at once`, async () => {
    const placed = await Promise.all(Array.from({ length: CROWD }, () => placeAtLast(ada)));
    expect(new Set(placed).size).toBe(CROWD);
    const ends = await Promise.all(placed.map((orderId) => endOf(ada, orderId)));
    expect(new Set(ends)).toEqual(new Set(['CONFIRMED']));
  }, 400_000);

  it('stops in time with exit code 0 while the database is frozen', async () => {
    for (const member of replicaSet().members) member.freeze();
    try {
      // A client is waiting for an answer that cannot come.
      void placeOrder(ada, mugs()).catch(() => undefined);
      const begun = performance.now();
      expect(await system.stop()).toBe(0);
      expect(performance.now() - begun).toBeLessThan(10_000);
    } finally {
      for (const member of replicaSet().members) member.thaw();
    }
  }, 60_000);
});
