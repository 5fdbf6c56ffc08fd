import DataLoader from 'dataloader';
import type { Payment } from './domain/payment.ts';
import type { PaymentStore } from './payment-store.ts';

export interface Loaders {
  readonly payment: DataLoader<string, Payment | undefined>;
  readonly paymentOfOrder: DataLoader<string, Payment | undefined>;
}

/** Loaders for one request: the payments of many orders are read at once. */
export const createLoaders = (payments: PaymentStore): Loaders => ({
  payment: new DataLoader(async (ids) => {
    const found = await payments.getMany(ids);
    return ids.map((id) => found.get(id));
  }),
  paymentOfOrder: new DataLoader(
    async (orderIds) => {
      const found = await payments.ofOrders(orderIds);
      return orderIds.map((id) => found.get(id));
    },
    { maxBatchSize: 1000 },
  ),
});
