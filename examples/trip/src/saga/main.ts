import { createInternalSigner } from '@counterstep/identity';
import { InvalidConfiguration } from '@counterstep/service-kit';
import {
  openFoundation,
  runService,
  startSubgraph,
  type Foundation,
  type Service,
} from '@counterstep/service-kit/server';
import {
  assertSagas,
  createGraphqlTransport,
  createRunner,
  createSagaStore,
  defaultEngineConfig,
  Plans,
  recordedVersions,
  secretInputsOf,
} from '@counterstep/saga-engine';
import {
  AUDIT_TIMEOUT_MS,
  createAuditService,
  createSubgraphClient,
  headersFor,
  participantsAmong,
  type SubgraphClientOptions,
} from '@counterstep/saga-service';
import { participantUrls, readConfig } from '../config.ts';
import { sdls, versionsFile } from '../schema.ts';
import { definitions } from './book-trip.ts';
import { resolvers, type Context } from './resolvers.ts';

/** Calls the participants with tokens that the coordinator's key has signed. */
async function clientOf({ keys, log }: Foundation): Promise<SubgraphClientOptions> {
  if (keys.internalPrivate === undefined)
    throw new InvalidConfiguration('INTERNAL_PRIVATE_KEY must be set for the coordinator.');
  const urls = participantUrls();
  return {
    urlOf: (subgraph) => urls[subgraph] ?? '',
    sign: await createInternalSigner(keys.internalPrivate),
    timeoutMs: defaultEngineConfig.attemptTimeoutMs,
    onError: (subgraph, error) => {
      log.warn({ err: error, subgraph }, 'a subgraph did not answer');
    },
  };
}

/** The saga service of trips: a subgraph, and a runner that works on sagas. */
async function createSagaService(): Promise<Service> {
  // A definition that does not fit the participants, or is not what is recorded of its version, keeps it from starting.
  assertSagas(definitions, sdls, recordedVersions(versionsFile));
  const config = readConfig('coordinator');
  const foundation = await openFoundation('coordinator', config);
  const { clock, log, store, telemetry } = foundation;
  const client = await clientOf(foundation);
  const sagas = createSagaStore(store, secretInputsOf(definitions));
  const plans = new Plans(definitions, defaultEngineConfig, sdls);
  const runner = createRunner({
    ...{ store: sagas, plans },
    transport: createGraphqlTransport({ ...client, headers: headersFor(client) }),
    config: defaultEngineConfig,
    ...{ log, telemetry },
  });
  const audits = createAuditService({
    ...{ store, sagas, plans, clock, log },
    participants: participantsAmong(sdls),
    // What participants keep beside their records of steps could be compared too: by checks behind the port EffectCheck.
    effectChecks: () => [],
    askUntil: (stopping) => createSubgraphClient({ ...client, stopping, timeoutMs: AUDIT_TIMEOUT_MS }),
    settleMs: defaultEngineConfig.attemptTimeoutMs,
  });
  const ask = createSubgraphClient(client);
  const service = await startSubgraph<Context>({
    ...{ name: 'coordinator', config, foundation, sdl: sdls.coordinator, resolvers },
    context: (request) => ({ ...request, sagas, runner, ask, audits }),
    beforeStop: async () => {
      await Promise.all([runner.stop(), audits.stop()]);
    },
  });
  runner.run();
  return service;
}

await runService(createSagaService);
