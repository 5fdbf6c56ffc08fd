import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createGraphqlClient, failureOf, logIn, type Client } from '../support/client.ts';
import { newCustomer, type Customer } from '../support/customers.ts';
import { mugs, placeOrder } from '../support/orders.ts';
import { startSystem, type System } from '../support/system.ts';

const compiler = createRequire(import.meta.url).resolve('relay-compiler/cli.js');
const fileAt = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

let system: System;
let customer: Customer;
let admin: Client;
let folder: string;

beforeAll(async () => {
  system = await startSystem();
  customer = await newCustomer(system.url);
  admin = await logIn(system.url, 'admin');
  folder = await mkdtemp(join(tmpdir(), 'relay-'));
});

afterAll(async () => {
  await system.remove();
  await rm(folder, { recursive: true });
});

interface Node {
  readonly __typename: string;
  readonly id: string;
}

const nodeOf = async (client: Client, id: string): Promise<Node | null> =>
  (await client.ask<{ node: Node | null }>('query ($id: ID!) { node(id: $id) { __typename id } }', { id }))
    .node;

describe('a Relay application', () => {
  it('compiles against the schema, and gets a query for each thing that it fetches again', async () => {
    await cp(fileAt('app'), join(folder, 'src'), { recursive: true });
    await cp(fileAt('../../../schema/api.graphql'), join(folder, 'schema.graphql'));
    const config = { src: './src', schema: './schema.graphql', language: 'javascript' };
    await writeFile(join(folder, 'relay.config.json'), JSON.stringify(config));
    await promisify(execFile)(process.execPath, [compiler, 'relay.config.json'], { cwd: folder });
    const artifacts = await readdir(join(folder, 'src/__generated__'));
    expect(artifacts.filter((name) => name.endsWith('RefetchQuery.graphql.js'))).toHaveLength(6);
    const refetch = await readFile(
      join(folder, 'src/__generated__/ordersOrderRefetchQuery.graphql.js'),
      'utf8',
    );
    expect(refetch).toMatch(/node\(id: \$id\)/);
  });
});

describe('node', () => {
  let things: Readonly<Record<string, string>>;

  beforeAll(async () => {
    const placed = await placeOrder(customer.client, mugs());
    const { order } = await customer.client.ask<{ order: Record<string, { id: string }> }>(
      'query ($id: ID!) { order(id: $id) { payment { id } shipment { id } saga { id } } }',
      { id: placed.orderId },
    );
    const { product } = await customer.client.ask<{ product: { id: string } }>(
      '{ product(sku: "MUG-BLUE") { id } }',
    );
    things = {
      Order: placed.orderId!,
      Payment: order['payment']!.id,
      Shipment: order['shipment']!.id,
      Saga: order['saga']!.id,
      Product: product.id,
      Customer: customer.id,
    };
  });

  it('finds everything of one’s own by its id, with fields of its owner', async () => {
    for (const [type, id] of Object.entries(things))
      expect(await nodeOf(customer.client, id)).toEqual({ __typename: type, id });
    const { node } = await customer.client.ask<{ node: object }>(
      `query ($id: ID!) { node(id: $id) { ... on Order { status payment { status } } ... on Product { sku } } }`,
      { id: things['Order'] },
    );
    expect(node).toEqual({ status: 'CONFIRMED', payment: { status: 'CAPTURED' } });
  });

  it('finds everything for ADMIN, and for others only what everybody may see', async () => {
    const stranger = await newCustomer(system.url);
    const visitor = createGraphqlClient(system.url);
    for (const [type, id] of Object.entries(things)) {
      expect(await nodeOf(admin, id)).toEqual({ __typename: type, id });
      const seen = type === 'Product' ? { __typename: type, id } : null;
      expect(await nodeOf(stranger.client, id)).toEqual(seen);
      expect(await nodeOf(visitor, id)).toEqual(seen);
    }
  });

  it('is null for an id that nothing has', async () => {
    for (const id of [randomUUID(), '', '%', 'MUG-BLUE']) expect(await nodeOf(admin, id)).toBeNull();
  });
});

interface Page {
  readonly nodes: readonly { readonly id: string }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

describe('a connection', () => {
  const PAGE = `query ($first: Int, $after: String, $last: Int, $before: String) {
    products(first: $first, after: $after, last: $last, before: $before) {
      nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`;
  const page = async (args: object): Promise<Page> =>
    (await createGraphqlClient(system.url).ask<{ products: Page }>(PAGE, args)).products;

  it('is read from its end as from its start', async () => {
    const whole = (await page({ first: 100 })).nodes;
    const read: Page['nodes'][] = [];
    let before: string | null = null;
    for (;;) {
      const { nodes, pageInfo }: Page = await page({ last: 7, before });
      expect(pageInfo.hasNextPage).toBe(before !== null);
      read.unshift(nodes);
      before = pageInfo.startCursor;
      if (!pageInfo.hasPreviousPage) break;
    }
    expect(read.flat()).toEqual(whole);
  });

  it('tells of a page what precedes it', async () => {
    const first = await page({ first: 3 });
    expect(first.pageInfo).toMatchObject({ hasPreviousPage: false, hasNextPage: true });
    const second = await page({ first: 3, after: first.pageInfo.endCursor });
    expect(second.pageInfo.hasPreviousPage).toBe(true);
  });

  it.each([
    ['both ends', { first: 3, last: 3 }],
    ['no page', { last: 0 }],
    ['too much', { last: 101 }],
    ['a cursor that is none', { last: 3, before: 'x' }],
  ])('refuses %s', async (_what, args) => {
    const [error] = await failureOf(page(args));
    expect(error).toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
  });
});
