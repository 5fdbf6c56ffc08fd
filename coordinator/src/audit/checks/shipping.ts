import { stepsOf, stillThere, type Difference, type OrderBooks, type OrderCheck } from '../order-books.ts';

const statuses = (entries: readonly { readonly status: string }[]): string =>
  entries.map(({ status }) => status).join(', ') || 'none';

const parcelsInWords = (count: number): string =>
  count === 1 ? 'not booked exactly once' : `its ${count} parcels are not booked exactly once each`;

/** How many parcels the order's sagas have booked and not withdrawn; a saga of version 1 always books exactly one. */
function parcelsOf(books: OrderBooks): number {
  const done = (mutation: string): number => stepsOf(books, mutation, 'SUCCEEDED').length;
  const booked = done('scheduleShipping') + done('bookParcel') + done('bookReturnParcel');
  return booked - done('withdrawParcel');
}

/** The undone booking steps of the order's placing, reported because a parcel still goes. */
const stillGoing = (books: OrderBooks, words: string): readonly Difference[] =>
  ['scheduleShipping', 'bookParcel']
    .flatMap((step) => stillThere(books, step, words))
    .filter(({ from }) => from?.saga.type === 'PlaceOrder');

/**
 * Only confirmed orders have parcels under way or booked, each parcel once; the carrier's book counts as much as our
 * own.
 */
export const checkShipping: OrderCheck = (books) => {
  const { order, shipments, bookings } = books;
  const going = shipments.filter(({ status }) => status !== 'CANCELLED' && status !== 'PENDING').length;
  // If the carrier's book cannot be read, only our own counts.
  const booked = bookings === undefined ? going : bookings.filter(({ status }) => status === 'BOOKED').length;
  const words = `shipment ${statuses(shipments)}; the carrier's booking ${bookings ? statuses(bookings) : 'unknown'}`;
  const found = (code: Difference['code'], message: string): Difference => ({
    code,
    message,
    participant: words,
  });
  const most = Math.max(going, booked);
  const parcels = parcelsOf(books);
  return [
    ...(most > 0 ? stillGoing(books, words) : []),
    ...(order?.status === 'CANCELLED' && most > 0
      ? [found('PARCEL_FOR_CANCELLED_ORDER', 'The order is cancelled, and a parcel is booked.')]
      : []),
    ...(order?.status === 'CONFIRMED' && (going !== parcels || booked !== parcels)
      ? [found('PARCEL_DIFFERS_FROM_ORDER', `The order is confirmed, and ${parcelsInWords(parcels)}.`)]
      : []),
  ];
};
