import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { logIn, type Client } from '../support/client.ts';
import { ADDRESS, newCustomer } from '../support/customers.ts';
import { bookingsOf, chargesOf } from '../support/books.ts';
import { afterCompensation, placingSteps, stepsBefore, undoneBefore } from '../support/definition.ts';
import { eventually } from '../support/eventually.ts';
import {
  orderOf,
  placeOrder,
  PROGRESS,
  progressOf,
  stockOf,
  type Placed,
  type SagaEvent,
} from '../support/orders.ts';
import { startSystem, type System } from '../support/system.ts';

interface Outcome {
  readonly order: NonNullable<Placed['order']>;
  readonly saga: NonNullable<Placed['saga']>;
  /** Each event as `TYPE step`, without retries. */
  readonly events: readonly string[];
  readonly retries: readonly { readonly step: string | null; readonly attempt: number }[];
}

let system: System;
let customer: Client;
let admin: Client;

beforeAll(async () => {
  system = await startSystem({ PERSISTENT_RETRY_WINDOW_MS: '300', PROBE_INTERVAL_MS: '200' });
  admin = await logIn(system.url, 'admin');
  customer = (await newCustomer(system.url)).client;
});

afterAll(async () => {
  await customer.close();
  await system.remove();
});

async function outcomeOf(input: object): Promise<Outcome> {
  const { order, saga, errors } = await placeOrder(customer, {
    lines: [{ sku: 'KETTLE-GOOSE', quantity: 3 }],
    payment: { token: 'tok_visa' },
    waitFor: 'FINISHED',
    ...input,
  });
  expect(errors).toEqual([]);
  const events = saga!.events.filter(({ type }) => type !== 'STEP_RETRYING');
  return {
    order: order!,
    saga: saga!,
    events: events.map(({ type, step }) => (step === null ? type : `${type} ${step}`)),
    retries: saga!.events.flatMap(({ type, step, attempt }) =>
      type === 'STEP_RETRYING' ? [{ step, attempt: attempt! }] : [],
    ),
  };
}

const done = (steps: readonly string[]) =>
  steps.flatMap((name) => [`STEP_STARTED ${name}`, `STEP_SUCCEEDED ${name}`]);
const undone = (steps: readonly string[]) =>
  steps.flatMap((name) => [`STEP_COMPENSATING ${name}`, `STEP_COMPENSATED ${name}`]);
const cancelled = [...done(afterCompensation), 'SAGA_COMPENSATED'];
const untouchedStock = { available: 110, onHand: 110, reserved: 0 };
const total = 3 * 6900;

describe('an order of what is sold out', () => {
  it('is cancelled before money or a parcel is asked for', async () => {
    const { order, saga, events } = await outcomeOf({ lines: [{ sku: 'POSTER-SOLD-OUT', quantity: 1 }] });
    expect(order).toMatchObject({
      status: 'CANCELLED',
      cancellation: { code: 'OUT_OF_STOCK' },
      reservation: null,
      payment: null,
      shipment: null,
      notifications: [{ type: 'ORDER_CANCELLED', status: 'SENT' }],
    });
    expect(saga).toMatchObject({
      status: 'COMPENSATED',
      failure: { step: 'reserveInventory', code: 'OUT_OF_STOCK' },
    });
    expect(events).toEqual([
      'SAGA_STARTED',
      ...done(stepsBefore('reserveInventory')),
      'STEP_STARTED reserveInventory',
      'STEP_REJECTED reserveInventory',
      'COMPENSATION_STARTED reserveInventory',
      ...undone(undoneBefore('reserveInventory')),
      ...cancelled,
    ]);
    expect(await chargesOf(admin, order.id)).toEqual([]);
    expect(await bookingsOf(admin, order.id)).toEqual([]);
  });

  it('holds nothing of what is there when one of its lines is not', async () => {
    const before = await stockOf(admin, 'TEAPOT-CLAY');
    const { order } = await outcomeOf({
      lines: [
        { sku: 'TEAPOT-CLAY', quantity: 1 },
        { sku: 'POSTER-SOLD-OUT', quantity: 1 },
      ],
    });
    expect(order.cancellation).toMatchObject({ code: 'OUT_OF_STOCK' });
    expect(await stockOf(admin, 'TEAPOT-CLAY')).toEqual(before);
  });
});

