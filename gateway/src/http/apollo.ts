import {
  ApolloServer,
  HeaderMap,
  type ApolloServerOptionsWithGateway,
  type ApolloServerPlugin,
  type GraphQLRequestContext,
} from '@apollo/server';
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import { GraphQLError, OperationTypeNode, parse, type GraphQLSchema } from 'graphql';
import type { Logger } from '@counterstep/service-kit';
import type { AnswerPolicy, GatewayContext } from '../context.ts';
import type { Executor } from '../execution.ts';
import { areErrors } from '../operations.ts';
import { duringOperation } from '../operation-span.ts';
import type { Supergraph } from '../supergraph.ts';
import type { SupergraphSource } from '../supergraph-source.ts';
import { withPolicy } from './cache-control.ts';
import { logUnexpected, retryAfterOf, withCorrelationId, withTraceId, type ErrorExit } from './errors.ts';

type GatewayInterface = ApolloServerOptionsWithGateway<GatewayContext>['gateway'];

/** What the server does besides executing operations. */
export interface ApolloExtras {
  readonly plugins: readonly ApolloServerPlugin<GatewayContext>[];
  /** Whether a request may hold several operations. */
  readonly batches: boolean;
}

export interface ApolloOptions {
  readonly source: SupergraphSource;
  readonly executor: Executor;
  readonly exit: ErrorExit;
}

type Supergraphs = WeakMap<GraphQLSchema, Supergraph>;

/** Apollo Server over a supergraph that may be replaced while it runs. */
export async function startApollo(
  { source, executor, exit }: ApolloOptions,
  log: Logger,
  { plugins, batches }: ApolloExtras,
): Promise<ApolloServer<GatewayContext>> {
  const supergraphs: Supergraphs = new WeakMap();
  const supergraphOf = (schema: GraphQLSchema): Supergraph => supergraphs.get(schema) ?? source.current;
  const apollo = new ApolloServer<GatewayContext>({
    gateway: gatewayOf(source, executor, supergraphs),
    // The executor has already checked documents, including their introspection.
    introspection: true,
    dangerouslyDisableValidation: true,
    documentStore: null,
    csrfPrevention: false,
    persistedQueries: false,
    allowBatchedHttpRequests: batches,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    formatError: (_formatted, error) => exit.present(error).formatted,
    plugins: [
      ApolloServerPluginLandingPageDisabled(),
      checkPlugin(supergraphOf, exit),
      errorPlugin(exit),
      ...plugins,
    ],
    logger: log,
  });
  await apollo.start();
  return apollo;
}

function gatewayOf(source: SupergraphSource, executor: Executor, loaded: Supergraphs): GatewayInterface {
  type Callback = Parameters<GatewayInterface['onSchemaLoadOrUpdate']>[0];
  const announce = (callback: Callback, supergraph: Supergraph): void => {
    loaded.set(supergraph.schema, supergraph);
    callback({ apiSchema: supergraph.schema, coreSupergraphSdl: '' });
  };
  const callbacks = new Set<Callback>();
  return {
    onSchemaLoadOrUpdate: (callback) => {
      callbacks.add(callback);
      const end = source.onLoad((supergraph) => {
        announce(callback, supergraph);
      });
      return () => {
        callbacks.delete(callback);
        end();
      };
    },
    load: () => {
      for (const callback of callbacks) announce(callback, source.current);
      return Promise.resolve({
        executor: async ({ schema, source: query, request, context: given, overallCachePolicy }) => {
          const context = withPolicy(given as GatewayContext, overallCachePolicy as AnswerPolicy);
          const { operationName, variables } = request;
          const supergraph = loaded.get(schema) ?? source.current;
          const prepared = executor.prepare(supergraph, { query, operationName, variables }, context);
          return areErrors(prepared)
            ? { errors: prepared }
            : duringOperation(prepared, context, (traced) => executor.execute(prepared, traced));
        },
      });
    },
    stop: () => Promise.resolve(),
  };
}

/** Replaces a document that must not be executed. */
const nothing = parse('{ __typename }');

/** Checks documents instead of Apollo Server, whose own check is unbounded. */
function checkPlugin(
  supergraphOf: (schema: GraphQLSchema) => Supergraph,
  exit: ErrorExit,
): ApolloServerPlugin<GatewayContext> {
  return {
    requestDidStart: () => {
      let errors: readonly GraphQLError[] | undefined;
      return Promise.resolve({
        didResolveSource: (request) => {
          const checked = supergraphOf(request.schema).check(request.source);
          errors = areErrors(checked) ? checked : undefined;
          // Apollo Server parses only what has no document yet.
          Object.assign(request, { document: errors ? nothing : checked });
          return Promise.resolve();
        },
        responseForOperation: () => {
          if (errors === undefined) return Promise.resolve(null);
          const singleResult = { errors: errors.map((error) => exit.present(error).formatted) };
          const http = { status: 400, headers: new HeaderMap() };
          return Promise.resolve({ http, body: { kind: 'single', singleResult } });
        },
      });
    },
  };
}

function errorPlugin(exit: ErrorExit): ApolloServerPlugin<GatewayContext> {
  return {
    requestDidStart: () =>
      Promise.resolve({
        didResolveOperation: ({ operation }) =>
          operation?.operation === OperationTypeNode.SUBSCRIPTION
            ? Promise.reject(subscriptionsElsewhere())
            : Promise.resolve(),
        didEncounterErrors: ({ errors, contextValue }) => {
          for (const error of errors) if (exit.present(error).masked) logUnexpected(error, contextValue);
          return Promise.resolve();
        },
        willSendResponse: (request) => {
          addCorrelationId(request);
          addTraceId(request);
          addRetryAfter(request);
          return Promise.resolve();
        },
      }),
  };
}

const subscriptionsElsewhere = (): GraphQLError =>
  new GraphQLError(
    'Subscriptions are served over WebSocket (graphql-transport-ws), and over HTTP to clients that accept text/event-stream, or multipart/mixed with subscriptionSpec=1.0.',
    {
      extensions: { code: 'BAD_REQUEST', http: { status: 400 } },
    },
  );

function addCorrelationId({ response, contextValue }: GraphQLRequestContext<GatewayContext>): void {
  if (response.body?.kind !== 'single') return;
  const { singleResult } = response.body;
  if (singleResult.errors)
    singleResult.errors = singleResult.errors.map((error) =>
      withCorrelationId(error, contextValue.correlationId),
    );
}

function addTraceId({ response, contextValue: { trace } }: GraphQLRequestContext<GatewayContext>): void {
  const { body } = response;
  if (body?.kind === 'single') body.singleResult = withTraceId(body.singleResult, trace);
}

/** Sets `Retry-After`, and status 429 where the operation was not executed at all. */
function addRetryAfter({ response }: GraphQLRequestContext<GatewayContext>): void {
  if (response.body?.kind !== 'single') return;
  const { errors = [], data } = response.body.singleResult;
  const seconds = retryAfterOf(errors);
  if (seconds === undefined) return;
  response.http.headers.set('retry-after', String(seconds));
  if (data === undefined) response.http.status = 429;
}
