import type { RequestContext } from '@counterstep/service-kit/server';
import type { Loaders } from './loaders.ts';
import type { ProductStore } from './product-store.ts';

/** What the resolvers of the catalog know. */
export interface Context extends RequestContext {
  readonly products: ProductStore;
  readonly loaders: Loaders;
}
