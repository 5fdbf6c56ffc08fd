import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { chargesOf } from '../support/books.ts';
import { cancelOrder } from '../support/cancellations.ts';
import { logIn, type Client } from '../support/client.ts';
import { newCustomer } from '../support/customers.ts';
import { stockOf } from '../support/orders.ts';
import { startSystem, type System } from '../support/system.ts';
import { accepted, eventsUntil, orderNow, orderOver, stepOf } from './orders.ts';

let system: System;
let customer: Client;
let admin: Client;
let orderId: string;

beforeAll(async () => {
  system = await startSystem({ PERSISTENT_RETRY_WINDOW_MS: '300', PROBE_INTERVAL_MS: '300' });
  admin = await logIn(system.url, 'admin');
  customer = (await newCustomer(system.url)).client;
  orderId = await accepted(customer, {
    lines: [{ sku: 'CLOCK-WALL', quantity: 2 }],
    payment: { token: 'tok_capture_fails' },
  });
  await eventsUntil(customer, orderId, ({ type }) => type === 'STEP_STUCK');
});

afterAll(async () => {
  await Promise.all([customer.close(), admin.close()]);
  await system.remove();
});

describe('a confirmed order whose money cannot be taken', () => {
  it('is stuck, and says at which step', async () => {
    const order = await orderNow(customer, orderId);
    expect(order).toMatchObject({
      status: 'CONFIRMED',
      payment: { status: 'AUTHORIZED', captured: { amount: 0 } },
      reservation: { status: 'HELD', expiresAt: null },
      saga: { status: 'STUCK', failure: { step: 'capturePayment' } },
    });
    expect(stepOf(order, 'capturePayment')?.status).toBe('STUCK');
  });

  it('stands in the list of stuck sagas', async () => {
    const { sagas } = await admin.ask<{ sagas: { nodes: object[] } }>(
      '{ sagas(filter: { status: [STUCK] }) { nodes { stuckReason order { id } } } }',
    );
    expect(sagas.nodes).toEqual([
      { stuckReason: expect.stringMatching(/^capturePayment: ./), order: { id: orderId } },
    ]);
  });

  it('can be cancelled: its money is let go, and both of its sagas end', async () => {
    const { errors } = await cancelOrder(customer, orderId);
    expect(errors).toEqual([]);
    const order = await orderOver(customer, orderId);
    expect(order).toMatchObject({
      status: 'CANCELLED',
      payment: { status: 'VOIDED', captured: { amount: 0 } },
      reservation: { status: 'RELEASED' },
      shipments: [{ status: 'CANCELLED' }],
      sagas: [
        { type: 'PlaceOrder', status: 'COMPLETED' },
        { type: 'CancelOrder', status: 'COMPLETED' },
      ],
    });
    expect(await chargesOf(admin, orderId)).toMatchObject([{ status: 'VOIDED', refunded: { amount: 0 } }]);
    expect(await stockOf(admin, 'CLOCK-WALL')).toEqual({ available: 115, onHand: 115, reserved: 0 });
  });
});
