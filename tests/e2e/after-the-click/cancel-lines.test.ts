import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { logIn, type Client } from '../support/client.ts';
import { ADDRESS, newCustomer } from '../support/customers.ts';
import { eventually } from '../support/eventually.ts';
import { placeOrder, stockOf } from '../support/orders.ts';
import { startSystem, type System } from '../support/system.ts';

const PRICE = { 'KEYBOARD-87': 12_900, 'MUG-BLUE': 1_400 };
const CANCEL = `mutation ($input: CancelOrderInput!) { cancelOrder(input: $input) {
  saga { id type status failure { step code } }
  errors { __typename ... on UserError { code } ... on NotCancellable { sku cancellable } } } }`;
const ORDER = `query ($id: ID!) { order(id: $id) { status lines { sku quantity cancelled }
  payment { status captured { amount } refunded { amount } }
  shipments { id status warehouse lines { sku quantity } } notifications { type } sagas { type status } } }`;

interface Cancelled {
  readonly saga: { readonly id: string; readonly status: string } | null;
  readonly errors: readonly object[];
}
interface Seen {
  readonly status: string;
  readonly payment: {
    readonly captured: { readonly amount: number };
    readonly refunded: { readonly amount: number };
  };
  readonly shipments: readonly { readonly id: string; readonly status: string; readonly warehouse: string }[];
}

let system: System;
let admin: Client;
let customer: Client;

beforeAll(async () => {
  system = await startSystem();
  admin = await logIn(system.url, 'admin');
  customer = (await newCustomer(system.url)).client;
});
afterAll(async () => {
  await customer.close();
  await system.remove();
});

const place = async (lines: readonly object[], changes: object = {}): Promise<string> => {
  const input = { lines, payment: { token: 'tok_visa' }, waitFor: 'FINISHED', ...changes };
  const { order } = await placeOrder(customer, input);
  expect(order?.status).toBe('CONFIRMED');
  return order!.id;
};
const cancel = async (orderId: string, changes: object = {}): Promise<Cancelled> =>
  (
    await customer.ask<{ cancelOrder: Cancelled }>(CANCEL, {
      input: { orderId, waitFor: 'FINISHED', ...changes },
    })
  ).cancelOrder;
const orderOf = async (id: string): Promise<Seen> =>
  (await customer.ask<{ order: Seen }>(ORDER, { id })).order;
const going = ({ shipments }: Seen) => shipments.filter(({ status }) => status !== 'CANCELLED');
const kept = ({ payment }: Seen): number => payment.captured.amount - payment.refunded.amount;

describe('an order of which lines are cancelled', () => {
  it('gives exactly their money and units back, one cancellation after the other, until nothing is left', async () => {
    const before = await stockOf(admin, 'MUG-BLUE');
    const orderId = await place([
      { sku: 'MUG-BLUE', quantity: 3 },
      { sku: 'KEYBOARD-87', quantity: 1 },
    ]);
    const mug = { lines: [{ sku: 'MUG-BLUE', quantity: 1 }] };
    expect(await cancel(orderId, mug)).toMatchObject({ errors: [], saga: { status: 'COMPLETED' } });
    const first = await orderOf(orderId);
    expect(first).toMatchObject({
      status: 'CONFIRMED',
      lines: [
        { sku: 'MUG-BLUE', cancelled: 1 },
        { sku: 'KEYBOARD-87', cancelled: 0 },
      ],
      notifications: [{ type: 'ORDER_CONFIRMED' }, { type: 'LINES_CANCELLED' }],
    });
    expect(kept(first)).toBe(2 * PRICE['MUG-BLUE'] + PRICE['KEYBOARD-87']);
    expect(going(first)).toMatchObject([{ status: 'SCHEDULED' }]);
    expect(await cancel(orderId, { lines: [{ sku: 'KEYBOARD-87', quantity: 1 }] })).toMatchObject({
      errors: [],
    });
    expect(kept(await orderOf(orderId))).toBe(2 * PRICE['MUG-BLUE']);
    const tooMany = await cancel(orderId, { lines: [{ sku: 'MUG-BLUE', quantity: 3 }] });
    expect(tooMany.errors).toEqual([
      { __typename: 'NotCancellable', code: 'NOT_CANCELLABLE', sku: 'MUG-BLUE', cancellable: 2 },
    ]);
    expect(await cancel(orderId)).toMatchObject({ errors: [], saga: { status: 'COMPLETED' } });
    const last = await orderOf(orderId);
    expect([last.status, kept(last), going(last)]).toEqual(['CANCELLED', 0, []]);
    expect(await stockOf(admin, 'MUG-BLUE')).toEqual(before);
  });
});

describe('an order over two warehouses whose second parcel cannot be taken back', () => {
  it('stays as it was: the first parcel is booked again', async () => {
    const before = await stockOf(admin, 'KEYBOARD-87');
    const orderId = await place([{ sku: 'KEYBOARD-87', quantity: 70 }], {
      shippingAddress: { ...ADDRESS, postalCode: '88888' },
    });
    const placed = await orderOf(orderId);
    expect(
      going(placed)
        .map(({ warehouse }) => warehouse)
        .sort(),
    ).toEqual(['EAST', 'WEST']);
    const { saga, errors } = await cancel(orderId);
    expect(saga).toMatchObject({ status: 'COMPENSATED', failure: { step: 'withdrawParcel' } });
    expect(errors).toMatchObject([{ __typename: 'OrderNotCancellable' }]);
    const after = await eventually(
      () => orderOf(orderId),
      (order) => going(order).length === 2,
    );
    expect(
      going(after)
        .map(({ warehouse }) => warehouse)
        .sort(),
    ).toEqual(['EAST', 'WEST']);
    expect([after.status, kept(after)]).toEqual(['CONFIRMED', 70 * PRICE['KEYBOARD-87']]);
    expect((await stockOf(admin, 'KEYBOARD-87')).available).toBe(before.available - 70);
  });
});
