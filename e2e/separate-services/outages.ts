import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { chargesOf } from '../support/books.ts';
import { logIn, type Client } from '../support/client.ts';
import { newCustomer } from '../support/customers.ts';
import { eventually } from '../support/eventually.ts';
import { mugs, orderOf, placeOrder, PROGRESS, stockOf, type SagaEvent } from '../support/orders.ts';
import { type ServiceName, type Services } from '../support/services.ts';

let services: Services;
let client: Client;
let admin: Client;

const reachesEverything = async (): Promise<boolean> => {
  const { errors = [] } = await client.send(
    `{ me { id } products { totalCount } orders { totalCount } payments { totalCount } shipments { totalCount }
      notifications { totalCount } saga(id: "none") { id } product(sku: "MUG-BLUE") { stock { available } } }`,
  );
  return errors.length === 0;
};

/** Does something while services are away. */
async function without<T>(names: readonly ServiceName[], doing: () => Promise<T>): Promise<T> {
  await Promise.all(names.map((name) => services.kill(name)));
  try {
    return await doing();
  } finally {
    await Promise.all(names.map((name) => services.restart(name)));
    await eventually(reachesEverything, (reached) => reached);
  }
}

const codesAt = (errors: readonly { path?: readonly unknown[]; extensions: { code: string } }[] = []) =>
  errors.map(({ path, extensions: { code } }) => [path?.join('.'), code]);

/** Follows an order until an event, or until its saga has ended. */
async function until(orderId: string, wanted: (event: SagaEvent) => boolean): Promise<readonly SagaEvent[]> {
  const events: SagaEvent[] = [];
  for await (const { orderProgress } of client.follow<{ orderProgress: SagaEvent }>(
    'subscription ($orderId: ID!) { orderProgress(orderId: $orderId) { sequence type step attempt } }',
    { orderId },
  )) {
    events.push(orderProgress);
    if (wanted(orderProgress)) break;
  }
  return events;
}

const theEnd = () => false;

/** Places an order, and asks nothing about it. */
async function accepted(changes: object = {}): Promise<string> {
  const query = 'mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { orderId } }';
  const input = mugs({ waitFor: 'ACCEPTED', ...changes });
  return (await client.ask<{ placeOrder: { orderId: string } }>(query, { input })).placeOrder.orderId;
}

const counts = (): Promise<unknown> => admin.ask('{ orders { totalCount } sagas { totalCount } }');

const FIELDS = `number customer { name } lines { product { name stock { available } } } reservation { status }
  payment { status } shipment { status } notifications { status } saga { status }`;

/** Tells what happens while services are away, one after the other. */
export function describeOutages(given: () => Services): void {
  beforeAll(async () => {
    services = given();
    ({ client } = await newCustomer(services.url));
    admin = await logIn(services.url, 'admin');
  });

  afterAll(async () => {
    await client.close();
  });

  describe('services that are down', servicesThatAreDown);
  describe('an order that is placed meanwhile', ordersPlacedMeanwhile);
  describe('a client that follows an order', followers);
}

function servicesThatAreDown(): void {
  it.each([
    [
      ['shipping', 'payments', 'notifications'],
      { shipment: null, payment: null, notifications: null },
      ['order.notifications', 'order.payment', 'order.shipment'],
    ],
    [
      ['customers', 'catalog', 'coordinator'],
      { customer: null, lines: [{ product: null }], saga: null },
      ['order.customer', 'order.lines.0.product', 'order.saga'],
    ],
    [
      ['inventory'],
      { reservation: null, lines: [{ product: { name: 'Blue Mug', stock: null } }] },
      ['order.lines.0.product.stock', 'order.reservation'],
    ],
  ] as const)(
    '(%j) cost their own fields only, with SERVICE_UNAVAILABLE',
    async (names, missing, paths) => {
      const { orderId } = await placeOrder(client, mugs());
      const query = `query ($id: ID!) { order(id: $id) { ${FIELDS} } }`;
      const whole = await client.ask<{ order: object }>(query, { id: orderId });
      const { data, errors } = await without(names, () =>
        client.send<{ order: object }>(query, { id: orderId }),
      );
      expect(data?.order).toEqual({ ...whole.order, ...missing });
      const codes = codesAt(errors);
      expect(codes.map(([, code]) => code)).toEqual(paths.map(() => 'SERVICE_UNAVAILABLE'));
      const places = codes.map(([path]) => path!).sort();
      expect(places.map((place, index) => place.startsWith(paths[index]!))).toEqual(paths.map(() => true));
      expect(await client.ask(query, { id: orderId })).toEqual(whole);
    },
    60_000,
  );

  it('(the catalog) let nobody order, and nothing is written', async () => {
    const before = await counts();
    const answer = await without(['catalog'], () =>
      client.send('mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { orderId } }', {
        input: mugs(),
      }),
    );
    expect(answer.data).toBeNull();
    expect(codesAt(answer.errors)).toEqual([['placeOrder', 'SERVICE_UNAVAILABLE']]);
    expect(await counts()).toEqual(before);
  });
}

