import {
  ApolloServer,
  type ApolloServerOptionsWithGateway,
  type ApolloServerPlugin,
  type GraphQLRequestContext,
} from '@apollo/server';
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import { GraphQLError, OperationTypeNode, type GraphQLSchema } from 'graphql';
import type { Logger } from '@counterstep/platform';
import type { AnswerPolicy, GatewayContext } from '../context.ts';
import { areErrors, resolveOperation, type DocumentRules } from '../operations.ts';
import type { Supergraph } from '../supergraph.ts';
import type { SupergraphSource } from '../supergraph-source.ts';
import { withPolicy } from './cache-control.ts';
import { logUnexpected, withCorrelationId, type ErrorExit } from './errors.ts';

type GatewayInterface = ApolloServerOptionsWithGateway<GatewayContext>['gateway'];

/** What the server does beside executing operations. */
export interface ApolloExtras {
  readonly plugins: readonly ApolloServerPlugin<GatewayContext>[];
  /** Whether a request may hold several operations. */
  readonly batches: boolean;
}

/** Apollo Server over a supergraph that may be replaced while it runs. */
export async function startApollo(
  source: SupergraphSource,
  rules: DocumentRules,
  exit: ErrorExit,
  log: Logger,
  { plugins, batches }: ApolloExtras,
): Promise<ApolloServer<GatewayContext>> {
  const apollo = new ApolloServer<GatewayContext>({
    gateway: gatewayOf(source),
    // Introspection is among the rules where it is off.
    introspection: true,
    csrfPrevention: false,
    persistedQueries: false,
    allowBatchedHttpRequests: batches,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    validationRules: [...rules.rules],
    parseOptions: rules.parseOptions,
    formatError: (_formatted, error) => exit.present(error).formatted,
    plugins: [ApolloServerPluginLandingPageDisabled(), errorPlugin(exit), ...plugins],
    logger: log,
  });
  await apollo.start();
  return apollo;
}

function gatewayOf(source: SupergraphSource): GatewayInterface {
  const loaded = new WeakMap<GraphQLSchema, Supergraph>();
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
        executor: async ({ schema, document, request, context, overallCachePolicy }) => {
          const supergraph = loaded.get(schema) ?? source.current;
          const { operationName, variables = {} } = request;
          const operation = resolveOperation(schema, document, operationName, variables);
          if (areErrors(operation)) return { errors: operation };
          const plan = supergraph.plan(document, operationName);
          return supergraph.execute({
            plan,
            operation,
            variables,
            context: withPolicy(context as GatewayContext, overallCachePolicy as AnswerPolicy),
          });
        },
      });
    },
    stop: () => Promise.resolve(),
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
