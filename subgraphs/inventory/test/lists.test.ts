import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { admin } from '@counterstep/service-kit/testing';
import { startInventory, units, type InventoryKit } from './inventory-kit.ts';

const LIST = `query ($sku: String, $filter: InventoryFilter, $orderBy: InventoryOrder, $first: Int, $after: String) {
  inventory(sku: $sku, filter: $filter, orderBy: $orderBy, first: $first, after: $after) {
    nodes { sku warehouse } pageInfo { endCursor } } }`;

describe('the list of stock', () => {
  let inventory: InventoryKit;
  const page = async (variables: object) => {
    const { data } = await inventory.ask(LIST, variables, { viewer: admin });
    return data!['inventory'] as {
      nodes: { sku: string; warehouse: string }[];
      pageInfo: { endCursor: string };
    };
  };
  const list = async (variables: object) =>
    (await page(variables)).nodes.map(({ sku, warehouse }) => `${sku}/${warehouse}`);

  beforeEach(async () => {
    inventory = await startInventory([
      ...[units('LAMP', 'EAST', 6), units('LAMP', 'WEST', 2), units('MUG', 'EAST', 4)],
      units('VASE', 'WEST', 0),
    ]);
  });
  afterEach(() => inventory.end());

  it.each([
    [{ sku: 'LAMP' }, ['LAMP/EAST', 'LAMP/WEST']],
    [{ warehouse: 'WEST' }, ['LAMP/WEST', 'VASE/WEST']],
    [{ warehouse: 'WEST', inStock: true }, ['LAMP/WEST']],
    [{ inStock: false }, ['VASE/WEST']],
  ])('is narrowed by %j', async (filter, items) => {
    expect(await list({ filter })).toEqual(items);
  });

  it('takes the product as an argument, too, and both must hold', async () => {
    expect(await list({ sku: 'LAMP', filter: { sku: 'LAMP', warehouse: 'EAST' } })).toEqual(['LAMP/EAST']);
    expect(await list({ sku: 'LAMP', filter: { sku: 'MUG' } })).toEqual([]);
  });

  it.each([
    ['SKU', 'DESC', ['VASE/WEST', 'MUG/EAST', 'LAMP/WEST', 'LAMP/EAST']],
    ['WAREHOUSE', 'ASC', ['LAMP/EAST', 'MUG/EAST', 'LAMP/WEST', 'VASE/WEST']],
    ['AVAILABLE', 'ASC', ['VASE/WEST', 'LAMP/WEST', 'MUG/EAST', 'LAMP/EAST']],
    ['ON_HAND', 'DESC', ['LAMP/EAST', 'MUG/EAST', 'LAMP/WEST', 'VASE/WEST']],
  ])('is paged by %s %s', async (field, direction, items) => {
    const orderBy = { field, direction };
    const { pageInfo } = await page({ orderBy, first: 2 });
    expect([
      ...(await list({ orderBy, first: 2 })),
      ...(await list({ orderBy, after: pageInfo.endCursor })),
    ]).toEqual(items);
  });

  describe('by category', () => {
    const RECORD = `mutation ($input: [RecordCategoryInput!]!) { recordCategories(input: $input) { recorded } }`;
    const tell = async (...input: readonly object[]) =>
      (await inventory.ask(RECORD, { input }, { service: 'coordinator' })).data?.['recordCategories'];
    const kitchen = (sku: string) => ({ sku, category: 'Kitchen' });

    it('has what inventory was told, and nothing before', async () => {
      expect(await list({ filter: { category: 'Kitchen' } })).toEqual([]);
      expect(await tell(kitchen('MUG'), kitchen('LAMP'), kitchen('NOWHERE'))).toEqual({ recorded: 3 });
      expect(await list({ filter: { category: 'Kitchen' } })).toEqual(['LAMP/EAST', 'LAMP/WEST', 'MUG/EAST']);
      expect(await list({ filter: { category: 'Kitchen', warehouse: 'EAST' } })).toEqual([
        'LAMP/EAST',
        'MUG/EAST',
      ]);
      expect(await list({ filter: { category: 'kitchen' } })).toEqual([]);
    });

    it('follows a product to another one', async () => {
      await tell(kitchen('LAMP'));
      expect(await tell(kitchen('LAMP'))).toEqual({ recorded: 0 });
      expect(await tell({ sku: 'LAMP', category: 'Light' })).toEqual({ recorded: 2 });
      expect(await list({ filter: { category: 'Kitchen' } })).toEqual([]);
      expect(await list({ filter: { category: 'Light' } })).toEqual(['LAMP/EAST', 'LAMP/WEST']);
    });

    it('has the product in a warehouse that it comes to later', async () => {
      await tell(kitchen('MUG'));
      const input = { sku: 'MUG', warehouse: 'WEST', delta: 1, reason: 'a delivery' };
      const ADJUST = `mutation ($input: AdjustStockInput!) { adjustStock(input: $input) { errors { __typename } } }`;
      await inventory.ask(ADJUST, { input }, { viewer: admin });
      expect(await list({ filter: { category: 'Kitchen' } })).toEqual(['MUG/EAST', 'MUG/WEST']);
    });

    it('is told by the coordinator alone, and of at most 100 products at once', async () => {
      const { errors } = await inventory.ask(RECORD, { input: [kitchen('MUG')] }, { viewer: admin });
      expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
      const many = Array.from({ length: 101 }, (_, index) => kitchen(`SKU-${index}`));
      expect(await tell(...many)).toBeUndefined();
    });
  });
});
