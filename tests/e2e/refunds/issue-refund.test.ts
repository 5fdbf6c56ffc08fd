import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cancelOrder } from '../support/cancellations.ts';
import { logIn, type Client } from '../support/client.ts';
import { newCustomer } from '../support/customers.ts';
import { eventually } from '../support/eventually.ts';
import { mugs, placeOrder } from '../support/orders.ts';
import { startSystem, type System } from '../support/system.ts';

const PRICE = 2 * 1400;
const ISSUE = `mutation ($input: IssueRefundInput!) { issueRefund(input: $input) {
  refund { id status cause note amount { amount currency } order { id status } }
  saga { id type status steps { name status } }
  errors { __typename ... on UserError { code path } ... on RefundTooLarge { refundable { amount currency } } } } }`;
const ORDER = `query ($id: ID!) { order(id: $id) { status notifications { type status }
  payment { status refunded { amount } refundable { amount } } refunds { amount { amount } cause status } } }`;

interface Issued {
  readonly issueRefund: {
    readonly refund: { readonly id: string } | null;
    readonly saga: { readonly id: string } | null;
    readonly errors: readonly object[];
  };
}

let system: System;
let admin: Client;
let customer: Client;
let orderId: string;

beforeAll(async () => {
  system = await startSystem();
  admin = await logIn(system.url, 'admin');
  customer = (await newCustomer(system.url)).client;
  orderId = (await placeOrder(customer, mugs({}))).order!.id;
});
afterAll(async () => {
  await customer.close();
  await system.remove();
});

const usd = (amount: number, currency = 'USD') => ({ amount, currency });
const issue = async (changes: object, by = admin) => {
  const input = { orderId, amount: usd(500), note: 'The box was dented.', ...changes };
  return (await by.ask<Issued>(ISSUE, { input })).issueRefund;
};

describe('a refund that an ADMIN issues', () => {
  it('gives a part of the money back, once per key, and tells the customer', async () => {
    const idempotencyKey = 'dented-box-1';
    const { refund, saga, errors } = await issue({ idempotencyKey });
    expect(errors).toEqual([]);
    expect(refund).toMatchObject({
      ...{ status: 'SUCCEEDED', cause: 'GOODWILL', note: 'The box was dented.', amount: usd(500) },
      order: { id: orderId, status: 'CONFIRMED' },
    });
    expect(saga).toMatchObject({ type: 'RefundOrder' });
    const again = await issue({ idempotencyKey });
    expect([again.refund!.id, again.saga!.id]).toEqual([refund!.id, saga!.id]);
    expect((await issue({ idempotencyKey, amount: usd(501) })).errors).toMatchObject([
      { __typename: 'IdempotencyConflict' },
    ]);
    const read = () =>
      customer.ask<{ order: { notifications: readonly { status: string }[] } }>(ORDER, { id: orderId });
    const isTold = ({ order: { notifications } }: Awaited<ReturnType<typeof read>>) =>
      notifications.filter(({ status }) => status === 'SENT').length === 2;
    expect(await eventually(read, isTold)).toEqual({
      order: {
        status: 'CONFIRMED',
        notifications: [
          { type: 'ORDER_CONFIRMED', status: 'SENT' },
          { type: 'REFUND_ISSUED', status: 'SENT' },
        ],
        payment: {
          ...{ status: 'PARTIALLY_REFUNDED', refunded: { amount: 500 } },
          refundable: { amount: PRICE - 500 },
        },
        refunds: [{ amount: { amount: 500 }, cause: 'GOODWILL', status: 'SUCCEEDED' }],
      },
    });
  });

  it('is refused with what is wrong, and changes nothing', async () => {
    expect((await issue({ amount: usd(PRICE) })).errors).toEqual([
      {
        ...{ __typename: 'RefundTooLarge', code: 'REFUND_TOO_LARGE', path: ['input', 'amount'] },
        refundable: usd(PRICE - 500),
      },
    ]);
    const path = async (changes: object) => (await issue(changes)).errors;
    expect(await path({ amount: usd(0) })).toMatchObject([{ path: ['input', 'amount', 'amount'] }]);
    expect(await path({ amount: usd(1, 'EUR') })).toMatchObject([{ path: ['input', 'amount', 'currency'] }]);
    expect(await path({ note: ' ' })).toMatchObject([{ path: ['input', 'note'] }]);
    expect(await path({ idempotencyKey: 'short' })).toMatchObject([{ path: ['input', 'idempotencyKey'] }]);
    expect(await path({ orderId: 'nobody' })).toMatchObject([{ __typename: 'OrderNotFound' }]);
    await expect(issue({}, customer)).rejects.toThrow();
  });

  it('is issued by twelve at once no more often than there is money for; a cancellation gives the rest back', async () => {
    const issued = await Promise.all(Array.from({ length: 12 }, () => issue({ amount: usd(1000) })));
    expect(issued.filter(({ refund }) => refund !== null)).toHaveLength(2);
    expect((await cancelOrder(customer, orderId, { waitFor: 'FINISHED' })).errors).toEqual([]);
    expect(await customer.ask(ORDER, { id: orderId })).toMatchObject({
      order: {
        status: 'CANCELLED',
        payment: { status: 'REFUNDED', refunded: { amount: PRICE }, refundable: { amount: 0 } },
      },
    });
  });
});
