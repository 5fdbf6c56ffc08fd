import { describe, expect, it } from '@jest/globals';
import {
  audit,
  cancelled,
  codes,
  compensated,
  compensatedParcels,
  completed,
  completedParcels,
  pageOf,
  parcelBooks,
  placedBooks,
  undoneBooks,
} from './books.ts';

describe('an audit of the parcels of an order finds', () => {
  const found = (sagas: readonly (typeof completed)[], books: object) =>
    codes(audit(pageOf(sagas, { ...placedBooks, ...books })));

  it('a parcel booked for a cancelled order', () => {
    const booked = { ...undoneBooks, bookings: placedBooks.bookings };
    expect(found([completed, cancelled], booked)).toEqual(['PARCEL_FOR_CANCELLED_ORDER']);
    expect(found([compensated], { ...undoneBooks, shipments: placedBooks.shipments })).toEqual([
      'EFFECT_AFTER_COMPENSATION',
      'PARCEL_FOR_CANCELLED_ORDER',
    ]);
  });

  it('a confirmed order with no parcel, or with two', () => {
    expect(found([completed], { shipments: [] })).toEqual(['PARCEL_DIFFERS_FROM_ORDER']);
    const [booking] = placedBooks.bookings!;
    expect(found([completed], { bookings: [booking, booking] })).toEqual(['PARCEL_DIFFERS_FROM_ORDER']);
  });

  describe('of an order with a parcel of each warehouse', () => {
    const foundOf = (sagas: readonly (typeof completed)[], books: object) =>
      codes(audit(pageOf(sagas, { ...parcelBooks, ...books })));
    const undoneParcels = {
      ...undoneBooks,
      payments: [{ ...parcelBooks.payments[0]!, status: 'VOIDED' }],
      charges: [{ ...parcelBooks.charges![0]!, status: 'VOIDED' }],
      shipments: [{ ...parcelBooks.shipments[0]!, status: 'CANCELLED' }],
      bookings: [{ ...parcelBooks.bookings![0]!, status: 'CANCELLED' }],
    };

    it('nothing where both are booked and the units are held until they are sent', () => {
      expect(foundOf([completedParcels], {})).toEqual([]);
      expect(foundOf([compensatedParcels], undoneParcels)).toEqual([]);
    });

    it('units that are held though nobody has said that the order has them', () => {
      const reservations = [{ ...parcelBooks.reservations[0]!, allocated: false }];
      expect(foundOf([completedParcels], { reservations })).toEqual([
        'STOCK_HELD_BY_ENDED_SAGA',
        'STOCK_DIFFERS_FROM_ORDER',
      ]);
    });

    it('units that are held for an order that is cancelled', () => {
      const reservations = parcelBooks.reservations;
      expect(foundOf([completedParcels, cancelled], { ...undoneParcels, reservations })).toEqual([
        'STOCK_HELD_BY_ENDED_SAGA',
      ]);
    });

    it('a parcel that is missing, and one too many', () => {
      const [first, second] = parcelBooks.shipments;
      expect(foundOf([completedParcels], { shipments: [first] })).toEqual(['PARCEL_DIFFERS_FROM_ORDER']);
      expect(foundOf([completedParcels], { shipments: [first, second, second] })).toEqual([
        'PARCEL_DIFFERS_FROM_ORDER',
      ]);
    });

    it('a parcel that goes, and money that is set aside, though all was undone', () => {
      expect(
        foundOf([compensatedParcels], { ...undoneParcels, bookings: [parcelBooks.bookings![0]] }),
      ).toEqual(['EFFECT_AFTER_COMPENSATION', 'PARCEL_FOR_CANCELLED_ORDER']);
      const charges = [{ ...parcelBooks.charges![0]!, status: 'AUTHORIZED' }];
      expect(foundOf([compensatedParcels], { ...undoneParcels, charges })).toEqual([
        'EFFECT_AFTER_COMPENSATION',
        'MONEY_FOR_CANCELLED_ORDER',
      ]);
    });
  });
});
