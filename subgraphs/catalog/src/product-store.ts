import {
  connectionOf,
  orderOf,
  type Connection,
  type ConnectionArgs,
  type OrderByArgument,
} from '@counterstep/service-kit/server';
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
import type { ProductOrderField } from './generated/schema.ts';

export type ProductConnection = Connection<Product>;

/** Filters products; all given conditions must hold. */
export interface ProductCriteria {
  readonly search?: string | undefined;
  readonly category?: string | undefined;
  readonly inStock?: boolean | undefined;
}

/** Reads and writes the products of the catalog. */
export type ProductStore = ReturnType<typeof createProductStore>;

/** The most SKUs that may be read or written at once. */
export const MAX_SKUS_AT_ONCE = 100;

/** The collection of products. */
export const productCollection: CollectionSpec<Product> = {
  name: 'products',
  indexes: [
    ['active', 'name'],
    ['active', 'category', 'name'],
    ['active', 'price.amount'],
    ['active', 'category', 'price.amount'],
  ],
  unique: [['sku']],
  text: ['name', 'description', 'category', 'sku'],
};

export function createProductStore(store: DocumentStore) {
  const products = store.collection(productCollection);
  return {
    getMany: (ids: readonly string[]) => products.getMany(ids),

    /** The existing products with the given SKUs, of which there may be at most {@link MAX_SKUS_AT_ONCE}. */
    getManyBySku: (skus: readonly string[]) => bySku(products, skus),

    /** A page of the active products; by name by default. */
    list: (
      args: ConnectionArgs,
      criteria: ProductCriteria,
      orderBy?: OrderByArgument<ProductOrderField> | null,
    ): Promise<ProductConnection> =>
      connectionOf(
        products,
        args,
        whereOf(criteria),
        orderOf(
          orderBy,
          { NAME: ['name'], PRICE: ['price.amount'], CATEGORY: ['category', 'name'] },
          { field: 'NAME', direction: 'ASC' },
        ),
      ),

    /** Stores the reports that are newer than the stored ones, and resolves to how many products changed. */
    recordAvailability: async (told: readonly Availability[]): Promise<number> => {
      const newest = [...newestPerSku(told).values()];
      let recorded = 0;
      for (let from = 0; from < newest.length; from += MAX_SKUS_AT_ONCE) {
        recorded += await recordNews(store, products, newest.slice(from, from + MAX_SKUS_AT_ONCE));
      }
      return recorded;
    },

    /** Creates the given products if there are none at all. */
    fillIfEmpty: async (given: readonly NewProduct[]): Promise<void> => {
      if ((await products.count()) > 0) return;
      try {
        await store.commit(given.map((product) => products.insert(newProduct(product))));
      } catch (error) {
        // Another process that started at the same time has created them.
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
