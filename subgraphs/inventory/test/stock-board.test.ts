import { describe, expect, it } from '@jest/globals';
import { StockBoard } from '../src/domain/stock-board.ts';
import { stockLevel, type StockItem } from '../src/domain/stock.ts';

const item = (
  warehouse: string,
  available: number,
  version: number,
  createdAt = '2026-03-01T09:00:00.000Z',
): StockItem => ({
  id: `MUG/${warehouse}`,
  sku: 'MUG',
  warehouse,
  onHand: available,
  reserved: 0,
  available,
  version,
  createdAt,
});

const boardWith = (...items: readonly StockItem[]): StockBoard => {
  const board = new StockBoard();
  for (const one of items) board.learn(one);
  expect(board.levels()).toHaveLength(items.length > 0 ? 1 : 0);
  return board;
};

describe('stock board', () => {
  it('tells when a product is sold out in its last warehouse, and when it comes back', () => {
    const board = boardWith(item('EAST', 1, 1), item('WEST', 1, 1));
    expect(board.learn(item('EAST', 0, 2))).toBeUndefined();
    expect(board.learn(item('WEST', 0, 2))).toMatchObject({ sku: 'MUG', inStock: false });
    expect(board.learn(item('EAST', 1, 3))).toMatchObject({ sku: 'MUG', inStock: true });
  });

  it('tells nothing while a product stays in stock', () => {
    const board = boardWith(item('EAST', 9, 1));
    expect(board.learn(item('EAST', 8, 2))).toBeUndefined();
  });

  it('tells of a product that it has never seen', () => {
    expect(boardWith().learn(item('EAST', 0, 1))).toMatchObject({ sku: 'MUG', inStock: false });
  });

  it('takes no notice of states that are as old as the known one or older', () => {
    const board = boardWith(item('EAST', 1, 4));
    expect(board.learn(item('EAST', 0, 4))).toBeUndefined();
    expect(board.learn(item('EAST', 0, 3))).toBeUndefined();
  });

  it('tells the level after missed states, because another one may have been told meanwhile', () => {
    const board = boardWith(item('EAST', 1, 1));
    expect(board.learn(item('EAST', 1, 3))).toMatchObject({ inStock: true });
  });
});

describe('revision of the stock', () => {
  const revision = (...items: readonly StockItem[]) => stockLevel('MUG', items).revision;

  it('grows with every change in any warehouse, and with a new warehouse', () => {
    const east = revision(item('EAST', 1, 1));
    expect(revision(item('EAST', 0, 2))).toBeGreaterThan(east);
    const both = revision(item('EAST', 1, 1), item('WEST', 1, 1));
    expect(both).toBeGreaterThan(east);
    expect(revision(item('EAST', 1, 1), item('WEST', 0, 2))).toBeGreaterThan(both);
  });

  it('grows beyond that of an earlier database, whose versions were higher', () => {
    const before = revision(item('EAST', 1, 900_000));
    expect(revision(item('EAST', 1, 1, '2026-03-01T09:00:01.000Z'))).toBeGreaterThan(before);
  });
});
