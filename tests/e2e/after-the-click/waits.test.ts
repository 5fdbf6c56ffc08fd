import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bookingsOf, chargesOf } from '../support/books.ts';
import { cancelOrder } from '../support/cancellations.ts';
import { logIn, type Client } from '../support/client.ts';
import { eventually } from '../support/eventually.ts';
import { command } from '../support/operators.ts';
import { mugs, placeOrder, stockOf } from '../support/orders.ts';
import { startSystem, type System } from '../support/system.ts';
import { expireWait } from './expire.ts';
import {
  accepted,
  completePayment,
  eventsUntil,
  orderNow,
  orderOnce,
  orderOver,
  simulate,
  stepOf,
  waitingOrder,
  type ParcelOrder,
} from './orders.ts';

let system: System;
let ada: Client;
let admin: Client;

const logInAll = async (): Promise<void> => {
  [ada, admin] = await Promise.all([logIn(system.url, 'ada'), logIn(system.url, 'admin')]);
};

beforeAll(async () => {
  system = await startSystem();
  await logInAll();
});

afterAll(async () => {
  await Promise.all([ada.close(), admin.close()]);
  await system.remove();
});

const waits = (order: ParcelOrder): boolean => stepOf(order, 'authorizePayment')?.status === 'WAITING';
const over = (client: Client, { id }: ParcelOrder): Promise<ParcelOrder> => orderOver(client, id);
const placed = { status: 'CONFIRMED', payment: { status: 'CAPTURED' }, saga: { status: 'COMPLETED' } };
const statusesOfCharges = async ({ id }: ParcelOrder): Promise<readonly string[]> =>
  (await chargesOf(admin, id)).map(({ status }) => status);

/** The actions that the order offers to the client. */
const actionsOf = async (client: Client, { id }: ParcelOrder): Promise<readonly string[]> => {
  const query = 'query ($id: ID!) { order(id: $id) { nextActions } }';
  const { order } = await client.ask<{ order: { nextActions: readonly string[] } }>(query, { id });
  return order.nextActions;
};

interface Mail {
  readonly type: string;
  readonly status: string;
}

const mailsOf = async ({ id }: ParcelOrder): Promise<Mail[]> => {
  const query = `query ($id: ID!) { order(id: $id) { notifications { type status to subject body } } }`;
  return (await ada.ask<{ order: { notifications: Mail[] } }>(query, { id })).order.notifications;
};

/** Checks an order that has waited in vain: nothing is held for it, and nothing was taken. */
async function expectUndone(order: ParcelOrder): Promise<void> {
  const { shipments, ...ended } = await orderNow(ada, order.id);
  expect(ended).toMatchObject({
    status: 'CANCELLED',
    reservation: { status: 'RELEASED' },
    payment: { captured: { amount: 0 } },
    saga: { status: 'COMPENSATED' },
  });
  expect(['VOIDED', 'DECLINED']).toContain(ended.payment?.status);
  expect(shipments).toEqual([]);
  const charges = await statusesOfCharges(order);
  expect(charges.filter((status) => ['AUTHORIZED', 'CAPTURED'].includes(status))).toEqual([]);
  expect(await bookingsOf(admin, order.id)).toEqual([]);
}

