import { beforeEach, describe, expect, it } from '@jest/globals';
import type { SagaDocument, SagaListener } from '@counterstep/saga-engine';
import { startPaymentNotices, tellAll, waitsForCustomer } from '../../src/payment-notices/notices.ts';

const NOON = Date.parse('2026-03-01T12:00:00.000Z');
const at = (minutes: number): string => new Date(NOON + minutes * 60_000).toISOString();

/** A saga that places an order, and waits for somebody until an instant. */
const placing = (
  id: string,
  whom = 'CUSTOMER',
  until = at(15),
  definitionName = 'PlaceOrder',
): SagaDocument =>
  ({
    ...{ id, definitionName, owner: 'ada', correlationId: 'c', traceparent: undefined },
    input: {
      ...{ orderId: `order-${id}`, customerId: 'ada', email: 'ada@example.com', name: 'Ada' },
      total: { amount: 1_400, currency: 'USD' },
    },
    steps: [
      { name: 'createOrder', status: 'SUCCEEDED', output: { number: '2603-1' } },
      { name: 'authorizePayment', status: 'WAITING', wait: { for: whom, until } },
    ],
  }) as unknown as SagaDocument;

describe('the notices of payments that wait', () => {
  let stored: SagaDocument[];
  let started: { sagaId: string; input: unknown; subject?: string }[];
  let listener: SagaListener;
  let isDown: boolean;
  let filters: { startedAfter?: string }[];

  beforeEach(() => {
    stored = [];
    started = [];
    isDown = false;
    filters = [];
  });

  const options = (intervalMs = 60_000) => ({
    intervalMs,
    clock: { now: () => NOON },
    log: { debug: () => undefined },
    runner: {
      startSaga: (start: { sagaId: string; input: unknown }) => {
        if (isDown) return Promise.reject(new Error('The store does not answer.'));
        started.push(start);
        return Promise.resolve({} as never);
      },
      watchAll: (given: SagaListener) => {
        listener = given;
        return () => undefined;
      },
    },
    sagas: {
      list: (
        { first, after }: { first?: number | null; after?: string | null },
        filter: { startedAfter?: string },
      ) => {
        filters.push(filter);
        const from = after == null ? 0 : Number(after);
        const nodes = stored.slice(from, from + first!);
        const endCursor = String(from + nodes.length);
        const pageInfo = { hasNextPage: from + nodes.length < stored.length, endCursor };
        return Promise.resolve({ nodes, pageInfo } as never);
      },
    },
  });

  it.each([
    ['the customer', placing('a'), true],
    ['the provider', placing('a', 'PROVIDER'), false],
    ['a customer who has no time left', placing('a', 'CUSTOMER', at(0)), false],
    ['the customer, in another kind of saga', placing('a', 'CUSTOMER', at(15), 'ReturnOrder'), false],
  ])('tell a saga that waits for %s from others', (_whom, saga, expected) => {
    expect(waitsForCustomer(saga, NOON)).toBe(expected);
  });

  it('are given once per saga that waits, on as many pages as there are, with all that the mail needs', async () => {
    stored = Array.from({ length: 230 }, (_, index) =>
      placing(`s${index}`, index % 2 ? 'CUSTOMER' : 'PROVIDER'),
    );
    await tellAll(options());
    await tellAll(options());
    expect(filters.map(({ startedAfter }) => startedAfter)).toEqual(filters.map(() => at(-60)));
    expect(new Set(started.map(({ sagaId }) => sagaId)).size).toBe(115);
    expect(started[0]).toMatchObject({
      definitionName: 'AskForPayment',
      owner: 'ada',
      input: {
        ...{ orderId: 'order-s1', customerId: 'ada', email: 'ada@example.com', name: 'Ada' },
        ...{ number: '2603-1', amount: { amount: 1_400, currency: 'USD' } },
      },
    });
    expect(started.map(({ subject }) => subject)).toEqual(started.map(() => undefined));
  });

  it('are given as soon as a saga begins to wait, and at the next interval where that failed', async () => {
    const stop = startPaymentNotices(options(5));
    isDown = true;
    stored = [placing('late')];
    listener(placing('late'));
    listener(placing('other', 'PROVIDER'));
    await new Promise(setImmediate);
    expect(started).toEqual([]);
    isDown = false;
    listener(placing('live'));
    expect(started).toHaveLength(1);
    while (started.length < 2) await new Promise(setImmediate);
    await stop();
    expect(started[1]).toMatchObject({ input: { orderId: 'order-late' } });
  });
});
