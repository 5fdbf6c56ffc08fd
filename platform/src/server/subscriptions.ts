import type { Server } from 'node:http';
import { GraphQLError, type GraphQLFormattedError, type GraphQLSchema } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { correlationIdOf } from './http.ts';
import type { RequestContext } from './context.ts';

type ContextOf<Context> = (authorization: string | undefined, correlationId: string) => Promise<Context>;

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

const formattedOf = (error: unknown): GraphQLFormattedError =>
  error instanceof GraphQLError ? error.toJSON() : { message: String(error) };

/**
 * Serves a subgraph's subscriptions over `graphql-transport-ws` at `/graphql`. The connection's parameters carry the
 * calling service's token as `authorization`, and may carry `correlationId`; without a good token it is closed (4403).
 */
export function serveSubscriptions<Context extends RequestContext>(
  server: Server,
  schema: GraphQLSchema,
  contextOf: ContextOf<Context>,
  format: (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError,
): { stop(): Promise<void> } {
  const sockets = new WebSocketServer({ server, path: '/graphql' });
  const contexts = new WeakMap<object, Context>();
  const disposable = useServer(
    {
      schema,
      onConnect: async ({ connectionParams, extra }) => {
        try {
          const { authorization, correlationId } = connectionParams ?? {};
          contexts.set(extra, await contextOf(text(authorization), correlationIdOf(correlationId)));
          return true;
        } catch {
          return false;
        }
      },
      context: ({ extra }) => contexts.get(extra) as Context & Record<PropertyKey, unknown>,
      onError: (_context, _id, _payload, errors) => errors.map((error) => format(formattedOf(error), error)),
      onNext: (_context, _id, _payload, _args, { data, errors }) =>
        errors && { data: data ?? null, errors: errors.map((error) => format(formattedOf(error), error)) },
    },
    sockets,
  );
  return { stop: async () => disposable.dispose() };
}
