import { Readable } from 'node:stream';
import { HeaderMap, type ApolloServer, type HTTPGraphQLResponse } from '@apollo/server';
import { boundedMessage, type Logger, RateLimited, Unauthenticated } from '@counterstep/service-kit';
import { networkOf, spanOf } from '@counterstep/service-kit/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError, type FormattedExecutionResult } from 'graphql';
import type { ResolveDocument } from '../documents/documents.ts';
import { operationsOf, textsOf, withDocuments, type HttpRequest } from '../documents/http-request.ts';
import type { Propagate } from '../identity/propagation.ts';
import type { Identify } from '../identity/sessions.ts';
import type { Admit, CountRefusal } from '../admission.ts';
import type { GatewayContext } from '../context.ts';
import { setCacheHeaders } from './cache-control.ts';
import type { Compression } from './compression.ts';
import { corsHook } from './cors.ts';
import { withCorrelationId, type ErrorExit } from './errors.ts';
import type { Page } from './playground.ts';
import type { Streams } from '../streams/routes.ts';

const JSON_TYPE = 'application/json';
const GRAPHQL_TYPE = 'application/graphql-response+json';
const ALLOWED = 'GET, POST, OPTIONS';
/** Streams of many operations also need methods to reserve and to complete. */
const ALLOWED_OF_STREAMS = `${ALLOWED}, PUT, DELETE`;
const STREAMS_PATH = '/graphql/stream';

export interface GraphqlRoute {
  readonly apollo: ApolloServer<GatewayContext>;
  readonly exit: ErrorExit;
  readonly log: Logger;
  readonly corsOrigins: readonly string[];
  readonly identify: Identify;
  readonly admit: Admit;
  readonly propagate: Propagate;
  /** Lower-case names of the headers that go on to subgraphs. */
  readonly propagatedHeaders: readonly string[];
  readonly resolveDocument: ResolveDocument;
  readonly reading: {
    readonly isRead: (query: string) => boolean;
    /** @throws {RateLimited} when too much of the network waits. */
    readonly read: (query: string, network: string) => Promise<void>;
  };
  /** The most operations in one request; fewer than 2 serve no batches. */
  readonly maxBatch: number;
  readonly compression: Compression;
  readonly streams: Streams;
  readonly countRefusal: CountRefusal;
  /** Answers a browser that wants a page; undefined if there is no page. */
  readonly page: Page | undefined;
}

/** GraphQL over HTTP at `/graphql`. */
export function serveGraphql(app: FastifyInstance, route: GraphqlRoute): void {
  app.register((scope, _options, done) => {
    scope.removeContentTypeParser('text/plain');
    scope.addHook('onRequest', corsHook(route.corsOrigins, ALLOWED_OF_STREAMS));
    scope.addHook('onRequest', async (request, reply) => {
      const allowed = isOfStreams(request) ? ALLOWED_OF_STREAMS : ALLOWED;
      if (!allowed.includes(request.method))
        await reply.header('allow', allowed).code(405).send(wrongMethod(request));
    });
    scope.setErrorHandler((error, request, reply) => refuse(error, request, reply, route));
    for (const [url, allowed] of [
      ['/graphql', ALLOWED],
      [STREAMS_PATH, ALLOWED_OF_STREAMS],
    ] as const) {
      scope.options(url, (_request, reply) => reply.header('allow', allowed).code(204).send());
      scope.route({ url, method: 'PATCH', handler: () => undefined });
      scope.route({
        url,
        method: ['GET', 'POST', 'PUT', 'DELETE'],
        handler: (request, reply) => handle(request, reply, route),
      });
    }
    done();
  });
}

const isOfStreams = ({ url }: FastifyRequest): boolean => url.split('?', 1)[0] === STREAMS_PATH;

/** Aborted when the connection ends before the answer does. */
function leftBy({ raw }: FastifyReply): AbortSignal {
  const left = new AbortController();
  raw.once('close', () => {
    if (!raw.writableFinished) left.abort();
  });
  return left.signal;
}

async function handle(
  request: FastifyRequest,
  reply: FastifyReply,
  route: GraphqlRoute,
): Promise<FastifyReply> {
  if (route.page && wantsPage(request)) return route.page(reply);
  const admit = once(() => admitted(request, route));
  await readDocuments(request, route, admit);
  if (isOfStreams(request) && (await route.streams.serveReserved(request, reply, admit))) return reply;
  if (await route.streams.serve(request, reply, admit)) return reply;
  const context = { ...(await admit()), left: leftBy(reply) };
  const response = await route.apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest: {
      ...withDocuments(httpRequestOf(request), route.resolveDocument),
      headers: headersOf(request),
    },
    context: () => Promise.resolve(context),
  });
  return answer(request, reply, response, context, route);
}

