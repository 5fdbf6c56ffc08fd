import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { allBookings, allCharges } from '../support/books.ts';
import { createGraphqlClient, logIn, type Client } from '../support/client.ts';
import { newCustomer, type Customer } from '../support/customers.ts';
import { mugs, placeOrder } from '../support/orders.ts';
import { startSystem, type System } from '../support/system.ts';

let system: System;
let admin: Client;
let customer: Customer;

beforeAll(async () => {
  system = await startSystem();
  admin = await logIn(system.url, 'admin');
  customer = await newCustomer(system.url);
});

afterAll(async () => {
  await system.remove();
});

const orderCount = async (client: Client): Promise<number> =>
  (await client.ask<{ orders: { totalCount: number } }>('{ orders { totalCount } }')).orders.totalCount;

const refusals = async (input: object) =>
  (await placeOrder(customer.client, mugs({ ...input }))).errors.map(({ __typename, code, path }) => [
    __typename,
    code,
    path,
  ]);

describe('an idempotency key', () => {
  it('gives the same order for the same input, however often', async () => {
    const idempotencyKey = randomUUID();
    const before = await orderCount(customer.client);
    const first = await placeOrder(customer.client, mugs({ idempotencyKey }));
    const second = await placeOrder(customer.client, mugs({ idempotencyKey }));
    expect(first.order?.status).toBe('CONFIRMED');
    expect(second).toEqual(first);
    expect(await orderCount(customer.client)).toBe(before + 1);
  });

  it('does not care when the answer is wanted, nor in which order the lines come', async () => {
    const idempotencyKey = randomUUID();
    const one = { sku: 'MUG-BLUE', quantity: 1 };
    const other = { sku: 'MUG-GREEN', quantity: 1 };
    const first = await placeOrder(customer.client, mugs({ idempotencyKey, lines: [one, other] }));
    const second = await placeOrder(
      customer.client,
      mugs({ idempotencyKey, lines: [other, one], waitFor: 'ACCEPTED' }),
    );
    expect(second.errors).toEqual([]);
    expect(second.orderId).toBe(first.orderId);
  });

  it('makes one order, one payment and one parcel of twelve requests at once', async () => {
    const idempotencyKey = randomUUID();
    const clients = Array.from({ length: 12 }, () => createGraphqlClient(system.url, customer.token));
    const before = await orderCount(customer.client);
    const answers = await Promise.all(clients.map((client) => placeOrder(client, mugs({ idempotencyKey }))));
    const ids = new Set(answers.map(({ orderId }) => orderId));
    expect(answers.map(({ errors }) => errors)).toEqual(answers.map(() => []));
    expect(ids.size).toBe(1);
    expect(await orderCount(customer.client)).toBe(before + 1);
    const isOurs = ({ order }: { order: { id: string } | null }) => order !== null && ids.has(order.id);
    expect((await allCharges(admin)).filter(isOurs)).toMatchObject([
      { status: 'CAPTURED', amount: { amount: 2800 } },
    ]);
    expect((await allBookings(admin)).filter(isOurs)).toMatchObject([{ status: 'BOOKED' }]);
  });

  it('is refused for another input, and nothing is written', async () => {
    const idempotencyKey = randomUUID();
    await placeOrder(customer.client, mugs({ idempotencyKey }));
    const before = await orderCount(customer.client);
    const changes = [
      { lines: [{ sku: 'MUG-BLUE', quantity: 3 }] },
      { payment: { token: 'tok_flaky' } },
      { expectedTotal: { amount: 2800, currency: 'USD' } },
    ];
    for (const change of changes) {
      expect(await refusals({ idempotencyKey, ...change })).toEqual([
        ['IdempotencyConflict', 'IDEMPOTENCY_CONFLICT', ['input', 'idempotencyKey']],
      ]);
    }
    expect(await orderCount(customer.client)).toBe(before);
  });

  it('belongs to its customer: somebody else’s equal key is another order', async () => {
    const idempotencyKey = randomUUID();
    const other = await newCustomer(system.url);
    const mine = await placeOrder(customer.client, mugs({ idempotencyKey }));
    const theirs = await placeOrder(other.client, mugs({ idempotencyKey }));
    expect(theirs.errors).toEqual([]);
    expect(theirs.orderId).not.toBe(mine.orderId);
    expect(theirs.saga?.id).not.toBe(mine.saga?.id);
  });

  it.each([7, 129])('is refused with %i characters, and nothing is written', async (length) => {
    const before = await orderCount(customer.client);
    expect(await refusals({ idempotencyKey: 'k'.repeat(length) })).toEqual([
      ['ValidationError', 'VALIDATION_ERROR', ['input', 'idempotencyKey']],
    ]);
    expect(await orderCount(customer.client)).toBe(before);
  });

  it.each([8, 128])('is accepted with %i characters', async (length) => {
    expect(await refusals({ idempotencyKey: 'k'.repeat(length) })).toEqual([]);
  });

  it('repeats a refusal as it was: a declined order stays declined', async () => {
    const idempotencyKey = randomUUID();
    const input = mugs({ idempotencyKey, payment: { token: 'tok_declined' } });
    const first = await placeOrder(customer.client, input);
    expect(first.order?.status).toBe('CANCELLED');
    expect(await placeOrder(customer.client, input)).toEqual(first);
  });
});

describe('orders without a key', () => {
  it('are each an order of their own', async () => {
    const first = await placeOrder(customer.client, mugs());
    const second = await placeOrder(customer.client, mugs());
    expect(second.orderId).not.toBe(first.orderId);
  });
});
