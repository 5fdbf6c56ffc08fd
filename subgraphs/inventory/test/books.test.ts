import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { admin } from '@counterstep/service-kit/testing';
import { createAskedStore, sqliteUnindexedWork } from '@counterstep/document-store/testing';
import { createBooks } from '../src/books.ts';
import { collectionsOf } from '../src/inventory-store.ts';
import { startInventory, units, type InventoryKit } from './inventory-kit.ts';

const BOOKS = '{ stockBooks { sku warehouse onHand reserved available opening adjusted held sold settled } }';
const RECORDS = `query ($orderIds: [ID!]) { reservationRecords(orderIds: $orderIds) {
  nodes { orderId status lines { sku warehouse quantity } } pageInfo { hasNextPage } } }`;
const ADJUST = `mutation ($input: AdjustStockInput!) { adjustStock(input: $input) { errors { __typename } } }`;
const coordinator = { service: 'coordinator' } as const;

describe('what inventory shows the auditor', () => {
  let inventory: InventoryKit;
  const books = async () =>
    (await inventory.ask(BOOKS, {}, coordinator)).data!['stockBooks'] as readonly Record<string, unknown>[];
  const adjust = (warehouse: string, delta: number) =>
    inventory.ask(ADJUST, { input: { sku: 'MUG', warehouse, delta, reason: 'A count.' } }, { viewer: admin });

  beforeEach(async () => {
    inventory = await startInventory([units('MUG', 'EAST', 10)]);
  });
  afterEach(() => inventory.end());

  it('is the stock beside what it is made of', async () => {
    await inventory.end();
    inventory = await startInventory([units('MUG', 'EAST', 10), units('MUG', 'WEST', 0)]);
    await adjust('EAST', 5);
    await adjust('WEST', 3);
    await adjust('WEST', -1);
    await inventory.reserve('taken', [['MUG', 4]]);
    await inventory.commit('taken');
    await inventory.reserve('held', [['MUG', 2]]);
    await inventory.reserve('given-back', [['MUG', 1]]);
    await inventory.release('given-back');
    const settled = { sku: 'MUG', settled: true };
    expect(await books()).toEqual([
      {
        ...settled,
        warehouse: 'EAST',
        onHand: 11,
        reserved: 2,
        available: 9,
        opening: 10,
        adjusted: 5,
        held: 2,
        sold: 4,
      },
      {
        ...settled,
        warehouse: 'WEST',
        onHand: 2,
        reserved: 0,
        available: 2,
        opening: 0,
        adjusted: 2,
        held: 0,
        sold: 0,
      },
    ]);
  });

  it('is counted from adjustments and reservations, not from the stock', async () => {
    await inventory.reserve('held', [['MUG', 2]]);
    const { stock } = collectionsOf(inventory.store);
    await inventory.store.commit([
      stock.update('MUG/EAST', {}, { $set: { onHand: 7, reserved: 0, available: 7 } }),
    ]);
    expect(await books()).toMatchObject([
      { onHand: 7, reserved: 0, opening: 10, adjusted: 0, held: 2, sold: 0 },
    ]);
  });

  it('has no opening where none was recorded', async () => {
    const { stock } = collectionsOf(inventory.store);
    await inventory.store.commit([stock.update('MUG/EAST', {}, { $unset: ['opening'] })]);
    expect(await books()).toMatchObject([{ opening: null }]);
  });

  it('names the reservations of all orders, or of some', async () => {
    for (const order of ['order-1', 'order-2']) await inventory.reserve(order, [['MUG', 1]]);
    const records = async (orderIds?: readonly string[]) =>
      (
        (await inventory.ask(RECORDS, { orderIds }, coordinator)).data!['reservationRecords'] as {
          nodes: object[];
        }
      ).nodes;
    expect(await records()).toHaveLength(2);
    expect(await records(['order-2', 'order-3'])).toEqual([
      { orderId: 'order-2', status: 'HELD', lines: [{ sku: 'MUG', warehouse: 'EAST', quantity: 1 }] },
    ]);
  });

  it('is found by an index, for a page of orders', async () => {
    const store = createAskedStore(inventory.store);
    const orderIds = Array.from({ length: 100 }, (_, index) => `order-${index}`);
    await createBooks(store).reservations({ first: 100 }, orderIds);
    await createBooks(store).reservations({ first: 100 });
    expect(store.asked).toHaveLength(2);
    expect((await Promise.all(store.asked.map(sqliteUnindexedWork))).flat()).toEqual(['SORT']);
  });

  it.each([BOOKS, RECORDS])('is for the coordinator only: %s', async (query) => {
    expect((await inventory.ask(query, {}, { viewer: admin })).errors![0]!.extensions['code']).toBe(
      'FORBIDDEN',
    );
  });
});
