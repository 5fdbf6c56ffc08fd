import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { fastify, type FastifyInstance } from 'fastify';
import { newId, isTrusted, renewCertificates, serverOptions, type Tls } from '@counterstep/primitives';
import type { Logger } from '../log.ts';
import { Draining } from './draining.ts';
import { guardConnections, limitPipelines, type ConnectionLimits } from './connections.ts';
import { httpDurations } from './metric-families.ts';
import { serveMetrics, type MetricsEndpoint } from './metrics-endpoint.ts';
import type { Telemetry } from '../telemetry/index.ts';
import { WEBHOOK_PATH } from './webhooks.ts';

/** The header with the correlation id, which links everything that one request causes in all services. */
export const CORRELATION_HEADER = 'x-correlation-id';

/** The header by which the gateway passes on the client's network address. */
export const CLIENT_ADDRESS_HEADER = 'x-client-address';

/** The given correlation id if it is usable (8 to 64 letters, digits, `-`, `_`), else a new one. */
export const correlationIdOf = (given: unknown): string =>
  typeof given === 'string' && /^[\w-]{8,64}$/.test(given) ? given : newId();

/** How long connections may be silent, in ms. */
export interface SilenceLimits {
  /** The limit between requests. */
  readonly keepAliveMs: number;
  /** The limit while a request waits for its answer. */
  readonly standstillMs: number;
}

export interface HttpServerOptions {
  readonly log: Logger;
  /** Checks readiness; rejects while the service cannot do its work. */
  readonly ready: () => Promise<void>;
  /** The largest request body, in bytes. */
  readonly bodyLimit?: number;
  /** How long a request may take to arrive, in ms. */
  readonly requestTimeoutMs?: number;
  readonly connections?: ConnectionLimits;
  readonly silence?: SilenceLimits;
  /** The metrics to serve at `/metrics`, and where; if absent, nothing is measured. */
  readonly metrics?: MetricsEndpoint;
  /** How the server lets its clients go; a service that drains passes its own. */
  readonly draining?: Draining;
  /** The telemetry that the metrics are also sent to. */
  readonly telemetry?: Telemetry;
  /** The certificates to serve with; if absent, the server uses plain HTTP. */
  readonly tls?: Tls | undefined;
}

const DEFAULT_REQUEST_TIMEOUT_MS = 15_000;
/** The limits are longer than common proxies keep idle connections, and than any answer takes. */
const DEFAULT_SILENCE: SilenceLimits = { keepAliveMs: 72_000, standstillMs: 60_000 };
/** How often the server looks for requests that take too long to arrive, in ms. */
const LOOK_MS = 1_000;
/** Few addresses call services, but for many clients. */
const DEFAULT_CONNECTIONS: ConnectionLimits = { total: 10_000, perAddress: 0 };

/** Creates every server, so that the same limits for connections apply to all. */
function createGuardedServer(handler: RequestListener, options: HttpServerOptions): Server {
  const requestTimeout = options.requestTimeoutMs ?? DEFAULT_REQUEST_TIMEOUT_MS;
  const { keepAliveMs, standstillMs } = options.silence ?? DEFAULT_SILENCE;
  const limits = {
    requestTimeout,
    headersTimeout: requestTimeout,
    keepAliveTimeout: keepAliveMs,
    connectionsCheckingInterval: LOOK_MS,
  };
  const { tls } = options;
  const server = tls?.serves
    ? createTlsServer({ ...limits, ...serverOptions(tls), handshakeTimeout: requestTimeout }, handler)
    : createServer(limits, handler);
  if (tls?.serves) renewCertificates(server, tls);
  server.setTimeout(standstillMs);
  guardConnections(server, options.connections ?? DEFAULT_CONNECTIONS);
  return server;
}

/**
 * Creates a Fastify server with the routes of every service: `/health` (the process lives), `/ready` (it can do its
 * work) and, if wanted, `/metrics` (Prometheus). Each request's id is its correlation id.
 */
export function createHttpServer(options: HttpServerOptions): FastifyInstance {
  const { tls, draining = new Draining() } = options;
  const app = fastify({
    bodyLimit: options.bodyLimit ?? 1_048_576,
    forceCloseConnections: 'idle',
    // The hook below refuses requests during closing, and says that they were not begun.
    return503OnClosing: false,
    serverFactory: (handler) => createGuardedServer(handler, options),
    genReqId: (request) => correlationIdOf(request.headers[CORRELATION_HEADER]),
  });
  limitPipelines(app);
  draining.install(app);
  app.addHook('onRequest', (request, reply, done) => {
    reply.header(CORRELATION_HEADER, request.id);
    done();
  });
  if (tls?.mutual) refuseStrangers(app, tls);
  app.get('/health', () => ({ status: 'up' }));
  app.get('/ready', async (_request, reply) => {
    try {
      draining.check();
      await options.ready();
      return { status: 'ready' };
    } catch (error) {
      options.log.warn({ err: error }, 'not ready');
      return reply.code(503).send({ status: 'not ready' });
    }
  });
  addAccessLog(app, options.log);
  if (options.metrics) {
    measureRequests(app, options.metrics);
    options.telemetry?.observe(options.metrics.metrics.common);
    options.telemetry?.observe(options.metrics.metrics.own);
    serveMetrics(app, options.metrics, (handler) => createGuardedServer(handler, options), options.log);
  }
  return app;
}

/** The paths that serve other services, rather than probes. */
const GUARDED_PATHS: ReadonlySet<string> = new Set(['/graphql', WEBHOOK_PATH]);

/** Refuses clients without a trusted certificate everywhere but at the paths for probes. */
function refuseStrangers(app: FastifyInstance, tls: Tls): void {
  app.addHook('onRequest', async (request, reply) => {
    if (GUARDED_PATHS.has(request.routeOptions.url ?? '') && !isTrusted(tls, request.raw.socket))
      await reply
        .code(403)
        .send({ errors: [{ message: 'A certificate of a trusted authority is needed.' }] });
  });
}

/** Logs an entry per GraphQL request, but none for probes and metrics. */
function addAccessLog(app: FastifyInstance, log: Logger): void {
  app.addHook('onResponse', (request, reply, done) => {
    const { method, id: correlationId } = request;
    if (request.routeOptions.url === '/graphql') {
      log.info(
        { correlationId, method, status: reply.statusCode, ms: Math.round(reply.elapsedTime) },
        'request',
      );
    }
    done();
  });
}

function measureRequests(app: FastifyInstance, { metrics }: MetricsEndpoint): void {
  const durations = httpDurations(metrics.common);
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'unknown';
    durations.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
    done();
  });
}
