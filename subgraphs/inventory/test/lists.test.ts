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
});
