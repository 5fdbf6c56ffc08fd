import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { chargesOf } from '../support/books.ts';
import { logIn, type Answer, type Client } from '../support/client.ts';
import { newCustomer } from '../support/customers.ts';
import { placedEvents } from '../support/definition.ts';
import { eventually } from '../support/eventually.ts';
import {
  mugs,
  orderOf,
  placeOrder,
  PROGRESS,
  stockOf,
  type SagaEvent,
  type Stock,
} from '../support/orders.ts';
import { type LogEntry, type ServiceName, type Services } from '../support/services.ts';

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

/** Starts services again, and waits until they can be reached. */
async function bringBack(names: readonly ServiceName[]): Promise<void> {
  await Promise.all(names.map((name) => services.restart(name)));
  await eventually(reachesEverything, (reached) => reached);
}

/** Runs something while services are down. */
async function without<T>(names: readonly ServiceName[], doing: () => Promise<T>): Promise<T> {
  await Promise.all(names.map((name) => services.kill(name)));
  try {
    return await doing();
  } finally {
    await bringBack(names);
  }
}

const codesAt = (errors: readonly { path?: readonly unknown[]; extensions: { code: string } }[] = []) =>
  errors.map(({ path, extensions: { code } }) => [path?.join('.'), code]);

/** Follows an order until a wanted event, or until its saga has ended. */
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

/** Places an order without selecting any of its fields. */
async function accepted(changes: object = {}): Promise<string> {
  const query = 'mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { orderId } }';
  const input = mugs({ waitFor: 'ACCEPTED', ...changes });
  return (await client.ask<{ placeOrder: { orderId: string } }>(query, { input })).placeOrder.orderId;
}

const counts = (): Promise<unknown> => admin.ask('{ orders { totalCount } sagas { totalCount } }');

const FIELDS = `number nextActions customer { name } lines { product { name stock { available } } } reservation { status }
  payment { status } shipment { status } notifications { status } saga { status }`;

/** What the gateway logs when it cannot learn which sessions have ended, and when it can again. */
const REVOCATIONS_UNKNOWN = 'revocations are not known; tokens are good until they expire';
const REVOCATIONS_KNOWN = 'revocations are known again';
const told = (entries: readonly LogEntry[], message: string): number =>
  entries.filter(({ msg }) => msg === message).length;

/** Tests what happens while services are down, one after the other. */
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
      { shipment: null, payment: null, nextActions: null, notifications: null },
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

  it('(customers) leave everybody logged in', async () => {
    const { orderId } = await placeOrder(client, mugs());
    const own = 'query ($id: ID!) { order(id: $id) { id } orders { totalCount } }';
    const before = await client.ask(own, { id: orderId });
    await without(['customers'], async () => {
      await eventually(
        () => Promise.resolve(services.logs()),
        (entries) => told(entries, REVOCATIONS_UNKNOWN) > told(entries, REVOCATIONS_KNOWN),
      );
      expect(await client.ask(own, { id: orderId })).toEqual(before);
      expect((await client.follow(own, { id: orderId }).next()).value).toEqual(before);
    });
  }, 60_000);

  it('(shipping) leave the events of an order without their fields', async () => {
    const { orderId } = await placeOrder(client, mugs());
    const query = `subscription ($orderId: ID!) { orderProgress(orderId: $orderId) {
      order { payment { status } shipment { status } } } }`;
    const results = await without(['shipping'], async () => {
      const seen: Answer<{ orderProgress: object }>[] = [];
      for await (const result of client.results<{ orderProgress: object }>(query, { orderId }))
        seen.push(result);
      return seen;
    });
    expect(results).toHaveLength(placedEvents.length);
    for (const { data, errors } of results) {
      expect(data?.orderProgress).toEqual({ order: { payment: { status: 'CAPTURED' }, shipment: null } });
      expect(codesAt(errors)).toEqual([['orderProgress.order.shipment', 'SERVICE_UNAVAILABLE']]);
    }
  });

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
  let untold: string;
  let unshipped: string;
  let unpaid: string;
  let before: readonly Stock[];
  const stocks = (): Promise<readonly Stock[]> =>
    Promise.all(['SHELF-PINE', 'BOARD-OAK'].map((sku) => stockOf(admin, sku)));

  beforeAll(async () => {
    before = await stocks();
    await services.kill('notifications');
    untold = await accepted();
    await until(untold, ({ type, step }) => type === 'STEP_RETRYING' && step === 'sendNotification');
    await services.kill('shipping');
    unshipped = await accepted({ lines: [{ sku: 'SHELF-PINE', quantity: 1 }] });
    await until(unshipped, ({ type }) => type === 'STEP_RETRYING');
    await services.kill('payments');
    unpaid = await accepted({ lines: [{ sku: 'BOARD-OAK', quantity: 2 }] });
    await until(unpaid, ({ type }) => type === 'COMPENSATION_STARTED');
    await bringBack(['notifications', 'shipping', 'payments']);
    await Promise.all([untold, unshipped, unpaid].map((orderId) => until(orderId, theEnd)));
  }, 60_000);

  it('is confirmed without notifications, and finished when they are back', async () => {
    expect(await orderOf(client, untold)).toMatchObject({
      status: 'CONFIRMED',
      notifications: [{ type: 'ORDER_CONFIRMED', status: 'SENT' }],
      saga: { status: 'COMPLETED' },
    });
  });

  it('is undone once payments are back, because nobody knew what had become of the money', async () => {
    expect(await orderOf(client, unpaid)).toMatchObject({
      status: 'CANCELLED',
      reservation: { status: 'RELEASED' },
      payment: null,
      shipment: null,
      notifications: [{ type: 'ORDER_CANCELLED', status: 'SENT' }],
      saga: { status: 'COMPENSATED' },
    });
    expect(await chargesOf(admin, unpaid)).toEqual([]);
    expect((await stocks())[1]).toEqual(before[1]);
  });

  it('ends done or undone, never half, when shipping is away for a while', async () => {
    const order = await orderOf(client, unshipped);
    const charges = await chargesOf(admin, unshipped);
    const [after] = await stocks();
    const outcome = {
      saga: order.saga?.status,
      status: order.status,
      charges: charges.map(({ status }) => status),
      shipped: order.shipment?.status === 'SCHEDULED',
      sold: before[0]!.onHand - after!.onHand,
      reserved: after!.reserved - before[0]!.reserved,
    };
    const done = { status: 'CONFIRMED', charges: ['CAPTURED'], shipped: true, sold: 0, reserved: 1 };
    const undone = { status: 'CANCELLED', charges: ['VOIDED'], shipped: false, sold: 0, reserved: 0 };
    expect([
      { saga: 'COMPLETED', ...done },
      { saga: 'COMPENSATED', ...undone },
    ]).toContainEqual(outcome);
  });
}

function followers(): void {
  it('misses nothing and gets nothing twice when the coordinator dies and comes back', async () => {
    const events: SagaEvent[] = [];
    // Without shipping the saga can neither complete nor be undone before the new coordinator works on it.
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
}
