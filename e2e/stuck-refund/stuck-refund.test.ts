import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { chargesOf } from '../support/books.ts';
import { logIn, type Client } from '../support/client.ts';
import { ADDRESS, newCustomer } from '../support/customers.ts';
import { eventually } from '../support/eventually.ts';
import { orderOf, placeOrder, PROGRESS, stockOf, type SagaEvent } from '../support/orders.ts';
import { startSystem, type System } from '../support/system.ts';

let system: System;
let customer: Client;
let admin: Client;
let orderId: string;
let events: readonly SagaEvent[];

/** Follows the order until one of its steps is stuck. */
async function untilStuck(): Promise<readonly SagaEvent[]> {
  const seen: SagaEvent[] = [];
  const following = customer.follow<{ orderProgress: SagaEvent }>(PROGRESS, { orderId });
  for await (const { orderProgress } of following) {
    seen.push(orderProgress);
    if (orderProgress.type === 'STEP_STUCK') return seen;
  }
  throw new Error(`The saga ended: ${JSON.stringify(seen)}`);
}

beforeAll(async () => {
  system = await startSystem({ PERSISTENT_RETRY_WINDOW_MS: '300', PROBE_INTERVAL_MS: '200' });
  admin = await logIn(system.url, 'admin');
  customer = (await newCustomer(system.url)).client;
  const { orderId: placed } = await placeOrder(customer, {
    lines: [{ sku: 'CLOCK-WALL', quantity: 4 }],
    payment: { token: 'tok_refund_fails' },
    shippingAddress: { ...ADDRESS, postalCode: '00000' },
  });
  orderId = placed!;
  events = await untilStuck();
});

afterAll(async () => {
  await customer.close();
  await system.remove();
});

describe('an order whose refund fails again and again', () => {
  it('is stuck at the refund, and says so', async () => {
    const { status, saga } = await orderOf(customer, orderId);
    expect(status).toBe('PENDING');
    expect(saga).toMatchObject({ status: 'STUCK', failure: { code: 'SHIPPING_UNAVAILABLE' } });
    expect(saga?.steps.map(({ name, status: is }) => [name, is]).slice(0, 4)).toEqual([
      ['createOrder', 'SUCCEEDED'],
      ['reserveInventory', 'SUCCEEDED'],
      ['processPayment', 'STUCK'],
      ['scheduleShipping', 'REJECTED'],
    ]);
  });

  it('tells so to whoever follows it', () => {
    expect(events.filter(({ step, type }) => step === 'processPayment' && type !== 'STEP_RETRYING')).toEqual(
      ['STEP_STARTED', 'STEP_SUCCEEDED', 'STEP_COMPENSATING', 'STEP_STUCK'].map((type) =>
        expect.objectContaining({ type }),
      ),
    );
    expect(events.map(({ type }) => type)).not.toContain('SAGA_COMPENSATED');
  });

  it('keeps what it could not yet undo: the money, and the units that come after it', async () => {
    expect(await chargesOf(admin, orderId)).toMatchObject([{ status: 'CAPTURED', refunded: { amount: 0 } }]);
    expect(await stockOf(admin, 'CLOCK-WALL')).toEqual({ available: 111, onHand: 115, reserved: 4 });
  });

  it('stands in the list of stuck sagas', async () => {
    const { sagas } = await admin.ask<{ sagas: { nodes: object[] } }>(
      '{ sagas(filter: { status: [STUCK] }) { nodes { status order { id } } } }',
    );
    expect(sagas.nodes).toEqual([{ status: 'STUCK', order: { id: orderId } }]);
  });

  it('is probed for ever, and never called compensated; its log does not grow', async () => {
    const refund = async () => {
      const { saga } = await orderOf(customer, orderId);
      return { saga, attempts: saga!.steps.find(({ name }) => name === 'processPayment')!.attempts };
    };
    const before = await refund();
    const after = await eventually(refund, ({ attempts }) => attempts >= before.attempts + 3);
    expect(after.saga).toMatchObject({ status: 'STUCK', events: before.saga!.events });
  });
});
