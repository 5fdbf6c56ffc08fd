import { createInternalSigner } from '@counterstep/identity';
import { InvalidConfiguration } from '@counterstep/service-kit';
import { openFoundation, runService, startSubgraph, type Service } from '@counterstep/service-kit/server';
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
import { createSubgraphClient, headersFor } from '@counterstep/saga-service';
import { participantUrls, readConfig } from '../config.ts';
import { sdls, versionsFile } from '../schema.ts';
import { definitions } from './book-trip.ts';
import { resolvers, type Context } from './resolvers.ts';

/** The saga service of trips: a subgraph, and a runner that works on sagas. */
async function createSagaService(): Promise<Service> {
  // A definition that does not fit the participants, or is not what is recorded of its version, keeps it from starting.
  assertSagas(definitions, sdls, recordedVersions(versionsFile));
  const config = readConfig('coordinator');
  const foundation = await openFoundation('coordinator', config);
  const { keys, log, store, telemetry } = foundation;
  if (keys.internalPrivate === undefined)
    throw new InvalidConfiguration('INTERNAL_PRIVATE_KEY must be set for the coordinator.');
  const urls = participantUrls();
  const client = {
    urlOf: (subgraph: string) => urls[subgraph] ?? '',
    sign: await createInternalSigner(keys.internalPrivate),
    timeoutMs: defaultEngineConfig.attemptTimeoutMs,
    onError: (subgraph: string, error: unknown) => {
      log.warn({ err: error, subgraph }, 'a subgraph did not answer');
    },
  };
  const sagas = createSagaStore(store, secretInputsOf(definitions));
  const runner = createRunner({
    store: sagas,
    plans: new Plans(definitions, defaultEngineConfig, sdls),
    transport: createGraphqlTransport({ ...client, headers: headersFor(client) }),
    config: defaultEngineConfig,
    ...{ log, telemetry },
  });
  const ask = createSubgraphClient(client);
  const service = await startSubgraph<Context>({
    ...{ name: 'coordinator', config, foundation, sdl: sdls.coordinator, resolvers },
    context: (request) => ({ ...request, sagas, runner, ask }),
    beforeStop: () => runner.stop(),
  });
  runner.run();
  return service;
}

await runService(createSagaService);