function ordersPlacedMeanwhile(): void {
  it('is confirmed without notifications, and finished when they are back', async () => {
    const { orderId, seen } = await without(['notifications'], async () => {
      const placed = await accepted();
      const events = await until(
        placed,
        ({ type, step }) => type === 'STEP_RETRYING' && step === 'sendNotification',
      );
      return { orderId: placed, seen: events };
    });
    expect(seen.at(-1)?.type).toBe('STEP_RETRYING');
    await until(orderId, theEnd);
    expect(await orderOf(client, orderId)).toMatchObject({
      status: 'CONFIRMED',
      notifications: [{ type: 'ORDER_CONFIRMED', status: 'SENT' }],
      saga: { status: 'COMPLETED' },
    });
  }, 60_000);

  it('is undone once payments are back, because nobody knew what had become of the money', async () => {
    const before = await stockOf(admin, 'BOARD-OAK');
    const lines = [{ sku: 'BOARD-OAK', quantity: 2 }];
    const orderId = await without(['payments'], async () => {
      const placed = await accepted({ lines });
      await until(placed, ({ type }) => type === 'COMPENSATION_STARTED');
      return placed;
    });
    await until(orderId, theEnd);
    expect(await orderOf(client, orderId)).toMatchObject({
      status: 'CANCELLED',
      reservation: { status: 'RELEASED' },
      payment: null,
      shipment: null,
      saga: { status: 'COMPENSATED' },
    });
    expect(await chargesOf(admin, orderId)).toEqual([]);
    expect(await stockOf(admin, 'BOARD-OAK')).toEqual(before);
  }, 60_000);

  it('ends done or undone, never half, when shipping is away for a moment', async () => {
    const before = await stockOf(admin, 'SHELF-PINE');
    const orderId = await without(['shipping'], async () => {
      const placed = await accepted({ lines: [{ sku: 'SHELF-PINE', quantity: 1 }] });
      await until(placed, ({ type }) => type === 'STEP_RETRYING');
      return placed;
    });
    const events = await until(orderId, theEnd);
    const order = await orderOf(client, orderId);
    const after = await stockOf(admin, 'SHELF-PINE');
    const charges = await chargesOf(admin, orderId);
    const outcome = {
      end: events.at(-1)?.type,
      status: order.status,
      charges: charges.map(({ status }) => status),
      shipped: order.shipment?.status === 'SCHEDULED',
      sold: before.onHand - after.onHand,
      reserved: after.reserved - before.reserved,
    };
    expect([
      {
        end: 'SAGA_COMPLETED',
        status: 'CONFIRMED',
        charges: ['CAPTURED'],
        shipped: true,
        sold: 1,
        reserved: 0,
      },
      {
        end: 'SAGA_COMPENSATED',
        status: 'CANCELLED',
        charges: ['REFUNDED'],
        shipped: false,
        sold: 0,
        reserved: 0,
      },
    ]).toContainEqual(outcome);
  }, 60_000);
}

function followers(): void {
  it('misses nothing and gets nothing twice when the coordinator dies and comes back', async () => {
    const events: SagaEvent[] = [];
    // Without shipping the saga can end neither well nor undone before the new coordinator works on it.
    await services.kill('shipping');
    const orderId = await accepted();
    for await (const { orderProgress } of client.follow<{ orderProgress: SagaEvent }>(PROGRESS, {
      orderId,
    })) {
      events.push(orderProgress);
      if (events.filter(({ type }) => type === 'STEP_RETRYING').length !== 1) continue;
      if (orderProgress.type !== 'STEP_RETRYING') continue;
      await services.kill('coordinator');
      await services.restart('coordinator');
      await services.restart('shipping');
    }
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1));
    expect(events.at(-1)?.type).toMatch(/^SAGA_COMP/);
    const { saga } = await orderOf(client, orderId);
    expect(events.map(({ type, step }) => [type, step])).toEqual(
      saga?.events.map(({ type, step }) => [type, step]),
    );
  }, 60_000);

  it('gets events without the fields of a service that is down', async () => {
    const { orderId } = await placeOrder(client, mugs());
    const errors = await without(['shipping'], async () => {
      const seen: unknown[] = [];
      for await (const result of client.results<{ orderProgress: { type: string; order: object } }>(
        'subscription ($orderId: ID!) { orderProgress(orderId: $orderId) { type order { payment { status } shipment { status } } } }',
        { orderId },
      )) {
        expect(result.data?.orderProgress.order).toEqual({ payment: { status: 'CAPTURED' }, shipment: null });
        seen.push(...codesAt(result.errors));
      }
      return seen;
    });
    expect(errors).toEqual(
      Array.from({ length: 16 }, () => ['orderProgress.order.shipment', 'SERVICE_UNAVAILABLE']),
    );
  }, 60_000);
}
