import { BadUserInput } from '@counterstep/service-kit';
import type { Context } from './context.ts';
import type { Product } from './domain/product.ts';
import type { ProductFilter, QueryProductArgs, Resolvers } from './generated/schema.ts';
import type { ProductCriteria } from './product-store.ts';

const MAX_SEARCH_LENGTH = 200;
const MAX_SKUS = 50;

export const resolvers: Resolvers = {
  Query: {
    products: (_parent, { filter, orderBy, ...args }, context) =>
      context.products.list(args, criteriaOf(filter ?? {}), orderBy),
    product: async (_parent, args, context) => (await oneProduct(args, context)) ?? null,
    productsBySku: async (_parent, { skus }, context) => {
      if (skus.length > MAX_SKUS) throw new BadUserInput(`skus must be at most ${MAX_SKUS}.`, ['skus']);
      const found = await Promise.all(skus.map((sku) => context.loaders.productBySku.load(sku)));
      return found.map((product) => (product?.active ? product : null));
    },
  },
  Mutation: {
    recordAvailability: async (_parent, { input }, { products, loaders }) => {
      const recorded = await products.recordAvailability(input);
      const known = await Promise.all(input.map(({ sku }) => loaders.productBySku.load(sku)));
      return { recorded, categories: known.filter((product) => product !== undefined) };
    },
  },
  Product: {
    __resolveReference: async (reference, { loaders }) =>
      (await ('id' in reference
        ? loaders.productById.load(reference.id)
        : loaders.productBySku.load(reference.sku))) ?? null,
  },
};

/** @throws {BadUserInput} when not exactly one argument is given. */
function oneProduct({ id, sku }: QueryProductArgs, { loaders }: Context): Promise<Product | undefined> {
  if (id != null && sku == null) return loaders.productById.load(id);
  if (sku != null && id == null) return loaders.productBySku.load(sku);
  throw new BadUserInput('Exactly one of id and sku must be given.', [id == null ? 'id' : 'sku']);
}

/** @throws {BadUserInput} when the search text is too long. */
function criteriaOf({ search, category, inStock }: ProductFilter): ProductCriteria {
  if ((search?.length ?? 0) > MAX_SEARCH_LENGTH)
    throw new BadUserInput(`search must have at most ${MAX_SEARCH_LENGTH} characters.`, ['filter', 'search']);
  return {
    search: search ?? undefined,
    category: category ?? undefined,
    inStock: inStock ?? undefined,
  };
}
