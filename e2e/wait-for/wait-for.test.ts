import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client } from '../support/client.ts';
import { ADDRESS, newCustomer } from '../support/customers.ts';
import { mugs, orderOf, placeOrder, progressOf } from '../support/orders.ts';
import { startSystem, type System } from '../support/system.ts';

let system: System;
let customer: Client;

beforeAll(async () => {
  system = await startSystem();
  customer = (await newCustomer(system.url)).client;
});

afterAll(async () => {
  await customer.close();
  await system.remove();
});

/** The saga of such an order retries its shipping for a while before it ends. */
const slow = (changes: object) => mugs({ shippingAddress: { ...ADDRESS, postalCode: '99999' }, ...changes });

describe('placeOrder', () => {
  it('answers with a saga that goes on, when told to wait until the order is ACCEPTED', async () => {
    const { orderId, saga } = await placeOrder(customer, slow({ waitFor: 'ACCEPTED' }));
    expect(saga?.status).toBe('RUNNING');
    expect(saga?.events.map(({ type, step }) => [type, step]).slice(0, 2)).toEqual([
      ['SAGA_STARTED', null],
      ['STEP_STARTED', 'createOrder'],
    ]);
    const events = await progressOf(customer, orderId!, saga!.events.length);
    expect(events.at(-1)?.type).toBe('SAGA_COMPENSATED');
  });

  it.each([
    ['told so', { waitFor: 'RECORDED' }],
    ['told nothing', { waitFor: undefined }],
  ])('answers with an order that can be read but is not yet settled, when %s', async (_how, wait) => {
    const { orderId, order, saga } = await placeOrder(customer, slow(wait));
    expect(order).toMatchObject({ id: orderId, status: 'PENDING' });
    expect(['RUNNING', 'COMPENSATING']).toContain(saga?.status);
    expect((await orderOf(customer, orderId!)).number).toBe(order?.number);
  });

  it.each([
    ['placed', mugs(), 'CONFIRMED', 'COMPLETED'],
    ['undone', mugs({ payment: { token: 'tok_declined' } }), 'CANCELLED', 'COMPENSATED'],
  ])(
    'answers with an order that is %s, when told to wait until it is FINISHED',
    async (_how, input, is, was) => {
      const { order, saga } = await placeOrder(customer, input);
      expect(order?.status).toBe(is);
      expect(saga?.status).toBe(was);
    },
  );
});
