import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Service } from '@counterstep/service-kit/server';
import { openDocumentStore } from '@counterstep/document-store';
import {
  ada,
  admin,
  createServiceKit,
  type Answer,
  type ServiceKit,
  createGate,
} from '@counterstep/service-kit/testing';
import { createCountingStore, type CountingStore } from '@counterstep/document-store/testing';
import type { NewProduct } from '../src/domain/product.ts';
import { createProductStore, productCollection } from '../src/product-store.ts';
import { createCatalogService } from '../src/service.ts';

const product = (sku: string, name: string, category: string, description = 'Nice.'): NewProduct => ({
  id: `id-${sku}`,
  sku,
  name,
  description,
  category,
  price: { amount: 1400, currency: 'USD' },
});

const products = [
  product('MUG', 'Blue mug', 'Kitchen', 'Holds coffee.'),
  product('POT', 'Clay teapot', 'Kitchen', 'Holds tea.'),
  product('LAMP', 'Desk lamp', 'Office'),
  product('PEN', 'Brass pen', 'Office'),
  product('CAFE', 'Café print', 'Art'),
];

const PRODUCTS = `query ($first: Int, $after: String, $filter: ProductFilter) {
  products(first: $first, after: $after, filter: $filter) {
    nodes { sku } edges { cursor node { sku } } totalCount pageInfo { hasNextPage endCursor } } }`;
const PRODUCT = `query ($id: ID, $sku: String) { product(id: $id, sku: $sku) {
  id sku name description category active price { amount currency } } }`;
const BY_SKU = 'query ($skus: [String!]!) { productsBySku(skus: $skus) { sku price { amount } } }';
const RECORD = `mutation ($input: [RecordAvailabilityInput!]!) {
  recordAvailability(input: $input) { recorded categories { sku category } } }`;
const ENTITIES = `query ($representations: [_Any!]!) {
  _entities(representations: $representations) { ... on Product { id sku name } } }`;

