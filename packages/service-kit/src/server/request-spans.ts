import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { noTrace, type Attributes, type Span, type Trace } from '@counterstep/primitives';

const spans = new WeakMap<object, Span>();

/** The span of a request, or a span that does nothing if it has none. */
export const spanOf = (request: FastifyRequest): Span => spans.get(request) ?? noTrace;

/** Begins the span of a request to a GraphQL route; the span ends with the answer, or earlier with the connection. */
export function beginRequestSpan(place: Trace, request: FastifyRequest, { raw }: FastifyReply): Span {
  const route = request.routeOptions.url ?? 'unknown';
  const span = place.begin(
    `${request.method} ${route}`,
    place.isRecorded ? { kind: 'SERVER', attributes: attributesOf(request, route) } : {},
  );
  if (span.traceId !== undefined) spans.set(request, span);
  if (!span.isRecorded) return span;
  raw.once('close', () => {
    span.note({ 'http.response.status_code': raw.statusCode });
    if (raw.statusCode >= 500) span.fail(String(raw.statusCode));
    else if (!raw.writableFinished) span.fail('cancelled');
    span.end();
  });
  return span;
}

const attributesOf = ({ method, protocol, raw, id }: FastifyRequest, route: string): Attributes => ({
  'http.request.method': method,
  'http.route': route,
  'url.path': route,
  'url.scheme': protocol,
  'network.protocol.version': raw.httpVersion,
  'counterstep.correlation_id': id,
});

/** Gives every request to a GraphQL route a span in the trace that `placeOf` finds for it. */
export function traceRequests(app: FastifyInstance, placeOf: (request: FastifyRequest) => Trace): void {
  app.addHook('onRequest', (request, reply, done) => {
    if (request.routeOptions.url?.startsWith('/graphql') === true && request.method !== 'OPTIONS')
      beginRequestSpan(placeOf(request), request, reply);
    done();
  });
}