describe('an order that the customer has to confirm with the bank', () => {
  it('waits, and says for whom and until when, live too', async () => {
    const order = await waitingOrder(ada);
    const events = await eventsUntil(ada, order.id, ({ type }) => type === 'STEP_WAITING');
    expect(events.at(-1)).toEqual({ type: 'STEP_WAITING', step: 'authorizePayment', item: null });
    expect(order).toMatchObject({
      status: 'PENDING',
      payment: { status: 'REQUIRES_ACTION', action: { url: expect.stringMatching(/^http/) as unknown } },
      reservation: { status: 'HELD', expiresAt: expect.stringMatching(/Z$/) as unknown },
      saga: { status: 'RUNNING' },
    });
    const { wait } = stepOf(order, 'authorizePayment')!;
    expect(wait?.for).toBe('CUSTOMER');
    const leftMs = Date.parse(wait!.until) - Date.now();
    expect(leftMs).toBeGreaterThan(10 * 60_000);
    expect(leftMs).toBeLessThanOrEqual(15 * 60_000);
  });

  it('is placed once the bank has confirmed it, and woken by that', async () => {
    const order = await waitingOrder(ada);
    expect(await simulate(ada, order.id, 'AUTHENTICATED')).toEqual([]);
    const ended = await over(ada, order);
    expect(ended).toMatchObject(placed);
    const ofPayment = ended.saga.events.filter(({ step }) => step === 'authorizePayment');
    const types = ofPayment.map(({ type }) => type).filter((type) => type !== 'STEP_RETRYING');
    expect([types[0], types[1], types.at(-1)]).toEqual(['STEP_STARTED', 'STEP_WAITING', 'STEP_SUCCEEDED']);
    expect(types).toContain('STEP_WOKEN');
    expect(await statusesOfCharges(order)).toEqual(['CAPTURED']);
  });

  it('tells its customer by mail, once, in a saga that is none of the order’s', async () => {
    const order = await waitingOrder(ada);
    const told = await eventually(
      () => mailsOf(order),
      (mails) => mails.some(({ type, status }) => type === 'PAYMENT_ACTION_NEEDED' && status === 'SENT'),
    );
    expect(told).toMatchObject([
      {
        to: expect.stringContaining('@') as unknown,
        subject: expect.stringMatching(/^Please confirm the payment of your order \S+$/) as unknown,
        body: expect.stringMatching(/The amount is \d+\.\d\d USD\./) as unknown,
      },
    ]);
    await completePayment(ada, order.id);
    expect((await orderNow(ada, order.id)).sagas).toHaveLength(1);
    await simulate(ada, order.id, 'AUTHENTICATED');
    await over(ada, order);
    const types = (await mailsOf(order)).map(({ type }) => type);
    expect(types.sort()).toEqual(['ORDER_CONFIRMED', 'PAYMENT_ACTION_NEEDED']);
  });

  it('asks its customer, and nobody else, to complete the payment, for as long as that is possible', async () => {
    const order = await waitingOrder(ada);
    expect(await actionsOf(ada, order)).toEqual(['COMPLETE_PAYMENT', 'CANCEL']);
    expect(await actionsOf(admin, order)).not.toContain('COMPLETE_PAYMENT');
    const { orders } = await ada.ask<{ orders: { nodes: readonly { nextActions: readonly string[] }[] } }>(
      '{ orders(first: 1) { nodes { nextActions } } }',
    );
    expect(orders.nodes[0]?.nextActions).toContain('COMPLETE_PAYMENT');
    await simulate(ada, order.id, 'AUTHENTICATED');
    await over(ada, order);
    expect(await actionsOf(ada, order)).not.toContain('COMPLETE_PAYMENT');
  });

  it('is undone where the bank refuses', async () => {
    const order = await waitingOrder(ada);
    expect(await simulate(ada, order.id, 'AUTHENTICATION_FAILED')).toEqual([]);
    expect(await over(ada, order)).toMatchObject({ cancellation: { code: 'PAYMENT_DECLINED' } });
    await expectUndone(order);
  });

  it('goes on waiting where a hint comes before the bank has spoken, however often', async () => {
    const order = await waitingOrder(ada);
    for (let times = 0; times < 3; times += 1) expect(await completePayment(ada, order.id)).toEqual([]);
    expect((await orderNow(ada, order.id)).status).toBe('PENDING');
    expect(await orderOnce(ada, order.id, waits)).toMatchObject({ payment: { status: 'REQUIRES_ACTION' } });
    expect(await simulate(ada, order.id, 'AUTHENTICATED')).toEqual([]);
    await Promise.all([1, 2, 3].map(() => completePayment(ada, order.id)));
    expect(await over(ada, order)).toMatchObject(placed);
    expect(await statusesOfCharges(order)).toEqual(['CAPTURED']);
  });

  it('is placed once where the bank confirms it before the saga has heard that it has to wait', async () => {
    const ids = await Promise.all(
      Array.from({ length: 6 }, () => accepted(ada, { payment: { token: 'tok_3ds' } })),
    );
    const ended = await Promise.all(
      ids.map(async (id) => {
        await eventually(
          () => simulate(ada, id, 'AUTHENTICATED'),
          (errors) => errors.length === 0,
        );
        await Promise.all([completePayment(ada, id), completePayment(ada, id)]);
        return orderOver(ada, id);
      }),
    );
    for (const order of ended) {
      expect(order).toMatchObject(placed);
      expect(await statusesOfCharges(order)).toEqual(['CAPTURED']);
    }
  });

  it('is answered as it is where the client waits for its end, which may be far', async () => {
    const { order, saga } = await placeOrder(ada, mugs({ payment: { token: 'tok_3ds' } }));
    expect(order?.status).toBe('PENDING');
    expect(saga?.status).toBe('RUNNING');
    expect(saga?.steps.find(({ name }) => name === 'authorizePayment')?.status).toBe('WAITING');
  });
});

describe('completePayment', () => {
  it('is refused where nobody has to do anything', async () => {
    const { orderId } = await placeOrder(ada, mugs());
    expect(await completePayment(ada, orderId!)).toMatchObject([{ __typename: 'NoPaymentAction' }]);
  });

  it('knows no order of somebody else', async () => {
    const { id } = await waitingOrder(ada);
    const grace = await logIn(system.url, 'grace');
    expect(await completePayment(grace, id)).toMatchObject([{ __typename: 'OrderNotFound' }]);
    await grace.close();
  });
});

describe('an order whose payment settles later', () => {
  it.each([
    ['SETTLED', 'CONFIRMED'],
    ['SETTLEMENT_FAILED', 'CANCELLED'],
  ])('waits for the provider, and is ended by its word: %s', async (word, status) => {
    const order = await waitingOrder(ada, 'tok_async');
    expect(stepOf(order, 'authorizePayment')?.wait?.for).toBe('PROVIDER');
    expect(order.payment?.status).toBe('PROCESSING');
    expect(await simulate(admin, order.id, word)).toEqual([]);
    const ended = await over(ada, order);
    expect(ended.status).toBe(status);
    if (status === 'CANCELLED') await expectUndone(order);
    else expect(ended).toMatchObject(placed);
  });
});

