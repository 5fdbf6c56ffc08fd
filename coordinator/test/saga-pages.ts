import { expect, it } from '@jest/globals';
import type { DocumentStore } from '@counterstep/platform/storage';
import { createAskedStore, type AskedPage, type Toil } from '@counterstep/platform/testing';
import { createSagaStore, type SagaFilter } from '../src/saga-store.ts';

const since = { startedAfter: '2026-01-01T00:00:00.000Z', startedBefore: '2027-01-01T00:00:00.000Z' };

const filters: Readonly<Record<string, SagaFilter>> = {
  'all sagas': {},
  'sagas of a time': since,
  'sagas that have completed': { status: ['COMPLETED'] },
  'sagas that are under way': { status: ['RUNNING', 'COMPENSATING', 'STUCK'] },
  'sagas that have ended, of a time': { status: ['COMPLETED', 'COMPENSATED'], ...since },
  'sagas of a definition': { type: 'PlaceOrder' },
  'sagas of an order': { subject: 'order-1' },
  'sagas of a customer': { customer: 'customer-1' },
};

/** No page of sagas takes longer because there are more of them. */
export const pagesOfSagas = (
  open: () => DocumentStore,
  toilOf: (page: AskedPage) => Promise<readonly Toil[]>,
) => {
  const toilOfEach = async (ask: (sagas: ReturnType<typeof createSagaStore>) => Promise<unknown>) => {
    const store = createAskedStore(open());
    await ask(createSagaStore(store));
    expect(store.asked).not.toEqual([]);
    return Promise.all(store.asked.map(toilOf));
  };

  it.each(Object.entries(filters))('%s are found by an index, and in order', async (_name, filter) => {
    const toil = await toilOfEach((sagas) => sagas.list({ first: 20 }, filter));
    expect(toil.flat()).toEqual([]);
  });

  it('those that are due, and those of an owner, are found by an index', async () => {
    const query = { definitions: ['a', 'b'], now: since.startedBefore, limit: 100 };
    const toil = await toilOfEach(async (sagas) => {
      await sagas.due(query);
      await sagas.owned({ ...query, notBy: 'me' });
      await sagas.overdue({ since: since.startedAfter, limit: 100 });
    });
    expect(toil.flat()).not.toContain('SCAN');
  });

  it('the sagas of a page of orders are found by an index', async () => {
    const orders = Array.from({ length: 100 }, (_, index) => `order-${index}`);
    const toil = await toilOfEach((sagas) => sagas.ofSubjects(orders));
    expect(toil.flat()).not.toContain('SCAN');
  });
};
