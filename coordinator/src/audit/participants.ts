import { newId } from '@counterstep/service-kit';
import { subgraphNames, subgraphSdl, type SubgraphName } from '@counterstep/schema';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { ReservationRecordsDocument, StockBooksDocument } from '../generated/inventory.ts';
import { OrderRecordsDocument, StepRecordsDocument, type StepRecordsQuery } from '../generated/orders.ts';
import { ChargeRecordsDocument, PaymentRecordsDocument } from '../generated/payments.ts';
import { BookingRecordsDocument, ShipmentRecordsDocument } from '../generated/shipping.ts';
import type { Ask } from '@counterstep/saga-service';
import type { AuditedSaga } from './audited-saga.ts';
import type { StockBook } from './checks/inventory.ts';
import type { OrderBooks } from './order-books.ts';

type StepRecords = StepRecordsQuery['stepRecords']['nodes'];

interface Connection<Node> {
  readonly nodes: readonly Node[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor?: string | null };
}

/** A page of one of the participants' books; undefined where it cannot be read. */
type Read<Node> = (
  orderIds: readonly string[] | undefined,
  after: string | undefined,
) => Promise<Connection<Node> | undefined>;

/** Every subgraph that has steps of sagas, and so their records. */
export const participantNames: readonly SubgraphName[] = subgraphNames.filter((name) =>
  subgraphSdl(name).includes('stepRecords('),
);

/** Reads what the participants keep, through their own interfaces, in pages of 100. */
export type Participants = ReturnType<typeof createParticipants>;

export function createParticipants(ask: Ask) {
  const request = { correlationId: newId() };
  const readBooks = booksReader(ask, request);
  const stepRecords = (subgraph: SubgraphName, filter: RecordFilter): AsyncGenerator<StepRecords> =>
    pagesOf(async (after) => {
      const variables = { keys: filter.keys ?? null, since: filter.since ?? null, after: after ?? null };
      return (await ask(subgraph, StepRecordsDocument, variables, request)).stepRecords;
    });
  return {
    /** What a participant's step barrier remembers, page by page. */
    stepRecords,
    /** All of what it remembers of these steps, at most 1000. */
    recordsOf: async (subgraph: SubgraphName, keys: readonly string[]): Promise<StepRecords> => {
      if (keys.length === 0) return [];
      const records = [];
      for await (const page of stepRecords(subgraph, { keys })) records.push(...page);
      return records;
    },
    /** What all participants keep of the orders, at most 1000. */
    booksOf: (orders: ReadonlyMap<string, readonly AuditedSaga[]>): Promise<readonly OrderBooks[]> =>
      booksOf(readBooks, orders),
    /** The ids of all orders of which a participant keeps something, in pages; an id may come several times. */
    keptOrders: () => keptOrders(readBooks),
    stockBooks: async (): Promise<readonly StockBook[]> =>
      (await ask('inventory', StockBooksDocument, {}, request)).stockBooks,
  };
}

interface RecordFilter {
  readonly keys?: readonly string[];
  readonly since?: string | undefined;
}

type BooksReader = ReturnType<typeof booksReader>;

const booksReader = (ask: Ask, request: { readonly correlationId: string }) => {
  const reader =
    <Data, Node>(
      subgraph: SubgraphName,
      document: TypedDocumentNode<Data, { orderIds?: readonly string[] | null; after?: string | null }>,
      pageIn: (data: Data) => Connection<Node> | null | undefined,
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

/** Every page there is; none where there is nothing to read. */
async function* pagesOf<Node>(
  read: (after: string | undefined) => Promise<Connection<Node> | undefined>,
): AsyncGenerator<readonly Node[]> {
  for (let after: string | undefined, more = true; more;) {
    const page = await read(after);
    if (page === undefined) return;
    yield page.nodes;
    after = page.pageInfo.endCursor ?? undefined;
    more = page.pageInfo.hasNextPage;
  }
}

/** All entries of the orders, by order; undefined where the book cannot be read. */
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

/** The orders of a book, page by page; entries that belong to no order hold nothing, and are left out. */
async function* idsIn<Node>(
  read: Read<Node>,
  orderOf: (node: Node) => string | undefined,
): AsyncGenerator<readonly string[]> {
  for await (const nodes of pagesOf((after) => read(undefined, after)))
    yield nodes.flatMap((node) => orderOf(node) ?? []);
}
