import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { openDocumentStore } from '@counterstep/document-store';
import { ada, admin, createServiceKit, createGate } from '@counterstep/service-kit/testing';
import { demoStock } from '../src/demo-data.ts';
import { createInventoryStore } from '../src/inventory-store.ts';
import { createInventoryService } from '../src/service.ts';
import { startInventory, units, type InventoryKit, type Item } from './inventory-kit.ts';

const ADJUST = `mutation ($input: AdjustStockInput!) { adjustStock(input: $input) {
  product { sku stock { available } } stock { available onHand } item { warehouse onHand reserved available product { sku } }
  errors { __typename ... on UserError { code message path } ... on InsufficientStock { available } } } }`;
const INVENTORY = `query ($first: Int, $after: String, $sku: String) {
  inventory(first: $first, after: $after, sku: $sku) {
    nodes { sku warehouse } edges { cursor } totalCount pageInfo { hasNextPage endCursor } } }`;

const input = { sku: 'MUG', warehouse: 'EAST', delta: 5, reason: 'A delivery.' };

interface Page {
  readonly nodes: readonly Pick<Item, 'sku' | 'warehouse'>[];
  readonly totalCount: number;
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
}

describe('stock', () => {
  let inventory: InventoryKit;
  const adjust = async (
    change: Partial<typeof input> & { idempotencyKey?: string },
    as: object = { viewer: admin },
  ) => inventory.ask(ADJUST, { input: { ...input, ...change } }, as);
  const adjusted = async (change: Partial<typeof input> & { idempotencyKey?: string }) =>
    (await adjust(change)).data!['adjustStock'];
  const adjustments = async (): Promise<readonly object[]> => {
    const records = inventory.store.collection<{ id: string; version: number; sku: string; at: string }>({
      name: 'stock_adjustments',
      indexes: [['sku', 'at']],
    });
    return (await records.find({ limit: 100 })).edges.map(({ node }) => node);
  };
  const page = async (variables: object): Promise<Page> =>
    (await inventory.ask(INVENTORY, variables, { viewer: admin })).data!['inventory'] as Page;

  beforeEach(async () => {
    inventory = await startInventory([
      units('MUG', 'EAST', 10),
      units('LAMP', 'WEST', 2),
      units('LAMP', 'EAST', 1),
      units('POSTER', 'EAST', 0),
    ]);
    await inventory.reserve('order-1', [
      ['MUG', 4],
      ['LAMP', 1],
    ]);
  });
  afterEach(() => inventory.end());

  it('of a product is what is available for everyone, and the rest for ADMIN only', async () => {
    const skus = ['MUG', 'LAMP', 'POSTER', 'NOWHERE'];
    const mug = { available: 6, inStock: true, onHand: null, reserved: null };
    const lamp = { ...mug, available: 2 };
    const none = { ...mug, available: 0, inStock: false };
    expect(await inventory.stockOf(skus)).toEqual([mug, lamp, none, none]);
    expect(await inventory.stockOf(skus, { viewer: ada })).toEqual([mug, lamp, none, none]);
    expect(await inventory.stockOf(skus, { viewer: admin })).toEqual([
      { ...mug, onHand: 10, reserved: 4 },
      { ...lamp, onHand: 3, reserved: 1 },
      { ...none, onHand: 0, reserved: 0 },
      { ...none, onHand: 0, reserved: 0 },
    ]);
  });

  it('of 100 products is read at once', async () => {
    const skus = ['MUG', ...Array.from({ length: 98 }, (_, index) => `SKU-${index}`), 'LAMP'];
    const before = inventory.store.reads();
    const found = await inventory.stockOf(skus);
    expect(inventory.store.reads() - before).toBe(1);
    expect([found[0], found[99]]).toMatchObject([{ available: 6 }, { available: 2 }]);
  });

  it('is listed for ADMIN by SKU and warehouse, page by page, and by product', async () => {
    const first = await page({ first: 3 });
    expect(first.nodes.map(({ sku, warehouse }) => `${sku}/${warehouse}`)).toEqual([
      'LAMP/EAST',
      'LAMP/WEST',
      'MUG/EAST',
    ]);
    expect([first.totalCount, first.pageInfo.hasNextPage]).toEqual([4, true]);
    const second = await page({ first: 3, after: first.pageInfo.endCursor });
    expect(second.nodes).toEqual([{ sku: 'POSTER', warehouse: 'EAST' }]);
    expect((await page({ sku: 'LAMP' })).totalCount).toBe(2);
    expect((await page({ sku: 'NOWHERE' })).nodes).toEqual([]);
  });

  it('is neither listed nor adjusted for anybody else', async () => {
    const before = await inventory.stock();
    for (const [viewer, code] of [
      [ada, 'FORBIDDEN'],
      [undefined, 'UNAUTHENTICATED'],
    ] as const) {
      const as = viewer ? { viewer } : {};
      expect((await inventory.ask(INVENTORY, {}, as)).errors![0]!.extensions['code']).toBe(code);
      expect((await adjust({}, as)).errors![0]!.extensions['code']).toBe(code);
    }
    expect(await inventory.stock()).toEqual(before);
  });

  it.each([0, 101])('refuses a page of %i', async (first) => {
    const { errors } = await inventory.ask(INVENTORY, { first }, { viewer: admin });
    expect(errors![0]!.extensions).toEqual({ code: 'BAD_USER_INPUT', argument: ['first'] });
  });

  it('is adjusted in both directions, with the reason and who did it on record', async () => {
    expect(await adjusted({})).toEqual({
      product: { sku: 'MUG', stock: { available: 11 } },
      stock: { available: 11, onHand: 15 },
      item: { warehouse: 'EAST', onHand: 15, reserved: 4, available: 11, product: { sku: 'MUG' } },
      errors: [],
    });
    expect(await adjusted({ delta: -11, reason: ' Broken. ' })).toMatchObject({
      item: { onHand: 4, reserved: 4, available: 0 },
    });
    const record = { sku: 'MUG', warehouse: 'EAST', actorId: admin.id, at: expect.stringMatching(/Z$/) };
    expect(await adjustments()).toMatchObject([
      { ...record, delta: 5, reason: 'A delivery.' },
      { ...record, delta: -11, reason: 'Broken.' },
    ]);
  });

  it('does not lose units that are reserved while the loss is being decided', async () => {
    const gate = createGate();
    const commit = inventory.store.commit.bind(inventory.store);
    const held = jest.spyOn(inventory.store, 'commit').mockImplementationOnce(async (writes) => {
      await gate.pass();
      await commit(writes);
    });
    const loss = adjusted({ delta: -6 });
    await gate.reached;
    expect(await inventory.reserve('order-2', [['MUG', 4]])).toBeUndefined();
    gate.open();
    expect(await loss).toMatchObject({ errors: [{ __typename: 'InsufficientStock', available: 2 }] });
    expect(await inventory.stock()).toContain('MUG/EAST: 10-8=2');
    held.mockRestore();
  });

  it('is changed once under an idempotency key, which answers the same, and with other input conflicts', async () => {
    const change = { delta: 5, idempotencyKey: 'delivery-0001' };
    const first = await adjusted(change);
    expect(first).toMatchObject({ item: { onHand: 15 }, stock: { onHand: 15 }, errors: [] });
    await inventory.reserve('order-2', [['MUG', 2]]);
    const again = await Promise.all([change, change, { ...change, reason: ' A delivery. ' }].map(adjusted));
    const { product: _, ...same } = first as { product: object };
    expect(again).toMatchObject([same, same, same]);
    expect(await adjusted({ ...change, delta: 6 })).toMatchObject({
      item: null,
      errors: [{ __typename: 'IdempotencyConflict', path: ['input', 'idempotencyKey'] }],
    });
    expect(await adjustments()).toHaveLength(1);
  });

  it('is changed once by the same key at the same moment', async () => {
    const change = { delta: 5, idempotencyKey: 'delivery-0002' };
    const answers = await Promise.all(Array.from({ length: 5 }, () => adjusted(change)));
    expect(answers).toEqual(Array.from({ length: 5 }, () => answers[0]));
    expect(await adjustments()).toHaveLength(1);
  });

  it('comes to another warehouse', async () => {
    expect(await adjusted({ sku: 'POSTER', warehouse: 'WEST' })).toMatchObject({
      stock: { available: 5 },
      item: { warehouse: 'WEST', onHand: 5, reserved: 0, available: 5 },
    });
    expect(await inventory.reserve('order-2', [['POSTER', 5]])).toBeUndefined();
  });

  it.each([
    ['more than is free', { delta: -7 }, 6, 'Only 6 units are free to go.'],
    [
      'anything from a warehouse that has none',
      { warehouse: 'WEST', delta: -1 },
      0,
      'Only 0 units are free to go.',
    ],
  ])('does not lose %s', async (_what, change, available, message) => {
    const before = await inventory.stock();
    const error = {
      __typename: 'InsufficientStock',
      code: 'INSUFFICIENT_STOCK',
      message,
      path: ['input', 'delta'],
      available,
    };
    expect(await adjusted(change)).toEqual({ product: null, stock: null, item: null, errors: [error] });
    expect(await inventory.stock()).toEqual(before);
    expect(await adjustments()).toEqual([]);
  });

  it.each([
    ['an unknown product', { sku: 'NOWHERE' }, ['sku']],
    ['a warehouse in small letters', { warehouse: 'east' }, ['warehouse']],
    ['a warehouse that does not exist', { warehouse: 'NORTH' }, ['warehouse']],
    ['a short idempotency key', { idempotencyKey: 'short' }, ['idempotencyKey']],
    ['a warehouse with a slash', { warehouse: 'A/B' }, ['warehouse']],
    ['a warehouse of 33 letters', { warehouse: 'A'.repeat(33) }, ['warehouse']],
    ['a change of 0', { delta: 0 }, ['delta']],
    ['a change of 1000001', { delta: 1_000_001 }, ['delta']],
    ['a change of -1000001', { delta: -1_000_001 }, ['delta']],
    ['more than a warehouse holds', { delta: 999_991 }, ['delta']],
    ['a blank reason', { reason: '  ' }, ['reason']],
    ['a reason of 201 characters', { reason: 'a'.repeat(201) }, ['reason']],
    ['two mistakes', { delta: 0, reason: '' }, ['delta', 'reason']],
  ] as const)('is not adjusted with %s, naming the argument', async (_what, change, fields) => {
    const before = await inventory.stock();
    const { errors } = (await adjusted(change)) as { errors: readonly object[] };
    expect(errors).toEqual(
      fields.map((field) => ({
        __typename: 'ValidationError',
        code: 'VALIDATION_ERROR',
        message: expect.any(String),
        path: ['input', field],
      })),
    );
    expect(await inventory.stock()).toEqual(before);
    expect(await adjustments()).toEqual([]);
  });
});

