import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { describeWithMongo, dropDatabases } from '@counterstep/document-store/testing';
import { isAtRest, readBooks, type Books } from '../support/all-books.ts';
import { audit } from '../support/audit.ts';
import { cancelAfter, cancelOrder } from '../support/cancellations.ts';
import { logIn, type Client } from '../support/client.ts';
import { eventually } from '../support/eventually.ts';
import { mugs, orderOf, placeOrder, progressOf, stockOf } from '../support/orders.ts';
import { runProgram } from '../support/run.ts';
import { startSystem, type System } from '../support/system.ts';

await describeWithMongo({ describe, beforeAll, afterAll }, 'Orders on a MongoDB replica set', (mongo) => {
  const database = `e2e_${randomUUID().slice(0, 8)}`;
  /** The orders that clients were told of. */
  const orders = new Map<string, 'CONFIRMED' | 'CANCELLED'>();
  let system: System;
  let ada: Client;
  let opening: Books;

  beforeAll(async () => {
    system = await startSystem({ MONGO_URI: mongo().uri, MONGO_DB: database });
    ada = await logIn(system.url, 'ada');
    opening = await readBooks(await logIn(system.url, 'admin'));
  }, 60_000);

  afterAll(async () => {
    await ada.close();
    await system.remove();
    await dropDatabases(mongo().uri, `${database}_`);
  }, 60_000);

  it('places an order, and shows it in one query across all services', async () => {
    const { orderId, order, saga, errors } = await placeOrder(ada, mugs());
    orders.set(orderId!, 'CONFIRMED');
    expect(errors).toEqual([]);
    expect(saga).toMatchObject({ status: 'COMPLETED' });
    expect(order).toMatchObject({
      status: 'CONFIRMED',
      reservation: { status: 'HELD' },
      payment: { status: 'CAPTURED' },
      shipment: { status: 'SCHEDULED' },
      notifications: [{ type: 'ORDER_CONFIRMED', status: 'SENT' }],
    });
  });

  it('undoes an order whose card is declined', async () => {
    const { orderId, order, saga } = await placeOrder(ada, mugs({ payment: { token: 'tok_declined' } }));
    orders.set(orderId!, 'CANCELLED');
    expect(saga).toMatchObject({ status: 'COMPENSATED' });
    expect(order).toMatchObject({
      status: 'CANCELLED',
      cancellation: { code: 'PAYMENT_DECLINED' },
      reservation: { status: 'RELEASED' },
      payment: { status: 'DECLINED' },
      shipment: null,
    });
  });

  it('sells the last piece once to twenty at once', async () => {
    const vase = mugs({ lines: [{ sku: 'VASE-RARE', quantity: 1 }] });
    const placed = await Promise.all(Array.from({ length: 20 }, () => placeOrder(ada, vase)));
    await Promise.all(placed.map(({ orderId }) => progressOf(ada, orderId!)));
    const ended = await Promise.all(placed.map(({ orderId }) => orderOf(ada, orderId!)));
    for (const { id, status } of ended) orders.set(id, status === 'CONFIRMED' ? status : 'CANCELLED');
    expect(ended.filter(({ status }) => status === 'CONFIRMED')).toHaveLength(1);
    expect(ended.filter(({ cancellation }) => cancellation?.code === 'OUT_OF_STOCK')).toHaveLength(19);
    const admin = await logIn(system.url, 'admin');
    expect(await stockOf(admin, 'VASE-RARE')).toEqual({ available: 0, onHand: 1, reserved: 1 });
  });

  it('places one order for one idempotency key, also twelve times at once', async () => {
    const input = mugs({ idempotencyKey: 'twelve-at-once' });
    const placed = await Promise.all(Array.from({ length: 12 }, () => placeOrder(ada, input)));
    expect(new Set(placed.map(({ orderId }) => orderId)).size).toBe(1);
    orders.set(placed[0]!.orderId!, 'CONFIRMED');
  });

  it('cancels a placed order once, also twelve times at once', async () => {
    const { orderId } = await placeOrder(ada, mugs());
    orders.set(orderId!, 'CANCELLED');
    const answers = await Promise.all(Array.from({ length: 12 }, () => cancelOrder(ada, orderId!)));
    expect(answers.map(({ errors }) => errors)).toEqual(answers.map(() => []));
    expect(new Set(answers.map(({ saga }) => saga!.id)).size).toBe(1);
    expect(await orderOf(ada, orderId!)).toMatchObject({
      status: 'CANCELLED',
      reservation: { status: 'RELEASED' },
      // The status depends on which came first, the capture or the cancellation.
      payment: { status: expect.stringMatching(/^(VOIDED|REFUNDED)$/) as unknown },
      shipment: { status: 'CANCELLED' },
    });
  });

  it('cancels orders at whatever moment of their placing', async () => {
    // From right after it is accepted until long after it is placed.
    const race = async (index: number): Promise<readonly object[]> => {
      const { orderId } = await placeOrder(ada, mugs({ waitFor: 'ACCEPTED' }));
      orders.set(orderId!, 'CANCELLED');
      return (await cancelAfter(ada, orderId!, index + 1)).errors;
    };
    const answers = await Promise.all(Array.from({ length: 16 }, (_, index) => race(index)));
    expect(answers).toEqual(answers.map(() => []));
    const admin = await logIn(system.url, 'admin');
    await eventually(() => readBooks(admin), isAtRest);
  });

  it('has everything after a restart, and the books add up', async () => {
    const [id] = [...orders.keys()];
    const before = await orderOf(ada, id!);
    await ada.close();
    await system.kill();
    system = await system.restart();
    ada = await logIn(system.url, 'ada');
    expect(await orderOf(ada, id!)).toEqual(before);
    const books = await readBooks(await logIn(system.url, 'admin'));
    expect(audit(books, { orders, opening })).toEqual([]);
    expect(books.orders).toHaveLength(orders.size);
  }, 60_000);

  it('stands up to the auditor', async () => {
    const { end, stdout } = await runProgram('coordinator-audit', {
      COUNTERSTEP_URL: system.url,
    });
    expect(stdout).toContain('No findings');
    expect(end).toBe(0);
  });
});
