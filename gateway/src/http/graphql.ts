import { HeaderMap, type ApolloServer, type HTTPGraphQLResponse } from '@apollo/server';
import { RateLimited, Unauthenticated, type Logger } from '@counterstep/platform';
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { FormattedExecutionResult } from 'graphql';
import type { Identify } from '../identity/sessions.ts';
import type { Admit } from '../admission.ts';
import type { GatewayContext } from '../context.ts';
import { corsHook } from './cors.ts';
import { withCorrelationId, type ErrorExit } from './errors.ts';
import type { Page } from './playground.ts';

const JSON_TYPE = 'application/json';
const GRAPHQL_TYPE = 'application/graphql-response+json';
const ALLOWED = 'GET, POST, OPTIONS';

export interface GraphqlRoute {
  readonly apollo: ApolloServer<GatewayContext>;
  readonly exit: ErrorExit;
  readonly log: Logger;
  readonly corsOrigins: readonly string[];
  readonly identify: Identify;
  readonly admit: Admit;
  /** Answers a browser that wants a page; undefined where there is none. */
  readonly page: Page | undefined;
}

/** GraphQL over HTTP at `/graphql`. */
export function serveGraphql(app: FastifyInstance, route: GraphqlRoute): void {
  app.register((scope, _options, done) => {
    scope.removeContentTypeParser('text/plain');
    scope.addHook('onRequest', corsHook(route.corsOrigins));
    scope.addHook('onRequest', async (request, reply) => {
      if (!ALLOWED.includes(request.method))
        await reply.header('allow', ALLOWED).code(405).send(wrongMethod(request));
    });
    scope.setErrorHandler((error, request, reply) => refuse(error, request, reply, route));
    scope.options('/graphql', (_request, reply) => reply.header('allow', ALLOWED).code(204).send());
    scope.route({ url: '/graphql', method: ['PUT', 'PATCH', 'DELETE'], handler: () => undefined });
    scope.route({
      url: '/graphql',
      method: ['GET', 'POST'],
      handler: async (request, reply) => {
        if (route.page && wantsPage(request)) return route.page(reply);
        const identity = await route.identify(request.headers.authorization);
        const context = route.admit(identity, request, request.id);
        const response = await route.apollo.executeHTTPGraphQLRequest({
          httpGraphQLRequest: {
            body: request.body,
            method: request.method,
            headers: headersOf(request),
            search: new URL(request.url, 'http://gateway').search,
          },
          context: () => Promise.resolve(context),
        });
        return answer(reply, response, context.correlationId);
      },
    });
    done();
  });
}

const wantsPage = ({ method, headers }: FastifyRequest): boolean =>
  method === 'GET' && (headers.accept ?? '').includes('text/html');

function headersOf(request: FastifyRequest): HeaderMap {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(request.headers))
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  return headers;
}

const errorBody = (message: string, code: string, correlationId: string): FormattedExecutionResult => ({
  errors: [{ message, extensions: { code, correlationId } }],
});

const wrongMethod = (request: FastifyRequest): FormattedExecutionResult =>
  errorBody('GraphQL is served over GET and POST.', 'BAD_REQUEST', request.id);

function answer(reply: FastifyReply, response: HTTPGraphQLResponse, correlationId: string): FastifyReply {
  const { headers, body, status = 200 } = response;
  for (const [name, value] of headers) reply.header(name, value);
  if (body.kind === 'chunked') return reply.code(status).send(Readable.from(body.asyncIterator));
  if (status < 400) return reply.code(status).send(body.string);
  const result = JSON.parse(body.string) as FormattedExecutionResult;
  const errors = result.errors?.map((error) => withCorrelationId(error, correlationId)) ?? [];
  const legacy = headers.get('content-type')?.startsWith(JSON_TYPE) ?? false;
  return reply
    .code(legacy ? legacyStatus(status, errors) : status)
    .send(JSON.stringify({ ...result, errors }));
}

/** In `application/json`, a well-formed request whose operation cannot be executed is answered with 200. */
function legacyStatus(
  status: number,
  errors: readonly { readonly extensions?: Readonly<Record<string, unknown>> }[],
): number {
  const malformed = errors.some(({ extensions }) => extensions?.['code'] === 'BAD_REQUEST');
  return status === 400 && !malformed ? 200 : status;
}

/** Answers a request that was not admitted, or was not even one. */
function refuse(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  route: GraphqlRoute,
): FastifyReply {
  const accepted = request.headers.accept ?? '';
  reply.type(`${accepted.includes(GRAPHQL_TYPE) ? GRAPHQL_TYPE : JSON_TYPE}; charset=utf-8`);
  const { statusCode, message } = error as Error & { readonly statusCode?: number };
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
    return reply.code(statusCode).send(JSON.stringify(errorBody(message, 'BAD_REQUEST', request.id)));
  const { formatted, masked } = route.exit.present(error);
  if (masked) route.log.error({ err: error, correlationId: request.id }, 'unexpected error');
  if (error instanceof RateLimited) reply.header('retry-after', error.retryAfterSeconds);
  if (error instanceof Unauthenticated) reply.header('www-authenticate', 'Bearer');
  const errors = [withCorrelationId(formatted, request.id)];
  return reply.code(statusOf(error)).send(JSON.stringify({ errors }));
}

function statusOf(error: unknown): number {
  if (error instanceof Unauthenticated) return 401;
  return error instanceof RateLimited ? 429 : 500;
}
