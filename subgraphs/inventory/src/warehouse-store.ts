import { readAll, type Collection, type DocumentStore, type Write } from '@counterstep/document-store';
import type { StockItem } from './domain/stock.ts';
import { openedWarehouse, type NewWarehouse, type Warehouse } from './domain/warehouse.ts';

/** How many stock items change in one commit. */
const CHUNK = 100;

/** Warehouses as they are read and written, with the stock that stands in them. */
export const warehousesOf = (
  store: DocumentStore,
  stock: Collection<StockItem>,
  warehouses: Collection<Warehouse>,
) => ({
  /** All warehouses, by their code. */
  warehouses: (): Promise<readonly Warehouse[]> => readAll(warehouses, {}),

  /** The warehouse with the code. */
  warehouse: (code: string): Promise<Warehouse | undefined> => warehouses.get(code),

  /** The warehouses that there are of the codes. */
  warehousesNamed: (codes: readonly string[]): Promise<ReadonlyMap<string, Warehouse>> =>
    warehouses.getMany(codes),

  open: (warehouse: NewWarehouse, at: string): Write => warehouses.insert(openedWarehouse(warehouse, at)),

  change: (
    { id, version }: Warehouse,
    changes: Partial<Pick<Warehouse, 'name' | 'address' | 'active'>>,
  ): Write => warehouses.update(id, { version }, { $set: changes }),

  /**
   * Has the stock of a warehouse say whether orders are sent from it, item by item; may be repeated, and is where a
   * process ended in the middle.
   */
  markStock: async ({ code, active }: Pick<Warehouse, 'code' | 'active'>): Promise<void> => {
    const items = await readAll(stock, {
      where: { warehouse: code, ...(active ? { closed: true } : { closed: { $exists: false } }) },
    });
    const writes = items.map(({ id }) =>
      active
        ? stock.update(id, {}, { $unset: ['closed'] })
        : stock.update(id, {}, { $set: { closed: true } }),
    );
    for (let from = 0; from < writes.length; from += CHUNK)
      await store.commit(writes.slice(from, from + CHUNK));
  },
});