describe('demo data of inventory', () => {
  it('is made once by processes that start at the same time', async () => {
    const inventory = await startInventory([]);
    const store = createInventoryStore(inventory.store);
    const now = '2026-03-01T09:00:00.000Z';
    await Promise.all([store.fillIfEmpty(demoStock, now), store.fillIfEmpty(demoStock, now)]);
    expect(await inventory.items()).toHaveLength(demoStock.length);
    await inventory.end();
  });

  it('is there after the first start, stays as it is after the second, and only where it is asked for', async () => {
    const kit = await createServiceKit();
    const stocked = async (demoData: boolean): Promise<Readonly<Record<string, number>>> => {
      const store = await openDocumentStore({ service: 'inventory', ...kit.config });
      const service = await createInventoryService({ ...kit.config, demoData }, { store });
      const query = '{ inventory(first: 100) { nodes { sku warehouse onHand } } }';
      const { data } = await kit.ask(service, query, {}, { viewer: admin });
      await service.stop();
      const { nodes } = data!['inventory'] as { nodes: readonly Item[] };
      return Object.fromEntries(nodes.map(({ sku, warehouse, onHand }) => [`${sku}/${warehouse}`, onHand]));
    };
    try {
      expect(await stocked(false)).toEqual({});
      const first = await stocked(true);
      expect(first).toMatchObject({
        'MUG-BLUE/EAST': 500,
        'DESK-LAMP/EAST': 120,
        'DESK-LAMP/WEST': 80,
        'KEYBOARD-87/EAST': 60,
        'KEYBOARD-87/WEST': 60,
        'VASE-RARE/EAST': 1,
        'POSTER-SOLD-OUT/EAST': 0,
      });
      expect(await stocked(true)).toEqual(first);
    } finally {
      await kit.remove();
    }
  });
});
