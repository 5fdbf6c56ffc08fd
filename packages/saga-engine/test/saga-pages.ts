import { expect, it } from '@jest/globals';
import type { DocumentStore } from '@counterstep/document-store';
import { createAskedStore, type AskedPage, type UnindexedWork } from '@counterstep/document-store/testing';
import { instantOf } from '@counterstep/saga-engine/core/instant';
import { createSagaStore, type SagaFilter } from '@counterstep/saga-engine';
import { Story } from '@counterstep/saga-engine/testing';

const since = { startedAfter: '2026-01-01T00:00:00.000Z', startedBefore: '2027-01-01T00:00:00.000Z' };

const filters: Readonly<Record<string, SagaFilter>> = {
  'all sagas': {},
  'sagas of a time': since,
  'sagas that have completed': { status: ['COMPLETED'] },
  'sagas that are under way': { status: ['RUNNING', 'COMPENSATING', 'STUCK'] },
  'sagas that have ended, of a time': { status: ['COMPLETED', 'COMPENSATED'], ...since },
  'sagas of a definition': { definitionName: 'PlaceOrder' },
  'sagas of an order': { subject: 'order-1' },
  'sagas of a customer': { owner: 'customer-1' },
};

/** Stores `count` sagas about one subject, a minute apart. */
async function keepHistory(store: DocumentStore, subject: string, count: number): Promise<void> {
  const sagas = createSagaStore(store);
  const story = new Story();
  story.start();
  for (let index = 0; index < count; index += 1) {
    const startedAt = instantOf(Date.parse(since.startedAfter) + index * 60_000);
    const draft = { ...story.saga, requestHash: 'hash', correlationId: 'correlation', epoch: 1 };
    await sagas.insert({ ...draft, id: `${subject}-${index}`, subject, startedAt });
  }
}

/** Tests that reading a page of sagas takes no longer when there are more sagas. */
export const pagesOfSagas = (
  open: () => DocumentStore,
  unindexedWorkOf: (page: AskedPage) => Promise<readonly UnindexedWork[]>,
) => {
  const unindexedWorkOfEach = async (
    ask: (sagas: ReturnType<typeof createSagaStore>) => Promise<unknown>,
  ) => {
    const store = createAskedStore(open());
    await ask(createSagaStore(store));
    expect(store.asked).not.toEqual([]);
    return Promise.all(store.asked.map(unindexedWorkOf));
  };

  it.each(Object.entries(filters))('%s are found by an index, and in order', async (_name, filter) => {
    const work = await unindexedWorkOfEach((sagas) => sagas.list({ first: 20 }, filter));
    expect(work.flat()).toEqual([]);
  });

  it('those that are due, and those of a holder, are found by an index', async () => {
    const query = { definitions: ['a', 'b'], now: since.startedBefore, limit: 100 };
    const work = await unindexedWorkOfEach(async (sagas) => {
      await sagas.due(query);
      await sagas.owned({ ...query, notBy: 'me' });
      await sagas.overdue({ since: since.startedAfter, limit: 100 });
    });
    expect(work.flat()).not.toContain('SCAN');
  });

  it('the sagas of a page of orders are found by an index', async () => {
    const orders = Array.from({ length: 100 }, (_, index) => `order-${index}`);
    const work = await unindexedWorkOfEach((sagas) => sagas.ofSubjects(orders));
    expect(work.flat()).not.toContain('SCAN');
  });

  it('the ends of a history are found by an index, in order, and a page at a time however long it is', async () => {
    await keepHistory(open(), 'long', 130);
    const store = createAskedStore(open());
    const { sagas, between } = await createSagaStore(store).oldestAndNewestOf('long', 50);
    expect(sagas.map(({ id }) => id)).toEqual([
      'long-0',
      ...Array.from({ length: 50 }, (_, index) => `long-${80 + index}`),
    ]);
    expect(between).toBe(79);
    expect((await Promise.all(store.asked.map(unindexedWorkOf))).flat()).toEqual([]);
    for (const { query } of store.asked) expect(query.limit).toBeLessThanOrEqual(50);
  });

  it.each([1, 50])('a history of %d is read at once', async (length) => {
    await keepHistory(open(), `of-${length}`, length);
    const store = createAskedStore(open());
    const { sagas, between } = await createSagaStore(store).oldestAndNewestOf(`of-${length}`, 50);
    expect([sagas.length, between, store.asked.length]).toEqual([length, 0, 1]);
  });
};
