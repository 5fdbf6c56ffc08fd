import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { simulate } from '../after-the-click/orders.ts';
import {
  ask,
  deliver,
  deliveredOrder,
  orderOf,
  PRICE,
  RECEIVE,
  received,
  REQUEST,
  wanted,
  type Seen,
} from '../after-the-click/returns.ts';
import { expectCleanAudit } from '../after-the-click/whole-life.ts';
import { chargesOf } from '../support/books.ts';
import { cancelOrder } from '../support/cancellations.ts';
import { logIn, type Client } from '../support/client.ts';
import { newCustomer } from '../support/customers.ts';
import { eventually } from '../support/eventually.ts';
import { mugs, placeOrder } from '../support/orders.ts';
import { runProgram } from '../support/run.ts';
import { startSystem, type System } from '../support/system.ts';

const ISSUE = `mutation ($input: IssueRefundInput!) { issueRefund(input: $input) {
  refund { id status } errors { __typename ... on RefundTooLarge { refundable { amount } } } } }`;

interface Issued {
  readonly refund: { readonly status: string } | null;
  readonly errors: readonly object[];
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

const issue = async (orderId: string, amount: number): Promise<Issued> => {
  const input = { orderId, amount: { amount, currency: 'USD' }, note: 'We are sorry.' };
  return (await admin.ask<{ issueRefund: Issued }>(ISSUE, { input })).issueRefund;
};
const mugsOf = (quantity: number) => ({ lines: [{ sku: 'MUG-BLUE', quantity }] });
const read = (orderId: string): Promise<Seen> => orderOf(customer, orderId);
const moneyOf = async (orderId: string): Promise<readonly number[]> => {
  const { captured, refunded, refundable } = (await read(orderId)).payment;
  return [captured.amount, refunded.amount, refundable.amount];
};

/** Returns units, and waits until they are refunded. */
async function sendBack(orderId: string, quantity: number): Promise<void> {
  const returnId = (await ask(customer, REQUEST, wanted(orderId, quantity))).return!.id;
  expect((await ask(admin, RECEIVE, received(returnId, quantity, quantity))).errors).toEqual([]);
  await eventually(
    () => read(orderId),
    ({ returns, sagas }) =>
      returns.at(-1)?.status === 'COMPLETED' && sagas.every(({ status }) => status === 'COMPLETED'),
  );
}

async function findingsNow(): Promise<readonly string[]> {
  const { stdout } = await runProgram('coordinator-audit', { COUNTERSTEP_URL: system.url }, ['--json']);
  return (JSON.parse(stdout) as { findings: { code: string }[] }).findings.map(({ code }) => code);
}

describe('a refund that the bank sends back days later', () => {
  it('has failed, and its money can be given back again, once', async () => {
    const orderId = await deliveredOrder(customer, admin);
    expect((await issue(orderId, 500)).refund).toMatchObject({ status: 'SUCCEEDED' });
    expect(await simulate(admin, orderId, 'REFUND_FAILED')).toEqual([]);
    expect(await moneyOf(orderId)).toEqual([2 * PRICE, 0, 2 * PRICE]);
    expect((await simulate(admin, orderId, 'REFUND_FAILED')).length).toBe(1);
    const again = await Promise.all(Array.from({ length: 12 }, () => issue(orderId, 2 * PRICE)));
    expect(again.filter(({ errors }) => errors.length === 0)).toHaveLength(1);
    expect(await moneyOf(orderId)).toEqual([2 * PRICE, 2 * PRICE, 0]);
    expect((await read(orderId)).refunds.map(({ status }) => status)).toEqual(['FAILED', 'SUCCEEDED']);
  });

  it('was for a return: the auditor misses it until a gesture replaces it', async () => {
    const orderId = await deliveredOrder(customer, admin, mugsOf(3));
    await sendBack(orderId, 1);
    expect(await findingsNow()).toEqual([]);
    expect(await simulate(admin, orderId, 'REFUND_FAILED')).toEqual([]);
    expect((await read(orderId)).refunds).toEqual([
      { amount: { amount: PRICE }, cause: 'RETURN', status: 'FAILED' },
    ]);
    expect(await findingsNow()).toEqual(['MONEY_FOR_UNITS_NOT_KEPT']);
    expect((await issue(orderId, PRICE)).errors).toEqual([]);
    expect(await moneyOf(orderId)).toEqual([3 * PRICE, PRICE, 2 * PRICE]);
    expect(await findingsNow()).toEqual([]);
  });
});

describe('a cancellation, a gesture and a return of one order', () => {
  it('never give back more than was taken, also where one of the refunds fails later', async () => {
    const orderId = (await placeOrder(customer, mugs(mugsOf(3)))).order!.id;
    expect((await cancelOrder(customer, orderId, mugsOf(1))).errors).toEqual([]);
    await eventually(
      () => read(orderId),
      ({ payment, sagas }) =>
        payment.refunded.amount === PRICE && sagas.every(({ status }) => status === 'COMPLETED'),
    );
    await deliver(customer, admin, orderId);
    expect((await issue(orderId, 500)).errors).toEqual([]);
    await sendBack(orderId, 2);
    expect(await moneyOf(orderId)).toEqual([3 * PRICE, 3 * PRICE, 0]);
    expect((await issue(orderId, 1)).errors).toEqual([
      { __typename: 'RefundTooLarge', refundable: { amount: 0 } },
    ]);
    const returned = 2 * PRICE - 500;
    expect(await simulate(admin, orderId, 'REFUND_FAILED')).toEqual([]);
    expect(await moneyOf(orderId)).toEqual([3 * PRICE, 3 * PRICE - returned, returned]);
    expect((await issue(orderId, returned + 1)).errors).toEqual([
      { __typename: 'RefundTooLarge', refundable: { amount: returned } },
    ]);
    const again = await Promise.all(Array.from({ length: 12 }, () => issue(orderId, returned)));
    expect(again.filter(({ errors }) => errors.length === 0)).toHaveLength(1);
    expect(await moneyOf(orderId)).toEqual([3 * PRICE, 3 * PRICE, 0]);
    const [charge] = await chargesOf(admin, orderId);
    expect(charge).toMatchObject({ status: 'REFUNDED', refunded: { amount: 3 * PRICE } });
    await expectCleanAudit(system);
  });
});
