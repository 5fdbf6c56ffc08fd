import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { parse, type GraphQLSchema } from 'graphql';
import { createBarrier } from '@counterstep/step-barrier';
import { documentBarrierStore } from '@counterstep/step-barrier/document-store';
import { installStepRecords } from '@counterstep/step-barrier/graphql';
import { MAX_REQUEST_ERRORS } from '../bounds.ts';
import {
  systemClock,
  type Clock,
  CodedError,
  noTrace,
  type Attributes,
  type Trace,
  isTrusted,
  openTls,
} from '@counterstep/primitives';
import type { ServiceConfig } from '../config.ts';
import { createInternalVerifier, loadKeys, type Keys } from '@counterstep/identity';
import { openLog, type Logger } from '../log.ts';
import { measuredStore, openDocumentStore, type DocumentStore } from '@counterstep/document-store';
import { startTelemetry, type Telemetry } from '../telemetry/index.ts';
import { tellClock } from './clock-header.ts';
import type { RequestContext } from './context.ts';
import { formatSubgraphError, refusal } from './errors.ts';
import { Draining } from './draining.ts';
import { CLIENT_ADDRESS_HEADER, createHttpServer } from './http.ts';
import { listen } from './listen.ts';
import { commitDurations, stepDurations } from './metric-families.ts';
import { createServiceMetrics, type ServiceMetrics } from './metrics.ts';
import { createOperationMetrics, operationPlugin } from './operation-metrics.ts';
import { installNodeTypes } from './nodes.ts';
import { beginRequestSpan } from './request-spans.ts';
import type { Service } from './run-service.ts';
import { answerWhileStarting, openWithRetries, type Starting } from './starting.ts';
import { MAX_DOCUMENT_TOKENS } from './prepared-operation.ts';
import { scalarResolvers } from './scalars.ts';
import { installSteps, type StepHandlers } from './steps.ts';
import { installTextBounds } from './text-bounds.ts';
import { serveSubscriptions, type Connect } from './subscriptions.ts';
import { serveWebhook, type ReceiveWebhook } from './webhooks.ts';

/** The dependencies of every service; tests and the all-in-one process supply their own. */
export interface Foundation {
  readonly store: DocumentStore;
  readonly keys: Keys;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: ServiceMetrics;
  /** The server that answers on the service's port until the service itself does. */
  readonly starting?: Starting;
  readonly telemetry: Telemetry;
}

/**
 * Opens the dependencies of a service that are not supplied.
 *
 * @throws {CodedError} if the database or the keys cannot be used.
 */
export async function openFoundation(
  service: string,
  config: ServiceConfig,
  given: Partial<Foundation> = {},
): Promise<Foundation> {
  const production = config.environment === 'production';
  const log = given.log?.child({ service }) ?? openLog(service, config);
  const warn = (message: string): void => {
    log.warn(message);
  };
  const keys = given.keys ?? (await loadKeys(config.keys, config.dataDir, service, production));
  const database = named(service, config);
  const telemetry = given.telemetry ?? (await startTelemetry(config.telemetry, { service, log, database }));
  const metrics = given.metrics ?? createServiceMetrics(service, config.metrics.runtime);
  const known = { keys, clock: given.clock ?? systemClock, log, metrics, telemetry };
  if (given.store !== undefined) return { ...known, store: measured(given.store, metrics) };
  const open = () => openDocumentStore({ service, ...config, warn });
  const starting = await answerWhileStarting(config, log);
  try {
    const store = await (config.mongoUri === undefined ? open() : openWithRetries(open, log));
    return { ...known, store: measured(store, metrics), starting };
  } catch (error) {
    await starting.close();
    await telemetry.stop();
    throw error;
  }
}

/** The attributes that describe a service's database in traces. */
const named = (service: string, { mongoUri, mongoDb }: ServiceConfig): Attributes => ({
  'db.system.name': mongoUri === undefined ? 'sqlite' : 'mongodb',
  'db.namespace': mongoUri === undefined ? service : `${mongoDb}_${service}`,
});

function measured(store: DocumentStore, { common }: ServiceMetrics): DocumentStore {
  const durations = commitDurations(common);
  return measuredStore(store, (outcome, seconds) => {
    durations.observe({ outcome }, seconds);
  });
}

export interface SubgraphOptions<Context extends RequestContext> {
  readonly name: string;
  readonly config: Pick<ServiceConfig, 'host' | 'port' | 'tls' | 'metrics'>;
  readonly foundation: Foundation;
  /** The SDL, of `@counterstep/schema`. */
  readonly sdl: string;
  /** Resolvers by type and field; step mutations are not among them. */
  readonly resolvers: object;
  /** The handlers of the mutations marked `@step` and `@compensation`. */
  readonly steps?: StepHandlers<Context>;
  /**
   * Adds what the service's resolvers need, such as DataLoaders; called once per request and per event of a
   * subscription.
   */
  readonly context: (request: RequestContext) => Context;
  /** Receives deliveries of third parties that the gateway passes on; if absent, there is no `/webhook`. */
  readonly webhook?: ReceiveWebhook | undefined;
  /** Called at the beginning of the stop, before the server closes. */
  readonly beforeStop?: () => Promise<void>;
}

/** A call, as its headers describe it. */
interface Call {
  readonly authorization: string | undefined;
  readonly correlationId: string;
  readonly clientAddress?: string | undefined;
  /** Begins the span of the call; called once the caller is known. */
  readonly trace: () => Trace;
}

