import { stepsOf, stillThere, type Difference, type OrderBooks, type OrderCheck } from '../order-books.ts';

const statuses = (entries: readonly { readonly status: string }[]): string =>
  entries.map(({ status }) => status).join(', ') || 'none';

const parcelsInWords = (count: number): string =>
  count === 1 ? 'not booked exactly once' : `its ${count} parcels are not booked exactly once each`;

/** How many parcels the order's sagas have booked and not taken back; an old saga says only that there is one. */
function parcelsOf(books: OrderBooks): number {
  const done = (mutation: string): number => stepsOf(books, mutation, 'SUCCEEDED').length;
  const booked = done('scheduleShipping') + done('bookParcel') + done('bookReturnParcel');
  return booked - done('withdrawParcel');
}

/** What the placing of the order has undone of its parcels, where they still go. */
const stillGoing = (books: OrderBooks, words: string): readonly Difference[] =>
  ['scheduleShipping', 'bookParcel']
    .flatMap((step) => stillThere(books, step, words))
    .filter(({ from }) => from?.saga.type === 'PlaceOrder');

/** Parcels go, or are about to go, for confirmed orders only, and each once; the carrier's word counts as much as ours. */
export const checkShipping: OrderCheck = (books) => {
  const { order, shipments, bookings } = books;
  const going = shipments.filter(({ status }) => status !== 'CANCELLED' && status !== 'PENDING').length;
  // Where the carrier's book cannot be read, our own is all there is.
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
