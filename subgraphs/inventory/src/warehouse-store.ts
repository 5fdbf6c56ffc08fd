import { readAll, type Collection, type DocumentStore, type Write } from '@counterstep/document-store';
import type { StockItem } from './domain/stock.ts';
import { openedWarehouse, type NewWarehouse, type Warehouse } from './domain/warehouse.ts';

/** How many stock items one commit changes. */
const CHUNK = 100;

/** Reads and writes warehouses, together with their stock. */
export const warehousesOf = (
  store: DocumentStore,
  stock: Collection<StockItem>,
  warehouses: Collection<Warehouse>,
) => ({
  /** All warehouses, by their code. */
  warehouses: (): Promise<readonly Warehouse[]> => readAll(warehouses, {}),

  /** The warehouse with the code. */
  warehouse: (code: string): Promise<Warehouse | undefined> => warehouses.get(code),

  /** The existing warehouses among the given codes. */
  warehousesNamed: (codes: readonly string[]): Promise<ReadonlyMap<string, Warehouse>> =>
    warehouses.getMany(codes),

  open: (warehouse: NewWarehouse, at: string): Write => warehouses.insert(openedWarehouse(warehouse, at)),

  change: (
    { id, version }: Warehouse,
    changes: Partial<Pick<Warehouse, 'name' | 'address' | 'active'>>,
  ): Write => warehouses.update(id, { version }, { $set: changes }),

  /**
   * Marks the stock of a warehouse as open or closed to orders, item by item. It can be repeated, and is repeated if a
   * process died in the middle.
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
