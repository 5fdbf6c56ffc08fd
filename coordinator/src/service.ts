import { createInternalSigner } from '@counterstep/platform/identity';
import { openFoundation, startSubgraph, type Foundation, type Service } from '@counterstep/platform/server';
import { InvalidConfiguration } from '@counterstep/platform';
import { subgraphSdl, type SubgraphName } from '@counterstep/schema';
import { AUDIT_TIMEOUT_MS, auditOnceStarted, createAuditService } from './audit/service.ts';
import { startAvailabilityRelay } from './availability/relay.ts';
import type { CoordinatorConfig } from './config.ts';
import type { Context } from './context.ts';
import {
  createGraphqlTransport,
  createRunner,
  Plans,
  type SagaDefinition,
  type SagaRunner,
} from './engine/index.ts';
import { createFailpoint } from './failpoint.ts';
import { createLoaders } from './loaders.ts';
import { resolvers } from './resolvers.ts';
import { recordedVersions } from './saga-check/recorded-versions.ts';
import { assertSagas, subgraphSdls } from './saga-check/saga-check.ts';
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
  assertSagas(definitions, recordedVersions());
  const foundation = await openFoundation('coordinator', config, given);
  const sagas = createSagaStore(foundation.store);
  const client = await clientOptions(config, foundation);
  const plans = new Plans(definitions, config.engine, subgraphSdls);
  const runner = createSagaRunner(config, foundation, sagas, plans, client);
  const ask = createSubgraphClient(client);
  const { clock, log, store } = foundation;
  const audits = createAuditService({
    ...{ store, sagas, plans, clock, log },
    askUntil: (stopping) => createSubgraphClient({ ...client, stopping, timeoutMs: AUDIT_TIMEOUT_MS }),
    settleMs: config.audit.settleMs,
  });
  const service = await startSubgraph<Context>({
    name: 'coordinator',
    config,
    foundation,
    sdl: subgraphSdl('coordinator'),
    resolvers,
    context: (request) => ({
      ...{ ...request, sagas, plans, runner, ask, clock, audits },
      loaders: createLoaders(sagas),
    }),
    beforeStop: async () => {
      stopFirstAudit();
      await Promise.all([stopRelay(), runner.stop(), audits.stop()]);
    },
  });
  runner.run();
  const stopFirstAudit = config.audit.onStart
    ? auditOnceStarted(audits, config.audit.settleMs)
    : () => undefined;
  const { urls } = config;
  const stopRelay = startAvailabilityRelay({
    inventoryUrl: urls.inventory,
    ask,
    log,
    sign: () => client.sign(undefined),
  });
  return service;
}

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
  plans: Plans,
  client: SubgraphClientOptions,
): SagaRunner =>
  createRunner({
    store,
    plans,
    transport: createGraphqlTransport({ ...client, headers: headersFor(client) }),
    config: config.engine,
    log,
    failpoint: createFailpoint(config.failpoint),
  });
