import type { Server } from 'node:http';
import { derive } from '@counterstep/primitives';
import {
  createSourceEventStream,
  execute,
  GraphQLError,
  type ExecutionArgs,
  type ExecutionResult,
  type GraphQLFormattedError,
  type GraphQLSchema,
} from 'graphql';
import {
  serveGraphqlSockets,
  type GraphqlSocketsOptions,
  type SocketLimits,
  type SocketProtocol,
} from './graphql-sockets.ts';
import { correlationIdOf } from './http.ts';
import { prepareOperation } from './prepared-operation.ts';

/** Verifies who opens a socket; the returned function makes the context of one operation or event. */
export type Connect<Context> = (
  authorization: string | undefined,
  correlationId: string,
) => Promise<() => Context>;

type Make = () => unknown;

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

const formattedOf = (error: unknown): GraphQLFormattedError =>
  error instanceof GraphQLError ? error.toJSON() : { message: String(error) };

/** The limits of a gateway's socket, which carries the subscriptions of many clients. */
const LIMITS: SocketLimits = { messageBytes: 1_048_576, unsentBytes: 16_777_216, operations: 20_000 };

/**
 * Serves a subgraph's subscriptions over `graphql-transport-ws` at `/graphql`. The connection's parameters carry the
 * calling service's token as `authorization`, and may carry `correlationId`; a socket without a valid token is closed
 * (4403).
 */
export function serveSubscriptions<Context>(
  server: Server,
  schema: GraphQLSchema,
  connect: Connect<Context>,
  format: (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError,
  options: Pick<GraphqlSocketsOptions, 'log' | 'allows'> & { readonly limits?: SocketLimits },
): { stop(): Promise<void> } {
  const contexts = new WeakMap<object, Make>();
  const protocol: SocketProtocol = {
    onConnect: async ({ connectionParams, extra }) => {
      try {
        const { authorization, correlationId } = connectionParams ?? {};
        contexts.set(extra, await connect(text(authorization), correlationIdOf(correlationId)));
        return true;
      } catch {
        return false;
      }
    },
    onSubscribe: ({ extra }, _id, payload) => {
      const prepared = prepareOperation(schema, payload);
      return 'schema' in prepared ? { ...prepared, contextValue: contexts.get(extra) } : prepared;
    },
    execute: (args) => execute({ ...args, contextValue: made(args) }),
    subscribe: subscribeAnew,
    onError: (_context, _id, _payload, errors) => errors.map((error) => format(formattedOf(error), error)),
    onNext: (_context, _id, _payload, _args, { data, errors }) =>
      errors && { data: data ?? null, errors: errors.map((error) => format(formattedOf(error), error)) },
  };
  return serveGraphqlSockets(server, { limits: LIMITS, ...options, protocol });
}

const made = ({ contextValue }: ExecutionArgs): unknown => (contextValue as Make)();

/** Subscribes, and executes each event in a new context, because data loaded for one event is stale for the next. */
async function subscribeAnew(args: ExecutionArgs): Promise<AsyncIterable<ExecutionResult> | ExecutionResult> {
  const events = await createSourceEventStream({ ...args, contextValue: made(args) });
  if (!(Symbol.asyncIterator in events)) return events;
  return derive(events[Symbol.asyncIterator](), (event) =>
    execute({ ...args, rootValue: event, contextValue: made(args) }),
  );
}
