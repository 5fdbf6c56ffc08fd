import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bookingsOf, chargesOf } from '../support/books.ts';
import { logIn, type Client } from '../support/client.ts';
import { ADDRESS, newCustomer } from '../support/customers.ts';
import { stockOf } from '../support/orders.ts';
import { startSystem, type System } from '../support/system.ts';
import { accepted, eventsUntil, orderNow, orderOver, stepOf } from './orders.ts';

/** More than one warehouse has: EAST and WEST have 60 each. */
const lines = [{ sku: 'KEYBOARD-87', quantity: 70 }];
const untouched = { available: 120, onHand: 120, reserved: 0 };

let system: System;
let customer: Client;
let admin: Client;

beforeAll(async () => {
  system = await startSystem();
  admin = await logIn(system.url, 'admin');
  customer = (await newCustomer(system.url)).client;
});

afterAll(async () => {
  await Promise.all([customer.close(), admin.close()]);
  await system.remove();
});

describe('an order whose second parcel the carrier refuses', () => {
  let orderId: string;

  beforeAll(async () => {
    orderId = await accepted(customer, { lines, shippingAddress: { ...ADDRESS, postalCode: '77777' } });
    await orderOver(customer, orderId);
  });

  it('is cancelled, and says at which warehouse’s parcel', async () => {
    const order = await orderNow(customer, orderId);
    expect(order).toMatchObject({
      status: 'CANCELLED',
      cancellation: { code: 'SHIPPING_UNAVAILABLE' },
      saga: { status: 'COMPENSATED', failure: { step: 'bookParcel' } },
    });
    const parcels = ['EAST', 'WEST'].map((item) => stepOf(order, 'bookParcel', item)?.status);
    expect(parcels.sort()).toEqual(['COMPENSATED', 'REJECTED']);
  });

  it('has the first one cancelled at the carrier, too', async () => {
    const { shipments } = await orderNow(customer, orderId);
    expect(shipments.map(({ status }) => status)).not.toContain('SCHEDULED');
    const bookings = (await bookingsOf(admin, orderId)).map(({ status }) => status);
    expect(bookings).toContain('CANCELLED');
    expect(bookings).not.toContain('BOOKED');
  });

  it('has its money let go, which was never taken', async () => {
    const { payment } = await orderNow(customer, orderId);
    expect(payment).toMatchObject({ status: 'VOIDED', captured: { amount: 0 } });
    expect(await chargesOf(admin, orderId)).toMatchObject([{ status: 'VOIDED', refunded: { amount: 0 } }]);
  });

  it('has its units back on both shelves', async () => {
    expect(await orderNow(customer, orderId)).toMatchObject({ reservation: { status: 'RELEASED' } });
    expect(await stockOf(admin, 'KEYBOARD-87')).toEqual(untouched);
  });
});

describe('an order of more than one warehouse has', () => {
  let orderId: string;
  let events: Awaited<ReturnType<typeof eventsUntil>>;

  beforeAll(async () => {
    orderId = await accepted(customer, { lines });
    events = await eventsUntil(customer, orderId);
    await orderOver(customer, orderId);
  });

  it('is confirmed with a parcel of each, and both are seen with what is in them', async () => {
    const { status, shipments, reservation } = await orderNow(customer, orderId);
    expect(status).toBe('CONFIRMED');
    const parcels = [...shipments].sort((one, other) => (one.warehouse < other.warehouse ? -1 : 1));
    expect(parcels).toEqual([
      {
        warehouse: 'EAST',
        status: 'SCHEDULED',
        trackingNumber: expect.stringMatching(/./),
        lines: [{ sku: 'KEYBOARD-87', quantity: 60 }],
      },
      {
        warehouse: 'WEST',
        status: 'SCHEDULED',
        trackingNumber: expect.stringMatching(/./),
        lines: [{ sku: 'KEYBOARD-87', quantity: 10 }],
      },
    ]);
    expect(new Set(parcels.map(({ trackingNumber }) => trackingNumber)).size).toBe(2);
    expect(reservation).toMatchObject({
      status: 'HELD',
      expiresAt: null,
      lines: [
        { quantity: 60, warehouse: 'EAST' },
        { quantity: 10, warehouse: 'WEST' },
      ],
    });
  });

  it('is told live, each parcel for itself', () => {
    const ofParcel = (warehouse: string) =>
      events.flatMap(({ type, step, item }) => (step === 'bookParcel' && item === warehouse ? [type] : []));
    expect(ofParcel('EAST')).toEqual(['STEP_STARTED', 'STEP_SUCCEEDED']);
    expect(ofParcel('WEST')).toEqual(['STEP_STARTED', 'STEP_SUCCEEDED']);
    expect(events.at(-1)?.type).toBe('SAGA_COMPLETED');
    const others = events.filter(({ step }) => step !== 'bookParcel');
    expect(others.filter(({ item }) => item !== null)).toEqual([]);
  });

  it('is paid once, and its units stand in the warehouses until they are sent', async () => {
    const total = 70 * 12_900;
    expect(await chargesOf(admin, orderId)).toMatchObject([
      { status: 'CAPTURED', amount: { amount: total } },
    ]);
    expect(await stockOf(admin, 'KEYBOARD-87')).toEqual({ available: 50, onHand: 120, reserved: 70 });
  });

  it('is booked at the carrier once for each parcel', async () => {
    const { shipments } = await orderNow(customer, orderId);
    const bookings = await bookingsOf(admin, orderId);
    expect(bookings.map(({ status }) => status)).toEqual(['BOOKED', 'BOOKED']);
    expect(bookings.map(({ trackingNumber }) => trackingNumber).sort()).toEqual(
      shipments.map(({ trackingNumber }) => trackingNumber).sort(),
    );
  });
});
