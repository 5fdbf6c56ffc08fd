import { randomUUID } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createGraphqlClient, logIn, type Client } from '../support/client.ts';
import { newCustomer, type Customer } from '../support/customers.ts';
import { stepMutations } from '../support/definition.ts';
import { mugs, placeOrder } from '../support/orders.ts';
import { startSystem, type System } from '../support/system.ts';

interface Belongings {
  readonly id: string;
  readonly payment: { readonly id: string };
  readonly shipment: { readonly id: string };
  readonly saga: { readonly id: string };
}

let system: System;
let owner: Customer;
let other: Customer;
let admin: Client;
let belongings: Belongings;

beforeAll(async () => {
  system = await startSystem();
  [owner, other, admin] = [
    await newCustomer(system.url),
    await newCustomer(system.url),
    await logIn(system.url, 'admin'),
  ];
  const { orderId } = await placeOrder(owner.client, mugs());
  const { order } = await owner.client.ask<{ order: Belongings }>(
    'query ($id: ID!) { order(id: $id) { id payment { id } shipment { id } saga { id } } }',
    { id: orderId },
  );
  belongings = order;
});

afterAll(async () => {
  await system.remove();
});

const byIds = `query ($order: ID!, $payment: ID!, $shipment: ID!, $saga: ID!) {
  order(id: $order) { id } payment(id: $payment) { id } shipment(id: $shipment) { id } saga(id: $saga) { id } }`;

const idsOf = ({ id, payment, shipment, saga }: Belongings) => ({
  order: id,
  payment: payment.id,
  shipment: shipment.id,
  saga: saga.id,
});

const everything = `{ orders { totalCount nodes { id } } payments { totalCount nodes { id } }
  shipments { totalCount nodes { id } } notifications { totalCount nodes { subject } }
  me { orders { totalCount nodes { id } } } }`;

const codesOf = async (client: Client, query: string, variables?: object): Promise<readonly string[]> =>
  ((await client.send(query, variables)).errors ?? []).map(({ extensions }) => extensions.code);

describe('what belongs to somebody', () => {
  it('is found by its owner and by ADMIN', async () => {
    const { id, payment, shipment, saga } = belongings;
    const found = { order: { id }, payment, shipment, saga };
    expect(await owner.client.ask(byIds, idsOf(belongings))).toEqual(found);
    expect(await admin.ask(byIds, idsOf(belongings))).toEqual(found);
  });

  it('looks to everybody else like what does not exist', async () => {
    const nothing = { order: null, payment: null, shipment: null, saga: null };
    const unknown = { order: randomUUID(), payment: randomUUID(), shipment: randomUUID(), saga: 'no id' };
    expect(await other.client.send(byIds, idsOf(belongings))).toEqual({ data: nothing });
    expect(await other.client.send(byIds, unknown)).toEqual({ data: nothing });
  });

  it('stands in no list of anybody else', async () => {
    const none = { totalCount: 0, nodes: [] };
    expect(await other.client.ask(everything)).toEqual({
      orders: none,
      payments: none,
      shipments: none,
      notifications: none,
      me: { orders: none },
    });
    expect(await owner.client.ask(everything)).toMatchObject({
      orders: { nodes: [{ id: belongings.id }] },
      payments: { nodes: [belongings.payment] },
      shipments: { nodes: [belongings.shipment] },
      notifications: { totalCount: 1 },
    });
  });

  it('cannot be asked for by naming its owner', async () => {
    const query = 'query ($id: ID!) { orders(filter: { customerId: $id }) { totalCount } }';
    const answer = await other.client.send<{ orders: { totalCount: number } }>(query, { id: owner.id });
    expect(answer.data?.orders.totalCount ?? 0).toBe(0);
    expect(await admin.ask(query, { id: owner.id })).toEqual({ orders: { totalCount: 1 } });
  });

  it('can be reached by ADMIN through everything that leads there', async () => {
    const query = `query ($payment: ID!, $shipment: ID!, $saga: ID!) {
      payment(id: $payment) { order { id customer { email } } }
      shipment(id: $shipment) { order { id reservation { status } notifications { type } } }
      saga(id: $saga) { order { id payment { id } } }
      customers(first: 100) { nodes { email orders { nodes { id } } } } }`;
    const { id } = belongings;
    expect(await admin.ask(query, idsOf(belongings))).toMatchObject({
      payment: { order: { id, customer: { email: owner.email } } },
      shipment: {
        order: { id, reservation: { status: 'HELD' }, notifications: [{ type: 'ORDER_CONFIRMED' }] },
      },
      saga: { order: { id, payment: belongings.payment } },
      customers: {
        nodes: expect.arrayContaining([{ email: owner.email, orders: { nodes: [{ id }] } }]) as unknown,
      },
    });
  });
});

