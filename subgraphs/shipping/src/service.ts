import type { Clock } from '@counterstep/service-kit';
import {
  openFoundation,
  startSubgraph,
  type Foundation,
  type Service,
} from '@counterstep/service-kit/server';
import { openDocumentStore } from '@counterstep/document-store';
import { subgraphSdl } from '@counterstep/schema';
import type { ShippingConfig } from './config.ts';
import type { Context } from './context.ts';
import { createLoaders } from './loaders.ts';
import { createShipmentStore } from './shipment-store.ts';
import type { Carrier } from './carrier/carrier.ts';
import { createHttpCarrier } from './carrier/http-carrier.ts';
import { receiveReports } from './carrier/reports.ts';
import { createSimulatedCarrier, type SimulatedCarrier } from './carrier/simulated-carrier.ts';
import { migrateShipments } from './migrate-shipments.ts';
import { createParcelReports } from './parcel-reports.ts';
import { resolvers } from './resolvers.ts';
import { createSteps } from './steps.ts';

export { readConfig as readShippingConfig, type ShippingConfig } from './config.ts';
export type * from './carrier/carrier.ts';

/** What the shipping service is built on; tests and the all-in-one process pass their own. */
export interface ShippingFoundation extends Foundation {
  /** Default: the configured one. */
  readonly carrier: Carrier;
  /** The randomness of the simulated carrier's failures: numbers from 0 to below 1. */
  readonly random: () => number;
}

/** Starts the shipping subgraph. */
export async function createShippingService(
  config: ShippingConfig,
  given: Partial<ShippingFoundation> = {},
): Promise<Service> {
  const foundation = await openFoundation('shipping', config, given);
  const shipments = createShipmentStore(foundation.store);
  const reports = createParcelReports(foundation.store);
  await migrateShipments(shipments);
  const { carrier, simulated, close } = await openCarrier(config, given, foundation.clock);
  const service = await startSubgraph<Context>({
    name: 'shipping',
    config,
    foundation,
    sdl: subgraphSdl('shipping'),
    resolvers,
    steps: createSteps(shipments, carrier, foundation.clock),
    webhook: receiveReports(config.webhookSecret, { shipments, reports, clock: foundation.clock }),
    context: (request) => ({
      ...request,
      shipments,
      reports,
      simulated,
      clock: foundation.clock,
      loaders: createLoaders(shipments),
    }),
  });
  const stop = async (): Promise<void> => {
    await service.stop();
    await close();
  };
  return { ...service, stop };
}

/**
 * The given carrier, or the configured one over HTTP, or the simulated one on a database of its own, which stands for a
 * third party's.
 */
async function openCarrier(
  config: ShippingConfig,
  { carrier, random = Math.random }: Partial<ShippingFoundation>,
  clock: Clock,
): Promise<Opened> {
  const real = carrier ?? (config.carrier && createHttpCarrier(config.carrier));
  if (real !== undefined) return { carrier: real, simulated: undefined, close: () => Promise.resolve() };
  const store = await openDocumentStore({ service: 'carrier', ...config });
  const simulated = createSimulatedCarrier({ store, clock, random, failureRate: config.failureRate });
  return { carrier: simulated, simulated, close: () => store.close() };
}

interface Opened {
  readonly carrier: Carrier;
  readonly simulated: SimulatedCarrier | undefined;
  readonly close: () => Promise<void>;
}
