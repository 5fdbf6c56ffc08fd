import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Service } from '@counterstep/service-kit/server';
import {
  ada,
  admin,
  createServiceKit,
  grace,
  stepInput,
  type ServiceKit,
} from '@counterstep/service-kit/testing';
import { createOrdersService } from '../src/service.ts';

const address = { name: 'Ada', line1: '1 Main St', city: 'Springfield', postalCode: '12345', country: 'US' };
const usd = (amount: number) => ({ amount, currency: 'USD' });

const orderInput = (orderId: string, customerId = ada.id, placedAt = '2026-03-01T09:00:00.000Z') => ({
  orderId,
  customerId,
  lines: [{ sku: 'MUG-BLUE', name: 'Blue mug', quantity: 2, unitPrice: usd(1400) }],
  total: usd(2800),
  shippingAddress: address,
  placedAt,
});

const CREATE = `mutation ($step: StepInput!, $input: CreateOrderInput!) {
  createOrder(step: $step, input: $input) { number rejection { code } } }`;
const ABANDON = `mutation ($step: StepInput!, $input: AbandonOrderInput!) {
  abandonOrder(step: $step, input: $input) { undone } }`;
const CONFIRM = `mutation ($step: StepInput!, $input: ConfirmOrderInput!) {
  confirmOrder(step: $step, input: $input) { rejection { code } } }`;
const ORDER = `query ($id: ID!) { order(id: $id) { id number status confirmedAt lines { name total { amount } product { sku } }
  cancellation { code message } customer { id } } }`;
const ORDERS = `query ($first: Int, $after: String, $filter: OrderFilter) {
  orders(first: $first, after: $after, filter: $filter) { nodes { id } totalCount pageInfo { hasNextPage endCursor } } }`;

const coordinator = { service: 'coordinator' } as const;

