import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { logIn, type Client } from '../support/client.ts';
import { newCustomer } from '../support/customers.ts';
import { settled } from '../support/eventually.ts';
import { mugs, placeOrder } from '../support/orders.ts';
import { startSystem, type System } from '../support/system.ts';

const ORDER = `query ($id: ID!) { order(id: $id) { fulfilment reservation { status }
  lines { quantity shipped delivered } shipments { id status }
  notifications { type status body } saga { type } sagas { id type status steps { name status } } } }`;
const UPDATE = `mutation ($input: UpdateShipmentInput!) { updateShipment(input: $input) {
  shipment { status } errors { __typename } } }`;

interface Seen {
  readonly fulfilment: string;
  readonly shipments: readonly { readonly id: string }[];
  readonly notifications: readonly {
    readonly type: string;
    readonly status: string;
    readonly body: string;
  }[];
  readonly sagas: readonly { readonly id: string; readonly type: string; readonly status: string }[];
}

let system: System;
let admin: Client;
let customer: Client;

beforeAll(async () => {
  // Reports are looked for every second, so that one is found even where every hint is lost.
  system = await startSystem({ PARCEL_REPORTS_INTERVAL_MS: '1000' });
  admin = await logIn(system.url, 'admin');
  customer = (await newCustomer(system.url)).client;
});
afterAll(async () => {
  await customer.close();
  await system.remove();
});

const orderOf = async (id: string): Promise<Seen> =>
  (await customer.ask<{ order: Seen }>(ORDER, { id })).order;

const report = async (shipmentId: string, status: string): Promise<void> => {
  const answer = await admin.ask<{ updateShipment: { errors: readonly object[] } }>(UPDATE, {
    input: { shipmentId, status },
  });
  expect(answer.updateShipment.errors).toEqual([]);
};

const movesOf = ({ sagas }: Seen) => sagas.filter(({ type }) => type === 'MoveParcel');

/** The order once so many reports on its parcels have been taken up. */
const after = (id: string, reports: number): Promise<Seen> =>
  settled(
    () => orderOf(id),
    (order) => movesOf(order).filter(({ status }) => status === 'COMPLETED').length === reports,
  );

describe('a parcel that its carrier reports', () => {
  it('moves the order, its units and its customer along, status by status', async () => {
    const orderId = (await placeOrder(customer, mugs({}))).order!.id;
    const [parcel] = (await orderOf(orderId)).shipments;
    await report(parcel!.id, 'HANDED_OVER');
    expect(await after(orderId, 1)).toMatchObject({
      fulfilment: 'SHIPPED',
      reservation: { status: 'COMMITTED' },
      lines: [{ quantity: 2, shipped: 2, delivered: 0 }],
      saga: { type: 'MoveParcel' },
    });
    await report(parcel!.id, 'IN_TRANSIT');
    await report(parcel!.id, 'DELIVERED');
    const delivered = await after(orderId, 3);
    expect(delivered).toMatchObject({
      fulfilment: 'DELIVERED',
      reservation: { status: 'COMMITTED' },
      lines: [{ quantity: 2, shipped: 2, delivered: 2 }],
    });
    expect(delivered.notifications.map(({ type, status }) => [type, status])).toEqual([
      ['ORDER_CONFIRMED', 'SENT'],
      ['ORDER_SHIPPED', 'SENT'],
      ['ORDER_DELIVERED', 'SENT'],
    ]);
    const { order } = await customer.ask<{ order: { number: string } }>(
      'query ($id: ID!) { order(id: $id) { number } }',
      { id: orderId },
    );
    expect(delivered.notifications[1]!.body).toContain(`your order ${order.number}`);
  });

  it('is taken up once per status, by whichever coordinator, also after a crash in between', async () => {
    const orderId = (await placeOrder(customer, mugs({}))).order!.id;
    const [parcel] = (await orderOf(orderId)).shipments;
    await report(parcel!.id, 'HANDED_OVER');
    await system.kill();
    const address = system.url;
    system = await system.restart({
      PARCEL_REPORTS_INTERVAL_MS: '1000',
      PORT: new URL(address).port,
    });
    await report(parcel!.id, 'DELIVERED');
    const moved = await after(orderId, 2);
    expect(moved.fulfilment).toBe('DELIVERED');
    expect(movesOf(moved)).toHaveLength(2);
    expect(new Set(moved.notifications.map(({ type }) => type)).size).toBe(3);
    expect(moved.notifications).toHaveLength(3);
  });
});
