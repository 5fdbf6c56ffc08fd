import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { audit } from '../support/audit.ts';
import { isAtRest, readBooks, type Books } from '../support/all-books.ts';
import { bookingsOf, chargesOf } from '../support/books.ts';
import { cancelAfter, cancelledOrder, cancelOrder, CANCEL_ORDER } from '../support/cancellations.ts';
import { createGraphqlClient, logIn, type Client } from '../support/client.ts';
import { ADDRESS, newCustomer } from '../support/customers.ts';
import { eventually, settled } from '../support/eventually.ts';
import { mugs, placeOrder, progressOf, stockOf } from '../support/orders.ts';
import { runProgram } from '../support/run.ts';
import { startSystem, type System } from '../support/system.ts';

const PRICE = 2 * 1400;

let system: System;
let admin: Client;
let customer: Client;
let opening: Books;
/** The orders of these tests, and how each must have ended. */
const orders = new Map<string, 'CONFIRMED' | 'CANCELLED' | undefined>();

beforeAll(async () => {
  const patience = { PERSISTENT_RETRY_WINDOW_MS: '2000', PROBE_INTERVAL_MS: '200' };
  system = await startSystem({ ...patience, ATTEMPT_TIMEOUT_MS: '3000', AUDIT_SETTLE_MS: '3000' });
  admin = await logIn(system.url, 'admin');
  customer = (await newCustomer(system.url)).client;
  opening = await readBooks(admin);
});
afterAll(async () => {
  await customer.close();
  await system.remove();
});

async function confirmedOrder(end: 'CONFIRMED' | 'CANCELLED', changes: object = {}): Promise<string> {
  const { order, errors } = await placeOrder(customer, mugs(changes));
  expect([order?.status, errors]).toEqual(['CONFIRMED', []]);
  orders.set(order!.id, end);
  return order!.id;
}

async function handOver(orderId: string): Promise<void> {
  const { shipment } = (await cancelledOrder(customer, orderId))!;
  const { updateShipment } = await admin.ask<{ updateShipment: { errors: readonly object[] } }>(
    'mutation ($input: UpdateShipmentInput!) { updateShipment(input: $input) { errors { __typename } } }',
    { input: { shipmentId: shipment!.id, status: 'HANDED_OVER' } },
  );
  expect(updateShipment.errors).toEqual([]);
  await eventually(
    () => cancelledOrder(customer, orderId),
    (order) => order?.sagas.at(-1)?.type === 'MoveParcel' && order.sagas.at(-1)?.status === 'COMPLETED',
  );
}

const done = (...steps: string[]) =>
  steps.flatMap((name) => [`STEP_STARTED ${name}`, `STEP_SUCCEEDED ${name}`]);

