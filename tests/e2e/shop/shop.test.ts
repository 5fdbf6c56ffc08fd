import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createGraphqlClient, logIn, type Client } from '../support/client.ts';
import { newCustomer, type Customer } from '../support/customers.ts';
import { eventually } from '../support/eventually.ts';
import { mugs, placeOrder, stockOf } from '../support/orders.ts';
import { startSystem, type System } from '../support/system.ts';

interface Products {
  readonly nodes: readonly { readonly sku: string; readonly name: string }[];
  readonly edges: readonly { readonly cursor: string; readonly node: { readonly sku: string } }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly totalCount: number;
}

const PRODUCTS = `query ($first: Int, $after: String, $filter: ProductFilter) {
  products(first: $first, after: $after, filter: $filter) {
    nodes { sku name } edges { cursor node { sku } } pageInfo { hasNextPage endCursor } totalCount } }`;

const ADJUST = `mutation ($input: AdjustStockInput!) { adjustStock(input: $input) {
  product { sku name } stock { available onHand reserved } item { warehouse available onHand reserved }
  errors { __typename ... on UserError { code path } ... on InsufficientStock { available } } } }`;
const UPDATE = `mutation ($input: UpdateShipmentInput!) { updateShipment(input: $input) {
  shipment { status events { status location note } }
  errors { __typename ... on UserError { code path } ... on InvalidShipmentTransition { from to } } } }`;

let system: System;
let visitor: Client;
let customer: Customer;
let admin: Client;

beforeAll(async () => {
  system = await startSystem();
  visitor = createGraphqlClient(system.url);
  customer = await newCustomer(system.url);
  admin = await logIn(system.url, 'admin');
});

afterAll(async () => {
  await system.remove();
});

const list = async (args: object = {}): Promise<Products> =>
  (await visitor.ask<{ products: Products }>(PRODUCTS, args)).products;
const skus = async (filter: object): Promise<readonly string[]> =>
  (await list({ first: 100, filter })).nodes.map(({ sku }) => sku);

describe('the products of the shop', () => {
  it('are seen without a login, with price and stock', async () => {
    const { product } = await visitor.ask<{ product: object }>(
      '{ product(sku: "KEYBOARD-87") { name price { amount currency } active stock { available inStock } } }',
    );
    expect(product).toEqual({
      name: 'Mechanical Keyboard 87',
      price: { amount: 12_900, currency: 'USD' },
      active: true,
      stock: { available: 120, inStock: true },
    });
  });

  it('are at least twenty, ordered by name', async () => {
    const { nodes, totalCount } = await list({ first: 100 });
    expect(totalCount).toBeGreaterThanOrEqual(20);
    expect(nodes).toHaveLength(totalCount);
    const names = nodes.map(({ name }) => name);
    expect(names).toEqual([...names].sort((a, b) => (a < b ? -1 : 1)));
  });

  it('come in pages that together are the whole list', async () => {
    const whole = (await list({ first: 100 })).nodes.map(({ sku }) => sku);
    const paged: string[] = [];
    let after: string | null = null;
    do {
      const page: Products = await list({ first: 7, after });
      expect(page.edges.map(({ node }) => node.sku)).toEqual(page.nodes.map(({ sku }) => sku));
      expect(page.pageInfo.endCursor).toBe(page.edges.at(-1)?.cursor);
      expect(page.totalCount).toBe(whole.length);
      paged.push(...page.nodes.map(({ sku }) => sku));
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after !== null);
    expect(paged).toEqual(whole);
  });

  it('come twenty at a time unless told otherwise', async () => {
    expect((await list()).nodes).toHaveLength(20);
  });

  it('are found by category', async () => {
    expect(await skus({ category: 'Art' })).toEqual([
      'PRINT-HARBOUR',
      'POSTCARDS-SET',
      'SKETCHBOOK-A4',
      'POSTER-SOLD-OUT',
    ]);
    expect(await skus({ category: 'art' })).toEqual([]);
  });

  it.each([
    ['a word of the name', 'kettle', ['KETTLE-GOOSE']],
    ['the beginning of a word, whatever its case', 'KEYB', ['KEYBOARD-87']],
    ['a word of the description', 'porcelain', ['VASE-RARE']],
    ['several words, all of which must be there', 'mug blue', ['MUG-BLUE', 'MUG-GREEN']],
    ['nothing that is there', 'submarine', []],
  ])('are found by %s', async (_what, search, found) => {
    expect(await skus({ search })).toEqual(found);
  });

  it('are found by all given conditions together', async () => {
    expect(await skus({ search: 'paper', category: 'Art' })).toEqual(['SKETCHBOOK-A4', 'POSTER-SOLD-OUT']);
    expect(await skus({ search: 'paper', category: 'Kitchen' })).toEqual([]);
  });

  it('are null where there are none', async () => {
    expect(
      await visitor.ask('{ sku: product(sku: "NO-SUCH-THING") { id } id: product(id: "nothing") { id } }'),
    ).toEqual({ sku: null, id: null });
  });

  it.each(['', '(sku: "MUG-BLUE", id: "1")'])(
    'are asked for one by one by id or by SKU, not product%s',
    async (args) => {
      const { errors } = await visitor.send(`{ product${args} { id } }`);
      expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    },
  );
});

