import { createInternalSigner } from '@counterstep/identity';
import {
  createAgent,
  openFoundation,
  startSubgraph,
  type Foundation,
  type Service,
} from '@counterstep/service-kit/server';
import { instant, InvalidConfiguration, openTls, type Tls } from '@counterstep/service-kit';
import { subgraphSdl, type SubgraphName } from '@counterstep/schema';
import { orderChecks } from './audit/effect-checks.ts';
import { createRelayMetrics } from './availability/metrics.ts';
import type { CoordinatorConfig } from './config.ts';
import type { Context } from './context.ts';
import {
  createGraphqlTransport,
  createRunner,
  Plans,
  secretInputsOf,
  type RunnerOptions,
  type SagaRunner,
  createFailpoint,
  assertSagas,
  createSagaStore,
  type SagaStore,
} from '@counterstep/saga-engine';
import { BackgroundJobs } from './background-jobs.ts';
import { createLoaders } from './loaders.ts';
import {
  AUDIT_TIMEOUT_MS,
  createAuditService,
  participantsAmong,
  type Audits,
  createSagaMetrics,
  createSkewLog,
  createRetryingClient,
  createSubgraphClient,
  headersFor,
  type SubgraphClientOptions,
} from '@counterstep/saga-service';
import { resolvers } from './resolvers.ts';
import { recordedVersions, subgraphSdls } from './saga-check/shop.ts';
import { definitions } from './sagas/index.ts';
import { ACCEPTANCE_MS } from './place-order/place-order.ts';

export { readConfig as readCoordinatorConfig, type CoordinatorConfig } from './config.ts';

/**
 * Starts a coordinator: its subgraph, and the runner that works on sagas.
 *
 * @throws {IllegalDefinitions} when a saga's definition is wrong.
 */
export async function createCoordinatorService(
  config: CoordinatorConfig,
  given?: Partial<Foundation>,
): Promise<Service> {
  assertSagas(definitions, subgraphSdls, recordedVersions());
  const foundation = await openFoundation('coordinator', config, given);
  const secrets = secretInputsOf(definitions);
  const sagas = createSagaStore(foundation.store, secrets);
  const client = await clientOptions(config, foundation, openTls(config.tls));
  const plans = new Plans(definitions, config.engine, subgraphSdls);
  const { clock, log, store } = foundation;
  const ask = createSubgraphClient(client);
  const askWithRetries = createRetryingClient(client, ACCEPTANCE_MS);
  const audits = createAuditService({
    ...{ store, sagas, plans, clock, log },
    participants: participantsAmong(subgraphSdls),
    effectChecks: (askAsAuditor) => [orderChecks(askAsAuditor)],
    askUntil: (stopping) => createSubgraphClient({ ...client, stopping, timeoutMs: AUDIT_TIMEOUT_MS }),
    settleMs: config.audit.settleMs,
  });
  const metrics = registerMetrics(foundation, sagas, audits);
  const { onEvent, onSkew } = metrics;
  const runner = createSagaRunner(config, foundation, { store: sagas, plans, onEvent, onSkew }, client);
  const backgroundJobs = new BackgroundJobs(config, {
    ...{ store, sagas, secrets, ask, clock, log, audits },
    ...{ retention: metrics.retention, relay: metrics.relay },
    tls: client.tls,
    sign: () => client.sign('inventory', undefined),
  });
  const service = await startSubgraph<Context>({
    name: 'coordinator',
    config,
    foundation,
    sdl: subgraphSdl('coordinator'),
    resolvers,
    context: (request) => ({
      ...{ ...request, sagas, plans, runner, ask, askWithRetries, clock, audits },
      requireVerifiedEmail: config.requireVerifiedEmail,
      loaders: createLoaders(sagas, ask, request),
    }),
    beforeStop: async () => {
      await Promise.all([backgroundJobs.stop(), runner.stop(), audits.stop()]);
    },
  });
  runner.run();
  backgroundJobs.start();
  return service;
}

function registerMetrics({ metrics: { own }, clock }: Foundation, sagas: SagaStore, audits: Audits) {
  const metrics = createSagaMetrics(
    sagas,
    () => audits.get(),
    () => instant(clock),
  );
  for (const metric of metrics.all) own.registerMetric(metric);
  return { ...metrics, relay: createRelayMetrics(own) };
}

async function clientOptions(
  config: CoordinatorConfig,
  { keys, log }: Foundation,
  tls: Tls,
): Promise<SubgraphClientOptions & { readonly tls: Tls }> {
  if (keys.internalPrivate === undefined) {
    throw new InvalidConfiguration('INTERNAL_PRIVATE_KEY must be set for the coordinator.');
  }
  return {
    tls,
    agent: createAgent(tls),
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
  { log, telemetry }: Foundation,
  given: Pick<RunnerOptions, 'store' | 'plans' | 'onEvent' | 'onSkew'>,
  client: SubgraphClientOptions,
): SagaRunner => {
  const tellLog = createSkewLog(log, config.skewToleranceMs);
  return createRunner({
    ...given,
    onSkew: (subgraph, skewMs) => {
      given.onSkew?.(subgraph, skewMs);
      tellLog(subgraph, skewMs);
    },
    transport: createGraphqlTransport({ ...client, headers: headersFor(client) }),
    config: config.engine,
    ...{ log, telemetry },
    failpoint: createFailpoint(config.failpoint),
  });
};
