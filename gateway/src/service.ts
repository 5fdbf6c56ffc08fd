import {
  noTls,
  openTls,
  systemClock,
  type Clock,
  type Trace,
  startTelemetry,
  type Logger,
  type Telemetry,
  openLog,
} from '@counterstep/service-kit';
import {
  createHttpServer,
  createServiceMetrics,
  Draining,
  listen,
  traceRequests,
  type Service,
} from '@counterstep/service-kit/server';
import { NoSchemaIntrospectionCustomRule } from 'graphql';
import { createAdmission } from './admission.ts';
import { createDocuments, type ResolveDocument } from './documents/documents.ts';
import { readManifest } from './documents/manifest.ts';
import type { GatewayConfig } from './config.ts';
import { createExecutor, type Executor } from './execution.ts';
import { endpointOf } from './http/addresses.ts';
import { startApollo } from './http/apollo.ts';
import { bodyEncodingHook } from './http/body-encoding.ts';
import { createCompression } from './http/compression.ts';
import { mayUpgrade } from './http/cors.ts';
import { createErrorExit, type ErrorExit } from './http/errors.ts';
import { serveGraphql } from './http/graphql.ts';
import { limitUnsentAnswers } from './http/unsent.ts';
import { servePlayground } from './http/playground.ts';
import { securityHeadersHook } from './http/security-headers.ts';
import { createFairShare, type FairShare } from './fair-share.ts';
import { createHeavyTurns } from './heavy-turns.ts';
import { createSubgraphs } from './http/subgraphs.ts';
import { serveWebhooks } from './http/webhooks.ts';
import { createCredentials } from './identity/credentials.ts';
import { createPropagation } from './identity/propagation.ts';
import { createRevocationSource } from './identity/revocation-source.ts';
import { createRevocations, noRevocations, type Revocations } from './identity/revocations.ts';
import { createIdentify } from './identity/sessions.ts';
import { createGatewayMetrics, measuredExecutor, type GatewayMetrics } from './metrics.ts';
import { areErrors, type DocumentRules } from './operations.ts';
import { createClientQuotas, type ClientQuotas } from './quotas.ts';
import { createKindOf, createPayloadOf } from './streams/payload.ts';
import { createOpenOperation } from './streams/results.ts';
import { createStreams, type Streams } from './streams/routes.ts';
import { createConnections } from './subscriptions/connections.ts';
import { createOpening } from './subscriptions/opening.ts';
import { createPreparation, type Preparation } from './subscriptions/preparation.ts';
import { createSharing } from './subscriptions/sharing.ts';
import { serveSockets } from './subscriptions/sockets.ts';
import { createUpstream } from './subscriptions/upstream.ts';
import { loadSupergraph, type Supergraph } from './supergraph.ts';
import { openSupergraph, type SupergraphSource } from './supergraph-source.ts';

export { gatewayVariables, readGatewayConfig, type GatewayConfig, type GatewayKeys } from './config.ts';

/** Dependencies that tests and the all-in-one process replace. */
export interface GatewayOverrides {
  readonly log?: Logger;
  readonly clock?: Clock;
  /** Rejects while other parts of the process are not ready; without it, the gateway is ready once it listens. */
  readonly ready?: () => Promise<void>;
  /** The `/metrics` of other parts of the process, as Prometheus text. */
  readonly otherMetrics?: () => Promise<string>;
}

/** How long requests may still run after the gateway starts to stop, before they are cut off. */
const DRAIN_MS = 4_000;

/**
 * Starts the public endpoint of a supergraph.
 *
 * @throws {InvalidConfiguration} when the supergraph, a key or an address cannot be used.
 */
