import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newCustomer, ADDRESS, type Customer } from '../support/customers.ts';
import { placedEvents } from '../support/definition.ts';
import { FULL_ORDER, placeFullOrder, type FullOrder } from '../support/full-order.ts';
import { mugs, orderOf, placeOrder, progressOf } from '../support/orders.ts';
import { startSystem, type System } from '../support/system.ts';

let system: System;
let customer: Customer;
let order: FullOrder;

beforeAll(async () => {
  system = await startSystem();
  customer = await newCustomer(system.url);
  order = await placeFullOrder(customer.client, {
    lines: [
      { sku: 'DESK-LAMP', quantity: 50 },
      { sku: 'MUG-BLUE', quantity: 2 },
    ],
    payment: { token: 'tok_visa' },
  });
});

afterAll(async () => {
  await customer.client.close();
  await system.remove();
});

const usd = (amount: number) => ({ amount, currency: 'USD' });
const instant: unknown = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
const text: unknown = expect.stringMatching(/./);

const step = (name: string, subgraph: string, kind: string, critical = true) => ({
  name,
  subgraph,
  kind,
  critical,
  status: 'SUCCEEDED',
  item: null,
  wait: null,
  attempts: 1,
  startedAt: instant,
  finishedAt: instant,
  error: null,
});

/** The golden list of PlaceOrder: a change of its steps changes this list, and no other test. */
const steps = [
  step('createOrder', 'orders', 'COMPENSATABLE'),
  step('reserveInventory', 'inventory', 'COMPENSATABLE'),
  step('authorizePayment', 'payments', 'COMPENSATABLE'),
  { ...step('bookParcel', 'shipping', 'COMPENSATABLE'), item: 'EAST' },
  step('confirmOrder', 'orders', 'PIVOT'),
  step('allocateReservation', 'inventory', 'RETRIABLE'),
  step('capturePayment', 'payments', 'RETRIABLE'),
  step('sendNotification', 'notifications', 'RETRIABLE', false),
];

describe('an order that goes well', () => {
  it('is confirmed, with its prices, its customer and its address', () => {
    expect(order).toMatchObject({
      id: text,
      number: text,
      status: 'CONFIRMED',
      placedAt: instant,
      confirmedAt: instant,
      cancelledAt: null,
      cancellation: null,
      customer: {
        id: customer.id,
        email: customer.email,
        name: 'Mary',
        role: 'CUSTOMER',
        createdAt: instant,
        addresses: [ADDRESS],
        orders: { totalCount: 1 },
      },
      total: usd(50 * 4950 + 2 * 1400),
      shippingAddress: ADDRESS,
    });
  });

  it('has each line with the product as the catalog and the warehouse know it', () => {
    expect(order).toMatchObject({
      lines: [
        {
          sku: 'DESK-LAMP',
          name: 'Desk Lamp',
          quantity: 50,
          unitPrice: usd(4950),
          total: usd(50 * 4950),
          product: {
            id: text,
            sku: 'DESK-LAMP',
            name: 'Desk Lamp',
            description: text,
            category: 'Office',
            active: true,
            price: usd(4950),
            stock: { available: 150, inStock: true, onHand: null, reserved: null },
          },
        },
        {
          sku: 'MUG-BLUE',
          name: 'Blue Mug',
          quantity: 2,
          unitPrice: usd(1400),
          total: usd(2800),
          product: { price: usd(1400), stock: { available: 498, inStock: true } },
        },
      ],
    });
  });

  it('has its units held until they are sent, its money taken, its parcel booked and its customer told', () => {
    expect(order).toMatchObject({
      reservation: {
        id: text,
        status: 'HELD',
        expiresAt: null,
        lines: [
          { sku: 'DESK-LAMP', quantity: 50, warehouse: 'EAST' },
          { sku: 'MUG-BLUE', quantity: 2, warehouse: 'EAST' },
        ],
      },
      payment: {
        id: text,
        status: 'CAPTURED',
        method: 'visa',
        declineCode: null,
        authorizedAt: instant,
        capturedAt: instant,
        refundedAt: null,
        order: { number: order.number },
        amount: usd(50 * 4950 + 2 * 1400),
        refunded: usd(0),
      },
      shipment: {
        id: text,
        status: 'SCHEDULED',
        carrier: text,
        trackingNumber: text,
        estimatedDelivery: instant,
        order: { number: order.number },
        events: [{ status: 'SCHEDULED', at: instant, location: null, note: null }],
      },
      notifications: [
        {
          id: text,
          type: 'ORDER_CONFIRMED',
          channel: 'EMAIL',
          status: 'SENT',
          subject: expect.stringContaining(order.number) as unknown,
          sentAt: instant,
          readAt: null,
        },
      ],
    });
  });

  it('has a saga of exactly these steps, each tried once (golden)', () => {
    expect(order).toMatchObject({
      saga: {
        id: text,
        type: 'PlaceOrder',
        status: 'COMPLETED',
        sequence: 2 * steps.length + 2,
        startedAt: instant,
        finishedAt: instant,
        order: { number: order.number },
        failure: null,
        steps,
      },
      sagas: [{ id: order.saga.id, status: 'COMPLETED' }],
    });
  });

  it('has the events of its saga in their order and without gaps', () => {
    expect(order).toMatchObject({
      saga: {
        events: placedEvents.map((event, index) => ({
          type: event.split(' ')[0],
          step: event.split(' ')[1] ?? null,
          item: event.endsWith(' bookParcel') ? 'EAST' : null,
          attempt: event.includes(' ') ? 1 : null,
          sequence: index + 1,
          at: instant,
          code: null,
          message: null,
          saga: { id: order.saga.id },
          order: { number: order.number },
        })),
      },
    });
  });
});

