import { openFoundation, startSubgraph, type Foundation, type Service } from '@counterstep/platform/server';
import { openDocumentStore } from '@counterstep/platform/storage';
import { subgraphSdl } from '@counterstep/schema';
import type { ShippingConfig } from './config.ts';
import type { Context } from './context.ts';
import { createLoaders } from './loaders.ts';
import { createShipmentStore } from './shipment-store.ts';
import type { Carrier } from './carrier/carrier.ts';
import { createSimulatedCarrier, type SimulatedCarrier } from './carrier/simulated-carrier.ts';
import { resolvers } from './resolvers.ts';
import { createSteps } from './steps.ts';

export { readConfig as readShippingConfig, type ShippingConfig } from './config.ts';
export type * from './carrier/carrier.ts';

/** What shipments are made of; tests and the all-in-one process give their own. */
export interface ShippingFoundation extends Foundation {
  /** Default: the simulated carrier. */
  readonly carrier: Carrier;
  /** The chance of the simulated carrier's failures: numbers from 0 to below 1. */
  readonly random: () => number;
}

/** Starts the shipments subgraph. */
export async function createShippingService(
  config: ShippingConfig,
  given: Partial<ShippingFoundation> = {},
): Promise<Service> {
  const foundation = await openFoundation('shipping', config, given);
  const shipments = createShipmentStore(foundation.store);
  const simulation =
    given.carrier === undefined
      ? await openSimulation(config, foundation, given.random ?? Math.random)
      : undefined;
  const simulated = simulation?.carrier;
  const carrier = given.carrier ?? simulation.carrier;
  const service = await startSubgraph<Context>({
    name: 'shipping',
    config,
    foundation,
    sdl: subgraphSdl('shipping'),
    resolvers,
    steps: createSteps(shipments, carrier, foundation.clock),
    context: (request) => ({ ...request, shipments, simulated, loaders: createLoaders(shipments) }),
  });
  const stop = async (): Promise<void> => {
    await service.stop();
    await simulation?.close();
  };
  return { ...service, stop };
}

/** The simulated carrier on a database of its own, which stands for the third party's. */
async function openSimulation(
  config: ShippingConfig,
  { clock }: Foundation,
  random: () => number,
): Promise<{ readonly carrier: SimulatedCarrier; close(): Promise<void> }> {
  const store = await openDocumentStore({ service: 'carrier', ...config });
  const carrier = createSimulatedCarrier({ store, clock, random, failureRate: config.failureRate });
  return { carrier, close: () => store.close() };
}
