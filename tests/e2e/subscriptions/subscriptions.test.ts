import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createGraphqlClient, failureOf, logIn, type Client } from '../support/client.ts';
import { ADDRESS, newCustomer, type Customer } from '../support/customers.ts';
import { placedEvents } from '../support/definition.ts';
import { mugs, orderOf, placeOrder, progressOf, PROGRESS, type SagaEvent } from '../support/orders.ts';
import { startSystem, type System } from '../support/system.ts';

const SAGA_PROGRESS = `subscription ($sagaId: ID!, $afterSequence: Int) {
  sagaProgress(sagaId: $sagaId, afterSequence: $afterSequence) { sequence type step attempt saga { id } }
}`;

let system: System;
let customer: Customer;
let client: Client;
let other: Client;
let admin: Client;

beforeAll(async () => {
  system = await startSystem();
  [customer, admin] = await Promise.all([newCustomer(system.url), logIn(system.url, 'admin')]);
  client = customer.client;
  other = (await newCustomer(system.url)).client;
});

afterAll(async () => {
  await Promise.all([client, other, admin].map((each) => each.close()));
  await system.remove();
});

/** Places an order whose saga runs for a while and ends undone. */
const slowOrder = async (): Promise<string> => {
  const { orderId } = await placeOrder(
    client,
    mugs({ waitFor: 'ACCEPTED', shippingAddress: { ...ADDRESS, postalCode: '99999' } }),
  );
  return orderId!;
};

const finishedOrder = async (input: object = {}) => {
  const { orderId, saga } = await placeOrder(client, mugs(input));
  return { orderId: orderId!, sagaId: saga!.id, events: saga!.events };
};

/** The events of an order as its saga holds them. */
const logOf = async (orderId: string): Promise<readonly SagaEvent[]> =>
  (await orderOf(client, orderId)).saga!.events;

/** The fields of events that do not depend on when they were sent. */
const bare = (events: readonly SagaEvent[]) =>
  events.map(({ sequence, type, step, attempt }) => ({ sequence, type, step, attempt }));

async function collect<Data>(from: Client, query: string, variables: object): Promise<readonly Data[]> {
  const events: Data[] = [];
  for await (const event of from.follow<Data>(query, variables)) events.push(event);
  return events;
}

/** Follows an order over a socket of its own, and closes it after so many events. */
async function firstEvents(orderId: string, afterSequence: number, count: number): Promise<SagaEvent[]> {
  const follower = createGraphqlClient(system.url, customer.token);
  const events: SagaEvent[] = [];
  const following = follower.follow<{ orderProgress: SagaEvent }>(PROGRESS, { orderId, afterSequence });
  for await (const { orderProgress } of following) {
    events.push(orderProgress);
    if (events.length === count) break;
  }
  await follower.close();
  return events;
}

describe('a subscriber of an order', () => {
  it('gets every event while it happens, and an end when the saga has ended', async () => {
    const orderId = await slowOrder();
    const events = await progressOf(client, orderId);
    expect(events.at(-1)?.type).toBe('SAGA_COMPENSATED');
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1));
    expect(bare(events)).toEqual(await logOf(orderId));
  });

  it('gets everything that has happened, and an end, when it comes after the saga has ended', async () => {
    const { orderId, events } = await finishedOrder();
    expect(events.at(-1)?.type).toBe('SAGA_COMPLETED');
    expect(bare(await progressOf(client, orderId))).toEqual(events);
  });

  const last = placedEvents.length;
  it.each([1, 5, last, last + 1, 2_147_483_647])(
    'gets nothing up to the given sequence %i',
    async (afterSequence) => {
      const { orderId, events } = await finishedOrder();
      expect(bare(await progressOf(client, orderId, afterSequence))).toEqual(events.slice(afterSequence));
    },
  );

  it('misses nothing and gets nothing twice, wherever its socket closes and it comes back', async () => {
    const orderId = await slowOrder();
    const events: SagaEvent[] = [];
    do {
      const seen = events.at(-1)?.sequence ?? 0;
      events.push(...(await firstEvents(orderId, seen, 3)));
    } while (!events.at(-1)!.type.startsWith('SAGA_COMP'));
    expect(bare(events)).toEqual(await logOf(orderId));
  });

  it('sees the order at each event, with the fields of other services', async () => {
    const { orderId } = await finishedOrder();
    const events = await collect<{ orderProgress: object }>(
      client,
      `subscription ($orderId: ID!) { orderProgress(orderId: $orderId) { type order {
        status customer { name } lines { product { name stock { inStock } } } reservation { status }
        payment { status } shipment { status } notifications { type } saga { status } } } }`,
      { orderId },
    );
    expect(events).toHaveLength(placedEvents.length);
    for (const { orderProgress } of events) {
      expect(orderProgress).toMatchObject({
        order: {
          status: 'CONFIRMED',
          customer: { name: 'Mary' },
          lines: [{ product: { name: 'Blue Mug', stock: { inStock: true } } }],
          reservation: { status: 'HELD' },
          payment: { status: 'CAPTURED' },
          shipment: { status: 'SCHEDULED' },
          notifications: [{ type: 'ORDER_CONFIRMED' }],
          saga: { status: 'COMPLETED' },
        },
      });
    }
  });

  it('sees what the order has become at the live event that it is told of', async () => {
    const { orderId } = await placeOrder(client, mugs({ waitFor: 'ACCEPTED' }));
    const events = await collect<{
      orderProgress: { type: string; step: string | null; order: { status: string } | null };
    }>(client, PROGRESS, { orderId });
    const confirmed = events.findIndex(
      ({ orderProgress: { type, step } }) => type === 'STEP_SUCCEEDED' && step === 'confirmOrder',
    );
    const statuses = events.map(({ orderProgress }) => orderProgress.order?.status);
    expect(confirmed).toBeGreaterThan(0);
    expect(new Set(statuses.slice(confirmed))).toEqual(new Set(['CONFIRMED']));
  });
});

