import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { allBookings, allCharges } from '../support/books.ts';
import { logIn, type Client } from '../support/client.ts';
import { ADDRESS, newCustomer } from '../support/customers.ts';
import { mugs, placeOrder, stockOf } from '../support/orders.ts';
import { startSystem, type System } from '../support/system.ts';

let system: System;
let customer: Client;
let admin: Client;
let before: unknown;

/** Everything that an order could have left behind, to compare before and after. */
async function written(): Promise<unknown> {
  const counts = await admin.ask(
    '{ orders { totalCount } sagas { totalCount } payments { totalCount } shipments { totalCount } notifications { totalCount } }',
  );
  const books = [await allCharges(admin), await allBookings(admin)];
  return { counts, books, mugs: await stockOf(admin, 'MUG-BLUE'), lamps: await stockOf(admin, 'DESK-LAMP') };
}

beforeAll(async () => {
  system = await startSystem();
  [customer, admin] = [(await newCustomer(system.url)).client, await logIn(system.url, 'admin')];
  await placeOrder(customer, mugs());
  before = await written();
});

afterAll(async () => {
  await system.remove();
});

/** Places an impossible order and returns why it is refused. */
async function refusalsOf(input: object): Promise<unknown> {
  const { orderId, order, saga, errors } = await placeOrder(customer, mugs({ ...input }));
  expect({ orderId, order, saga }).toEqual({ orderId: null, order: null, saga: null });
  return errors.map(({ __typename, code, path }) => [__typename, code, path?.join('.')]);
}

const invalid = (...paths: string[]) =>
  paths.map((path) => ['ValidationError', 'VALIDATION_ERROR', `input.${path}`]);
const line = (quantity: number, sku = 'MUG-BLUE') => ({ sku, quantity });
const lines = (count: number) => Array.from({ length: count }, () => line(1));
const usd = (amount: number) => ({ amount, currency: 'USD' });

describe('placeOrder', () => {
  afterEach(async () => {
    expect(await written()).toEqual(before);
  });

  it.each([
    ['no lines', [], 'lines'],
    ['51 lines', lines(51), 'lines'],
    ['a quantity of 0', [line(0)], 'lines.0.quantity'],
    ['a quantity of -1', [line(1), line(-1)], 'lines.1.quantity'],
    ['a quantity of 101', [line(101)], 'lines.0.quantity'],
    ['101 units in all', [line(50), line(51, 'DESK-LAMP')], 'lines'],
    ['101 units of a product on two lines', [line(50), line(51)], 'lines'],
  ])('refuses %s', async (_what, wrong, path) => {
    expect(await refusalsOf({ lines: wrong })).toEqual(invalid(path));
  });

  it('names every wrong line', async () => {
    expect(await refusalsOf({ lines: [line(0), line(1), line(-5)] })).toEqual(
      invalid('lines.0.quantity', 'lines.2.quantity'),
    );
  });

  it('refuses unknown products, and names each', async () => {
    const query = `mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) {
      orderId errors { ... on ProductNotFound { code path sku } } } }`;
    const wrong = [line(1, 'NO-SUCH-THING'), line(1), line(1, 'mug-blue'), line(1, '')];
    const { placeOrder: answer } = await customer.ask<{ placeOrder: object }>(query, {
      input: mugs({ lines: wrong }),
    });
    const notFound = (index: number, sku: string) => ({
      code: 'PRODUCT_NOT_FOUND',
      path: ['input', 'lines', String(index), 'sku'],
      sku,
    });
    expect(answer).toEqual({
      orderId: null,
      errors: [notFound(0, 'NO-SUCH-THING'), notFound(2, 'mug-blue'), notFound(3, '')],
    });
  });

  it.each([
    ['too low', usd(2799)],
    ['too high', usd(2801)],
    ['in another currency', { amount: 2800, currency: 'EUR' }],
  ])('refuses an expected total that is %s, and tells the total of today', async (_how, expectedTotal) => {
    const query = `mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { orderId errors {
      ... on PriceChanged { code path expected { amount currency } actual { amount currency } } } } }`;
    const { placeOrder: answer } = await customer.ask<{ placeOrder: object }>(query, {
      input: mugs({ expectedTotal }),
    });
    expect(answer).toEqual({
      orderId: null,
      errors: [
        {
          code: 'PRICE_CHANGED',
          path: ['input', 'expectedTotal'],
          expected: expectedTotal,
          actual: usd(2800),
        },
      ],
    });
  });

  it.each([
    ['no name', 'name', ''],
    ['a name of 101 characters', 'name', 'n'.repeat(101)],
    ['a blank first line', 'line1', '   '],
    ['a first line of 201 characters', 'line1', 'l'.repeat(201)],
    ['a second line of 201 characters', 'line2', 'l'.repeat(201)],
    ['no city', 'city', ''],
    ['a city of 101 characters', 'city', 'c'.repeat(101)],
    ['a region of 101 characters', 'region', 'r'.repeat(101)],
    ['a country in small letters', 'country', 'us'],
    ['a country of three letters', 'country', 'USA'],
    ['a country that does not exist', 'country', 'XX'],
    ['a postal code of letters', 'postalCode', 'ABCDE'],
    ['a short postal code', 'postalCode', '123'],
    ['no postal code', 'postalCode', ''],
  ])('refuses an address with %s', async (_what, field, value) => {
    const shippingAddress = { ...ADDRESS, [field]: value };
    expect(await refusalsOf({ shippingAddress })).toContainEqual(invalid(`shippingAddress.${field}`)[0]);
  });

  it.each([
    ['an empty payment token', ''],
    ['a blank payment token', '   '],
    ['a payment token of 256 characters', 't'.repeat(256)],
    ['a card number as payment token', '4242424242424242'],
    ['a card number with spaces as payment token', '4242 4242 4242 4242'],
    ['a card number with hyphens as payment token', '4242-4242-4242-4242'],
  ])('refuses %s', async (_what, token) => {
    expect(await refusalsOf({ payment: { token } })).toEqual(invalid('payment.token'));
  });

  it.each([0, 7, 129])('refuses an idempotency key of %i characters', async (length) => {
    expect(await refusalsOf({ idempotencyKey: 'k'.repeat(length) })).toEqual(invalid('idempotencyKey'));
  });

  it('names everything that is wrong at once', async () => {
    const wrong = {
      lines: [],
      shippingAddress: { ...ADDRESS, city: '', country: 'ZZ' },
      payment: { token: '' },
      idempotencyKey: 'short',
    };
    const refusals = await refusalsOf(wrong);
    for (const path of [
      'lines',
      'shippingAddress.city',
      'shippingAddress.country',
      'payment.token',
      'idempotencyKey',
    ])
      expect(refusals).toContainEqual(invalid(path)[0]);
  });

  it('refuses an order without an address from who has none', async () => {
    const homeless = (await newCustomer(system.url, [])).client;
    const { orderId, errors } = await placeOrder(homeless, mugs());
    expect(orderId).toBeNull();
    expect(errors).toMatchObject([{ __typename: 'ValidationError', path: ['input', 'shippingAddress'] }]);
  });

  it.each([
    ['a fraction as quantity', { lines: [line(1.5)] }],
    ['a quantity beyond 32 bits', { lines: [line(2 ** 31)] }],
    ['a line without quantity', { lines: [{ sku: 'MUG-BLUE' }] }],
    ['no payment', { payment: null }],
    ['an unknown moment to answer', { waitFor: 'NEVER' }],
    ['a field that it does not have', { coupon: 'FREE' }],
    ['an amount that no number holds', { expectedTotal: usd(2 ** 53) }],
    ['a currency that does not exist', { expectedTotal: { amount: 2800, currency: 'DOLLARS' } }],
  ])('refuses %s before anything is asked', async (_what, changes) => {
    const { data, errors } = await customer.send(
      'mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { orderId } }',
      { input: mugs(changes) },
    );
    expect(data ?? null).toBeNull();
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });
});