describe('the public schema', () => {
  const hidden: readonly [string, string][] = [
    ...[...stepMutations, 'recordAvailability'].map((field): [string, string] => [
      field,
      `mutation { ${field} { __typename } }`,
    ]),
    ['_entities', '{ _entities(representations: [{ __typename: "Order", id: "1" }]) { __typename } }'],
    ['_service', '{ _service { sdl } }'],
    ['productsBySku', '{ productsBySku(skus: ["MUG-BLUE"]) { id } }'],
  ];

  it.each(hidden)('does not have %s, for ADMIN neither', async (field, query) => {
    for (const client of [other.client, admin]) {
      const { data, errors } = await client.send(query);
      expect(data ?? null).toBeNull();
      expect(errors?.map(({ message }) => message).join()).toMatch(
        new RegExp(`Cannot query field "${field}"`),
      );
      expect(errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
    }
  });
});

describe('what only ADMIN may do', () => {
  const adjust = `mutation { adjustStock(input: { sku: "MUG-BLUE", warehouse: "EAST", delta: 1, reason: "a count" })
    { item { onHand } } }`;
  const ship = `mutation ($shipment: ID!) { updateShipment(input: { shipmentId: $shipment, status: HANDED_OVER })
    { shipment { status } } }`;

  it.each([
    ['customers', '{ customers { totalCount } }'],
    ['sagas', '{ sagas { totalCount } }'],
    ['inventory', '{ inventory { totalCount } }'],
    ['simulatedCharges', '{ simulatedCharges { totalCount } }'],
    ['simulatedBookings', '{ simulatedBookings { totalCount } }'],
    ['adjustStock', adjust],
    ['updateShipment', ship],
  ])('%s is FORBIDDEN to a CUSTOMER and UNAUTHENTICATED without a login', async (_field, query) => {
    const variables = { shipment: belongings.shipment.id };
    expect(await codesOf(owner.client, query, variables)).toEqual(['FORBIDDEN']);
    expect(await codesOf(createGraphqlClient(system.url), query, variables)).toEqual(['UNAUTHENTICATED']);
  });

  it('is not done when it is refused', async () => {
    const query = `query ($id: ID!) { shipment(id: $id) { status }
      product(sku: "MUG-BLUE") { stock { onHand } } }`;
    const before = await admin.ask(query, { id: belongings.shipment.id });
    await codesOf(owner.client, adjust);
    await codesOf(owner.client, ship, { shipment: belongings.shipment.id });
    expect(await admin.ask(query, { id: belongings.shipment.id })).toEqual(before);
  });

  it('includes seeing how much is on hand and reserved', async () => {
    const query = '{ product(sku: "DESK-LAMP") { stock { available onHand reserved } } }';
    const stock = { available: 200, onHand: 200, reserved: 0 };
    expect(await admin.ask(query)).toEqual({ product: { stock } });
    const hidden = { product: { stock: { available: 200, onHand: null, reserved: null } } };
    expect(await owner.client.ask(query)).toEqual(hidden);
    expect(await createGraphqlClient(system.url).ask(query)).toEqual(hidden);
  });
});

describe('what is kept on disk', () => {
  it('may be read by the owner of the process only', async () => {
    const names = await readdir(system.dataDir);
    expect(names).toEqual(expect.arrayContaining(['keys.json', 'customers.sqlite', 'payments.sqlite']));
    for (const name of names) {
      const { mode } = await stat(join(system.dataDir, name));
      expect([name, (mode & 0o077).toString(8)]).toEqual([name, '0']);
    }
  });
});
