import { createInternalSigner } from '@counterstep/identity';
import {
  createAgent,
  openFoundation,
  startSubgraph,
  type Foundation,
  type Service,
} from '@counterstep/service-kit/server';
import {
  instant,
  InvalidConfiguration,
  openTls,
  systemClock,
  type Clock,
  type Tls,
  type Logger,
} from '@counterstep/service-kit';
import type { DocumentStore } from '@counterstep/document-store';
import { subgraphSdl, type SubgraphName } from '@counterstep/schema';
import type { Gauge } from 'prom-client';
import type { Audits } from './audit/audits.ts';
import { AUDIT_TIMEOUT_MS, auditOnceStarted, createAuditService } from './audit/service.ts';
import { createRelayMetrics, type RelayMetrics } from './availability/metrics.ts';
import { startAvailabilityRelay } from './availability/relay.ts';
import type { CoordinatorConfig } from './config.ts';
import type { Context } from './context.ts';
import {
  createGraphqlTransport,
  createRunner,
  Plans,
  secretInputsOf,
  type RunnerOptions,
  type SagaRunner,
  type SecretInputs,
} from './engine/index.ts';
import { createFailpoint } from './failpoint.ts';
import { createLoaders } from './loaders.ts';
import { createSagaMetrics } from './metrics.ts';
import { resolvers } from './resolvers.ts';
import { recordedVersions } from './saga-check/recorded-versions.ts';
import { assertSagas, subgraphSdls } from './saga-check/saga-check.ts';
import { startForgettingSecrets } from './retention/forget-secrets.ts';
import { startRetention } from './retention/retention.ts';
import { createSkewLog } from './skew-log.ts';
import { createSagaStore, type SagaStore } from './saga-store.ts';
import { definitions } from './sagas/index.ts';
import { ACCEPTANCE_MS } from './place-order/place-order.ts';
import {
  createRetryingClient,
  createSubgraphClient,
  headersFor,
  type Ask,
  type SubgraphClientOptions,
} from './subgraph-client.ts';

export { definitions } from './sagas/index.ts';
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
  assertSagas(definitions, recordedVersions());
  const foundation = await openFoundation('coordinator', config, given);
  const secrets = secretInputsOf(definitions);
  const sagas = createSagaStore(foundation.store, secrets);
  const client = await clientOptions(config, foundation, openTls(config.tls));
  const plans = new Plans(definitions, config.engine, subgraphSdls);
  const { clock, log, store } = foundation;
  const metrics = registerMetrics(foundation, sagas, () => audits.get());
  const { onEvent, onSkew } = metrics;
  const runner = createSagaRunner(config, foundation, { store: sagas, plans, onEvent, onSkew }, client);
  const ask = createSubgraphClient(client);
  const askWithRetries = createRetryingClient(client, ACCEPTANCE_MS);
  const audits = createAuditService({
    ...{ store, sagas, plans, clock, log },
    askUntil: (stopping) => createSubgraphClient({ ...client, stopping, timeoutMs: AUDIT_TIMEOUT_MS }),
    settleMs: config.audit.settleMs,
  });
  let stopBackgroundJobs = (): Promise<unknown> => Promise.resolve();
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
      await Promise.all([stopBackgroundJobs(), runner.stop(), audits.stop()]);
    },
  });
  runner.run();
  stopBackgroundJobs = startBackgroundJobs(config, {
    ...{ store, sagas, secrets, ask, clock, log, audits },
    ...{ retention: metrics.retention, relay: metrics.relay },
    tls: client.tls,
    sign: () => client.sign('inventory', undefined),
  });
  return service;
}

function registerMetrics(
  { metrics: { own }, clock }: Foundation,
  sagas: SagaStore,
  latestAudit: () => ReturnType<Audits['get']>,
) {
  const metrics = createSagaMetrics(sagas, latestAudit, () => instant(clock));
  for (const metric of metrics.all) own.registerMetric(metric);
  return { ...metrics, relay: createRelayMetrics(own) };
}

interface BackgroundJobDependencies {
  readonly store: DocumentStore;
  readonly sagas: SagaStore;
  readonly secrets: SecretInputs;
  readonly ask: Ask;
  readonly clock: Clock;
  readonly retention: Gauge;
  readonly relay: RelayMetrics;
  readonly log: Logger;
  readonly audits: Audits;
  readonly tls: Tls;
  readonly sign: () => Promise<string>;
}

/** Begins what a coordinator does beside its sagas; the returned function ends it. */
function startBackgroundJobs(
  { urls, retentionMs, audit }: CoordinatorConfig,
  { store, sagas, secrets, ask, clock, log, audits, retention, relay, tls, sign }: BackgroundJobDependencies,
): () => Promise<unknown> {
  const stopFirstAudit = audit.onStart ? auditOnceStarted(audits, audit.settleMs) : () => undefined;
  const stopRetention =
    retentionMs === undefined
      ? undefined
      : startRetention({
          ...{ store, sagas, ask, log, retentionMs },
          clock: { ...systemClock, now: () => clock.now() },
          onVerdict: (isTrusted) => {
            retention.set(isTrusted ? 0 : 1);
          },
        });
  const stopForgetting = startForgettingSecrets({ store, sagas, secrets, log });
  const stopRelay = startAvailabilityRelay({
    ...{ inventoryUrl: urls.inventory, ask, log, tls, sign },
    metrics: relay,
  });
  return () => {
    stopFirstAudit();
    return Promise.all([stopRelay(), stopRetention?.(), stopForgetting()]);
  };
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
