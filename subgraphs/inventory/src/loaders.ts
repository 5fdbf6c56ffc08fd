import DataLoader from 'dataloader';
import type { Reservation } from './domain/reservation.ts';
import type { StockItem } from './domain/stock.ts';
import type { InventoryStore } from './inventory-store.ts';

export interface Loaders {
  /** All items of a product. */
  readonly itemsBySku: DataLoader<string, readonly StockItem[]>;
  readonly reservationByOrder: DataLoader<string, Reservation | undefined>;
}

/** Creates the loaders of one request, which read many products and orders at once. */
export const createLoaders = (inventory: InventoryStore): Loaders => ({
  itemsBySku: new DataLoader(async (skus) => {
    const items = new Map(skus.map((sku): [string, StockItem[]] => [sku, []]));
    for (const item of await inventory.itemsOf(skus)) items.get(item.sku)?.push(item);
    return skus.map((sku) => items.get(sku) ?? []);
  }),
  reservationByOrder: new DataLoader(async (orderIds) => {
    const found = await inventory.reservationsOf(orderIds);
    const byOrder = new Map(found.map((reservation) => [reservation.orderId, reservation]));
    return orderIds.map((orderId) => byOrder.get(orderId));
  }),
});
