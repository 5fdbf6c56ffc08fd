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
import type { NewWarehouse, Warehouse } from './domain/warehouse.ts';
import { openedWarehouse } from './domain/warehouse.ts';
import { adjustmentMovement, openingMovement } from './domain/movement.ts';
import { movementsCollection, movementsOf } from './movement-store.ts';
import { warehousesOf } from './warehouse-store.ts';
import { reservationsOf } from './reservation-store.ts';

export type StockItemConnection = Connection<StockItem>;

/** Filters stock; all given conditions must hold. */
export interface StockCriteria {
  readonly skus?: readonly string[] | undefined;
  readonly category?: string | undefined;
  readonly warehouse?: string | undefined;
  readonly inStock?: boolean | undefined;
}

/** The collections of inventory. */
export const collectionsOf = (store: DocumentStore) => ({
  stock: store.collection<StockItem>({
    name: 'stock',
    indexes: [
      ['sku', 'warehouse'],
      ['warehouse', 'sku'],
      ['category', 'sku', 'warehouse'],
      ['available'],
      ['onHand'],
    ],
  }),
  reservations: store.collection<Reservation>({
    name: 'reservations',
    indexes: [['status', 'expiresAt'], ['heldAt'], ['status', 'heldAt'], ['customerId', 'heldAt']],
    unique: [['orderId']],
  }),
  warehouses: store.collection<Warehouse>({ name: 'warehouses' }),
  movements: movementsCollection(store),
  adjustments: store.collection<Adjustment>({ name: 'stock_adjustments', indexes: [['sku', 'at']] }),
});

/** Reads and writes stock and reservations. */
export type InventoryStore = ReturnType<typeof createInventoryStore>;

export function createInventoryStore(store: DocumentStore) {
  const collections = collectionsOf(store);
  const { stock, reservations, warehouses, movements } = collections;
  return {
    ...reservationsOf(stock, reservations, movements),
    ...warehousesOf(store, stock, warehouses),
    ...movementsOf(movements),
    ...adjustmentsOf(collections),
    ...openingOf(store, collections),

    /** A page of stock items. */
    list: (
      args: ConnectionArgs,
      { skus, category, warehouse, inStock }: StockCriteria,
      orderBy: OrderBy<StockItem>,
    ): Promise<StockItemConnection> => {
      const where: Where<StockItem> = {
        ...(skus !== undefined && { sku: { $in: skus } }),
        ...(category !== undefined && { category }),
        ...(warehouse !== undefined && { warehouse }),
        ...(inStock !== undefined && { available: inStock ? { $gt: 0 } : { $lte: 0 } }),
      };
      return connectionOf(stock, args, where, orderBy);
    },

    /** All items of the given products. */
    itemsOf: (skus: readonly string[]): Promise<readonly StockItem[]> =>
      readAll(stock, { where: { sku: { $in: skus } } }),

    /** Writes the categories of products to their items, and resolves to how many items changed. */
    recordCategories: (told: ReadonlyMap<string, string>): Promise<number> =>
      commitDecision(store, async () => {
        const items = await readAll(stock, { where: { sku: { $in: [...told.keys()] } } });
        const writes = items.flatMap(({ id, sku, category }): Write[] => {
          const news = told.get(sku);
          return news === undefined || news === category
            ? []
            : [stock.update(id, {}, { $set: { category: news } })];
        });
        return { writes, result: writes.length };
      }),

    /** All items there are. */
    allItems: (): Promise<readonly StockItem[]> => readAll(stock, {}),

    /** The items that change from now on. */
    changes: (): Promise<Changefeed<StockItem>> => store.changes(stock),

    /** Commits a decision, and decides again if stock has meanwhile changed in a way that matters. */
    commit: <Result>(decide: () => Promise<Decision<Result>>): Promise<Result> =>
      commitDecision(store, decide),
  };
}

type Collections = ReturnType<typeof collectionsOf>;

/** Reads and writes what adjustments need. */
const adjustmentsOf = ({ stock, adjustments, movements }: Collections) => ({
  /** The change that was made under the id. */
  adjustment: (id: string): Promise<Adjustment | undefined> => adjustments.get(id),

  /**
   * Changes the stock in a warehouse and records the change; rejected if it would leave less than is reserved. A new
   * item gets the product's category.
   */
  adjust: (
    adjustment: Draft<Adjustment>,
    item: 'existing' | 'new',
    { active }: Pick<Warehouse, 'active'>,
    category: string | undefined,
  ): readonly Write[] => [
    item === 'new'
      ? stock.insert({
          ...newStockItem({ ...adjustment, quantity: adjustment.delta }, adjustment.at, 'adjustment'),
          ...(!active && { closed: true }),
          ...(category !== undefined && { category }),
        })
      : moveOnHand(stock, adjustment),
    adjustments.insert(adjustment),
    movements.insert(adjustmentMovement(adjustment)),
  ],
});

/** Fills an empty store. */
const openingOf = (store: DocumentStore, { stock, warehouses, movements }: Collections) => ({
  /** Creates the given stock and its warehouses if there is no stock at all. */
  fillIfEmpty: async (
    given: readonly Units[],
    createdAt: string,
    named: readonly NewWarehouse[] = [],
  ): Promise<void> => {
    if ((await stock.count()) > 0) return;
    const items = given.map((units) => newStockItem(units, createdAt, 'opening'));
    const codes = [...new Set(given.map(({ warehouse }) => warehouse))];
    const opened = codes.map((code) => named.find((one) => one.code === code) ?? { code, name: code });
    try {
      await store.commit([
        ...items.map((item) => stock.insert(item)),
        ...items.flatMap((item) => openingMovement(item).map((movement) => movements.insert(movement))),
        ...opened.map((warehouse) => warehouses.insert(openedWarehouse(warehouse, createdAt))),
      ]);
    } catch (error) {
      // Another process that started at the same time has created it.
      if (!(error instanceof WriteRejected)) throw error;
    }
  },
});

const moveOnHand = (stock: Collection<StockItem>, adjustment: Draft<Adjustment>): Write => {
  const { delta } = adjustment;
  const guard: Where<StockItem> =
    delta < 0 ? { available: { $gte: -delta } } : { onHand: { $lte: MAX_UNITS - delta } };
  return stock.update(stockItemId(adjustment), guard, { $inc: { onHand: delta, available: delta } });
};