export async function createGateway(
  config: GatewayConfig,
  overrides: GatewayOverrides = {},
): Promise<Service> {
  const log = overrides.log?.child({ service: 'gateway' }) ?? openLog('gateway', config);
  const telemetry = await startTelemetry(config.telemetry, { service: 'gateway', log });
  const join = joining(telemetry, config);
  const metrics = createServiceMetrics('gateway', config.metrics.runtime);
  const core = await createCore(config, log, timesOf(overrides), createGatewayMetrics(metrics.common));
  const endpoint = { ...config.metrics, metrics, host: config.host, otherMetrics: overrides.otherMetrics };
  const draining = new Draining();
  const app = createHttpServer({
    log,
    draining,
    telemetry,
    ...{ ready: overrides.ready ?? (() => Promise.resolve()), metrics: endpoint },
    tls: { ...core.tls, mutual: false },
    ...requestLimitsOf(config),
  });
  traceRequests(app, (request) => join(request.headers['traceparent']));
  limitUnsentAnswers(app, core.quotas);
  app.addHook('onRequest', securityHeadersHook(config.trustProxy));
  app.addHook('onRequest', bodyEncodingHook);
  const page = config.playground && servePlayground(app, config.playground);
  if (config.playground && !page) log.warn('GraphiQL is not built: run npm run build');
  const compression = createCompression(config.compressionMinBytes);
  const apollo = await startApollo(core, log, {
    plugins: [compression.plugin],
    batches: config.maxBatch > 1,
  });
  serveGraphql(app, { ...config, ...core, apollo, log, compression, page });
  serveWebhooks(app, { ...config, ...core, routes: config.webhooks ?? {}, log });
  const sockets = serveSockets(app.server, {
    ...core,
    ...{ log, join },
    maxMessageBytes: config.limits.bodyBytes,
    mayUpgrade: mayUpgrade(config.corsOrigins),
  });
  const url = await listen(app, config.host, config.port);
  log.info({ url }, 'listening');
  logStartupWarnings(config, core.source, log);
  let stopping: Promise<void> | undefined;
  return {
    name: 'gateway',
    url,
    drain: () => draining.drain(),
    stop: () => (stopping ??= stopAll({ core, app, sockets, apollo, telemetry })),
  };
}

interface Parts {
  readonly core: Awaited<ReturnType<typeof createCore>>;
  readonly app: ReturnType<typeof createHttpServer>;
  readonly sockets: ReturnType<typeof serveSockets>;
  readonly apollo: Awaited<ReturnType<typeof startApollo>>;
  readonly telemetry: Telemetry;
}

async function stopAll({ core, app, sockets, apollo, telemetry }: Parts): Promise<void> {
  core.source.close();
  const cutOff = setTimeout(() => {
    app.server.closeAllConnections();
  }, DRAIN_MS);
  core.streams.stop();
  await Promise.all([sockets.stop(), app.close()]);
  clearTimeout(cutOff);
  await apollo.stop();
  await core.close();
  await telemetry.stop();
}

/** Joins the traces of clients, trusting their `traceparent` as configured. */
const joining = (telemetry: Telemetry, { trustTraceparent }: GatewayConfig) => {
  const trust = trustTraceparent === true ? 'trusted' : 'untrusted';
  return (traceparent: unknown): Trace => telemetry.join(traceparent, trust);
};

function logStartupWarnings({ keys }: GatewayConfig, source: SupergraphSource, log: Logger): void {
  warnAboutPlannerTraps(source, log);
  if (keys === undefined)
    log.warn('without keys nobody is logged in: Authorization goes on to the subgraphs as it came');
}

/** Warns about planner traps with each supergraph that is loaded. */
function warnAboutPlannerTraps(source: SupergraphSource, log: Logger): void {
  const warn = ({ plannerTraps: traps }: Supergraph): void => {
    if (traps.length > 0)
      log.warn({ traps }, 'some operations on these are answered wrongly: see docs/architecture.md');
  };
  warn(source.current);
  source.onLoad(warn);
}

function requestLimitsOf({ limits, clients, trustProxy }: GatewayConfig) {
  const { connections: total, connectionsPerAddress, requestTimeoutMs } = clients;
  // A proxy's connections belong to many clients.
  const connections = { total, perAddress: trustProxy ? 0 : connectionsPerAddress };
  return { bodyLimit: limits.bodyBytes, requestTimeoutMs, connections };
}

interface Times {
  readonly now: () => number;
  /** Milliseconds of a monotonic clock. */
  readonly elapsed: () => number;
}

/** A clock that tests set also measures elapsed time. */
function timesOf({ clock = systemClock }: GatewayOverrides): Times {
  const now = (): number => clock.now();
  return { now, elapsed: clock === systemClock ? () => performance.now() : now };
}

