import { newId } from '@counterstep/service-kit';
import { pagesOf, type Ask, type AuditedSaga, type Kept } from '@counterstep/saga-service';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { ReservationRecordsDocument, StockBooksDocument } from '../generated/inventory.ts';
import { OrderRecordsDocument } from '../generated/orders.ts';
import { ChargeRecordsDocument, PaymentRecordsDocument } from '../generated/payments.ts';
import { BookingRecordsDocument, ShipmentRecordsDocument } from '../generated/shipping.ts';
import type { StockBook } from './checks/inventory.ts';
import type { OrderBooks } from './order-books.ts';

/** Reads a page of one participant's book; resolves to undefined if the book cannot be read. */
type Read<Node> = (
  orderIds: readonly string[] | undefined,
  after: string | undefined,
) => Promise<Kept<Node> | undefined>;

/** Reads the participants' records of orders through their own APIs, in pages of 100. */
export function createBooks(ask: Ask) {
  const request = { correlationId: newId() };
  const readBooks = booksReader(ask, request);
  return {
    /** All participants' records of the given orders, at most 1000. */
    booksOf: (orders: ReadonlyMap<string, readonly AuditedSaga[]>): Promise<readonly OrderBooks[]> =>
      booksOf(readBooks, orders),
    /** The ids of all orders that any participant has records of, in pages; an id may repeat. */
    keptOrders: () => keptOrders(readBooks),
    stockBooks: async (): Promise<readonly StockBook[]> =>
      (await ask('inventory', StockBooksDocument, {}, request)).stockBooks,
  };
}

type BooksReader = ReturnType<typeof booksReader>;

const booksReader = (ask: Ask, request: { readonly correlationId: string }) => {
  const reader =
    <Data, Node>(
      subgraph: string,
      document: TypedDocumentNode<Data, { orderIds?: readonly string[] | null; after?: string | null }>,
      pageIn: (data: Data) => Kept<Node> | null | undefined,
    ): Read<Node> =>
    async (orderIds, after) =>
      pageIn(await ask(subgraph, document, { orderIds: orderIds ?? null, after: after ?? null }, request)) ??
      undefined;
  return {
    orders: reader('orders', OrderRecordsDocument, (data) => data.orderRecords),
    reservations: reader('inventory', ReservationRecordsDocument, (data) => data.reservationRecords),
    payments: reader('payments', PaymentRecordsDocument, (data) => data.paymentRecords),
    charges: reader('payments', ChargeRecordsDocument, (data) => data.chargeRecords),
    shipments: reader('shipping', ShipmentRecordsDocument, (data) => data.shipmentRecords),
    bookings: reader('shipping', BookingRecordsDocument, (data) => data.bookingRecords),
  };
};

/** All entries of the given orders, grouped by order; undefined if the book cannot be read. */
async function entriesOf<Node>(
  read: Read<Node>,
  orderIds: readonly string[],
  orderOf: (node: Node) => string | undefined,
): Promise<ReadonlyMap<string, readonly Node[]> | undefined> {
  let byOrder: Map<string, Node[]> | undefined;
  for await (const nodes of pagesOf((after) => read(orderIds, after))) {
    byOrder ??= new Map();
    for (const node of nodes) {
      const order = orderOf(node) ?? '';
      byOrder.set(order, [...(byOrder.get(order) ?? []), node]);
    }
  }
  return byOrder;
}

interface Referring {
  readonly order?: { readonly id: string } | null;
}

const referred = ({ order }: Referring): string | undefined => order?.id;

async function booksOf(
  read: BooksReader,
  sagas: ReadonlyMap<string, readonly AuditedSaga[]>,
): Promise<readonly OrderBooks[]> {
  const ids = [...sagas.keys()];
  if (ids.length === 0) return [];
  const [orders, reservations, payments, charges, shipments, bookings] = await Promise.all([
    entriesOf(read.orders, ids, ({ id }) => id),
    entriesOf(read.reservations, ids, ({ orderId }) => orderId),
    entriesOf(read.payments, ids, referred),
    entriesOf(read.charges, ids, referred),
    entriesOf(read.shipments, ids, referred),
    entriesOf(read.bookings, ids, referred),
  ]);
  return [...sagas].map(([orderId, sagasOfOrder]) => ({
    orderId,
    sagas: sagasOfOrder,
    order: orders?.get(orderId)?.[0],
    reservations: reservations?.get(orderId) ?? [],
    payments: payments?.get(orderId) ?? [],
    charges: charges && (charges.get(orderId) ?? []),
    shipments: shipments?.get(orderId) ?? [],
    bookings: bookings && (bookings.get(orderId) ?? []),
  }));
}

async function* keptOrders(read: BooksReader): AsyncGenerator<readonly string[]> {
  yield* idsIn(read.orders, ({ id }) => id);
  yield* idsIn(read.reservations, ({ orderId }) => orderId);
  yield* idsIn(read.payments, referred);
  yield* idsIn(read.charges, referred);
  yield* idsIn(read.shipments, referred);
  yield* idsIn(read.bookings, referred);
}

/** The orders of a book, page by page; skips entries without an order, which hold nothing. */
async function* idsIn<Node>(
  read: Read<Node>,
  orderOf: (node: Node) => string | undefined,
): AsyncGenerator<readonly string[]> {
  for await (const nodes of pagesOf((after) => read(undefined, after)))
    yield nodes.flatMap((node) => orderOf(node) ?? []);
}