describe('products in stock', () => {
  it('are listed as such once the catalog has heard of it', async () => {
    const inStock = (wanted: boolean) => () => skus({ inStock: wanted });
    await eventually(inStock(false), (found) => found.join() === 'POSTER-SOLD-OUT');
    expect(await skus({ inStock: true })).not.toContain('POSTER-SOLD-OUT');
  });

  it('move to the other list when the last piece is sold, and back when it comes again', async () => {
    await eventually(
      () => skus({ inStock: true, search: 'vase' }),
      ({ length }) => length === 1,
    );
    await placeOrder(customer.client, mugs({ lines: [{ sku: 'VASE-RARE', quantity: 1 }] }));
    await eventually(
      () => skus({ inStock: false, search: 'vase' }),
      ({ length }) => length === 1,
    );
    expect(await skus({ inStock: true, search: 'vase' })).toEqual([]);
    await admin.ask(
      `mutation { adjustStock(input: { sku: "VASE-RARE", warehouse: "EAST", delta: 1, reason: "found" })
        { errors { __typename } } }`,
    );
    await eventually(
      () => skus({ inStock: true, search: 'vase' }),
      ({ length }) => length === 1,
    );
    expect(await skus({ inStock: false, search: 'vase' })).toEqual([]);
  });
});

describe('stock by category', () => {
  it('is listed once inventory has heard of it from the catalog', async () => {
    const list = async (): Promise<readonly string[]> => {
      const { inventory } = await admin.ask<{ inventory: Pick<Products, 'nodes'> }>(
        '{ inventory(filter: { category: "Kitchen" }, first: 100) { nodes { sku product { category } } } }',
      );
      return inventory.nodes.map((node) => JSON.stringify(node));
    };
    const found = await eventually(list, ({ length }) => length > 0);
    expect(found.every((node) => node.includes('"category":"Kitchen"'))).toBe(true);
  });
});

const adjust = async (input: object): Promise<unknown> =>
  (
    await admin.ask<{ adjustStock: unknown }>(ADJUST, {
      input: { warehouse: 'EAST', reason: 'a delivery', ...input },
    })
  ).adjustStock;

const update = async (input: object): Promise<unknown> =>
  (await admin.ask<{ updateShipment: unknown }>(UPDATE, { input })).updateShipment;

const newShipment = async (): Promise<string> => {
  const { orderId } = await placeOrder(customer.client, mugs());
  const { order } = await customer.client.ask<{ order: { shipment: { id: string } } }>(
    'query ($id: ID!) { order(id: $id) { shipment { id } } }',
    { id: orderId },
  );
  return order.shipment.id;
};

