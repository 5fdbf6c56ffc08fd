import { createInternalSigner } from '@counterstep/platform/identity';
import { openFoundation, startSubgraph, type Foundation, type Service } from '@counterstep/platform/server';
import { InvalidConfiguration } from '@counterstep/platform';
import { subgraphNames, subgraphSdl, type SubgraphName } from '@counterstep/schema';
import { startAvailabilityRelay } from './availability/relay.ts';
import type { CoordinatorConfig } from './config.ts';
import type { Context } from './context.ts';
import {
  assertDefinitions,
  createGraphqlTransport,
  createRunner,
  Plans,
  type SagaDefinition,
  type SagaRunner,
  type SubgraphSdls,
} from './engine/index.ts';
import { createFailpoint } from './failpoint.ts';
import { createLoaders } from './loaders.ts';
import { resolvers } from './resolvers.ts';
import { createSagaStore, type SagaStore } from './saga-store.ts';
import { cancelOrder } from './sagas/cancel-order/definition.ts';
import { placeOrder } from './sagas/place-order/definition.ts';
import { createSubgraphClient, headersFor, type SubgraphClientOptions } from './subgraph-client.ts';

export { readConfig as readCoordinatorConfig, type CoordinatorConfig } from './config.ts';

/** Every saga that a coordinator knows. */
export const definitions: readonly SagaDefinition[] = [placeOrder, cancelOrder];

/**
 * Starts a coordinator: its subgraph, and the runner that works on sagas.
 *
 * @throws {IllegalDefinitions} when a saga's definition is wrong.
 */
export async function createCoordinatorService(
  config: CoordinatorConfig,
  given?: Partial<Foundation>,
): Promise<Service> {
  assertDefinitions(definitions, subgraphSdls());
  const foundation = await openFoundation('coordinator', config, given);
  const sagas = createSagaStore(foundation.store);
  const client = await clientOptions(config, foundation);
  const runner = createSagaRunner(config, foundation, sagas, client);
  const ask = createSubgraphClient(client);
  const { clock, log } = foundation;
  const service = await startSubgraph<Context>({
    name: 'coordinator',
    config,
    foundation,
    sdl: subgraphSdl('coordinator'),
    resolvers,
    context: (request) => ({ ...request, sagas, runner, ask, clock, loaders: createLoaders(sagas) }),
    beforeStop: async () => {
      await Promise.all([stopRelay(), runner.stop()]);
    },
  });
  runner.run();
  const { urls } = config;
  const stopRelay = startAvailabilityRelay({
    inventoryUrl: urls.inventory,
    ask,
    log,
    sign: () => client.sign(undefined),
  });
  return service;
}

const subgraphSdls = (): SubgraphSdls =>
  Object.fromEntries(subgraphNames.map((name) => [name, subgraphSdl(name)]));

async function clientOptions(
  config: CoordinatorConfig,
  { keys, log }: Foundation,
): Promise<SubgraphClientOptions> {
  if (keys.internalPrivate === undefined) {
    throw new InvalidConfiguration('INTERNAL_PRIVATE_KEY must be set for the coordinator.');
  }
  return {
    sign: await createInternalSigner(keys.internalPrivate),
    urlOf: (subgraph) => config.urls[subgraph as Exclude<SubgraphName, 'coordinator'>],
    timeoutMs: config.engine.attemptTimeoutMs,
    onError: (subgraph, error) => {
      log.warn({ err: error, subgraph }, 'a subgraph did not answer');
    },
  };
}

const createSagaRunner = (
  config: CoordinatorConfig,
  { log }: Foundation,
  store: SagaStore,
  client: SubgraphClientOptions,
): SagaRunner =>
  createRunner({
    store,
    plans: new Plans(definitions, config.engine, subgraphSdls()),
    transport: createGraphqlTransport({ ...client, headers: headersFor(client) }),
    config: config.engine,
    log,
    failpoint: createFailpoint(config.failpoint),
  });