describe('placeOrder with input at the limits', () => {
  it('merges lines of the same product', async () => {
    const { order } = await placeOrder(customer, mugs({ lines: [line(1), line(2, 'DESK-LAMP'), line(3)] }));
    const { order: read } = await customer.ask<{ order: object }>(
      'query ($id: ID!) { order(id: $id) { lines { sku quantity } reservation { lines { sku quantity } } } }',
      { id: order!.id },
    );
    const merged = [line(4), line(2, 'DESK-LAMP')];
    expect(read).toEqual({
      lines: merged,
      reservation: { lines: expect.arrayContaining(merged) as unknown },
    });
    expect(order?.total.amount).toBe(4 * 1400 + 2 * 4950);
  });

  it.each([
    ['50 lines', { lines: lines(50) }],
    ['100 units', { lines: [line(60, 'NOTEBOOK-A5'), line(40, 'CABLE-USBC')] }],
    ['the total that is right', { expectedTotal: usd(2800) }],
    [
      'a postal code of another country',
      { shippingAddress: { ...ADDRESS, country: 'GB', postalCode: 'SW1A 1AA' } },
    ],
  ])('accepts %s', async (_what, changes) => {
    const { order, errors } = await placeOrder(customer, mugs(changes));
    expect(errors).toEqual([]);
    expect(order?.status).toBe('CONFIRMED');
  });
});

describe('a list', () => {
  it.each([
    ['first: 0', 'first'],
    ['first: -1', 'first'],
    ['first: 101', 'first'],
    ['after: "nonsense"', 'after'],
  ])('refuses %s and names the argument', async (args, argument) => {
    for (const field of ['products', 'orders', 'payments', 'shipments', 'notifications']) {
      const { errors } = await customer.send(`{ ${field}(${args}) { totalCount } }`);
      expect([field, errors]).toMatchObject([
        field,
        [{ extensions: { code: 'BAD_USER_INPUT', argument: [argument] } }],
      ]);
    }
  });
});