describe('adjustStock', () => {
  it('makes what was sold out orderable', async () => {
    const stock = { available: 3, onHand: 3, reserved: 0 };
    expect(await adjust({ sku: 'POSTER-SOLD-OUT', delta: 3 })).toEqual({
      product: { sku: 'POSTER-SOLD-OUT', name: 'Star Chart Poster' },
      stock,
      item: { warehouse: 'EAST', ...stock },
      errors: [],
    });
    const lines = [{ sku: 'POSTER-SOLD-OUT', quantity: 3 }];
    expect((await placeOrder(customer.client, mugs({ lines }))).order?.status).toBe('CONFIRMED');
    expect(await stockOf(admin, 'POSTER-SOLD-OUT')).toEqual({ available: 0, onHand: 3, reserved: 3 });
  });

  it('opens a warehouse for a product, from which orders are split', async () => {
    await adjust({ sku: 'KNIFE-CHEF', warehouse: 'WEST', delta: 5 });
    const lines = [{ sku: 'KNIFE-CHEF', quantity: 58 }];
    const { orderId } = await placeOrder(customer.client, mugs({ lines }));
    const { order } = await customer.client.ask<{ order: { reservation: { lines: object[] } } }>(
      'query ($id: ID!) { order(id: $id) { reservation { lines { quantity warehouse } } } }',
      { id: orderId },
    );
    expect(order.reservation.lines).toHaveLength(2);
    expect(await stockOf(admin, 'KNIFE-CHEF')).toEqual({ available: 2, onHand: 60, reserved: 58 });
  });

  it.each([
    ['more than is there', { delta: -1_000 }, 'InsufficientStock', 'delta'],
    ['nothing', { delta: 0 }, 'ValidationError', 'delta'],
    ['a product that does not exist', { sku: 'NO-SUCH-THING' }, 'ValidationError', 'sku'],
    ['a warehouse with a malformed name', { warehouse: 'east' }, 'ValidationError', 'warehouse'],
    ['without a reason', { reason: ' ' }, 'ValidationError', 'reason'],
  ])('refuses to take %s, and changes nothing', async (_what, wrong, typename, field) => {
    const before = await stockOf(admin, 'SPEAKER-MINI');
    expect(await adjust({ sku: 'SPEAKER-MINI', delta: -1, ...wrong })).toMatchObject({
      product: null,
      stock: null,
      item: null,
      errors: [{ __typename: typename, path: ['input', field] }],
    });
    expect(await stockOf(admin, 'SPEAKER-MINI')).toEqual(before);
  });
});

describe('inventory', () => {
  it('lists what stands in which warehouse', async () => {
    const { inventory } = await admin.ask<{ inventory: object }>(
      '{ inventory(sku: "DESK-LAMP") { totalCount nodes { sku warehouse available onHand reserved product { name } } } }',
    );
    const item = (warehouse: string, onHand: number) => ({
      sku: 'DESK-LAMP',
      warehouse,
      available: onHand,
      onHand,
      reserved: 0,
      product: { name: 'Desk Lamp' },
    });
    expect(inventory).toEqual({ totalCount: 2, nodes: [item('EAST', 120), item('WEST', 80)] });
  });
});

