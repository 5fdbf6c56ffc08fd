import { stillThere, type Difference, type OrderCheck } from '../order-books.ts';

const statuses = (entries: readonly { readonly status: string }[]): string =>
  entries.map(({ status }) => status).join(', ') || 'none';

/** A parcel goes, or is about to go, for confirmed orders only, and once; the carrier's word counts as much as ours. */
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
  return [
    ...(most > 0 ? stillThere(books, 'scheduleShipping', words) : []),
    ...(order?.status === 'CANCELLED' && most > 0
      ? [found('PARCEL_FOR_CANCELLED_ORDER', 'The order is cancelled, and a parcel is booked.')]
      : []),
    ...(order?.status === 'CONFIRMED' && (going !== 1 || booked !== 1)
      ? [found('PARCEL_DIFFERS_FROM_ORDER', 'The order is confirmed, and not booked exactly once.')]
      : []),
  ];
};
