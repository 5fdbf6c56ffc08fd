import DataLoader from 'dataloader';
import type { Payment } from './domain/payment.ts';
import type { Refund } from './domain/refund.ts';
import type { PaymentStore } from './payment-store.ts';
import type { RefundStore } from './refund-store.ts';

export interface Loaders {
  readonly payment: DataLoader<string, Payment | undefined>;
  readonly paymentOfOrder: DataLoader<string, Payment | undefined>;
  readonly refund: DataLoader<string, Refund | undefined>;
  readonly refundOfReturn: DataLoader<string, Refund | undefined>;
  /** Oldest first. */
  readonly refundsOfOrder: DataLoader<string, readonly Refund[]>;
}

/** The loaders of one request, which read the payments of many orders at once. */
export const createLoaders = (payments: PaymentStore, refunds: RefundStore): Loaders => ({
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
  refund: new DataLoader(async (ids) => {
    const found = await refunds.getMany(ids);
    return ids.map((id) => found.get(id));
  }),
  refundOfReturn: new DataLoader(async (returnIds) => {
    const found = await refunds.ofReturns(returnIds);
    return returnIds.map((id) => found.get(id));
  }),
  refundsOfOrder: new DataLoader(
    async (orderIds) => {
      const found = await refunds.ofOrders(orderIds);
      return orderIds.map((id) => found.get(id) ?? []);
    },
    { maxBatchSize: 1000 },
  ),
});
