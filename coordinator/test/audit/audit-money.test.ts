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

describe('an audit of the money of an order finds', () => {
  const found = (sagas: readonly (typeof completed)[], books: object) =>
    codes(audit(pageOf(sagas, { ...placedBooks, ...books })));

  it('money captured for a cancelled order', () => {
    const books = { ...undoneBooks, payments: placedBooks.payments, charges: placedBooks.charges };
    expect(found([completed, cancelled], books)).toEqual(['MONEY_FOR_CANCELLED_ORDER']);
    expect(found([compensated], books)).toEqual(['EFFECT_AFTER_COMPENSATION', 'MONEY_FOR_CANCELLED_ORDER']);
  });

  it('money that only the provider still has', () => {
    expect(found([completed, cancelled], { ...undoneBooks, charges: placedBooks.charges })).toEqual([
      'MONEY_FOR_CANCELLED_ORDER',
    ]);
  });

  it('a confirmed order that is not paid, or not in full', () => {
    expect(found([completed], { payments: [], charges: [] })).toEqual(['CONFIRMED_ORDER_NOT_PAID']);
    const partly = [{ ...placedBooks.payments[0]!, refunded: { amount: 1 } }];
    expect(found([completed], { payments: partly })).toEqual(['CONFIRMED_ORDER_NOT_PAID']);
  });

  it('no confirmed order that is paid in full, and of which a part was given back as a gesture', () => {
    const refunded = { amount: 500 };
    const gesture = (cause: 'GOODWILL' | 'CANCELLATION') => ({
      payments: [
        {
          ...{ ...placedBooks.payments[0]!, status: 'PARTIALLY_REFUNDED' as const, refunded },
          refunds: [{ status: 'SUCCEEDED' as const, cause, amount: refunded }],
        },
      ],
      charges: [{ ...placedBooks.charges![0]!, refunded }],
    });
    expect(found([completed], gesture('GOODWILL'))).toEqual([]);
    expect(found([completed], gesture('CANCELLATION'))).toEqual(['CONFIRMED_ORDER_NOT_PAID']);
  });

  describe('where units were cancelled, sent back or given for as a gesture', () => {
    type Cause = 'GOODWILL' | 'CANCELLATION' | 'RETURN';
    const [line] = placedBooks.order!.lines;
    /** The books of the order with units that are gone, and what was given back; by the provider, too, where it does not say otherwise. */
    const booksWith = (gone: object, given: readonly (readonly [Cause, number])[], atProvider?: number) => {
      const refunded = { amount: given.reduce((sum, [, amount]) => sum + amount, 0) };
      const refunds = given.map(([cause, amount]) => ({ status: 'SUCCEEDED', cause, amount: { amount } }));
      const left = { ...line!, ...gone };
      const stays = left.quantity - left.cancelled - left.returned;
      return {
        order: { ...placedBooks.order!, lines: [left] },
        reservations: [{ ...placedBooks.reservations[0]!, kept: [{ sku: 'MUG-BLUE', quantity: stays }] }],
        payments: [{ ...placedBooks.payments[0]!, refunded, refunds }],
        charges: [{ ...placedBooks.charges![0]!, refunded: { amount: atProvider ?? refunded.amount } }],
      };
    };

    it.each<[string, object, readonly (readonly [Cause, number])[]]>([
      ['a cancelled unit was paid back', { cancelled: 1 }, [['CANCELLATION', 1400]]],
      ['a returned unit was paid back', { returned: 1 }, [['RETURN', 1400]]],
      [
        'both were',
        { cancelled: 1, returned: 1 },
        [
          ['CANCELLATION', 1400],
          ['RETURN', 1400],
        ],
      ],
      [
        'a gesture came before a return',
        { returned: 1 },
        [
          ['GOODWILL', 500],
          ['RETURN', 1400],
        ],
      ],
      [
        'a gesture left less than a return is worth',
        { returned: 1 },
        [
          ['GOODWILL', 2000],
          ['RETURN', 800],
        ],
      ],
      [
        'a gesture left less than the last units are worth',
        { returned: 2 },
        [
          ['GOODWILL', 1],
          ['RETURN', 2799],
        ],
      ],
    ])('nothing where %s', (_, gone, given) => {
      expect(found([completed], booksWith(gone, given))).toEqual([]);
    });

    it.each<[string, object, readonly (readonly [Cause, number])[]]>([
      ['nothing was given for a cancelled unit', { cancelled: 1 }, []],
      ['nothing was given for a returned unit', { returned: 1 }, []],
      ['a return was paid back short of what could be given', { returned: 1 }, [['RETURN', 1399]]],
      ['a gesture was counted as the money of a return', { returned: 1 }, [['GOODWILL', 1400]]],
    ])('too much where %s', (_, gone, given) => {
      expect(found([completed], booksWith(gone, given))).toEqual(['MONEY_FOR_UNITS_NOT_KEPT']);
    });

    describe('and a refund for a returned unit has failed since', () => {
      const books = booksWith({ returned: 1 }, []);
      const at = (day: number): string => `2026-03-0${day}T09:00:00.000Z`;
      const failed = {
        status: 'FAILED',
        cause: 'RETURN',
        amount: { amount: 1400 },
        requestedAt: at(1),
        settledAt: at(3),
      };
      const gesture = (day: number, amount = 1400) => ({
        ...{
          status: 'SUCCEEDED',
          cause: 'GOODWILL',
          amount: { amount },
          requestedAt: at(day),
          settledAt: at(day),
        },
      });
      const after = (...gestures: readonly ReturnType<typeof gesture>[]) => {
        const refunded = { amount: gestures.reduce((sum, { amount }) => sum + amount.amount, 0) };
        return found([completed], {
          ...books,
          payments: [{ ...books.payments[0]!, refunded, refunds: [...gestures, failed] }],
          charges: [{ ...books.charges[0]!, refunded }],
        });
      };

      it('too much as long as nothing replaces it', () => {
        expect(after()).toEqual(['MONEY_FOR_UNITS_NOT_KEPT']);
        expect(after(gesture(2))).toEqual(['MONEY_FOR_UNITS_NOT_KEPT']);
        expect(after(gesture(4, 1399))).toEqual(['MONEY_FOR_UNITS_NOT_KEPT']);
      });

      it('nothing once a gesture of that amount replaces it, whatever gesture came before or comes after', () => {
        expect(after(gesture(4))).toEqual([]);
        expect(after(gesture(4), gesture(5, 300))).toEqual([]);
        expect(after(gesture(2, 300), gesture(4, 700), gesture(5, 700))).toEqual([]);
      });
    });

    it('too much that only the provider still has', () => {
      const lost = booksWith({ cancelled: 1 }, [['CANCELLATION', 1400]], 0);
      expect(found([completed], lost)).toEqual(['MONEY_FOR_UNITS_NOT_KEPT']);
    });

    it('too little where more was given for a return than it is worth', () => {
      expect(found([completed], booksWith({ returned: 1 }, [['RETURN', 1401]]))).toEqual([
        'CONFIRMED_ORDER_NOT_PAID',
      ]);
    });

    it('nothing where less was taken than was set aside, for units that were cancelled before', () => {
      const books = booksWith({ cancelled: 1 }, []);
      const captured = { amount: 1400 };
      const less = {
        payments: [{ ...books.payments[0]!, captured }],
        charges: [{ ...books.charges[0]!, captured }],
      };
      expect(found([completed], { ...books, ...less })).toEqual([]);
    });
  });

  it('two payments for one order', () => {
    const [charge] = placedBooks.charges!;
    const twice = [charge, { ...charge, key: 'saga-1:payAgain' }];
    expect(found([completed], { charges: twice })).toEqual(['TWO_PAYMENTS']);
    const [payment] = placedBooks.payments;
    expect(found([completed], { payments: [payment, { ...payment, id: 'payment-2' }] })).toEqual([
      'TWO_PAYMENTS',
    ]);
  });
});
