import { Gauge, type ServiceMetrics } from '@counterstep/service-kit/server';
import type { StockItem } from './domain/stock.ts';
import type { InventoryStore } from './inventory-store.ts';

/** How long the numbers are reused, in milliseconds, because computing them reads the whole stock. */
const KEPT_MS = 60_000;

type Counts = Pick<StockItem, 'available' | 'reserved'>;

/** The units of all products in each warehouse. */
export function unitsByWarehouse(
  items: readonly (Counts & Pick<StockItem, 'warehouse'>)[],
): ReadonlyMap<string, Counts> {
  const units = new Map<string, Counts>();
  for (const { warehouse, available, reserved } of items) {
    const known = units.get(warehouse) ?? { available: 0, reserved: 0 };
    units.set(warehouse, {
      available: known.available + available,
      reserved: known.reserved + reserved,
    });
  }
  return units;
}

/** Exports the stock as metrics, the same from every replica; exports nothing if it cannot be read. */
export function observeStock(
  { own }: Pick<ServiceMetrics, 'own'>,
  inventory: Pick<InventoryStore, 'allItems'>,
  elapsed: () => number = () => performance.now(),
): void {
  let known: { readonly units: Promise<ReadonlyMap<string, Counts>>; readonly at: number } | undefined;
  const unitsNow = (): Promise<ReadonlyMap<string, Counts>> => {
    if (known === undefined || elapsed() - known.at > KEPT_MS)
      known = { units: inventory.allItems().then(unitsByWarehouse), at: elapsed() };
    return known.units;
  };
  new Gauge({
    name: 'inventory_units',
    help: 'Units of all products by warehouse, `available` or `reserved`; as old as a minute, and the same at every replica.',
    labelNames: ['warehouse', 'state'],
    registers: [own],
    async collect() {
      const units = await unitsNow().catch(() => {
        known = undefined;
        return new Map<string, Counts>();
      });
      this.reset();
      for (const [warehouse, { available, reserved }] of units) {
        this.set({ warehouse, state: 'available' }, available);
        this.set({ warehouse, state: 'reserved' }, reserved);
      }
    },
  });
}
