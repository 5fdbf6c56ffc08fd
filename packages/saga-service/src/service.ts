import { createInternalSigner } from '@counterstep/identity';
import {
  assertSagas,
  createFailpoint,
  createGraphqlTransport,
  createRunner,
  createSagaStore,
  Plans,
  secretInputsOf,
  systemEngineClock,
  type RunnerOptions,
  type SagaRunner,
  type SagaStore,
} from '@counterstep/saga-engine';
import { instant, InvalidConfiguration, openTls } from '@counterstep/service-kit';
import {
  createAgent,
  openFoundation,
  startSubgraph,
  type Foundation,
  type Service,
} from '@counterstep/service-kit/server';
import type { Audits } from './audit/audits.ts';
import { itemlessAmong, participantsAmong } from './audit/participants.ts';
import { AUDIT_TIMEOUT_MS, createAuditService } from './audit/service.ts';
import { BackgroundJobs } from './background-jobs.ts';
import type { SagaServiceConfig } from './config.ts';
import type { SagaContext } from './context.ts';
import type { Domain, DomainParts } from './domain.ts';
import { createSagaLoaders } from './loaders.ts';
import { createSagaMetrics } from './metrics.ts';
import { sagaResolvers } from './resolvers.ts';
import { createSkewLog } from './skew-log.ts';
import { createSubgraphClient, headersFor, type SubgraphClientOptions } from './subgraph-client.ts';

/**
 * Starts a saga service for a domain: its subgraph, and the runner that works on its sagas.
 *
 * @throws {IllegalDefinitions} if a saga's definition is wrong, or differs from what is recorded for its version.
 * @throws {InvalidConfiguration} if there is no key to sign the service's calls with.
 */
export async function startSagaService<Context extends SagaContext>(
  domain: Domain<Context>,
  config: SagaServiceConfig,
  given?: Partial<Foundation>,
): Promise<Service> {
  const { subgraph, definitions, sdls } = domain;
  assertSagas(definitions, sdls, domain.versions, subgraph);
  const foundation = await openFoundation(subgraph, config, given);
  const client = await clientOptions(domain, config, foundation);
  const ask = createSubgraphClient(client);
  const { runner, jobs, ...parts } = openSagas(domain, config, foundation, client);
  const own: DomainParts<Context> | undefined = domain.open?.({
    ...{ foundation, ask, client, runner },
    sagas: parts.sagas,
  });
  const service = await startSubgraph<SagaContext>({
    name: subgraph,
    config,
    foundation,
    sdl: sdls[subgraph] ?? '',
    resolvers: merged(sagaResolvers(domain.subject), domain.resolvers ?? {}),
    context: (request) => {
      const { sagas, plans, audits } = parts;
      const { clock } = foundation;
      const loaders = createSagaLoaders(sagas);
      const known = { ...request, sagas, plans, audits, runner, ask, clock, loaders };
      return own?.context(known) ?? known;
    },
    beforeStop: async () => {
      await Promise.all([jobs.stop(), runner.stop(), parts.audits.stop()]);
    },
  });
  runner.run();
  jobs.start(own?.start);
  return service;
}

/** Opens the sagas' store, plans, runner and clients. */
function openSagas<Context extends SagaContext>(
  { subgraph, definitions, versions, sdls, effectChecks = () => [] }: Domain<Context>,
  config: SagaServiceConfig,
  foundation: Foundation,
  client: SubgraphClientOptions,
) {
  const { store, clock, log } = foundation;
  const secrets = secretInputsOf(definitions);
  const sagas = createSagaStore(store, secrets);
  const plans = new Plans(definitions, config.engine, sdls, { versions, inputSubgraph: subgraph });
  const audits = createAuditService({
    ...{ store, sagas, plans, clock, log, effectChecks },
    participants: participantsAmong(sdls),
    itemless: itemlessAmong(sdls),
    askUntil: (stopping) => createSubgraphClient({ ...client, stopping, timeoutMs: AUDIT_TIMEOUT_MS }),
    settleMs: config.audit.settleMs,
  });
  const { onEvent, onSkew, retention } = registerMetrics(foundation, sagas, audits);
  const runner = createSagaRunner(config, foundation, client, { store: sagas, plans, onEvent, onSkew });
  const ask = createSubgraphClient(client);
  const jobs = new BackgroundJobs(config, {
    ...{ store, sagas, secrets, ask, clock, log, audits, retention },
  });
  return { sagas, plans, audits, runner, jobs };
}

type ByType = Readonly<Record<string, object>>;

/** Merges the resolvers of sagas and of the domain, type by type. */
const merged = (ofSagas: object, ofDomain: object): object => {
  const [one, other] = [ofSagas as ByType, ofDomain as ByType];
  const both = Object.keys(other).filter((type) => type in one);
  return {
    ...one,
    ...other,
    ...Object.fromEntries(both.map((type) => [type, { ...one[type], ...other[type] }])),
  };
};

function registerMetrics({ metrics: { own }, clock }: Foundation, sagas: SagaStore, audits: Audits) {
  const metrics = createSagaMetrics(
    sagas,
    () => audits.get(),
    () => instant(clock),
  );
  for (const metric of metrics.all) own.registerMetric(metric);
  return metrics;
}

async function clientOptions<Context extends SagaContext>(
  { subgraph: name, urlOf }: Domain<Context>,
  config: SagaServiceConfig,
  { keys, log }: Foundation,
): Promise<SubgraphClientOptions> {
  if (keys.internalPrivate === undefined) {
    throw new InvalidConfiguration(`INTERNAL_PRIVATE_KEY must be set for the ${name}.`);
  }
  return {
    agent: createAgent(openTls(config.tls)),
    sign: await createInternalSigner(keys.internalPrivate),
    urlOf,
    timeoutMs: config.engine.attemptTimeoutMs,
    onError: (subgraph, error) => {
      log.warn({ err: error, subgraph }, 'a subgraph did not answer');
    },
  };
}

/** Creates a runner on the parts of a service; it uses the service's clock unless another one is given. */
export const createSagaRunner = (
  config: Pick<SagaServiceConfig, 'engine' | 'skewToleranceMs' | 'failpoint'>,
  { log, telemetry, clock }: Pick<Foundation, 'log' | 'telemetry' | 'clock'>,
  client: SubgraphClientOptions,
  given: Pick<RunnerOptions, 'store' | 'plans' | 'onEvent' | 'onSkew' | 'clock'>,
): SagaRunner => {
  const tellLog = createSkewLog(log, config.skewToleranceMs);
  return createRunner({
    clock: { ...systemEngineClock, now: () => clock.now() },
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