describe('orders', () => {
  let kit: ServiceKit;
  let service: Service;
  const ask = (query: string, variables: object, as: Parameters<ServiceKit['ask']>[3]) =>
    kit.ask(service, query, variables, as);
  const create = (input: object, step = stepInput('createOrder')) =>
    ask(CREATE, { step, input }, coordinator);

  beforeEach(async () => {
    kit = await createServiceKit();
    service = await createOrdersService(kit.config);
  });
  afterEach(async () => {
    await service.stop();
    await kit.remove();
  });

  it('records an order with frozen prices and shows it to its owner and to ADMIN only', async () => {
    const { data } = await create(orderInput('order-1'));
    const { number } = data!['createOrder'] as { number: string };
    expect(number).toMatch(/^2603-[0-9A-Z]{4}-[0-9A-Z]{4}$/);
    const seen = await ask(ORDER, { id: 'order-1' }, { viewer: ada });
    expect(seen.data!['order']).toMatchObject({
      number,
      status: 'PENDING',
      lines: [{ name: 'Blue mug', total: { amount: 2800 }, product: { sku: 'MUG-BLUE' } }],
      customer: { id: ada.id },
    });
    expect((await ask(ORDER, { id: 'order-1' }, { viewer: admin })).data!['order']).not.toBeNull();
    expect((await ask(ORDER, { id: 'order-1' }, { viewer: grace })).data!['order']).toBeNull();
    expect((await ask(ORDER, { id: 'order-1' }, {})).errors![0]!.extensions['code']).toBe('UNAUTHENTICATED');
  });

  it('records an order once for all attempts of its step', async () => {
    const step = stepInput('createOrder');
    const first = await create(orderInput('order-1'), step);
    const second = await create(orderInput('order-1'), step);
    expect(second.data).toEqual(first.data);
    const other = await create({ ...orderInput('order-1'), customerId: grace.id }, step);
    expect(other.errors![0]!.extensions['code']).toBe('KEY_PARAMETER_MISMATCH');
  });

  it('refuses a total that is not the sum of the lines', async () => {
    const { data } = await create({ ...orderInput('order-1'), total: usd(1) });
    expect(data!['createOrder']).toEqual({ number: null, rejection: { code: 'TOTAL_MISMATCH' } });
    expect((await ask(ORDER, { id: 'order-1' }, { viewer: ada })).data!['order']).toBeNull();
  });

  it('confirms a pending order and refuses any other', async () => {
    await create(orderInput('order-1'));
    const input = { orderId: 'order-1' };
    const confirmed = await ask(CONFIRM, { step: stepInput('confirmOrder'), input }, coordinator);
    expect(confirmed.data!['confirmOrder']).toEqual({ rejection: null });
    const { data } = await ask(ORDER, { id: 'order-1' }, { viewer: ada });
    expect(data!['order']).toMatchObject({ status: 'CONFIRMED', confirmedAt: expect.any(String) });
    const again = await ask(CONFIRM, { step: stepInput('confirmOrder'), input }, coordinator);
    expect(again.data!['confirmOrder']).toEqual({ rejection: { code: 'ORDER_NOT_PENDING' } });
  });

  it('cancels with code and message, and never creates an order whose creation was compensated first', async () => {
    const step = stepInput('createOrder', 'saga-cancelled');
    const why = { orderId: 'order-1', code: 'OUT_OF_STOCK', message: 'There is none left.' };
    await create(orderInput('order-1'), step);
    expect((await ask(ABANDON, { step, input: why }, coordinator)).data).toEqual({
      abandonOrder: { undone: true },
    });
    const { data } = await ask(ORDER, { id: 'order-1' }, { viewer: ada });
    expect(data!['order']).toMatchObject({
      status: 'CANCELLED',
      cancellation: { code: 'OUT_OF_STOCK', message: 'There is none left.' },
    });

    const late = stepInput('createOrder', 'saga-late');
    const abandoned = await ask(ABANDON, { step: late, input: { ...why, orderId: 'order-2' } }, coordinator);
    expect(abandoned.data).toEqual({ abandonOrder: { undone: false } });
    expect((await create(orderInput('order-2'), late)).errors![0]!.extensions['code']).toBe('STEP_CANCELLED');
    expect((await ask(ORDER, { id: 'order-2' }, { viewer: ada })).data!['order']).toBeNull();
  });

  it('accepts step mutations from the coordinator only, and nothing without a token', async () => {
    const variables = { step: stepInput('createOrder'), input: orderInput('order-1') };
    const asAdmin = await ask(CREATE, variables, { viewer: admin });
    expect(asAdmin.errors![0]!.extensions['code']).toBe('FORBIDDEN');
    const bare = await fetch(`${service.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ __typename }' }),
    });
    expect(bare.status).toBe(401);
  });

  it('lists a customer’s orders newest first, page by page and filtered', async () => {
    for (const n of [1, 2, 3, 4, 5]) {
      await create(orderInput(`order-${n}`, n === 3 ? grace.id : ada.id, `2026-03-0${n}T09:00:00.000Z`));
    }
    const ids = ({ data }: Awaited<ReturnType<typeof ask>>) =>
      (data!['orders'] as { nodes: { id: string }[] }).nodes.map(({ id }) => id);
    const first = await ask(ORDERS, { first: 2 }, { viewer: ada });
    expect(ids(first)).toEqual(['order-5', 'order-4']);
    const { totalCount, pageInfo } = first.data!['orders'] as {
      totalCount: number;
      pageInfo: { hasNextPage: boolean; endCursor: string };
    };
    expect([totalCount, pageInfo.hasNextPage]).toEqual([4, true]);
    expect(ids(await ask(ORDERS, { first: 2, after: pageInfo.endCursor }, { viewer: ada }))).toEqual([
      'order-2',
      'order-1',
    ]);
    const filter = {
      placedAfter: '2026-03-02T00:00:00Z',
      placedBefore: '2026-03-05T00:00:00Z',
      status: ['PENDING'],
    };
    expect(ids(await ask(ORDERS, { filter }, { viewer: ada }))).toEqual(['order-4', 'order-2']);
    expect(ids(await ask(ORDERS, { filter: { customerId: grace.id } }, { viewer: admin }))).toEqual([
      'order-3',
    ]);
    const others = await ask(ORDERS, { filter: { customerId: grace.id } }, { viewer: ada });
    expect(others.errors![0]!.extensions['code']).toBe('FORBIDDEN');
  });

  it.each([0, 101, -1])('refuses a page of %i', async (first) => {
    const { errors } = await ask(ORDERS, { first }, { viewer: ada });
    expect(errors![0]!.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: ['first'] });
  });
});