describe('an order that is read again', () => {
  it.each([
    ['by its id', `query ($id: ID!) { order(id: $id) { ${FULL_ORDER} } }`, 'order'],
    ['in the list of orders', `{ orders { nodes { ${FULL_ORDER} } } }`, 'orders.nodes.0'],
    [
      'in the edges of the list',
      `{ orders(first: 1) { edges { node { ${FULL_ORDER} } } } }`,
      'orders.edges.0.node',
    ],
    ['as an order of the customer', `{ me { orders { nodes { ${FULL_ORDER} } } } }`, 'me.orders.nodes.0'],
    [
      'through its saga',
      `query ($sagaId: ID!) { saga(id: $sagaId) { order { ${FULL_ORDER} } } }`,
      'saga.order',
    ],
  ])('is the same %s', async (_where, query, path) => {
    const data = await customer.client.ask<object>(query, { id: order.id, sagaId: order.saga.id });
    expect(data).toHaveProperty(path, order);
  });
});

/** An order whose saga retries its shipping for a while before it ends. */
const slow = (changes: object) => mugs({ shippingAddress: { ...ADDRESS, postalCode: '99999' }, ...changes });

describe('placeOrder', () => {
  it('answers with a saga that goes on, when told to wait until the order is ACCEPTED', async () => {
    const { orderId, saga } = await placeOrder(customer.client, slow({ waitFor: 'ACCEPTED' }));
    expect(saga?.status).toBe('RUNNING');
    expect(saga?.events.map(({ type, step }) => [type, step]).slice(0, 2)).toEqual([
      ['SAGA_STARTED', null],
      ['STEP_STARTED', 'createOrder'],
    ]);
    const events = await progressOf(customer.client, orderId!, saga!.events.length);
    expect(events.at(-1)?.type).toBe('SAGA_COMPENSATED');
  });

  it.each([
    ['told so', { waitFor: 'RECORDED' }],
    ['told nothing', { waitFor: undefined }],
  ])('answers with an order that can be read but is not yet settled, when %s', async (_how, wait) => {
    const { orderId, order, saga } = await placeOrder(customer.client, slow(wait));
    expect(order).toMatchObject({ id: orderId, status: 'PENDING' });
    expect(['RUNNING', 'COMPENSATING']).toContain(saga?.status);
    expect((await orderOf(customer.client, orderId!)).number).toBe(order?.number);
  });

  it.each([
    ['placed', mugs(), 'CONFIRMED', 'COMPLETED'],
    ['undone', mugs({ payment: { token: 'tok_declined' } }), 'CANCELLED', 'COMPENSATED'],
  ])(
    'answers with an order that is %s, when told to wait until it is FINISHED',
    async (_how, input, is, was) => {
      const { order, saga } = await placeOrder(customer.client, input);
      expect(order?.status).toBe(is);
      expect(saga?.status).toBe(was);
    },
  );
});
