import { describe, expect, it } from '@jest/globals';
import {
  audit,
  cancelled,
  codes,
  compensated,
  completed,
  pageOf,
  placedBooks,
  undoneBooks,
} from './books.ts';

describe('an audit of an order finds', () => {
  const found = (sagas: readonly (typeof completed)[], books: object) =>
    codes(audit(pageOf(sagas, { ...placedBooks, ...books })));

  it('an order that is not cancelled though its placing was undone', () => {
    expect(
      found([compensated], { ...undoneBooks, order: { ...placedBooks.order!, status: 'PENDING' } }),
    ).toEqual(['EFFECT_AFTER_COMPENSATION']);
  });

  it('an order whose status is not what its sagas say', () => {
    expect(found([completed], { order: { ...placedBooks.order!, status: 'PENDING' } })).toEqual([
      'ORDER_DIFFERS_FROM_SAGA',
    ]);
    expect(found([completed], { order: undefined })).toEqual(['ORDER_DIFFERS_FROM_SAGA']);
    expect(
      found([completed, cancelled], {
        ...undoneBooks,
        order: { ...placedBooks.order!, status: 'CANCELLING' },
      }),
    ).toEqual(['ORDER_DIFFERS_FROM_SAGA']);
  });

  it('stock held by an ended saga', () => {
    const held = [{ ...placedBooks.reservations[0]!, status: 'HELD' }];
    expect(found([completed], { reservations: held })).toEqual([
      'STOCK_HELD_BY_ENDED_SAGA',
      'STOCK_DIFFERS_FROM_ORDER',
    ]);
    expect(found([compensated], { ...undoneBooks, reservations: held })).toEqual([
      'EFFECT_AFTER_COMPENSATION',
      'STOCK_HELD_BY_ENDED_SAGA',
    ]);
  });

  it('stock taken for a cancelled order', () => {
    expect(found([completed, cancelled], { ...undoneBooks, reservations: placedBooks.reservations })).toEqual(
      ['STOCK_TAKEN_FOR_CANCELLED_ORDER'],
    );
  });

  it('a confirmed order that has taken other stock than it ordered', () => {
    const kept = [{ sku: 'MUG-BLUE', quantity: 1 }];
    expect(found([completed], { reservations: [{ ...placedBooks.reservations[0]!, kept }] })).toEqual([
      'STOCK_DIFFERS_FROM_ORDER',
    ]);
    expect(found([completed], { reservations: [] })).toEqual(['STOCK_DIFFERS_FROM_ORDER']);
  });

  it('units of several warehouses as what was ordered', () => {
    const lines = [
      { sku: 'MUG-BLUE', quantity: 1 },
      { sku: 'MUG-BLUE', quantity: 1 },
    ];
    expect(found([completed], { reservations: [{ ...placedBooks.reservations[0]!, lines }] })).toEqual([]);
  });

  it('of units that wait for their parcel only those that differ from the order, or have an end', () => {
    const [taken] = placedBooks.reservations;
    const waiting = { ...taken!, status: 'HELD' as const, allocated: true };
    expect(found([completed], { reservations: [waiting] })).toEqual([]);
    const ending = { ...waiting, allocated: false, expiresAt: '2026-01-01T00:15:00.000Z', kept: [] };
    expect(found([completed], { reservations: [ending] })).toContain('STOCK_HELD_BY_ENDED_SAGA');
    const fewer = { ...waiting, kept: [{ sku: 'MUG-BLUE', quantity: 1 }] };
    expect(found([completed], { reservations: [fewer] })).toEqual(['STOCK_DIFFERS_FROM_ORDER']);
  });

  it('units of an order of which some were cancelled or came back, where they do not add up', () => {
    const withLine = (counts: object, kept: number) => ({
      order: { ...placedBooks.order!, lines: [{ ...placedBooks.order!.lines[0]!, ...counts }] },
      reservations: [{ ...placedBooks.reservations[0]!, kept: [{ sku: 'MUG-BLUE', quantity: kept }] }],
      payments: [{ ...placedBooks.payments[0]!, refunded: { amount: 1400 } }],
      charges: [{ ...placedBooks.charges![0]!, refunded: { amount: 1400 } }],
    });
    expect(found([completed], withLine({ cancelled: 1 }, 1))).toEqual([]);
    expect(found([completed], withLine({ cancelled: 1 }, 2))).toEqual(['STOCK_DIFFERS_FROM_ORDER']);
    expect(found([completed], withLine({ returned: 1 }, 1))).toEqual([]);
    expect(found([completed], withLine({ returned: 1 }, 2))).toEqual([]);
    expect(found([completed], withLine({ returned: 1 }, 0))).toEqual(['STOCK_DIFFERS_FROM_ORDER']);
  });

  it('names saga, step and both sides', () => {
    const reservations = [{ ...placedBooks.reservations[0]!, status: 'HELD' as const }];
    expect(audit(pageOf([compensated], { ...undoneBooks, reservations }))[0]).toEqual({
      code: 'EFFECT_AFTER_COMPENSATION',
      message:
        'reserveInventory is undone, and what it did is still there: the reservation of 2 MUG-BLUE is HELD.',
      sagaId: 'saga-1',
      sagaType: 'PlaceOrder',
      subject: 'order-1',
      subgraph: 'inventory',
      step: 'reserveInventory',
      coordinator: 'reserveInventory is COMPENSATED',
      participant: 'the reservation of 2 MUG-BLUE is HELD',
    });
  });
});
