import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Service } from '@counterstep/service-kit/server';
import { ada, admin, createServiceKit, stepInput, type ServiceKit } from '@counterstep/service-kit/testing';
import { createOrdersService } from '../src/service.ts';

const usd = (amount: number) => ({ amount, currency: 'USD' });

const placed = {
  orderId: 'order-1',
  customerId: ada.id,
  lines: [{ sku: 'MUG-BLUE', name: 'Blue mug', quantity: 2, unitPrice: usd(1400) }],
  total: usd(2800),
  shippingAddress: {
    name: 'Ada',
    line1: '1 Main St',
    city: 'Springfield',
    postalCode: '12345',
    country: 'US',
  },
  placedAt: '2026-03-01T09:00:00.000Z',
};
const order = { orderId: 'order-1' };
const why = { ...order, code: 'REQUESTED_BY_CUSTOMER', message: 'I have two already.' };

const step = (name: string, input: string, selection = 'rejection { code }') =>
  `mutation ($step: StepInput!, $input: ${input}!) { ${name}(step: $step, input: $input) { ${selection} } }`;
const CREATE = step('createOrder', 'CreateOrderInput');
const CONFIRM = step('confirmOrder', 'ConfirmOrderInput');
const ABANDON = step('abandonOrder', 'AbandonOrderInput', 'undone');
const REQUEST = step('requestCancellation', 'OrderStepInput');
const RESTORE = step('restoreOrder', 'OrderStepInput', 'undone');
const COMPLETE = step('completeCancellation', 'CompleteCancellationInput');
const ORDER = `query { order(id: "order-1") { status confirmedAt cancelledAt cancellation { code message at } } }`;

describe('cancelling an order', () => {
  let kit: ServiceKit;
  let service: Service;

  const send = (mutation: string, name: string, sagaId: string, input: object) =>
    kit.ask(service, mutation, { step: stepInput(name, sagaId), input }, { service: 'coordinator' });
  const create = () => send(CREATE, 'createOrder', 'placing', placed);
  const place = async (): Promise<void> => {
    await create();
    await send(CONFIRM, 'confirmOrder', 'placing', order);
  };
  const request = (saga: string) => send(REQUEST, 'requestCancellation', saga, order);
  const restore = (saga: string) => send(RESTORE, 'requestCancellation', saga, order);
  const complete = (saga: string) => send(COMPLETE, 'completeCancellation', saga, why);
  const seen = async () => (await kit.ask(service, ORDER, {}, { viewer: ada })).data!['order'];
  const done = { rejection: null };
  const rejected = (code: string) => ({ rejection: { code } });

  beforeEach(async () => {
    kit = await createServiceKit();
    service = await createOrdersService(kit.config);
  });
  afterEach(async () => {
    await service.stop();
    await kit.remove();
  });

  it('locks a confirmed order first, and says why once it is done', async () => {
    await place();
    expect((await request('c1')).data).toEqual({ requestCancellation: done });
    expect(await seen()).toMatchObject({ status: 'CANCELLING', cancelledAt: null, cancellation: null });
    expect((await complete('c1')).data).toEqual({ completeCancellation: done });
    expect(await seen()).toEqual({
      status: 'CANCELLED',
      confirmedAt: expect.any(String),
      cancelledAt: expect.any(String),
      cancellation: { code: why.code, message: why.message, at: expect.any(String) },
    });
  });

  it('is done once for all attempts of its steps', async () => {
    await place();
    for (const call of [request, request, complete, complete, request]) {
      const { data } = await call('c1');
      expect(Object.values(data!)).toEqual([done]);
    }
    expect(await seen()).toMatchObject({ status: 'CANCELLED' });
  });

  it('leaves the order as it was where it is not possible, and another saga may try again', async () => {
    await place();
    const before = await seen();
    await request('c1');
    expect((await restore('c1')).data).toEqual({ restoreOrder: { undone: true } });
    expect((await restore('c1')).data).toEqual({ restoreOrder: { undone: true } });
    expect(await seen()).toEqual(before);
    expect((await request('c2')).data).toEqual({ requestCancellation: done });
    // What the first saga says late has nothing to do with the second one's lock.
    expect((await request('c1')).errors![0]!.extensions['code']).toBe('STEP_CANCELLED');
    expect((await complete('c1')).data).toEqual({ completeCancellation: rejected('ORDER_NOT_LOCKED') });
    expect(await seen()).toMatchObject({ status: 'CANCELLING' });
  });

  it('is never begun by a request that comes after its compensation', async () => {
    await place();
    expect((await restore('c1')).data).toEqual({ restoreOrder: { undone: false } });
    expect((await request('c1')).errors![0]!.extensions['code']).toBe('STEP_CANCELLED');
    expect(await seen()).toMatchObject({ status: 'CONFIRMED' });
  });

  it('is done by one saga only, of ten that ask at once', async () => {
    await place();
    const answers = await Promise.all(Array.from({ length: 10 }, (_, index) => request(`c${index}`)));
    const outcomes = answers.map(({ data }) => data!['requestCancellation']);
    const refused = outcomes.filter((outcome) => (outcome as { rejection: unknown }).rejection !== null);
    expect(refused).toEqual(Array(9).fill(rejected('CANCELLATION_UNDER_WAY')));
    for (let index = 0; index < 10; index += 1) await restore(`c${index}`);
    expect(await seen()).toMatchObject({ status: 'CONFIRMED' });
  });

  it('waits until it is decided whether the order is placed', async () => {
    await create();
    const early = await request('c1');
    expect(early.errors![0]!.extensions['code']).toBe('ORDER_PENDING');
    expect(await seen()).toMatchObject({ status: 'PENDING' });
    await send(CONFIRM, 'confirmOrder', 'placing', order);
    expect((await request('c1')).data).toEqual({ requestCancellation: done });
  });

  it('is refused where there is no order, and where it is cancelled already', async () => {
    expect((await request('c1')).data).toEqual({ requestCancellation: rejected('ORDER_NOT_FOUND') });
    await create();
    await send(ABANDON, 'createOrder', 'placing', { ...why, code: 'OUT_OF_STOCK' });
    expect((await request('c2')).data).toEqual({ requestCancellation: rejected('ALREADY_CANCELLED') });
    expect(await seen()).toMatchObject({ cancellation: { code: 'OUT_OF_STOCK' } });
  });

  it('is up to the coordinator', async () => {
    await place();
    for (const [mutation, input] of [
      [REQUEST, order],
      [RESTORE, order],
      [COMPLETE, why],
    ] as const) {
      const variables = { step: stepInput('requestCancellation'), input };
      const { errors } = await kit.ask(service, mutation, variables, { viewer: admin });
      expect(errors![0]!.extensions['code']).toBe('FORBIDDEN');
    }
    expect(await seen()).toMatchObject({ status: 'CONFIRMED' });
  });
});
