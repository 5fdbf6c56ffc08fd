import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { describeWithMongo, dropDatabases } from '@counterstep/document-store/testing';
import { readBooks } from '../support/all-books.ts';
import { audit } from '../support/audit.ts';
import { logIn } from '../support/client.ts';
import { mugs, placeOrder, PROGRESS, type OrderInput, type SagaEvent } from '../support/orders.ts';
import { startSecondCoordinator, type SecondCoordinator } from '../support/second-coordinator.ts';
import { startServices, type Services } from '../support/services.ts';

const ROUNDS = 3;

/** The orders that are placed at the same time, in every round. */
const basket: readonly { readonly input: OrderInput; readonly end: 'CONFIRMED' | 'CANCELLED' }[] = [
  { input: {}, end: 'CONFIRMED' },
  { input: { lines: [{ sku: 'KEYBOARD-87', quantity: 2 }] }, end: 'CONFIRMED' },
  { input: { payment: { token: 'tok_flaky' } }, end: 'CONFIRMED' },
  { input: { payment: { token: 'tok_declined' } }, end: 'CANCELLED' },
  { input: { payment: { token: 'tok_lost_reply' } }, end: 'CANCELLED' },
];

await describeWithMongo({ describe, beforeAll, afterAll }, 'Two coordinators on one MongoDB', (mongo) => {
  const database = `e2e_${randomUUID().slice(0, 8)}`;
  let services: Services;
  let second: SecondCoordinator;

  beforeAll(async () => {
    const env = {
      MONGO_URI: mongo().uri,
      MONGO_DB: database,
      LOG_LEVEL: 'info',
      ATTEMPT_TIMEOUT_MS: '4000',
      LEASE_MS: '4500',
      RETRY_WINDOW_MS: '120000',
    };
    services = await startServices(env);
    second = await startSecondCoordinator(services, env);
  }, 120_000);

  afterAll(async () => {
    await second.remove();
    await services.remove();
    await dropDatabases(mongo().uri, `${database}_`);
  }, 60_000);

  it('share the work, and one takes over under load what the other leaves when it is killed', async () => {
    const [ada, grace] = [await logIn(services.url, 'ada'), await logIn(services.url, 'grace')];
    const adaAtSecond = await logIn(second.url, 'ada');
    const admin = await logIn(services.url, 'admin');
    const opening = await readBooks(admin);
    const orders = new Map<string, 'CONFIRMED' | 'CANCELLED'>();
    let killing: Promise<void> | undefined;

    /** Follows an order through the coordinator that stays, whichever of the two works on it. */
    const follow = async (client: typeof ada, orderId: string): Promise<readonly SagaEvent[]> => {
      const events: SagaEvent[] = [];
      for await (const { orderProgress } of client.follow<{ orderProgress: SagaEvent }>(PROGRESS, {
        orderId,
      })) {
        events.push(orderProgress);
        const { type, step } = orderProgress;
        if (client === ada && type === 'STEP_SUCCEEDED' && step === 'authorizePayment')
          killing ??= second.kill();
      }
      return events;
    };
    const shop = async (client: typeof ada, { input, end }: (typeof basket)[number]) => {
      const logs: (readonly SagaEvent[])[] = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        const order = mugs({ ...input, waitFor: 'ACCEPTED', idempotencyKey: randomUUID() });
        const placing = client === ada ? placeOrder(adaAtSecond, order) : placeOrder(client, order);
        const { orderId } = await placing.catch((error: unknown) => {
          // The order may have been accepted or not; the key makes it safe to ask the other coordinator.
          expect(error).toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
          return placeOrder(client, order);
        });
        orders.set(orderId!, end);
        logs.push(await follow(client, orderId!));
      }
      return logs;
    };
    const shopped = await Promise.all(basket.flatMap((item) => [shop(ada, item), shop(grace, item)]));

    expect(killing).toBeDefined();
    const logs = shopped.flat();
    for (const events of logs) {
      expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1));
    }
    expect(logs.flat().map(({ type }) => type)).toContain('SAGA_TAKEN_OVER');
    expect(audit(await readBooks(admin), { orders, opening })).toEqual([]);
    expect(orders.size).toBe(2 * ROUNDS * basket.length);
    await Promise.all([ada, grace].map((client) => client.close()));
  }, 120_000);
});
