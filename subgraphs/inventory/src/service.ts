import { instant, type ServiceConfig } from '@counterstep/service-kit';
import {
  openFoundation,
  startSubgraph,
  type Foundation,
  type Service,
} from '@counterstep/service-kit/server';
import { subgraphSdl } from '@counterstep/schema';
import { createBooks } from './books.ts';
import type { Context } from './context.ts';
import { demoStock, demoWarehouses } from './demo-data.ts';
import { createInventoryStore } from './inventory-store.ts';
import { createLoaders } from './loaders.ts';
import { migrateStock } from './migrate-stock.ts';
import { observeStock } from './metrics.ts';
import { resolvers } from './resolvers.ts';
import { createSteps } from './steps.ts';

export { readConfig as readInventoryConfig } from './config.ts';

/** Starts the inventory subgraph, and fills an empty store with demo data if the configuration asks for it. */
export async function createInventoryService(
  config: ServiceConfig,
  given?: Partial<Foundation>,
): Promise<Service> {
  const foundation = await openFoundation('inventory', config, given);
  const { store, clock } = foundation;
  const inventory = createInventoryStore(store);
  const books = createBooks(store);
  observeStock(foundation.metrics, inventory);
  await migrateStock(store, clock);
  if (config.demoData) await inventory.fillIfEmpty(demoStock, instant(clock), demoWarehouses);
  for (const warehouse of await inventory.warehouses()) await inventory.markStock(warehouse);
  return startSubgraph<Context>({
    name: 'inventory',
    config,
    foundation,
    sdl: subgraphSdl('inventory'),
    resolvers,
    steps: createSteps(inventory, clock),
    context: (request) => ({ ...request, inventory, books, clock, loaders: createLoaders(inventory) }),
  });
}