/** Runs the work on the first call only, so that an admitted request is counted once. */
function once<T>(work: () => Promise<T>): () => Promise<T> {
  let begun: Promise<T> | undefined;
  return () => (begun ??= work());
}

/** Has new documents checked when their client's turn comes; the client is charged first. */
async function readDocuments(
  request: FastifyRequest,
  { reading, resolveDocument }: GraphqlRoute,
  admit: () => Promise<GatewayContext>,
): Promise<void> {
  const read = async (named: HttpRequest): Promise<void> => {
    const unread = textsOf(named).filter((text) => !reading.isRead(text));
    if (unread.length === 0) return;
    const network = networkOf((await admit()).clientAddress);
    await Promise.all(unread.map((text) => reading.read(text, network)));
  };
  const given = httpRequestOf(request);
  await read(given);
  const resolved = attempted(() => withDocuments(given, resolveDocument));
  if (resolved) await read(resolved);
}

/** Returns undefined on failure: the code that needs the result refuses the request. */
function attempted<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

const httpRequestOf = ({ body, method, url }: FastifyRequest) => ({
  body,
  method,
  search: new URL(url, 'http://gateway').search,
});

/** Admits a request, counting every operation of its batch. */
async function admitted(request: FastifyRequest, route: GraphqlRoute): Promise<GatewayContext> {
  const count = operationsOf(httpRequestOf(request), route.maxBatch);
  const verified = await route.identify(request.headers.authorization);
  const identity = route.propagate(verified, request.headers);
  for (let more = 1; more < count; more += 1) route.admit(identity, request, request.id);
  const trace = spanOf(request);
  return { ...route.admit(identity, request, request.id), trace, answer: { harmless: undefined } };
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
  errors: [{ message: boundedMessage(message), extensions: { code, correlationId } }],
});

const wrongMethod = (request: FastifyRequest): FormattedExecutionResult =>
  errorBody('GraphQL is served over GET and POST.', 'BAD_REQUEST', request.id);

async function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  response: HTTPGraphQLResponse,
  context: GatewayContext,
  route: GraphqlRoute,
): Promise<FastifyReply> {
  const { headers, body, status = 200 } = response;
  for (const [name, value] of headers) reply.header(name, value);
  setCacheHeaders(reply, request.method, route.propagatedHeaders);
  if (body.kind === 'chunked') return reply.code(status).send(Readable.from(body.asyncIterator));
  if (status < 400) {
    const accepted = request.headers['accept-encoding'];
    return reply.code(status).send(await route.compression.encode(reply, body.string, accepted, context));
  }
  const results = JSON.parse(body.string) as FormattedExecutionResult | readonly FormattedExecutionResult[];
  // One failing operation does not fail the rest of its batch.
  if (Array.isArray(results)) return reply.code(200).send(JSON.stringify(results));
  const result = results as FormattedExecutionResult;
  const errors = result.errors?.map((error) => withCorrelationId(error, context.correlationId)) ?? [];
  const legacy = headers.get('content-type')?.startsWith(JSON_TYPE) ?? false;
  return reply
    .code(legacy ? legacyStatus(status, errors) : status)
    .send(JSON.stringify({ ...result, errors }));
}

/** Under `application/json`, a well-formed request whose operation cannot be executed is answered with 200. */
function legacyStatus(
  status: number,
  errors: readonly { readonly extensions?: Readonly<Record<string, unknown>> }[],
): number {
  const malformed = errors.some(({ extensions }) => extensions?.['code'] === 'BAD_REQUEST');
  return status === 400 && !malformed ? 200 : status;
}

/** Answers a request that was not admitted or is malformed; it counts against its address as well. */
function refuse(
  failure: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  route: GraphqlRoute,
): FastifyReply {
  const accepted = request.headers.accept ?? '';
  reply.type(`${accepted.includes(GRAPHQL_TYPE) ? GRAPHQL_TYPE : JSON_TYPE}; charset=utf-8`);
  const error = failure instanceof RateLimited ? failure : counted(failure, request, route);
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

/** What the client is told: the refusal itself, or that its address has had too many of them. */
function counted(failure: unknown, request: FastifyRequest, { countRefusal }: GraphqlRoute): unknown {
  try {
    countRefusal(request);
    return failure;
  } catch (tooMany) {
    return tooMany;
  }
}

function statusOf(error: unknown): number {
  if (error instanceof Unauthenticated) return 401;
  if (error instanceof RateLimited) return 429;
  const http = error instanceof GraphQLError ? error.extensions['http'] : undefined;
  return (http as { readonly status?: number } | undefined)?.status ?? 500;
}