/** Creates everything except the servers. */
async function createCore(
  config: GatewayConfig,
  log: Logger,
  { now, elapsed }: Times,
  { operations, subscriptions }: GatewayMetrics,
) {
  const { keys, limits } = config;
  const tls = openTls(config.tls ?? noTls);
  const credentials = await createCredentials(keys?.internalPrivate, now);
  const subgraphs = subgraphsOf(config, { credentials, tls, log });
  const addressOf = (name: string, url: string): string => endpointOf(name, url, config);
  const source = openSupergraph(
    config.supergraph,
    (sdl) => loadSupergraph(sdl, { subgraphs, addressOf, rules: rulesOf(config), runLimits: limits }),
    log,
  );
  const exit = createErrorExit(config.publicErrorCodes);
  const connections = createConnections(subgraphs, credentials, tls);
  const upstream = createUpstream(connections, config.reconnect, now, subscriptions);
  const resolveDocument = documentsOf(config, source);
  const { delivered: onDelivery, opened: onOpening } = subscriptions;
  const sharing = createSharing({ ...limits, upstream, present: exit.presentResult, now, onDelivery });
  const { turns, executor, isBusy } = executionOf(config, operations);
  const quotas = createClientQuotas(config.clients, config.trustProxy);
  const revocations = revocationsOf(config, { subgraphs, credentials, tls }, now, log);
  const open = createOpening({ sharing, quotas, revocations, now, onOpening });
  const preparation = createPreparation({ source, executor, exit, quotas, turns, open });
  return {
    ...{ tls, subgraphs, credentials },
    source,
    exit,
    executor,
    propagate: createPropagation(config.propagatedHeaders),
    resolveDocument,
    identify: createIdentify(keys?.sessionPublic, now),
    ...createAdmission({ ...limits, ...revocations, trustProxy: config.trustProxy, log, now, elapsed }),
    ...preparation,
    reading: readingOf(source, executor),
    quotas,
    isBusy,
    revocations,
    streams: streamsOf(config, { source, exit, preparation, resolveDocument, quotas, revocations }),
    close: async () => {
      revocations.close();
      connections.close();
      await subgraphs.close();
    },
  };
}

/** Checks new documents against the current supergraph. */
const readingOf = (source: SupergraphSource, executor: Executor) => ({
  isRead: (query: string) => source.current.isChecked(query),
  read: (query: string, network: string) => executor.read(source.current, query, network),
});

const subgraphsOf = (
  config: GatewayConfig,
  parts: Pick<Parameters<typeof createSubgraphs>[0], 'credentials' | 'tls' | 'log'>,
) => createSubgraphs({ ...parts, signed: config.keys !== undefined, ...timeoutsOf(config) });

const timeoutsOf = ({ subgraphTimeouts: { connectMs, requestMs, silenceMs } }: GatewayConfig) => ({
  connectTimeoutMs: connectMs,
  timeoutMs: requestMs,
  silenceMs,
});

const shareOf = ({ clients }: GatewayConfig): FairShare => {
  const { runningPerAddress: running, runningTogether: together, waitingPerAddress: waiting } = clients;
  return createFairShare({ running, together, waiting });
};

/** Creates the executor, and a check for networks with so many queued operations that their sockets are not read. */
function executionOf(config: GatewayConfig, metrics: GatewayMetrics['operations']) {
  const { limits, introspection } = config;
  const [share, turns] = [shareOf(config), createHeavyTurns()];
  const options = { maxCost: limits.cost, suggestions: introspection, runLimits: limits, share, turns };
  return {
    turns,
    executor: measuredExecutor(createExecutor(options), metrics),
    isBusy: (network: string) => share.isBusy(network) || turns.isBusy(network),
  };
}

function revocationsOf(
  { keys, revocations }: GatewayConfig,
  parts: Parameters<typeof createRevocationSource>[1],
  now: () => number,
  log: Logger,
): Revocations {
  if (keys === undefined || revocations === undefined) return noRevocations;
  const source = createRevocationSource(revocations, parts);
  const asking = createRevocations({ ...source, ...revocations, now, log });
  const close = (): void => {
    asking.close();
    void source.close();
  };
  return { ...asking, close };
}

/** Where introspection is off, errors do not suggest names of the schema either. */
const rulesOf = ({ limits, introspection }: GatewayConfig): DocumentRules => ({
  limits: { ...limits, characters: limits.bodyBytes },
  rules: introspection ? [] : [NoSchemaIntrospectionCustomRule],
  suggestions: introspection,
});

function documentsOf({ documents }: GatewayConfig, source: SupergraphSource): ResolveDocument {
  const { trustedFile } = documents;
  return createDocuments({
    ...documents,
    trusted: trustedFile === undefined ? new Map<string, string>() : readManifest(trustedFile),
    isValid: (query) => !areErrors(source.current.check(query)),
  });
}

interface StreamParts {
  readonly source: SupergraphSource;
  readonly exit: ErrorExit;
  readonly preparation: Preparation;
  readonly resolveDocument: ResolveDocument;
  readonly quotas: ClientQuotas;
  readonly revocations: Revocations;
}

const streamsOf = (
  { streamStallMs }: GatewayConfig,
  { source, exit, preparation, resolveDocument, quotas, revocations }: StreamParts,
): Streams =>
  createStreams({
    quotas,
    revocations,
    openOperation: createOpenOperation(preparation.prepare, exit),
    planAhead: preparation.planAhead,
    payloadOf: createPayloadOf(resolveDocument),
    kindOf: createKindOf(source),
    unsentBytes: quotas.limits.unsentBytes,
    stallMs: streamStallMs,
  });
