import type { ServiceConfig } from '@counterstep/service-kit';
import {
  openFoundation,
  startSubgraph,
  type Foundation,
  type Service,
} from '@counterstep/service-kit/server';
import { subgraphSdl } from '@counterstep/schema';
import type { Context } from './context.ts';
import { demoProducts } from './demo-data.ts';
import { createLoaders } from './loaders.ts';
import { createProductStore } from './product-store.ts';
import { resolvers } from './resolvers.ts';

export { readConfig as readCatalogConfig } from './config.ts';

/** Starts the catalog subgraph, and fills an empty catalog with demo data if the configuration asks for it. */
export async function createCatalogService(
  config: ServiceConfig,
  given?: Partial<Foundation>,
): Promise<Service> {
  const foundation = await openFoundation('catalog', config, given);
  const products = createProductStore(foundation.store);
  if (config.demoData) await products.fillIfEmpty(demoProducts);
  return startSubgraph<Context>({
    name: 'catalog',
    config,
    foundation,
    sdl: subgraphSdl('catalog'),
    resolvers,
    context: (request) => ({ ...request, products, loaders: createLoaders(products) }),
  });
}
