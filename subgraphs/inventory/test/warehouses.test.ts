import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ada, admin } from '@counterstep/service-kit/testing';
import { startInventory, units, type InventoryKit } from './inventory-kit.ts';

const LIST = '{ warehouses { code name address { city } active } }';
const CREATE = `mutation ($input: CreateWarehouseInput!) { createWarehouse(input: $input) {
  warehouse { code name address { city } active }
  errors { __typename ... on UserError { code path } } } }`;
const UPDATE = `mutation ($input: UpdateWarehouseInput!) { updateWarehouse(input: $input) {
  warehouse { code name address { city } active }
  errors { __typename ... on UserError { code path } } } }`;
const ADJUST = `mutation ($input: AdjustStockInput!) { adjustStock(input: $input) {
  stock { available onHand } errors { __typename ... on UserError { path } } } }`;

const address = { name: 'North', line1: '1 Pier', city: 'Boston', postalCode: '02110', country: 'US' };

describe('warehouses', () => {
  let inventory: InventoryKit;
  const ask = async (query: string, field: string, input?: object) => {
    const { data, errors } = await inventory.ask(query, { input }, { viewer: admin });
    if (data == null) throw new Error(JSON.stringify(errors));
    return data[field] as Record<string, unknown>;
  };
  const create = (input: object) => ask(CREATE, 'createWarehouse', input);
  const update = (input: object) => ask(UPDATE, 'updateWarehouse', input);
  const adjust = (warehouse: string, delta: number) =>
    ask(ADJUST, 'adjustStock', { sku: 'LAMP', warehouse, delta, reason: 'A delivery.' });
  const refusal = (type: string, code: string, field: string) => ({
    warehouse: null,
    errors: [{ __typename: type, code, path: ['input', field] }],
  });

  beforeEach(async () => {
    inventory = await startInventory([units('LAMP', 'EAST', 6), units('LAMP', 'WEST', 4)]);
  });
  afterEach(() => inventory.end());

  it('are those in which something stands, and those that are opened', async () => {
    const north = { code: 'NORTH', name: 'North', address: { city: 'Boston' }, active: true };
    expect(await create({ code: 'NORTH', name: ' North ', address })).toEqual({
      warehouse: north,
      errors: [],
    });
    expect(await ask(LIST, 'warehouses')).toEqual([
      { code: 'EAST', name: 'EAST', address: null, active: true },
      north,
      { code: 'WEST', name: 'WEST', address: null, active: true },
    ]);
    expect(await adjust('NORTH', 3)).toEqual({ stock: { available: 13, onHand: 13 }, errors: [] });
  });

  it.each([
    [{ code: 'EAST', name: 'East' }, 'WarehouseExists', 'WAREHOUSE_EXISTS', 'code'],
    [{ code: 'north', name: 'North' }, 'ValidationError', 'VALIDATION_ERROR', 'code'],
    [{ code: 'NORTH', name: '  ' }, 'ValidationError', 'VALIDATION_ERROR', 'name'],
  ])('are not opened as %j', async (input, type, code, field) => {
    expect(await create(input)).toEqual(refusal(type, code, field));
  });

  it('of a code are opened once, however many ask at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => create({ code: 'NORTH', name: 'North' })),
    );
    expect(answers.filter(({ warehouse }) => warehouse !== null)).toHaveLength(1);
  });

  it('change in what is given, and only where there is one', async () => {
    await update({ code: 'EAST', name: 'Newark' });
    expect(await update({ code: 'EAST', address })).toMatchObject({
      warehouse: { name: 'Newark', address: { city: 'Boston' }, active: true },
    });
    expect(await update({ code: 'NORTH', name: 'X' })).toEqual(
      refusal('WarehouseNotFound', 'WAREHOUSE_NOT_FOUND', 'code'),
    );
  });

  it('that are not active send nothing, keep what they hold, and can be used again', async () => {
    await inventory.reserve('order-1', [['LAMP', 2]]);
    await update({ code: 'EAST', active: false });
    expect(await inventory.stockOf(['LAMP'], { viewer: admin })).toEqual([
      { available: 4, inStock: true, onHand: 10, reserved: 2 },
    ]);
    expect(await inventory.reserve('order-2', [['LAMP', 5]])).toMatchObject({ code: 'OUT_OF_STOCK' });
    expect(await inventory.reserve('order-3', [['LAMP', 4]])).toBeUndefined();
    await inventory.commit('order-1');
    expect(await inventory.stock()).toEqual(['LAMP/EAST: 4-0=4', 'LAMP/WEST: 4-4=0']);
    await update({ code: 'EAST', active: true });
    expect(await inventory.reserve('order-4', [['LAMP', 4]])).toBeUndefined();
  });

  it('are the only ones whose stock can be adjusted', async () => {
    const { errors } = await adjust('NORTH', 1);
    expect(errors).toEqual([{ __typename: 'ValidationError', path: ['input', 'warehouse'] }]);
  });

  it('that are not active have stock that nobody can order, also of what comes new', async () => {
    await create({ code: 'NORTH', name: 'North' });
    await update({ code: 'NORTH', active: false });
    expect(await adjust('NORTH', 5)).toMatchObject({ stock: { available: 10, onHand: 15 } });
    expect(await inventory.reserve('order-1', [['LAMP', 11]])).toMatchObject({ code: 'OUT_OF_STOCK' });
  });

  it('are for ADMIN only', async () => {
    const asked = [
      [LIST, {}],
      ['{ stockMovements { totalCount } }', {}],
      ['{ reservations { totalCount } }', {}],
      [CREATE, { input: { code: 'NORTH', name: 'North' } }],
      [UPDATE, { input: { code: 'EAST', name: 'East' } }],
    ] as const;
    for (const [query, variables] of asked) {
      const { errors } = await inventory.ask(query, variables, { viewer: ada });
      expect(errors![0]!.extensions['code']).toBe('FORBIDDEN');
    }
  });
});
