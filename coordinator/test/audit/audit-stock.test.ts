import { describe, expect, it } from '@jest/globals';
import { checkStock, type StockBook } from '../../src/audit/checks/inventory.ts';

describe('an audit of stock finds', () => {
  const book: StockBook = {
    ...{ sku: 'MUG-BLUE', warehouse: 'EAST', settled: true },
    ...{ onHand: 98, reserved: 3, available: 95, opening: 90, adjusted: 10, held: 3, sold: 2, moved: 98 },
  };
  const found = (changes: Partial<StockBook>) => checkStock([{ ...book, ...changes }]);

  it('nothing where everything adds up', () => {
    expect(found({})).toEqual([]);
  });

  it.each([
    [{ onHand: 97, available: 94, moved: 97 }, '97 on hand and not 98'],
    [{ moved: 97 }, '98 on hand and movements of 97'],
    [{ reserved: 4, available: 94 }, '4 reserved and not 3'],
    [{ available: 96 }, '96 available and not 95'],
  ])('stock that does not add up: %j', (changes, words) => {
    expect(found(changes)).toMatchObject([
      {
        code: 'STOCK_DOES_NOT_ADD_UP',
        item: 'MUG-BLUE in EAST',
        message: expect.stringContaining(words),
      },
    ]);
  });

  it('nothing on hand to compare where the opening stock was not recorded', () => {
    expect(found({ opening: null, onHand: 7, available: 4, moved: null })).toEqual([]);
  });

  it('no fault where it moved meanwhile', () => {
    expect(found({ settled: false, onHand: 0 })).toMatchObject([{ code: 'STOCK_UNSETTLED' }]);
  });
});
