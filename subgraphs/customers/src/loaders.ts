import DataLoader from 'dataloader';
import type { CustomerStore } from './customer-store.ts';
import type { Customer } from './domain/customer.ts';

export interface Loaders {
  readonly customer: DataLoader<string, Customer | undefined>;
}

/** Creates the loaders of one request, which read many customers at once. */
export const createLoaders = (customers: CustomerStore): Loaders => ({
  customer: new DataLoader(async (ids) => {
    const found = await customers.getMany(ids);
    return ids.map((id) => found.get(id));
  }),
});