describe('two subscribers of the same order', () => {
  it('both get everything, over one socket and over two', async () => {
    const orderId = await slowOrder();
    const second = createGraphqlClient(system.url, customer.token);
    const all = await Promise.all([client, client, second].map((each) => progressOf(each, orderId)));
    await second.close();
    const expected = await logOf(orderId);
    expect(all.map(bare)).toEqual([expected, expected, expected]);
  });

  it('do not disturb each other when one leaves', async () => {
    const orderId = await slowOrder();
    const [all, some] = await Promise.all([progressOf(client, orderId), firstEvents(orderId, 0, 2)]);
    expect(some).toHaveLength(2);
    expect(bare(all)).toEqual(await logOf(orderId));
  });
});

describe('sagaProgress', () => {
  it('follows a saga by its own id', async () => {
    const { sagaId, events } = await finishedOrder();
    const followed = await collect<{ sagaProgress: SagaEvent & { saga: { id: string } } }>(
      client,
      SAGA_PROGRESS,
      { sagaId, afterSequence: 3 },
    );
    expect(bare(followed.map(({ sagaProgress }) => sagaProgress))).toEqual(events.slice(3));
    expect(new Set(followed.map(({ sagaProgress }) => sagaProgress.saga.id))).toEqual(new Set([sagaId]));
  });

  it('lets ADMIN follow, and refuses other customers and unknown sagas alike', async () => {
    const { sagaId, events } = await finishedOrder();
    const seen = await collect<{ sagaProgress: SagaEvent }>(admin, SAGA_PROGRESS, { sagaId });
    expect(bare(seen.map(({ sagaProgress }) => sagaProgress))).toEqual(events);
    const refusal = [{ extensions: { code: 'BAD_USER_INPUT', argument: ['sagaId'] } }];
    expect(await failureOf(collect(other, SAGA_PROGRESS, { sagaId }))).toMatchObject(refusal);
    expect(await failureOf(collect(client, SAGA_PROGRESS, { sagaId: randomUUID() }))).toMatchObject(refusal);
  });
});

describe('orderProgress', () => {
  it('lets ADMIN follow', async () => {
    const { orderId, events } = await finishedOrder();
    expect(bare(await progressOf(admin, orderId))).toEqual(events);
  });

  it('refuses another customer and an unknown order alike', async () => {
    const { orderId } = await finishedOrder();
    const refused = async (from: Client, id: string): Promise<unknown> =>
      (await failureOf(progressOf(from, id))).map(({ message, extensions: { code } }) => ({ message, code }));
    const refusal = await refused(other, orderId);
    expect(refusal).toEqual([{ message: expect.any(String), code: 'BAD_USER_INPUT' }]);
    expect(await refused(client, randomUUID())).toEqual(refusal);
    expect(await refused(client, 'no id at all')).toEqual(refusal);
  });

  it('refuses who is not logged in', async () => {
    const { orderId } = await finishedOrder();
    const nobody = createGraphqlClient(system.url);
    expect(await failureOf(progressOf(nobody, orderId))).toMatchObject([
      { extensions: { code: 'UNAUTHENTICATED' } },
    ]);
    await nobody.close();
  });

  it('refuses a negative sequence, and names the argument', async () => {
    const { orderId } = await finishedOrder();
    expect(await failureOf(progressOf(client, orderId, -1))).toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT', argument: ['afterSequence'] } },
    ]);
  });
});

describe('the socket', () => {
  it('serves queries and mutations too', async () => {
    const [placed] = await collect<{ placeOrder: { order: { status: string } } }>(
      client,
      'mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { order { status } } }',
      { input: mugs() },
    );
    expect(placed?.placeOrder.order.status).toBe('CONFIRMED');
    expect(await collect(client, '{ me { email } }', {})).toEqual([{ me: { email: customer.email } }]);
  });

  it('refuses a subscription that the schema does not have', async () => {
    expect(await failureOf(collect(client, 'subscription { stockChanged { sku } }', {}))).toMatchObject([
      { extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } },
    ]);
  });
});
