import { connectionOf, within, type Connection, type ConnectionArgs } from '@counterstep/service-kit/server';
import type {
  Collection,
  CollectionSpec,
  DocumentStore,
  OrderBy,
  Where,
  Write,
} from '@counterstep/document-store';
import {
  pendingOrder,
  type Cancellation,
  type LineLock,
  type NewOrder,
  type OpenReturn,
  type Order,
  type OrderLine,
  type OrderStatus,
} from './domain/order.ts';
import type { PlannedParcel, SentParcel } from './domain/parcel.ts';
import { orderNumber } from './order-number.ts';

export type OrderConnection = Connection<Order>;

/** Filters orders; all given conditions must hold. */
export interface OrderCriteria {
  readonly ids?: readonly string[] | undefined;
  readonly customerId?: string | undefined;
  readonly status?: readonly OrderStatus[] | undefined;
  readonly placedAfter?: string | undefined;
  readonly placedBefore?: string | undefined;
}

/** What is left of an order after lines are cancelled. */
interface CancelledLines {
  readonly lines: readonly OrderLine[];
  readonly planned: readonly PlannedParcel[];
  readonly parcels: readonly SentParcel[];
}

/** Reads and writes orders. */
export type OrderStore = ReturnType<typeof createOrderStore>;

const collection: CollectionSpec<Order> = {
  name: 'orders',
  indexes: [
    ['customerId', 'placedAt'],
    ['status', 'placedAt'],
    ['placedAt'],
    ['customerId', 'status', 'placedAt'],
    ['customerId', 'total.amount'],
    ['status', 'total.amount'],
    ['total.amount'],
  ],
  unique: [['number']],
};

export function createOrderStore(store: DocumentStore) {
  const orders = store.collection<Order>(collection);
  return { ...orderReads(orders), ...orderWrites(orders) };
}

function orderReads(orders: Collection<Order>) {
  return {
    get: (id: string) => orders.get(id),
    getMany: (ids: readonly string[]) => orders.getMany(ids),

    /** The order with this number. */
    withNumber: async (number: string): Promise<Order | undefined> =>
      (await orders.find({ where: { number }, limit: 1 })).edges[0]?.node,

    /** A page of orders. */
    list: (
      args: ConnectionArgs,
      criteria: OrderCriteria,
      orderBy: OrderBy<Order> = [['placedAt', 'descending']],
    ): Promise<OrderConnection> => connectionOf(orders, args, whereOf(criteria), orderBy),

    /** A number that no other order has. */
    freeNumber: async (orderId: string, placedAt: string): Promise<string> => {
      for (let attempt = 0; ; attempt += 1) {
        const number = orderNumber(orderId, placedAt, attempt);
        if ((await orders.count({ number })) === 0) return number;
      }
    },
  };
}

function orderWrites(orders: Collection<Order>) {
  return {
    recordPending: (order: NewOrder): Write => orders.insert(pendingOrder(order)),

    confirm: (order: Order, confirmedAt: string, planned: readonly PlannedParcel[] | undefined): Write =>
      orders.update(
        order.id,
        { version: order.version },
        { $set: { status: 'CONFIRMED', confirmedAt, ...(planned !== undefined && { planned }) } },
      ),

    cancel: (order: Order, cancellation: Cancellation): Write =>
      orders.update(
        order.id,
        { version: order.version },
        { $set: { status: 'CANCELLED', cancelledAt: cancellation.at, cancellation }, $unset: ['lock'] },
      ),

    /** Locks units for one saga, so that no other can cancel anything of the order. */
    lockLines: (order: Order, lock: LineLock): Write =>
      orders.update(
        order.id,
        { version: order.version },
        { $set: { lock, ...(lock.whole && { status: 'CANCELLING', cancelledBy: lock.sagaId }) } },
      ),

    /** Stores the order without the units that were just cancelled. */
    cancelLines: ({ id, version }: Order, { lines, planned, parcels }: CancelledLines): Write =>
      orders.update(
        id,
        { version },
        { $set: { lines, planned, ...(parcels.length > 0 && { parcels }) }, $unset: ['lock'] },
      ),

    /** Locks the order for one saga, so that no other can cancel it. */
    lock: (order: Order, sagaId: string): Write =>
      orders.update(
        order.id,
        { version: order.version },
        { $set: { status: 'CANCELLING', cancelledBy: sagaId } },
      ),

    /** Restores the order to its state before a saga locked it or lines of it. */
    unlock: (order: Order): Write =>
      orders.update(
        order.id,
        { version: order.version },
        { $set: { status: 'CONFIRMED' }, $unset: ['cancelledBy', 'lock'] },
      ),

    recordOpenReturns: ({ id, version }: Order, openReturns: readonly OpenReturn[]): Write =>
      orders.update(id, { version }, { $set: { openReturns } }),

    recordReturned: (
      { id, version }: Order,
      lines: readonly OrderLine[],
      openReturns: readonly OpenReturn[],
    ): Write => orders.update(id, { version }, { $set: { lines, openReturns } }),

    recordParcels: (order: Order, parcels: readonly SentParcel[]): Write =>
      orders.update(order.id, { version: order.version }, { $set: { parcels } }),
  };
}

function whereOf({ ids, customerId, status, placedAfter, placedBefore }: OrderCriteria): Where<Order> {
  return {
    ...(ids !== undefined && { id: { $in: ids } }),
    ...(customerId !== undefined && { customerId }),
    ...(status !== undefined && { status: { $in: status } }),
    ...within('placedAt', placedAfter, placedBefore),
  };
}
