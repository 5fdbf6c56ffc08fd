import type { RequestContext } from '@counterstep/service-kit/server';
import type { Loaders } from './loaders.ts';
import type { ProductStore } from './product-store.ts';

/** The context of the catalog resolvers. */
export interface Context extends RequestContext {
  readonly products: ProductStore;
  readonly loaders: Loaders;
}
