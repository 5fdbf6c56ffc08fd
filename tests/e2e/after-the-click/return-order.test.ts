import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { logIn, type Client } from '../support/client.ts';
import { newCustomer } from '../support/customers.ts';
import { settled } from '../support/eventually.ts';
import { mugs, placeOrder, stockOf } from '../support/orders.ts';
import { startSystem, type System } from '../support/system.ts';
import {
  ask,
  CLOSE,
  deliveredOrder as deliveredTo,
  orderOf as seenBy,
  PRICE,
  RECEIVE,
  received,
  REQUEST,
  wanted,
} from './returns.ts';
import { expectCleanAudit } from './whole-life.ts';

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

const orderOf = (id: string) => seenBy(customer, id);
const deliveredOrder = () => deliveredTo(customer, admin);

describe('a return', () => {
  it('gives money and units back for what was accepted, and no more', async () => {
    const orderId = await deliveredOrder();
    const before = await stockOf(admin, 'MUG-BLUE');
    const idempotencyKey = 'two-mugs-back';
    const asked = await ask(customer, REQUEST, wanted(orderId, 2, { idempotencyKey }));
    expect(asked).toMatchObject({
      errors: [],
      return: { status: 'AWAITING_PARCEL', shipment: { status: 'SCHEDULED', direction: 'TO_WAREHOUSE' } },
      saga: { type: 'ReturnOrder', status: 'RUNNING' },
    });
    const again = await ask(customer, REQUEST, wanted(orderId, 2, { idempotencyKey }));
    expect([again.return!.id, again.saga!.id]).toEqual([asked.return!.id, asked.saga!.id]);
    expect((await ask(customer, REQUEST, wanted(orderId, 1, { idempotencyKey }))).errors).toMatchObject([
      { __typename: 'IdempotencyConflict' },
    ]);
    const returnId = asked.return!.id;
    expect((await ask(admin, RECEIVE, received(returnId, 3, 1))).errors).toMatchObject([
      { __typename: 'NotReturnable', sku: 'MUG-BLUE' },
    ]);
    expect((await ask(admin, RECEIVE, received(returnId, 1, 2))).errors).toMatchObject([
      { __typename: 'ValidationError', path: ['input', 'lines', '0', 'resellable'] },
    ]);
    await expect(ask(customer, RECEIVE, received(returnId, 2, 2))).rejects.toThrow();
    expect((await ask(admin, RECEIVE, received(returnId, 2, 1))).errors).toEqual([]);
    const done = await settled(
      () => orderOf(orderId),
      ({ returns, notifications }) =>
        returns[0]?.status === 'COMPLETED' && notifications.some(({ type }) => type === 'RETURN_ACCEPTED'),
    );
    expect(done).toMatchObject({ lines: [{ returned: 2 }], refunded: { amount: 2 * PRICE } });
    expect((await stockOf(admin, 'MUG-BLUE')).onHand).toBe(before.onHand + 1);
    const { return: seen } = await customer.ask<{ return: object }>(
      `query ($id: ID!) { return(id: $id) { lines { accepted resellable } refund { amount { amount } cause status }
        saga { status } } }`,
      { id: returnId },
    );
    expect(seen).toEqual({
      lines: [{ accepted: 2, resellable: 1 }],
      refund: { amount: { amount: 2 * PRICE }, cause: 'RETURN', status: 'SUCCEEDED' },
      saga: { status: 'COMPLETED' },
    });
    expect((await ask(customer, CLOSE, { returnId, reason: 'Too late.' })).errors).toMatchObject([
      { __typename: 'ReturnStateConflict', status: 'COMPLETED' },
    ]);
    expect((await ask(customer, REQUEST, wanted(orderId, 1))).errors).toMatchObject([
      { __typename: 'NotReturnable', sku: 'MUG-BLUE', returnable: 0 },
    ]);
  });

  it('gives back what is left where goodwill has left less than it is worth, and the auditor agrees', async () => {
    const orderId = await deliveredOrder();
    const amount = { amount: PRICE + 1, currency: 'USD' };
    const given = `mutation ($input: IssueRefundInput!) { issueRefund(input: $input) { errors { __typename } } }`;
    const input = { orderId, amount, note: 'The box was dented.' };
    expect(await admin.ask(given, { input })).toEqual({ issueRefund: { errors: [] } });
    const returnId = (await ask(customer, REQUEST, wanted(orderId, 2))).return!.id;
    expect((await ask(admin, RECEIVE, received(returnId, 2, 2))).errors).toEqual([]);
    const done = await settled(
      () => orderOf(orderId),
      ({ returns, sagas }) =>
        returns[0]?.status === 'COMPLETED' && sagas.every(({ status }) => status === 'COMPLETED'),
    );
    expect(done).toMatchObject({ lines: [{ returned: 2 }], refunded: { amount: 2 * PRICE } });
    const { return: seen } = await customer.ask<{ return: object }>(
      `query ($id: ID!) { return(id: $id) { refund { amount { amount } cause status } } }`,
      { id: returnId },
    );
    expect(seen).toEqual({
      refund: { amount: { amount: PRICE - 1 }, cause: 'RETURN', status: 'SUCCEEDED' },
    });
    await expectCleanAudit(system);
  });

  it('is undone when it is closed, and may be asked for again', async () => {
    const orderId = await deliveredOrder();
    const returnId = (await ask(customer, REQUEST, wanted(orderId, 2))).return!.id;
    const other = (await newCustomer(system.url)).client;
    expect((await ask(other, CLOSE, { returnId, reason: 'Mine.' })).errors).toMatchObject([
      { __typename: 'ReturnNotFound', code: 'RETURN_NOT_FOUND' },
    ]);
    const closed = await ask(customer, CLOSE, { returnId, reason: 'I keep it.' });
    expect(closed).toMatchObject({
      errors: [],
      return: { status: 'CLOSED', shipment: { status: 'CANCELLED' } },
      saga: { status: 'COMPENSATED' },
    });
    expect((await ask(customer, REQUEST, wanted(orderId, 2))).errors).toEqual([]);
  });

  it('is begun by one of twelve that want the same units at once', async () => {
    const orderId = await deliveredOrder();
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => ask(customer, REQUEST, wanted(orderId, 2))),
    );
    expect(answers.filter(({ errors }) => errors.length === 0)).toHaveLength(1);
    for (const { errors } of answers)
      if (errors.length > 0) expect(errors).toMatchObject([{ __typename: 'NotReturnable', returnable: 0 }]);
  });

  it('is not begun of what has not arrived', async () => {
    const orderId = (await placeOrder(customer, mugs({}))).order!.id;
    expect((await ask(customer, REQUEST, wanted(orderId, 1))).errors).toMatchObject([
      { __typename: 'NotReturnable', code: 'NOT_DELIVERED', sku: 'MUG-BLUE', returnable: 0 },
    ]);
    expect((await ask(customer, REQUEST, wanted('nobody', 1))).errors).toMatchObject([
      { __typename: 'OrderNotFound' },
    ]);
  });
});