describe('an order that is cancelled while it waits', () => {
  it('is undone, and what the bank says later changes nothing', async () => {
    const before = await stockOf(admin, 'MUG-BLUE');
    const order = await waitingOrder(ada);
    expect((await cancelOrder(ada, order.id)).errors).toEqual([]);
    await over(ada, order);
    await expectUndone(order);
    await simulate(ada, order.id, 'AUTHENTICATED');
    await expectUndone(order);
    expect(await stockOf(admin, 'MUG-BLUE')).toEqual(before);
  });
});

describe('an order that is paused while it waits', () => {
  it('rests, also when the bank has spoken, and goes on when it is resumed', async () => {
    const order = await waitingOrder(ada);
    expect((await command(admin, 'pauseSaga', order.saga.id)).errors).toEqual([]);
    expect(await simulate(ada, order.id, 'AUTHENTICATED')).toEqual([]);
    // Another waiting order comes to its end meanwhile.
    const other = await waitingOrder(ada);
    await simulate(ada, other.id, 'AUTHENTICATED');
    await over(ada, other);
    expect(waits(await orderNow(ada, order.id))).toBe(true);
    expect((await command(admin, 'resumeSaga', order.saga.id)).errors).toEqual([]);
    expect(await over(ada, order)).toMatchObject(placed);
  });
});

describe('orders that wait while everything is killed', () => {
  let kept: ParcelOrder;
  let confirmed: ParcelOrder;
  let late: ParcelOrder;
  let settling: ParcelOrder;
  let unheard: ParcelOrder;

  beforeAll(async () => {
    [kept, confirmed, late, unheard] = await Promise.all([
      waitingOrder(ada),
      waitingOrder(ada),
      waitingOrder(ada),
      waitingOrder(ada),
    ]);
    settling = await waitingOrder(ada, 'tok_async');
    // The bank has answered in time, and the saga does not learn of it, because it is paused.
    expect((await command(admin, 'pauseSaga', unheard.saga.id)).errors).toEqual([]);
    await simulate(ada, unheard.id, 'AUTHENTICATED');
    await simulate(ada, confirmed.id, 'AUTHENTICATED');
    await Promise.all([ada.close(), admin.close()]);
    await system.kill();
    for (const { saga } of [late, settling, unheard]) await expireWait(system.dataDir, saga.id);
    system = await system.restart();
    await logInAll();
  }, 60_000);

  it('wait on after that, and end as the bank says', async () => {
    expect(waits(await orderNow(ada, kept.id))).toBe(true);
    await simulate(ada, kept.id, 'AUTHENTICATED');
    expect(await over(ada, kept)).toMatchObject(placed);
  });

  it('are placed where the bank has confirmed them before', async () => {
    expect(await over(ada, confirmed)).toMatchObject(placed);
    expect(await statusesOfCharges(confirmed)).toEqual(['CAPTURED']);
  });

  it('are undone where they have waited for too long, also when the bank confirms them a moment later', async () => {
    await over(ada, late);
    expect((await orderNow(ada, late.id)).cancellation).toMatchObject({ code: 'WAIT_EXPIRED' });
    await simulate(ada, late.id, 'AUTHENTICATED');
    await completePayment(ada, late.id);
    await expectUndone(late);
  });

  it('are undone where the provider has settled them a moment too late', async () => {
    await over(ada, settling);
    await simulate(admin, settling.id, 'SETTLED');
    await expectUndone(settling);
  });

  it('are undone where the success was recorded in time, and nobody heard of it before the wait was over', async () => {
    expect((await orderNow(ada, unheard.id)).payment).toMatchObject({ status: 'AUTHORIZED' });
    expect((await command(admin, 'resumeSaga', unheard.saga.id)).errors).toEqual([]);
    expect(await over(ada, unheard)).toMatchObject({ cancellation: { code: 'WAIT_EXPIRED' } });
    await expectUndone(unheard);
  });
});

describe('with hints switched off', () => {
  it('every order that waits ends all the same', async () => {
    await Promise.all([ada.close(), admin.close()]);
    await system.stop();
    system = await system.restart({ WAKE_SAGAS: 'false' });
    await logInAll();
    const [good, bad] = await Promise.all([waitingOrder(ada), waitingOrder(ada)]);
    await Promise.all([
      simulate(ada, good.id, 'AUTHENTICATED'),
      simulate(ada, bad.id, 'AUTHENTICATION_FAILED'),
    ]);
    const ended = await Promise.all([over(ada, good), over(ada, bad)]);
    expect(ended.map(({ status }) => status)).toEqual(['CONFIRMED', 'CANCELLED']);
    for (const { saga } of ended) expect(saga.events.map(({ type }) => type)).not.toContain('STEP_WOKEN');
    expect(await orderOver(ada, await accepted(ada, {}))).toMatchObject(placed);
  }, 60_000);
});
