import { beforeAll, expect, it } from '@jest/globals';
import type { DocumentStore } from '@counterstep/document-store';
import { createAskedStore, type AskedPage, type UnindexedWork } from '@counterstep/document-store/testing';
import type { NewOrder } from '../src/domain/order.ts';
import { listOrder } from '../src/list-orders.ts';
import { createOrderStore, type OrderCriteria } from '../src/order-store.ts';

const since = { placedAfter: '2026-01-01T00:00:00.000Z', placedBefore: '2027-01-01T00:00:00.000Z' };

const criteria: Readonly<Record<string, OrderCriteria>> = {
  'all orders': {},
  'orders of a time': since,
  'orders of a customer': { customerId: 'customer-1' },
  'orders of a customer, of a time': { customerId: 'customer-1', ...since },
  'orders of a customer that are confirmed': { customerId: 'customer-1', status: ['CONFIRMED'] },
  'confirmed orders': { status: ['CONFIRMED'] },
  'orders that are under way': { status: ['PENDING', 'CANCELLING'] },
};

const order: NewOrder = {
  id: 'order-1',
  number: 'CS-1',
  customerId: 'customer-1',
  lines: [{ sku: 'MUG-BLUE', name: 'Mug', quantity: 1, unitPrice: { amount: 1400, currency: 'USD' } }],
  total: { amount: 1400, currency: 'USD' },
  shippingAddress: {
    ...{ name: 'Ada', line1: '12 Analytical Way', city: 'Springfield', postalCode: '12345', country: 'US' },
  },
  placedAt: '2026-03-01T09:00:00.000Z',
};

/** No page of orders takes longer because there are more of them. */
export const pagesOfOrders = (
  open: () => DocumentStore,
  unindexedWorkOf: (page: AskedPage) => Promise<readonly UnindexedWork[]>,
) => {
  beforeAll(async () => {
    const store = open();
    await store.commit([createOrderStore(store).recordPending(order)]);
  });

  it.each(Object.entries(criteria))('%s are found by an index, and in order', async (_name, given) => {
    const store = createAskedStore(open());
    const orders = createOrderStore(store);
    const { edges } = await orders.list({ first: 20 }, {});
    await orders.list({ first: 20, after: edges[0]!.cursor }, given);
    expect(await Promise.all(store.asked.map(unindexedWorkOf))).toEqual([[], []]);
  });

  const whose: readonly OrderCriteria[] = [
    {},
    { customerId: 'customer-1' },
    { status: ['CONFIRMED', 'PENDING'] },
  ];
  const ways = (['PLACED_AT', 'TOTAL', 'STATUS'] as const).flatMap((field) =>
    (['ASC', 'DESC'] as const).map((direction) => ({ field, direction })),
  );

  it.each(ways)('$field $direction has an index for everybody and for one customer', async (orderBy) => {
    const store = createAskedStore(open());
    const orders = createOrderStore(store);
    // Orders of some statuses, by status, are read status by status and sorted.
    const asked = whose.filter(({ status }) => status === undefined || orderBy.field !== 'STATUS');
    for (const given of asked) {
      const { edges } = await orders.list({ first: 20 }, {}, listOrder(orderBy));
      await orders.list({ first: 20, after: edges[0]!.cursor }, given, listOrder(orderBy));
    }
    expect((await Promise.all(store.asked.map(unindexedWorkOf))).flat()).toEqual([]);
  });
};
