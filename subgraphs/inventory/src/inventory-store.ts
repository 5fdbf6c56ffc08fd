import { connectionOf, type Connection, type ConnectionArgs } from '@counterstep/service-kit/server';
import {
  commitDecision,
  readAll,
  WriteRejected,
  type Changefeed,
  type Collection,
  type Decision,
  type DocumentStore,
  type Draft,
  type OrderBy,
  type Where,
  type Write,
} from '@counterstep/document-store';
import { MAX_UNITS, type Adjustment } from './domain/adjustment.ts';
import type { Reservation } from './domain/reservation.ts';
import { newStockItem, stockItemId, type StockItem, type Units } from './domain/stock.ts';
import { reservationsOf } from './reservation-store.ts';

export type StockItemConnection = Connection<StockItem>;

/** Which stock; all given conditions must hold. */
export interface StockCriteria {
  readonly skus?: readonly string[] | undefined;
  readonly warehouse?: string | undefined;
  readonly inStock?: boolean | undefined;
}

/** What inventory keeps. */
export const collectionsOf = (store: DocumentStore) => ({
  stock: store.collection<StockItem>({
    name: 'stock',
    indexes: [['sku', 'warehouse'], ['warehouse', 'sku'], ['available'], ['onHand']],
  }),
  reservations: store.collection<Reservation>({
    name: 'reservations',
    indexes: [['status', 'expiresAt']],
    unique: [['orderId']],
  }),
  adjustments: store.collection<Adjustment>({ name: 'stock_adjustments', indexes: [['sku', 'at']] }),
});

/** Stock and reservations as they are read and written. */
export type InventoryStore = ReturnType<typeof createInventoryStore>;

export function createInventoryStore(store: DocumentStore) {
  const { stock, reservations, adjustments } = collectionsOf(store);
  return {
    ...reservationsOf(stock, reservations),
    ...adjustmentsOf(stock, adjustments),

    /** A page of what stands in the warehouses. */
    list: (
      args: ConnectionArgs,
      { skus, warehouse, inStock }: StockCriteria,
      orderBy: OrderBy<StockItem>,
    ): Promise<StockItemConnection> => {
      const where: Where<StockItem> = {
        ...(skus !== undefined && { sku: { $in: skus } }),
        ...(warehouse !== undefined && { warehouse }),
        ...(inStock !== undefined && { available: inStock ? { $gt: 0 } : { $lte: 0 } }),
      };
      return connectionOf(stock, args, where, orderBy);
    },

    /** All items of the given products. */
    itemsOf: (skus: readonly string[]): Promise<readonly StockItem[]> =>
      readAll(stock, { where: { sku: { $in: skus } } }),

    /** All items there are. */
    allItems: (): Promise<readonly StockItem[]> => readAll(stock, {}),

    /** The items that change from now on. */
    changes: (): Promise<Changefeed<StockItem>> => store.changes(stock),

    /** Changes what stands in a warehouse, and records the change; refused when it would leave less than is reserved. */
    adjust: (adjustment: Draft<Adjustment>, item: 'existing' | 'new'): readonly Write[] => [
      item === 'new'
        ? stock.insert(
            newStockItem({ ...adjustment, quantity: adjustment.delta }, adjustment.at, 'adjustment'),
          )
        : moveOnHand(stock, adjustment),
      adjustments.insert(adjustment),
    ],

    /** Commits what was decided; decides anew when the stock has changed meanwhile in a way that matters. */
    commit: <Result>(decide: () => Promise<Decision<Result>>): Promise<Result> =>
      commitDecision(store, decide),

    /** Makes the given stock where there is none at all. */
    fillIfEmpty: async (given: readonly Units[], createdAt: string): Promise<void> => {
      if ((await stock.count()) > 0) return;
      try {
        await store.commit(given.map((units) => stock.insert(newStockItem(units, createdAt, 'opening'))));
      } catch (error) {
        // Another process that started at the same time has made it.
        if (!(error instanceof WriteRejected)) throw error;
      }
    },
  };
}

/** What an adjustment is decided by. */
const adjustmentsOf = (stock: Collection<StockItem>, adjustments: Collection<Adjustment>) => ({
  /** Whether anything stands in the warehouse, or ever has. */
  isWarehouse: async (warehouse: string): Promise<boolean> =>
    (await stock.find({ where: { warehouse }, limit: 1 })).edges.length > 0,

  /** The change that was made under the id. */
  adjustment: (id: string): Promise<Adjustment | undefined> => adjustments.get(id),
});

const moveOnHand = (stock: Collection<StockItem>, adjustment: Draft<Adjustment>): Write => {
  const { delta } = adjustment;
  const guard: Where<StockItem> =
    delta < 0 ? { available: { $gte: -delta } } : { onHand: { $lte: MAX_UNITS - delta } };
  return stock.update(stockItemId(adjustment), guard, { $inc: { onHand: delta, available: delta } });
};
