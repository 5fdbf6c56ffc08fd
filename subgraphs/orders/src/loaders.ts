import DataLoader from 'dataloader';
import type { Order } from './domain/order.ts';
import type { Return } from './domain/return.ts';
import type { OrderStore } from './order-store.ts';
import type { ReturnStore } from './return-store.ts';

export interface Loaders {
  readonly order: DataLoader<string, Order | undefined>;
  readonly return: DataLoader<string, Return | undefined>;
  /** The returns of an order, oldest first. */
  readonly returnsOfOrder: DataLoader<string, readonly Return[]>;
}

interface Documents<T> {
  getMany(ids: readonly string[]): Promise<ReadonlyMap<string, T>>;
}

const byId = <T>(documents: Documents<T>): DataLoader<string, T | undefined> =>
  new DataLoader(async (ids) => {
    const found = await documents.getMany(ids);
    return ids.map((id) => found.get(id));
  });

/** Creates the loaders of one request, which read many orders and returns at once. */
export const createLoaders = (orders: OrderStore, returns: ReturnStore): Loaders => ({
  order: byId(orders),
  return: byId(returns),
  returnsOfOrder: new DataLoader(async (orderIds) => {
    const found = await returns.ofOrders(orderIds);
    return orderIds.map((id) => found.filter(({ orderId }) => orderId === id));
  }),
});
