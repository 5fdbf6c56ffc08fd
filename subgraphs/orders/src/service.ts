import type { ServiceConfig } from '@counterstep/service-kit';
import {
  openFoundation,
  startSubgraph,
  type Foundation,
  type Service,
} from '@counterstep/service-kit/server';
import { subgraphSdl } from '@counterstep/schema';
import type { Context } from './context.ts';
import { createLoaders } from './loaders.ts';
import { createOrderMetrics } from './metrics.ts';
import { createOrderStore } from './order-store.ts';
import { createReturnStore } from './return-store.ts';
import { resolvers } from './resolvers.ts';
import { createSteps } from './steps.ts';

export { readConfig as readOrdersConfig } from './config.ts';

/** Starts the orders subgraph. */
export async function createOrdersService(
  config: ServiceConfig,
  given?: Partial<Foundation>,
): Promise<Service> {
  const foundation = await openFoundation('orders', config, given);
  const orders = createOrderStore(foundation.store);
  const returns = createReturnStore(foundation.store);
  const { clock } = foundation;
  return startSubgraph<Context>({
    name: 'orders',
    config,
    foundation,
    sdl: subgraphSdl('orders'),
    resolvers,
    steps: createSteps({ orders, returns, clock }, createOrderMetrics(foundation.metrics)),
    context: (request) => ({ ...request, orders, returns, clock, loaders: createLoaders(orders, returns) }),
  });
}