describe('a confirmed order that its customer cancels', () => {
  it('gives money, units and parcel back, and the customer a reason', async () => {
    const before = await stockOf(admin, 'MUG-BLUE');
    const orderId = await confirmedOrder('CANCELLED');
    expect(await stockOf(admin, 'MUG-BLUE')).not.toEqual(before);
    const { order, saga, errors } = await cancelOrder(customer, orderId, { reason: ' I have two already. ' });
    expect(errors).toEqual([]);
    expect(order).toMatchObject({
      status: 'CANCELLED',
      cancelledAt: expect.any(String),
      cancellation: { code: 'REQUESTED_BY_CUSTOMER', message: 'I have two already.' },
      reservation: { status: 'RELEASED' },
      payment: { status: 'REFUNDED', refunded: { amount: PRICE } },
      shipment: { status: 'CANCELLED' },
      notifications: [
        { type: 'ORDER_CONFIRMED', status: 'SENT' },
        { type: 'ORDER_CANCELLED', status: 'SENT' },
      ],
    });
    expect(saga).toMatchObject({ type: 'CancelOrder', status: 'COMPLETED', failure: null });
    expect(order!.saga!.id).toBe(saga!.id);
    expect(order!.sagas.map(({ type, status }) => [type, status])).toEqual([
      ['PlaceOrder', 'COMPLETED'],
      ['CancelOrder', 'COMPLETED'],
    ]);
    expect(await stockOf(admin, 'MUG-BLUE')).toEqual(before);
    expect(await chargesOf(admin, orderId)).toMatchObject([
      { status: 'REFUNDED', amount: { amount: PRICE }, refunded: { amount: PRICE } },
    ]);
    expect(await bookingsOf(admin, orderId)).toMatchObject([{ status: 'CANCELLED' }]);
  });

  it('can be followed step by step', async () => {
    const orderId = await confirmedOrder('CANCELLED');
    await cancelOrder(customer, orderId, { waitFor: 'DECIDED' });
    const events = await progressOf(customer, orderId);
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1));
    expect(events.map(({ type, step }) => (step === null ? type : `${type} ${step}`))).toEqual([
      'SAGA_STARTED',
      ...done('lockLines', 'withdrawParcel', 'completeCancellation', 'refundPayment'),
      ...done('restockInventory', 'sendCancellation'),
      'SAGA_COMPLETED',
    ]);
  });

  it('can be followed by who has followed its placing until then', async () => {
    const orderId = await confirmedOrder('CANCELLED');
    const placing = await progressOf(customer, orderId);
    await cancelOrder(customer, orderId);
    const cancelling = await progressOf(customer, orderId, placing.at(-1)!.sequence);
    expect(cancelling).toEqual(await progressOf(customer, orderId));
    expect(cancelling.map(({ step }) => step)).toContain('withdrawParcel');
  });

  it('has one cancellation, however often and by whomever it is asked for', async () => {
    const orderId = await confirmedOrder('CANCELLED');
    const asked = Array.from({ length: 8 }, (_, index) =>
      cancelOrder(index % 2 === 0 ? customer : admin, orderId, { reason: `Reason ${index}.` }),
    );
    const answers = await Promise.all(asked);
    const again = await cancelOrder(customer, orderId, { reason: 'Once more.' });
    const ids = [...answers, again].map(({ saga, errors }) => [saga?.id, errors]);
    expect(new Set(ids.map((each) => JSON.stringify(each))).size).toBe(1);
    expect(again).toMatchObject({
      errors: [],
      saga: { status: 'COMPLETED' },
      order: { status: 'CANCELLED' },
    });
    expect(again.order!.sagas).toHaveLength(2);
    expect(again.order!.notifications).toHaveLength(2);
  });
});

describe('an order that an ADMIN cancels', () => {
  it('tells its customer that the shop has done it', async () => {
    const orderId = await confirmedOrder('CANCELLED');
    const { errors, saga } = await cancelOrder(admin, orderId);
    expect([errors, saga?.status]).toEqual([[], 'COMPLETED']);
    const seen = await cancelledOrder(customer, orderId);
    expect(seen).toMatchObject({
      status: 'CANCELLED',
      cancellation: { code: 'REQUESTED_BY_ADMIN', message: 'Cancelled by the shop.' },
      saga: { id: saga!.id },
    });
    expect(seen!.notifications!.map(({ type }) => type)).toEqual(['ORDER_CONFIRMED', 'ORDER_CANCELLED']);
  });
});

