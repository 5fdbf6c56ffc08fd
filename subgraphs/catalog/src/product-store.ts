import { connectionOf, type Connection, type ConnectionArgs } from '@counterstep/service-kit/server';
import {
  commitDecision,
  WriteRejected,
  type Collection,
  type CollectionSpec,
  type DocumentStore,
  type Where,
  type Write,
} from '@counterstep/document-store';
import {
  isNews,
  newestPerSku,
  newProduct,
  type Availability,
  type NewProduct,
  type Product,
} from './domain/product.ts';

export type ProductConnection = Connection<Product>;

/** Which products; all given conditions must hold. */
export interface ProductCriteria {
  readonly search?: string | undefined;
  readonly category?: string | undefined;
  readonly inStock?: boolean | undefined;
}

/** The products of the catalog as they are read and written. */
export type ProductStore = ReturnType<typeof createProductStore>;

/** More SKUs than this are neither read nor written at once. */
export const MAX_SKUS_AT_ONCE = 100;

/** The collection in which products are kept. */
export const productCollection: CollectionSpec<Product> = {
  name: 'products',
  indexes: [
    ['active', 'name'],
    ['active', 'category', 'name'],
  ],
  unique: [['sku']],
  text: ['name', 'description', 'category', 'sku'],
};

export function createProductStore(store: DocumentStore) {
  const products = store.collection(productCollection);
  return {
    getMany: (ids: readonly string[]) => products.getMany(ids),

    /** The products that exist, by SKU; at most {@link MAX_SKUS_AT_ONCE} are asked for. */
    getManyBySku: (skus: readonly string[]) => bySku(products, skus),

    /** A page of the active products, ordered by name. */
    list: (args: ConnectionArgs, criteria: ProductCriteria): Promise<ProductConnection> =>
      connectionOf(products, args, whereOf(criteria), [['name', 'ascending']]),

    /** Records what is newer than what is known, and returns how many products that concerns. */
    recordAvailability: async (told: readonly Availability[]): Promise<number> => {
      const newest = [...newestPerSku(told).values()];
      let recorded = 0;
      for (let from = 0; from < newest.length; from += MAX_SKUS_AT_ONCE) {
        recorded += await recordNews(store, products, newest.slice(from, from + MAX_SKUS_AT_ONCE));
      }
      return recorded;
    },

    /** Makes the given products where there are none at all. */
    fillIfEmpty: async (given: readonly NewProduct[]): Promise<void> => {
      if ((await products.count()) > 0) return;
      try {
        await store.commit(given.map((product) => products.insert(newProduct(product))));
      } catch (error) {
        // Another process that started at the same time has made them.
        if (!(error instanceof WriteRejected)) throw error;
      }
    },
  };
}

async function bySku(
  products: Collection<Product>,
  skus: readonly string[],
): Promise<ReadonlyMap<string, Product>> {
  const { edges } = await products.find({ where: { sku: { $in: skus } }, limit: MAX_SKUS_AT_ONCE });
  return new Map(edges.map(({ node }) => [node.sku, node]));
}

const recordNews = (
  store: DocumentStore,
  products: Collection<Product>,
  told: readonly Availability[],
): Promise<number> =>
  commitDecision(store, async () => {
    const skus = told.map(({ sku }) => sku);
    const known = await bySku(products, skus);
    const writes = told.flatMap((availability): Write[] => {
      const product = known.get(availability.sku);
      if (product === undefined || !isNews(product, availability)) return [];
      const { inStock, revision } = availability;
      const change = { $set: { inStock, stockRevision: revision } };
      return [products.update(product.id, { stockRevision: { $lt: revision } }, change)];
    });
    return { writes, result: writes.length };
  });

const whereOf = ({ search, category, inStock }: ProductCriteria): Where<Product> => ({
  active: true,
  ...(category !== undefined && { category }),
  ...(inStock !== undefined && { inStock }),
  ...(search !== undefined && { $text: search }),
});
