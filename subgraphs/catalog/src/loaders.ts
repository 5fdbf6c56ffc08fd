import DataLoader from 'dataloader';
import type { Product } from './domain/product.ts';
import { MAX_SKUS_AT_ONCE, type ProductStore } from './product-store.ts';

export interface Loaders {
  readonly productById: DataLoader<string, Product | undefined>;
  readonly productBySku: DataLoader<string, Product | undefined>;
}

/** Creates the loaders of one request, which read many products at once. */
export const createLoaders = (products: ProductStore): Loaders => ({
  productById: new DataLoader(async (ids) => {
    const found = await products.getMany(ids);
    return ids.map((id) => found.get(id));
  }),
  productBySku: new DataLoader(
    async (skus) => {
      const found = await products.getManyBySku(skus);
      return skus.map((sku) => found.get(sku));
    },
    { maxBatchSize: MAX_SKUS_AT_ONCE },
  ),
});