describe('an order whose card is declined', () => {
  it.each([
    ['tok_declined', 'CARD_DECLINED'],
    ['tok_insufficient_funds', 'INSUFFICIENT_FUNDS'],
    ['tok_of_nobody', 'INVALID_TOKEN'],
  ])('is cancelled and gives its units back (%s)', async (token, declineCode) => {
    const { order, saga, events, retries } = await outcomeOf({ payment: { token } });
    expect(order).toMatchObject({
      status: 'CANCELLED',
      cancellation: { code: 'PAYMENT_DECLINED' },
      reservation: { status: 'RELEASED' },
      payment: { status: 'DECLINED', declineCode },
      shipment: null,
      notifications: [{ type: 'ORDER_CANCELLED' }],
    });
    expect(saga.failure).toMatchObject({ step: 'authorizePayment', code: 'PAYMENT_DECLINED' });
    expect(retries).toEqual([]);
    expect(events).toEqual([
      'SAGA_STARTED',
      ...done(stepsBefore('authorizePayment')),
      'STEP_STARTED authorizePayment',
      'STEP_REJECTED authorizePayment',
      'COMPENSATION_STARTED authorizePayment',
      ...undone(undoneBefore('authorizePayment')),
      ...cancelled,
    ]);
    expect(await chargesOf(admin, order.id)).toMatchObject([{ status: 'DECLINED', refunded: { amount: 0 } }]);
    expect(await stockOf(admin, 'KETTLE-GOOSE')).toEqual(untouchedStock);
  });
});

describe('an order to where no carrier goes', () => {
  it('is cancelled, its money let go and its units released', async () => {
    const { order, saga, events } = await outcomeOf({ shippingAddress: { ...ADDRESS, postalCode: '00000' } });
    expect(order).toMatchObject({
      status: 'CANCELLED',
      cancellation: { code: 'SHIPPING_UNAVAILABLE' },
      reservation: { status: 'RELEASED' },
      payment: { status: 'VOIDED' },
      notifications: [{ type: 'ORDER_CANCELLED' }],
    });
    expect(order.shipment?.status ?? 'CANCELLED').toBe('CANCELLED');
    expect(saga.failure).toMatchObject({ step: 'bookParcel', code: 'SHIPPING_UNAVAILABLE' });
    expect(events).toEqual([
      'SAGA_STARTED',
      ...done(stepsBefore('bookParcel')),
      'STEP_STARTED bookParcel',
      'STEP_REJECTED bookParcel',
      'COMPENSATION_STARTED bookParcel',
      ...undone(undoneBefore('bookParcel')),
      ...cancelled,
    ]);
    expect(await chargesOf(admin, order.id)).toMatchObject([
      { status: 'VOIDED', amount: { amount: total }, refunded: { amount: 0 } },
    ]);
    expect(await stockOf(admin, 'KETTLE-GOOSE')).toEqual(untouchedStock);
  });
});

describe('an order while the carrier is down', () => {
  it('is undone after five attempts, the unknown booking too', async () => {
    const { order, saga, events, retries } = await outcomeOf({
      shippingAddress: { ...ADDRESS, postalCode: '99999' },
    });
    expect(order).toMatchObject({
      status: 'CANCELLED',
      reservation: { status: 'RELEASED' },
      payment: { status: 'VOIDED' },
      shipment: { status: 'CANCELLED' },
    });
    expect(saga.status).toBe('COMPENSATED');
    expect(retries).toEqual([1, 2, 3, 4].map((attempt) => ({ step: 'bookParcel', attempt })));
    expect(events).toEqual([
      'SAGA_STARTED',
      ...done(stepsBefore('bookParcel')),
      'STEP_STARTED bookParcel',
      'STEP_UNKNOWN bookParcel',
      'COMPENSATION_STARTED bookParcel',
      ...undone(['bookParcel', ...undoneBefore('bookParcel')]),
      ...cancelled,
    ]);
    expect(await bookingsOf(admin, order.id)).not.toContainEqual(
      expect.objectContaining({ status: 'BOOKED' }),
    );
    expect(await chargesOf(admin, order.id)).toMatchObject([{ status: 'VOIDED' }]);
  });
});

describe('an order whose payment provider is flaky', () => {
  it('is placed at the third attempt, and charged once', async () => {
    const { order, saga, retries } = await outcomeOf({
      lines: [{ sku: 'POSTCARDS-SET', quantity: 1 }],
      payment: { token: 'tok_flaky' },
    });
    expect(order).toMatchObject({ status: 'CONFIRMED', payment: { status: 'CAPTURED' } });
    expect(retries).toEqual([1, 2].map((attempt) => ({ step: 'authorizePayment', attempt })));
    expect(saga.steps.map(({ name, attempts }) => [name, attempts])).toEqual(
      placingSteps.map((name) => [name, name === 'authorizePayment' ? 3 : 1]),
    );
    expect(await chargesOf(admin, order.id)).toMatchObject([
      { status: 'CAPTURED', amount: { amount: 900 }, refunded: { amount: 0 } },
    ]);
  });
});