describe('a request that may not cancel', () => {
  it('sees another customer’s order like one that is not there', async () => {
    const orderId = await confirmedOrder('CONFIRMED');
    const other = await newCustomer(system.url);
    const notFound = {
      order: null,
      saga: null,
      errors: [
        {
          __typename: 'OrderNotFound',
          code: 'ORDER_NOT_FOUND',
          message: 'There is no such order.',
          path: ['input', 'orderId'],
        },
      ],
    };
    expect(await cancelOrder(other.client, orderId)).toEqual(notFound);
    expect(await cancelOrder(other.client, 'no-order')).toEqual(notFound);
    expect(await cancelOrder(admin, '')).toEqual(notFound);
    expect(await cancelledOrder(customer, orderId)).toMatchObject({ status: 'CONFIRMED', sagas: [{}] });
  });

  it('must be logged in', async () => {
    const orderId = await confirmedOrder('CONFIRMED');
    const { errors } = await createGraphqlClient(system.url).send(CANCEL_ORDER, { input: { orderId } });
    expect(errors![0]!.extensions).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await cancelledOrder(customer, orderId)).toMatchObject({ status: 'CONFIRMED', sagas: [{}] });
  });

  it('must give a reason of at most 500 characters', async () => {
    const orderId = await confirmedOrder('CONFIRMED');
    const { order, saga, errors } = await cancelOrder(customer, orderId, { reason: 'x'.repeat(501) });
    expect([order, saga]).toEqual([null, null]);
    expect(errors).toMatchObject([
      { __typename: 'ValidationError', code: 'VALIDATION_ERROR', path: ['input', 'reason'] },
    ]);
    expect(await cancelledOrder(customer, orderId)).toMatchObject({ status: 'CONFIRMED', sagas: [{}] });
  });
});

describe('an order whose parcel the carrier has', () => {
  it('is not cancelled and stays as it was, without a saga, however often that is asked for', async () => {
    const orderId = await confirmedOrder('CONFIRMED');
    await handOver(orderId);
    const before = (await cancelledOrder(customer, orderId))!;
    const first = await cancelOrder(customer, orderId, { waitFor: 'DECIDED' });
    expect(first.errors).toEqual([
      {
        __typename: 'OrderNotCancellable',
        code: 'SHIPMENT_HANDED_OVER',
        message: 'The parcel is on its way already.',
        path: ['input', 'orderId'],
      },
    ]);
    expect(first.saga).toMatchObject({ type: 'MoveParcel', status: 'COMPLETED' });
    for (let asked = 0; asked < 5; asked += 1)
      expect(await cancelOrder(customer, orderId, { waitFor: 'DECIDED' })).toEqual(first);
    expect(await cancelledOrder(customer, orderId)).toEqual(before);
  });
});

describe('an order that is cancelled while it is being placed', () => {
  const down = { ...ADDRESS, postalCode: '99999' };

  it('is undone by the saga that places it', async () => {
    // The carrier is asked five times, so there is nearly always time to cancel the order before the placing gives up
    // by itself.
    const caught = await eventually(
      async () => {
        const { orderId } = await placeOrder(customer, mugs({ shippingAddress: down, waitFor: 'RECORDED' }));
        orders.set(orderId!, 'CANCELLED');
        return cancelOrder(customer, orderId!, { reason: 'It takes too long.' });
      },
      ({ errors }) => errors.length === 0,
    );
    expect(caught.saga).toMatchObject({
      type: 'PlaceOrder',
      status: 'COMPENSATED',
      failure: { step: null, code: 'REQUESTED_BY_CUSTOMER' },
    });
    expect(caught.order).toMatchObject({
      status: 'CANCELLED',
      cancellation: { code: 'REQUESTED_BY_CUSTOMER', message: 'It takes too long.' },
      sagas: [{ type: 'PlaceOrder' }],
      notifications: [{ type: 'ORDER_CANCELLED' }],
    });
    const again = await cancelOrder(customer, caught.order!.id);
    expect([again.saga!.id, again.errors]).toEqual([caught.saga!.id, []]);
  });

  it('cannot be cancelled where it is for another reason', async () => {
    const { orderId } = await placeOrder(customer, mugs({ payment: { token: 'tok_declined' } }));
    orders.set(orderId!, 'CANCELLED');
    const { order, saga, errors } = await cancelOrder(customer, orderId!);
    expect(errors).toMatchObject([
      {
        __typename: 'OrderNotCancellable',
        code: 'ALREADY_CANCELLED',
        message: 'The order is cancelled already: Your card was declined.',
      },
    ]);
    expect(saga).toMatchObject({ type: 'PlaceOrder', status: 'COMPENSATED' });
    expect(order).toMatchObject({ cancellation: { code: 'PAYMENT_DECLINED' }, sagas: [{}] });
  });

  it('is cancelled at whatever moment', async () => {
    // Cancels at every moment from right after acceptance until long after the order is placed.
    const race = async (index: number): Promise<readonly object[]> => {
      const { orderId } = await placeOrder(customer, mugs({ waitFor: 'ACCEPTED' }));
      orders.set(orderId!, 'CANCELLED');
      return (await cancelAfter(customer, orderId!, index + 1)).errors;
    };
    const answers = await Promise.all(Array.from({ length: 24 }, (_, index) => race(index)));
    expect(answers).toEqual(answers.map(() => []));
  });
});