describe('updateShipment', () => {
  it('brings a shipment to its customer, who sees each stage', async () => {
    const shipmentId = await newShipment();
    await update({ shipmentId, status: 'HANDED_OVER' });
    await update({ shipmentId, status: 'IN_TRANSIT', location: 'Chicago', note: 'On time' });
    await update({ shipmentId, status: 'DELIVERED' });
    const { shipment } = await customer.client.ask<{ shipment: object }>(
      'query ($id: ID!) { shipment(id: $id) { status events { status location note } } }',
      { id: shipmentId },
    );
    const event = (status: string, location: string | null = null, note: string | null = null) => ({
      status,
      location,
      note,
    });
    expect(shipment).toEqual({
      status: 'DELIVERED',
      events: [
        event('SCHEDULED'),
        event('HANDED_OVER'),
        event('IN_TRANSIT', 'Chicago', 'On time'),
        event('DELIVERED'),
      ],
    });
  });

  it('refuses to go back, and says from where to where', async () => {
    const shipmentId = await newShipment();
    await update({ shipmentId, status: 'IN_TRANSIT' });
    expect(await update({ shipmentId, status: 'HANDED_OVER' })).toEqual({
      shipment: null,
      errors: [
        {
          __typename: 'InvalidShipmentTransition',
          code: 'INVALID_SHIPMENT_TRANSITION',
          path: ['input', 'status'],
          from: 'IN_TRANSIT',
          to: 'HANDED_OVER',
        },
      ],
    });
  });

  it('refuses an unknown shipment and a note that is too long', async () => {
    expect(await update({ shipmentId: randomUUID(), status: 'DELIVERED' })).toMatchObject({
      errors: [{ __typename: 'ShipmentNotFound', path: ['input', 'shipmentId'] }],
    });
    const shipmentId = await newShipment();
    expect(await update({ shipmentId, status: 'DELIVERED', note: 'n'.repeat(501) })).toMatchObject({
      shipment: null,
      errors: [{ __typename: 'ValidationError', path: ['input', 'note'] }],
    });
  });
});

describe('lists that ADMIN filters', () => {
  it('finds orders by customer, status and time', async () => {
    const { client, id } = await newCustomer(system.url);
    await placeOrder(client, mugs());
    await placeOrder(client, mugs({ payment: { token: 'tok_declined' } }));
    const count = async (filter: object): Promise<number> =>
      (
        await admin.ask<{ orders: { totalCount: number } }>(
          'query ($filter: OrderFilter) { orders(filter: $filter) { totalCount } }',
          { filter: { customerId: id, ...filter } },
        )
      ).orders.totalCount;
    const inAnHour = new Date(Date.now() + 3_600_000).toISOString();
    expect(await count({})).toBe(2);
    expect(await count({ status: ['CONFIRMED'] })).toBe(1);
    expect(await count({ status: ['CONFIRMED', 'CANCELLED'] })).toBe(2);
    expect(await count({ status: ['PENDING'] })).toBe(0);
    expect(await count({ placedBefore: inAnHour })).toBe(2);
    expect(await count({ placedAfter: inAnHour })).toBe(0);
  });

  it('finds sagas by order, type and status', async () => {
    const { orderId, saga } = await placeOrder(customer.client, mugs());
    const find = async (filter: object): Promise<unknown> =>
      (
        await admin.ask<{ sagas: { nodes: unknown } }>(
          'query ($filter: SagaFilter) { sagas(filter: $filter) { nodes { id } } }',
          { filter: { orderId, ...filter } },
        )
      ).sagas.nodes;
    expect(await find({})).toEqual([{ id: saga?.id }]);
    expect(await find({ type: 'PlaceOrder', status: ['COMPLETED'] })).toEqual([{ id: saga?.id }]);
    expect(await find({ status: ['COMPENSATED', 'STUCK'] })).toEqual([]);
    expect(await find({ type: 'CancelOrder' })).toEqual([]);
  });

  it('finds customers by the beginning of their name or e-mail address', async () => {
    const { email } = await newCustomer(system.url);
    const find = async (search: string): Promise<unknown> =>
      (
        await admin.ask<{ customers: { nodes: unknown } }>(
          'query ($search: String) { customers(search: $search) { nodes { email } } }',
          { search },
        )
      ).customers.nodes;
    expect(await find(email)).toEqual([{ email }]);
    expect(await find('ada')).toEqual([{ email: 'ada@example.com' }]);
    expect(await find('nobody-at-all')).toEqual([]);
  });
});
