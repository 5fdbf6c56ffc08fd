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
import { heldReservation, type NewReservation, type Reservation } from './domain/reservation.ts';
import { newStockItem, stockItemId, type StockItem, type Units } from './domain/stock.ts';

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
  reservations: store.collection<Reservation>({ name: 'reservations', unique: [['orderId']] }),
  adjustments: store.collection<Adjustment>({ name: 'stock_adjustments', indexes: [['sku', 'at']] }),
});

/** Stock and reservations as they are read and written. */
export type InventoryStore = ReturnType<typeof createInventoryStore>;

export function createInventoryStore(store: DocumentStore) {
  const { stock, reservations, adjustments } = collectionsOf(store);
  return {
    ...holdsOf(stock, reservations),
    ...returnsOf(stock, reservations),
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

    /** The reservations of the given orders. */
    reservationsOf: (orderIds: readonly string[]): Promise<readonly Reservation[]> =>
      readAll(reservations, { where: { orderId: { $in: orderIds } } }),

    /** The reservation of one order. */
    reservationOf: async (orderId: string): Promise<Reservation | undefined> =>
      (await reservations.find({ where: { orderId }, limit: 1 })).edges[0]?.node,

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

/** What becomes of the units of an order that goes well, or is undone before it is confirmed. */
const holdsOf = (stock: Collection<StockItem>, reservations: Collection<Reservation>) => ({
  /** Holds units for an order. */
  hold: (reservation: NewReservation): readonly Write[] => [
    ...movements(stock, reservation.lines, 'available', (n) => ({ available: -n, reserved: n })),
    reservations.insert(heldReservation(reservation)),
  ],

  /** Gives them back. */
  release: ({ id, lines }: Reservation, releasedAt: string): readonly Write[] => [
    ...movements(stock, lines, 'reserved', (n) => ({ available: n, reserved: -n })),
    reservations.update(id, { status: 'HELD' }, { $set: { status: 'RELEASED', releasedAt } }),
  ],

  /** Takes them out of the warehouse. */
  take: ({ id, lines }: Reservation, committedAt: string): readonly Write[] => [
    ...movements(stock, lines, 'reserved', (n) => ({ onHand: -n, reserved: -n })),
    reservations.update(id, { status: 'HELD' }, { $set: { status: 'COMMITTED', committedAt } }),
  ],
});

/** What brings the units of a cancelled order back on the shelf. */
const returnsOf = (stock: Collection<StockItem>, reservations: Collection<Reservation>) => ({
  /** Frees them where they are held. */
  free: ({ id, lines }: Reservation, at: string): readonly Write[] => [
    ...movements(stock, lines, 'reserved', (n) => ({ available: n, reserved: -n })),
    reservations.update(id, { status: 'HELD' }, { $set: restocked(at) }),
  ],

  /** Brings them back where they have left. */
  restock: ({ id, lines }: Reservation, at: string): readonly Write[] => [
    ...movements(stock, lines, 'nowhere', (n) => ({ onHand: n, available: n })),
    reservations.update(id, { status: 'COMMITTED' }, { $set: restocked(at) }),
  ],
});

const restocked = (at: string) => ({ status: 'RELEASED', releasedAt: at, restockedAt: at }) as const;

type Counts = 'onHand' | 'reserved' | 'available';

/** Moves units, where they come out of one count only while it has them; in the order of ids, so that no two commits wait for each other. */
const movements = (
  stock: Collection<StockItem>,
  lines: readonly Units[],
  from: Counts | 'nowhere',
  amounts: (quantity: number) => Readonly<Partial<Record<Counts, number>>>,
): readonly Write[] =>
  lines
    .map((units) => ({ id: stockItemId(units), quantity: units.quantity }))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ id, quantity }) => {
      const guard = from === 'nowhere' ? {} : { [from]: { $gte: quantity } };
      return stock.update(id, guard, { $inc: amounts(quantity) });
    });

const moveOnHand = (stock: Collection<StockItem>, adjustment: Draft<Adjustment>): Write => {
  const { delta } = adjustment;
  const guard: Where<StockItem> =
    delta < 0 ? { available: { $gte: -delta } } : { onHand: { $lte: MAX_UNITS - delta } };
  return stock.update(stockItemId(adjustment), guard, { $inc: { onHand: delta, available: delta } });
};