describe('the books after all this', () => {
  it('add up', async () => {
    const books = await settled(() => readBooks(admin), isAtRest);
    expect(audit(books, { orders, opening })).toEqual([]);
  });

  it('agree with the sagas, as the auditor sees it', async () => {
    const { end, stdout } = await runProgram('coordinator-audit', { COUNTERSTEP_URL: system.url }, [
      '--json',
    ]);
    expect(JSON.parse(stdout)).toMatchObject({ state: 'DONE', findings: [] });
    expect(end).toBe(0);
  });
});

describe('an answer that comes before the end of its saga', () => {
  const answer = 'saga { status sequence } order { saga { status sequence } }';
  interface Told {
    readonly saga: object;
    readonly order: { readonly saga: object };
  }

  it('tells of one state of the saga wherever it tells of it', async () => {
    const { placeOrder: placed } = await customer.ask<{ placeOrder: Told & { readonly orderId: string } }>(
      `mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { orderId ${answer} } }`,
      {
        input: mugs({
          payment: { token: 'tok_refund_fails' },
          shippingAddress: { ...ADDRESS, postalCode: '00000' },
          waitFor: 'FINISHED',
        }),
      },
    );
    expect(placed.saga).toMatchObject({ status: 'STUCK' });
    expect(placed.order.saga).toEqual(placed.saga);
  }, 20_000);

  it('does so for every way to begin or to operate it', async () => {
    const { placeOrder: accepted } = await customer.ask<{ placeOrder: Told & { readonly orderId: string } }>(
      `mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { orderId ${answer} } }`,
      { input: mugs({ waitFor: 'ACCEPTED' }) },
    );
    expect(accepted.order.saga).toEqual(accepted.saga);
    const { cancelOrder: cancelled } = await customer.ask<{ cancelOrder: Told }>(
      `mutation ($input: CancelOrderInput!) { cancelOrder(input: $input) { ${answer} } }`,
      { input: { orderId: accepted.orderId, waitFor: 'DECIDED' } },
    );
    expect(cancelled.order.saga).toEqual(cancelled.saga);
  });
});

describe('an order whose money cannot be given back', () => {
  it('is stuck in its cancellation, which does not turn back', async () => {
    const orderId = await confirmedOrder('CANCELLED', { payment: { token: 'tok_refund_fails' } });
    const answer = await cancelOrder(customer, orderId);
    expect([answer.errors, answer.order!.status]).toEqual([[], 'CANCELLED']);
    const saga = await eventually(
      async () => (await cancelOrder(customer, orderId, { waitFor: 'DECIDED' })).saga!,
      ({ status }) => status === 'STUCK',
    );
    expect(saga).toMatchObject({
      id: answer.saga!.id,
      failure: { step: 'refundPayment', code: 'PROVIDER_UNAVAILABLE' },
    });
    expect(await cancelledOrder(customer, orderId)).toMatchObject({
      status: 'CANCELLED',
      payment: { status: 'CAPTURED' },
      shipment: { status: 'CANCELLED' },
    });
  });
});