describe('an order whose money was set aside without word', () => {
  it('is undone, and the provider’s ledger shows that the money was let go', async () => {
    const { order, events, retries } = await outcomeOf({ payment: { token: 'tok_lost_reply' } });
    expect(order).toMatchObject({
      status: 'CANCELLED',
      reservation: { status: 'RELEASED' },
      payment: { status: 'VOIDED' },
      shipment: null,
      notifications: [{ type: 'ORDER_CANCELLED' }],
    });
    expect(retries).toEqual([1, 2, 3, 4].map((attempt) => ({ step: 'authorizePayment', attempt })));
    expect(events).toEqual([
      'SAGA_STARTED',
      ...done(stepsBefore('authorizePayment')),
      'STEP_STARTED authorizePayment',
      'STEP_UNKNOWN authorizePayment',
      'COMPENSATION_STARTED authorizePayment',
      ...undone(['authorizePayment', ...undoneBefore('authorizePayment')]),
      ...cancelled,
    ]);
    expect(await chargesOf(admin, order.id)).toMatchObject([
      { status: 'VOIDED', amount: { amount: total }, refunded: { amount: 0 } },
    ]);
    expect(await stockOf(admin, 'KETTLE-GOOSE')).toEqual(untouchedStock);
  });
});

describe('the subscription of an order that is undone', () => {
  it('shows forward and compensating steps in their order, and then ends', async () => {
    const { order, saga } = await outcomeOf({ payment: { token: 'tok_declined' } });
    const events = await progressOf(customer, order.id);
    expect(events.map(({ sequence, type, step }) => [sequence, type, step])).toEqual(
      saga.events.map(({ sequence, type, step }) => [sequence, type, step]),
    );
    expect(events.at(-1)).toMatchObject({ type: 'SAGA_COMPENSATED' });
  });
});

/** Follows the order until one of its steps is stuck. */
async function untilStuck(orderId: string): Promise<readonly SagaEvent[]> {
  const seen: SagaEvent[] = [];
  const following = customer.follow<{ orderProgress: SagaEvent }>(PROGRESS, { orderId });
  for await (const { orderProgress } of following) {
    seen.push(orderProgress);
    if (orderProgress.type === 'STEP_STUCK') return seen;
  }
  throw new Error(`The saga ended: ${JSON.stringify(seen)}`);
}

describe('an order whose money cannot be let go', () => {
  let orderId: string;
  let events: readonly SagaEvent[];

  beforeAll(async () => {
    const placed = await placeOrder(customer, {
      lines: [{ sku: 'CLOCK-WALL', quantity: 4 }],
      payment: { token: 'tok_refund_fails' },
      shippingAddress: { ...ADDRESS, postalCode: '00000' },
    });
    orderId = placed.orderId!;
    events = await untilStuck(orderId);
  });

  it('is stuck at its payment, and says so', async () => {
    const { status, saga } = await orderOf(customer, orderId);
    expect(status).toBe('PENDING');
    expect(saga).toMatchObject({ status: 'STUCK', failure: { code: 'SHIPPING_UNAVAILABLE' } });
    const statusOf = (step: string) => saga?.steps.find(({ name }) => name === step)?.status;
    for (const step of stepsBefore('authorizePayment')) expect(statusOf(step)).toBe('SUCCEEDED');
    expect(statusOf('authorizePayment')).toBe('STUCK');
    expect(statusOf('bookParcel')).toBe('REJECTED');
  });

  it('tells so to whoever follows it', () => {
    expect(
      events.filter(({ step, type }) => step === 'authorizePayment' && type !== 'STEP_RETRYING'),
    ).toEqual(
      ['STEP_STARTED', 'STEP_SUCCEEDED', 'STEP_COMPENSATING', 'STEP_STUCK'].map((type) =>
        expect.objectContaining({ type }),
      ),
    );
    expect(events.map(({ type }) => type)).not.toContain('SAGA_COMPENSATED');
  });

  it('keeps what it could not yet undo: the money, and the units that come after it', async () => {
    expect(await chargesOf(admin, orderId)).toMatchObject([
      { status: 'AUTHORIZED', refunded: { amount: 0 } },
    ]);
    expect(await stockOf(admin, 'CLOCK-WALL')).toEqual({ available: 111, onHand: 115, reserved: 4 });
  });

  it('stands in the list of stuck sagas', async () => {
    const { sagas } = await admin.ask<{ sagas: { nodes: object[] } }>(
      '{ sagas(filter: { status: [STUCK] }) { nodes { status order { id } } } }',
    );
    expect(sagas.nodes).toEqual([{ status: 'STUCK', order: { id: orderId } }]);
  });

  it('is probed for ever, and never called compensated; its log does not grow', async () => {
    const refund = async () => {
      const { saga } = await orderOf(customer, orderId);
      return { saga, attempts: saga!.steps.find(({ name }) => name === 'authorizePayment')!.attempts };
    };
    const before = await refund();
    const after = await eventually(refund, ({ attempts }) => attempts >= before.attempts + 3);
    expect(after.saga).toMatchObject({ status: 'STUCK', events: before.saga!.events });
  });
});
