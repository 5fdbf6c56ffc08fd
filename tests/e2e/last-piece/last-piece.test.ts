import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { allBookings, allCharges } from '../support/books.ts';
import { logIn, type Client } from '../support/client.ts';
import { placeOrder, stockOf, type Placed } from '../support/orders.ts';
import { startSystem, type System } from '../support/system.ts';

let system: System;
let admin: Client;
let placed: readonly Placed[];

beforeAll(async () => {
  system = await startSystem();
  admin = await logIn(system.url, 'admin');
  const customers = await Promise.all([logIn(system.url, 'ada'), logIn(system.url, 'grace')]);
  placed = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      placeOrder(customers[index % 2]!, {
        lines: [
          { sku: 'PEN-BRASS', quantity: 1 },
          { sku: 'VASE-RARE', quantity: 1 },
        ],
        payment: { token: 'tok_visa' },
        waitFor: 'FINISHED',
      }),
    ),
  );
});

afterAll(async () => {
  await system.remove();
});

const withStatus = (wanted: string) => placed.filter(({ order }) => order?.status === wanted);

describe('twenty orders of two customers for the last piece', () => {
  it('are all accepted, and end with one that gets it', () => {
    expect(placed.flatMap(({ errors }) => errors)).toEqual([]);
    expect(withStatus('CONFIRMED')).toHaveLength(1);
    expect(withStatus('CONFIRMED')[0]).toMatchObject({
      order: { reservation: { status: 'HELD' }, payment: { status: 'CAPTURED' } },
      saga: { status: 'COMPLETED' },
    });
  });

  it('leave nineteen that are undone because it is out of stock, and never asked for money', () => {
    expect(withStatus('CANCELLED')).toHaveLength(19);
    for (const { order, saga } of withStatus('CANCELLED')) {
      expect(order).toMatchObject({
        cancellation: { code: 'OUT_OF_STOCK' },
        reservation: null,
        payment: null,
        shipment: null,
      });
      expect(saga).toMatchObject({ status: 'COMPENSATED', failure: { step: 'reserveInventory' } });
    }
  });

  it('leave a stock that adds up', async () => {
    expect(await stockOf(admin, 'VASE-RARE')).toEqual({ available: 0, onHand: 1, reserved: 1 });
    expect(await stockOf(admin, 'PEN-BRASS')).toEqual({ available: 299, onHand: 300, reserved: 1 });
  });

  it('leave one charge and one parcel', async () => {
    const winner = { order: { id: withStatus('CONFIRMED')[0]!.orderId } };
    expect(await allCharges(admin)).toEqual([
      { ...winner, status: 'CAPTURED', amount: { amount: 26_800 }, refunded: { amount: 0 } },
    ]);
    expect(await allBookings(admin)).toMatchObject([{ ...winner, status: 'BOOKED' }]);
  });
});
