import DataLoader from 'dataloader';
import type { Order } from './domain/order.ts';
import type { OrderStore } from './order-store.ts';

export interface Loaders {
  readonly order: DataLoader<string, Order | undefined>;
}

/** Loaders for one request: many orders are read at once. */
export const createLoaders = (orders: OrderStore): Loaders => ({
  order: new DataLoader(async (ids) => {
    const found = await orders.getMany(ids);
    return ids.map((id) => found.get(id));
  }),
});
