import { setImmediate as breathe } from 'node:timers/promises';
import { connectionOf, type Connection, type ConnectionArgs } from '@counterstep/service-kit/server';
import { readAll, type Collection, type Document, type DocumentStore } from '@counterstep/document-store';
import type { Reservation } from './domain/reservation.ts';
import { StockCount, type StockBook } from './domain/stock-book.ts';
import { collectionsOf } from './inventory-store.ts';

const PAGE = 500;

/** The records that only the auditor reads. */
export type Books = ReturnType<typeof createBooks>;

export type ReservationPage = Connection<Reservation>;

export function createBooks(store: DocumentStore) {
  const { stock, reservations, adjustments, movements } = collectionsOf(store);
  return {
    /** A page of reservations, by id; only those of the given orders, if any are given. */
    reservations: (args: ConnectionArgs, orderIds?: readonly string[]): Promise<ReservationPage> =>
      connectionOf(reservations, args, orderIds === undefined ? {} : { orderId: { $in: orderIds } }, []),

    /** Every stock item with the sums of all its adjustments and reservations, read page by page. */
    stock: async (): Promise<readonly StockBook[]> => {
      const before = await readAll(stock, {});
      const count = new StockCount();
      await forEach(adjustments, (adjustment) => {
        count.adjustment(adjustment);
      });
      await forEach(reservations, (reservation) => {
        count.reservation(reservation);
      });
      await forEach(movements, (movement) => {
        count.movement(movement);
      });
      return count.books(before, await readAll(stock, {}));
    },
  };
}

async function forEach<T extends Document>(
  collection: Collection<T>,
  visit: (document: T) => void,
): Promise<void> {
  for (let after: string | undefined, more = true; more;) {
    const page = await collection.find({ limit: PAGE, ...(after !== undefined && { after }) });
    for (const { node } of page.edges) visit(node);
    after = page.edges.at(-1)?.cursor;
    more = page.hasNextPage;
    // The embedded store answers without yielding to the event loop, and steps must not wait for the whole count.
    await breathe();
  }
}