const callOf = (request: FastifyRequest, reply: FastifyReply, telemetry: Telemetry): Call => ({
  authorization: request.headers.authorization,
  correlationId: request.id,
  clientAddress: textOf(request.headers[CLIENT_ADDRESS_HEADER]),
  trace: () => beginRequestSpan(telemetry.join(request.headers['traceparent'], 'trusted'), request, reply),
});

const textOf = (header: string | string[] | undefined): string | undefined =>
  typeof header === 'string' && header !== '' ? header : undefined;

/** Starts a subgraph: GraphQL at `/graphql` over HTTP and, if its schema has subscriptions, over WebSocket. */
export async function startSubgraph<Context extends RequestContext>(
  options: SubgraphOptions<Context>,
): Promise<Service> {
  const { name, config, foundation } = options;
  const { store, log, metrics, telemetry } = foundation;
  const schema = buildSchema(options);
  const tls = openTls(config.tls);
  const draining = new Draining();
  const app = createHttpServer({
    ...{ log, draining, telemetry, tls },
    ready: () => store.ping(),
    metrics: { metrics, at: config.metrics.at, host: config.host },
  });
  tellClock(app, foundation.clock);
  const requestOf = createRequestOf(name, foundation);
  const connect: Connect<Context> = async (authorization, correlationId) => {
    const request = await requestOf({ authorization, correlationId, trace: () => noTrace });
    return () => options.context(request);
  };
  const apollo = await addGraphql(app, schema, foundation, async (call) =>
    options.context(await requestOf(call)),
  );
  addWebhook(app, options, requestOf);
  const sockets = schema.getSubscriptionType()
    ? serveSubscriptions(app.server, schema, connect, formatSubgraphError(log), {
        log,
        allows: ({ socket }) => isTrusted(tls, socket),
      })
    : undefined;
  await foundation.starting?.close();
  const url = await listen(app, config.host, config.port);
  log.info({ url }, 'listening');
  return {
    name,
    url,
    drain: () => draining.drain(),
    stop: async () => {
      draining.refuse();
      try {
        await options.beforeStop?.();
        await sockets?.stop();
        await app.close();
        await apollo.stop();
        await store.close();
      } finally {
        await telemetry.stop();
      }
    },
  };
}

/**
 * Creates a function that determines who calls, and on whose behalf.
 *
 * @throws {Unauthenticated} from that function, if the call has no valid token of a service.
 */
function createRequestOf(
  name: string,
  { keys, clock, log }: Foundation,
): (call: Call) => Promise<RequestContext> {
  const identify = createInternalVerifier(name, keys.internalPublic, () => clock.now());
  return async ({ authorization, trace: begin, ...call }) => {
    const caller = await identify(authorization);
    const { correlationId, clientAddress } = call;
    const trace = begin();
    const { traceId } = trace;
    const bindings = { correlationId, ...(traceId === undefined ? {} : { traceId }) };
    const known = { caller, viewer: caller.viewer, correlationId, clientAddress, trace };
    return { ...known, log: log.child(bindings) };
  };
}

function buildSchema<Context extends RequestContext>(options: SubgraphOptions<Context>): GraphQLSchema {
  const { store, clock, metrics, telemetry } = options.foundation;
  const resolvers = { ...scalarResolvers, ...options.resolvers };
  const schema = buildSubgraphSchema({ typeDefs: parse(options.sdl), resolvers });
  const records = documentBarrierStore(store, telemetry.database);
  installStepRecords(schema, records);
  installNodeTypes(schema);
  const durations = stepDurations(metrics.common);
  installSteps(schema, options.steps ?? {}, createBarrier(records, clock), (labels, seconds) => {
    durations.observe({ ...labels }, seconds);
  });
  installTextBounds(schema);
  return schema;
}

function addWebhook(
  app: FastifyInstance,
  { webhook, foundation }: Pick<SubgraphOptions<never>, 'webhook' | 'foundation'>,
  requestOf: (call: Call) => Promise<RequestContext>,
): void {
  if (webhook === undefined) return;
  serveWebhook(app, webhook, (request, reply) => requestOf(callOf(request, reply, foundation.telemetry)));
}

async function addGraphql<Context extends RequestContext>(
  app: FastifyInstance,
  schema: GraphQLSchema,
  { log, metrics, telemetry }: Pick<Foundation, 'log' | 'metrics' | 'telemetry'>,
  contextOf: (call: Call) => Promise<Context>,
): Promise<ApolloServer<Context>> {
  const apollo = new ApolloServer<Context>({
    schema,
    introspection: false,
    hideSchemaDetailsFromClientErrors: true,
    parseOptions: { maxLexicalTokens: MAX_DOCUMENT_TOKENS },
    validationOptions: { maxErrors: MAX_REQUEST_ERRORS },
    executionOptions: { maxCoercionErrors: MAX_REQUEST_ERRORS },
    csrfPrevention: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    formatError: formatSubgraphError(log),
    logger: log,
    plugins: [
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      operationPlugin(createOperationMetrics(metrics.common)),
    ],
  });
  await apollo.start();
  app.route({
    url: '/graphql',
    method: ['GET', 'POST'],
    handler: fastifyApolloHandler(apollo, {
      context: (request, reply) =>
        contextOf(callOf(request, reply, telemetry)).catch((error: unknown): never => {
          throw error instanceof CodedError ? refusal(error, 401) : error;
        }),
    }),
  });
  return apollo;
}
