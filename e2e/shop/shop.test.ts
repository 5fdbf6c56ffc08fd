import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createGraphqlClient, logIn, type Client } from '../support/client.ts';
import { newCustomer } from '../support/customers.ts';
import { eventually } from '../support/eventually.ts';
import { mugs, placeOrder } from '../support/orders.ts';
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

let system: System;
let visitor: Client;

beforeAll(async () => {
  system = await startSystem();
  visitor = createGraphqlClient(system.url);
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
    const customer = (await newCustomer(system.url)).client;
    const admin = await logIn(system.url, 'admin');
    await eventually(
      () => skus({ inStock: true, search: 'vase' }),
      ({ length }) => length === 1,
    );
    await placeOrder(customer, mugs({ lines: [{ sku: 'VASE-RARE', quantity: 1 }] }));
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
