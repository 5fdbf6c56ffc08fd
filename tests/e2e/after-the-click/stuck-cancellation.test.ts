import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setById } from '../audit/faults.ts';
import { chargesOf } from '../support/books.ts';
import { cancelOrder } from '../support/cancellations.ts';
import { logIn, type Client } from '../support/client.ts';
import { ADDRESS } from '../support/customers.ts';
import { eventually } from '../support/eventually.ts';
import { command } from '../support/operators.ts';
import { stockOf } from '../support/orders.ts';
import { runProgram } from '../support/run.ts';
import { startSystem, type System } from '../support/system.ts';
import { accepted, orderNow, orderOnce, orderOver, stepOf, type ParcelOrder } from './orders.ts';

const env = {
  ...{ ATTEMPT_TIMEOUT_MS: '1000', LEASE_MS: '1500', PERSISTENT_RETRY_WINDOW_MS: '300' },
  ...{ PROBE_INTERVAL_MS: '600000', AUDIT_SETTLE_MS: '1500' },
};

let system: System;
let admin: Client;
let ada: Client;
let orderId: string;
let before: object;
/** The warehouse whose parcel was withdrawn, and the one whose parcel could not be: both are asked for at once. */
let withdrawn: string;
let late: string;

const logInAll = async (): Promise<void> => {
  [ada, admin] = await Promise.all([logIn(system.url, 'ada'), logIn(system.url, 'admin')]);
};
/** For this address the carrier gives back only the first parcel that is withdrawn. */
const shippingAddress = { ...ADDRESS, postalCode: '88888' };

beforeAll(async () => {
  system = await startSystem(env);
  await logInAll();
  orderId = await accepted(ada, { lines: [{ sku: 'KEYBOARD-87', quantity: 70 }], shippingAddress });
  expect((await orderOver(ada, orderId)).status).toBe('CONFIRMED');
  before = await stockOf(admin, 'KEYBOARD-87');
  await Promise.all([ada.close(), admin.close()]);
  await system.stop();
  // Since then the carrier no longer serves the address, so it rebooks no parcel.
  const unserved = { ...shippingAddress, postalCode: '00000' };
  await setById(system.dataDir, 'orders', 'orders', orderId, { shippingAddress: unserved });
  system = await system.restart();
  await logInAll();
  await cancelOrder(ada, orderId, { waitFor: 'DECIDED' });
  const stuck = await orderOnce(ada, orderId, ({ saga }) => saga.status === 'STUCK');
  [withdrawn, late] = isStuck(stuck, 'EAST') ? ['EAST', 'WEST'] : ['WEST', 'EAST'];
}, 60_000);

afterAll(async () => {
  await Promise.all([ada.close(), admin.close()]);
  await system.remove();
});

const isStuck = (order: ParcelOrder, warehouse: string): boolean =>
  stepOf(order, 'withdrawParcel', warehouse)?.status === 'STUCK';
const warehousesOf = ({ shipments }: ParcelOrder): readonly string[] =>
  shipments.filter(({ status }) => status !== 'CANCELLED').map(({ warehouse }) => warehouse);

describe('a cancellation of which one parcel is withdrawn, the other comes too late, and the first is booked by nobody again', () => {
  it('is stuck, says at which parcel, and stands in the list of stuck sagas', async () => {
    const order = await orderNow(ada, orderId);
    expect(order).toMatchObject({
      status: 'CANCELLING',
      payment: { status: 'CAPTURED' },
      saga: { failure: { step: 'withdrawParcel', code: 'SHIPMENT_HANDED_OVER' } },
    });
    expect(isStuck(order, withdrawn)).toBe(true);
    expect(stepOf(order, 'withdrawParcel', late)?.status).toBe('REJECTED');
    expect(warehousesOf(order)).toEqual([late]);
    const { sagas } = await admin.ask<{ sagas: { nodes: object[] } }>(
      '{ sagas(filter: { status: [STUCK] }) { nodes { stuckReason order { id } } } }',
    );
    expect(sagas.nodes).toEqual([
      { stuckReason: expect.stringMatching(/^withdrawParcel.*: ./), order: { id: orderId } },
    ]);
  });

  it('stays stuck where an operator only has it tried again', async () => {
    const { saga } = await orderNow(ada, orderId);
    expect((await command(admin, 'retrySaga', saga.id)).errors).toEqual([]);
    await orderOnce(ada, orderId, ({ saga: now }) => now.events.length > saga.events.length);
    await orderOnce(ada, orderId, (order) => isStuck(order, withdrawn));
    expect((await orderNow(ada, orderId)).status).toBe('CANCELLING');
  });

  it('is resolved by an operator who has seen to the parcel: the order is as it was', async () => {
    const { saga } = await orderNow(ada, orderId);
    const done = { step: 'withdrawParcel', item: withdrawn, outcome: 'SUCCEEDED' };
    // A call that was sent just before may still arrive.
    await eventually(
      () => command(admin, 'resolveSagaStep', saga.id, done),
      ({ errors }) => errors.length === 0,
    );
    const order = await orderOver(ada, orderId);
    expect(order).toMatchObject({
      status: 'CONFIRMED',
      payment: { status: 'CAPTURED' },
      saga: { status: 'COMPENSATED', failure: { code: 'SHIPMENT_HANDED_OVER' } },
    });
    expect(stepOf(order, 'withdrawParcel', withdrawn)?.status).toBe('COMPENSATED');
    expect(await chargesOf(admin, orderId)).toMatchObject([{ status: 'CAPTURED', refunded: { amount: 0 } }]);
    expect(await stockOf(admin, 'KEYBOARD-87')).toEqual(before);
  });

  it('leaves units that no parcel brings, which can be cancelled and are paid back', async () => {
    const units = { EAST: 60, WEST: 10 }[withdrawn]!;
    const lines = [{ sku: 'KEYBOARD-87', quantity: units }];
    expect(await cancelOrder(ada, orderId, { lines })).toMatchObject({
      ...{ errors: [], saga: { status: 'COMPLETED' } },
      order: { status: 'CONFIRMED', payment: { refunded: { amount: units * 12_900 } } },
    });
    expect(warehousesOf(await orderNow(ada, orderId))).toEqual([late]);
  });

  it('is explained to the auditor by what that operator has done', async () => {
    const { stdout } = await runProgram('coordinator-audit', { COUNTERSTEP_URL: system.url }, ['--json']);
    const { findings, notes } = JSON.parse(stdout) as Record<
      'findings' | 'notes',
      { code: string; subgraph: string }[]
    >;
    expect(findings).toEqual([]);
    expect(notes).not.toEqual([]);
    for (const note of notes)
      expect(note).toMatchObject({ code: 'EXPLAINED_BY_OPERATOR', subgraph: 'shipping' });
  });
});