interface List {
  readonly nodes: readonly { readonly sku: string }[];
  readonly edges: readonly { readonly cursor: string; readonly node: { readonly sku: string } }[];
  readonly totalCount: number;
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

const listOf = ({ data }: Answer): List => data!['products'] as List;
const skusOf = (answer: Answer): readonly string[] => listOf(answer).nodes.map(({ sku }) => sku);
const coordinator = { service: 'coordinator' } as const;

describe('catalog', () => {
  let kit: ServiceKit;
  let store: CountingStore;
  let service: Service;
  const ask = (query: string, variables: object = {}, as?: Parameters<ServiceKit['ask']>[3]) =>
    kit.ask(service, query, variables, as);
  const record = async (
    ...input: readonly (readonly [sku: string, inStock: boolean, revision: number])[]
  ) => {
    const told = input.map(([sku, inStock, revision]) => ({ sku, inStock, revision }));
    const { data } = await ask(RECORD, { input: told }, coordinator);
    return data!['recordAvailability'] as { recorded: number; categories: readonly object[] };
  };
  const inStock = async (wanted = true) => skusOf(await ask(PRODUCTS, { filter: { inStock: wanted } }));

  beforeEach(async () => {
    kit = await createServiceKit();
    store = createCountingStore(await openDocumentStore({ service: 'catalog', ...kit.config }));
    await createProductStore(store).fillIfEmpty(products);
    service = await createCatalogService(kit.config, { store });
  });
  afterEach(async () => {
    await service.stop();
    await kit.remove();
  });

  const deactivate = async (sku: string) => {
    const documents = store.collection(productCollection);
    await store.commit([documents.update(`id-${sku}`, {}, { $set: { active: false } })]);
  };

  it('lists the active products by name, page by page, without a login', async () => {
    await deactivate('PEN');
    const first = await ask(PRODUCTS, { first: 3 });
    expect(skusOf(first)).toEqual(['MUG', 'CAFE', 'POT']);
    const { edges, totalCount, pageInfo } = listOf(first);
    expect(edges.map(({ node }) => node.sku)).toEqual(skusOf(first));
    expect(totalCount).toBe(4);
    expect(pageInfo).toEqual({ hasNextPage: true, endCursor: edges.at(-1)!.cursor });
    const second = await ask(PRODUCTS, { first: 3, after: pageInfo.endCursor });
    expect(skusOf(second)).toEqual(['LAMP']);
    expect(listOf(second).pageInfo.hasNextPage).toBe(false);
  });

  it.each([
    ['blue', ['MUG']],
    ['HOLDS', ['MUG', 'POT']],
    ['kitch tea', ['POT']],
    ['cafe', ['CAFE']],
    ['lamp kitchen', []],
    ['ug', []],
    ['teapot', ['POT']],
    ['pot', ['POT']],
    ['--', []],
    ['  ', ['MUG', 'PEN', 'CAFE', 'POT', 'LAMP']],
  ])('finds by the beginnings of the words "%s"', async (search, found) => {
    expect(skusOf(await ask(PRODUCTS, { filter: { search } }))).toEqual(found);
  });

  it('filters by category, exactly and together with other conditions', async () => {
    expect(skusOf(await ask(PRODUCTS, { filter: { category: 'Office' } }))).toEqual(['PEN', 'LAMP']);
    expect(skusOf(await ask(PRODUCTS, { filter: { category: 'office' } }))).toEqual([]);
    const both = await ask(PRODUCTS, { filter: { category: 'Kitchen', search: 'tea' } });
    expect([skusOf(both), listOf(both).totalCount]).toEqual([['POT'], 1]);
  });

  it('filters by what it was told of the stock, and takes every product as sold out until then', async () => {
    expect(await inStock()).toEqual([]);
    expect(await record(['MUG', true, 1], ['LAMP', true, 7], ['NOWHERE', true, 1])).toMatchObject({
      recorded: 2,
    });
    expect(await inStock()).toEqual(['MUG', 'LAMP']);
    expect(await inStock(false)).toEqual(['PEN', 'CAFE', 'POT']);
  });

  it('answers what it is told of stock with the category of what it knows', async () => {
    const { categories } = await record(['MUG', true, 1], ['NOWHERE', true, 1]);
    expect(categories).toEqual([{ sku: 'MUG', category: 'Kitchen' }]);
  });

  it('records an availability only where its revision is newer', async () => {
    await record(['MUG', true, 5]);
    expect(await record(['MUG', false, 4])).toMatchObject({ recorded: 0 });
    expect(await record(['MUG', false, 5])).toMatchObject({ recorded: 0 });
    expect(await inStock()).toEqual(['MUG']);
    expect(await record(['MUG', false, 7], ['MUG', true, 6])).toMatchObject({ recorded: 1 });
    expect(await inStock()).toEqual([]);
  });

  it('keeps a newer availability that is recorded while an older one is being decided', async () => {
    const gate = createGate();
    const commit = store.commit.bind(store);
    const held = jest.spyOn(store, 'commit').mockImplementationOnce(async (writes) => {
      await gate.pass();
      await commit(writes);
    });
    const older = record(['MUG', true, 5], ['POT', true, 5]);
    await gate.reached;
    expect(await record(['MUG', false, 9])).toMatchObject({ recorded: 1 });
    gate.open();
    expect(await older).toMatchObject({ recorded: 1 });
    expect(await inStock()).toEqual(['POT']);
    held.mockRestore();
  });

  it('shows one product by id or by SKU, with all its fields, also when it is not active any more', async () => {
    await deactivate('MUG');
    const mug = {
      id: 'id-MUG',
      sku: 'MUG',
      name: 'Blue mug',
      description: 'Holds coffee.',
      category: 'Kitchen',
      active: false,
      price: { amount: 1400, currency: 'USD' },
    };
    expect((await ask(PRODUCT, { id: 'id-MUG' })).data).toEqual({ product: mug });
    expect((await ask(PRODUCT, { sku: 'MUG', id: null })).data).toEqual({ product: mug });
    expect((await ask(PRODUCT, { sku: 'NOWHERE' })).data).toEqual({ product: null });
    expect((await ask(PRODUCT, { id: 'MUG' })).data).toEqual({ product: null });
  });

  it('gives prices by SKU in the order asked for, and null for what cannot be ordered', async () => {
    await deactivate('PEN');
    const { data } = await ask(BY_SKU, { skus: ['POT', 'NOWHERE', 'PEN', 'MUG', 'POT'] }, coordinator);
    const pot = { sku: 'POT', price: { amount: 1400 } };
    expect(data).toEqual({ productsBySku: [pot, null, null, { ...pot, sku: 'MUG' }, pot] });
  });

  it('resolves products by id and by SKU in two reads, however many', async () => {
    const representations = products.flatMap(({ id, sku }) => [
      { __typename: 'Product', id },
      { __typename: 'Product', sku },
    ]);
    const before = store.reads();
    const { data } = await ask(ENTITIES, {
      representations: [...representations, { __typename: 'Product', sku: 'NOWHERE' }],
    });
    expect(store.reads() - before).toBe(2);
    const expected = products.flatMap(({ id, sku, name }) => [
      { id, sku, name },
      { id, sku, name },
    ]);
    expect(data).toEqual({ _entities: [...expected, null] });
  });

  it.each([
    ['a page of 0', PRODUCTS, { first: 0 }, ['first']],
    ['a page of 101', PRODUCTS, { first: 101 }, ['first']],
    ['a cursor of nowhere', PRODUCTS, { after: 'nonsense' }, ['after']],
    ['a search without end', PRODUCTS, { filter: { search: 'a'.repeat(201) } }, ['filter', 'search']],
    ['a product without id and SKU', PRODUCT, {}, ['id']],
    ['a product by id and SKU', PRODUCT, { id: 'id-MUG', sku: 'MUG' }, ['sku']],
  ])('refuses %s', async (_what, query, variables, argument) => {
    const { errors } = await ask(query, variables);
    expect(errors![0]!.extensions).toEqual({ code: 'BAD_USER_INPUT', argument });
  });

  it('refuses more than 50 SKUs at once', async () => {
    const { errors } = await ask(BY_SKU, { skus: Array<string>(51).fill('MUG') }, coordinator);
    expect(errors![0]!.extensions).toEqual({ code: 'BAD_USER_INPUT', argument: ['skus'] });
  });

  it('keeps internal fields from everybody but the coordinator', async () => {
    for (const viewer of [ada, admin]) {
      const told = await ask(RECORD, { input: [{ sku: 'MUG', inStock: true, revision: 1 }] }, { viewer });
      expect(told.errors![0]!.extensions['code']).toBe('FORBIDDEN');
      const asked = await ask(BY_SKU, { skus: ['MUG'] }, { viewer });
      expect(asked.errors![0]!.extensions['code']).toBe('FORBIDDEN');
    }
    expect(await inStock()).toEqual([]);
  });
});
