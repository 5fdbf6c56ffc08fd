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

/** The header that ties together what one request causes in all services. */
export const CORRELATION_HEADER = 'x-correlation-id';

/** The header in which the gateway names the client's network address. */
export const CLIENT_ADDRESS_HEADER = 'x-client-address';

/** The given correlation id where it is usable (8 to 64 letters, digits, `-`, `_`), else a new one. */
export const correlationIdOf = (given: unknown): string =>
  typeof given === 'string' && /^[\w-]{8,64}$/.test(given) ? given : newId();

/** How long connections may be silent, in ms. */
export interface SilenceLimits {
  /** Between requests. */
  readonly keepAliveMs: number;
  /** While a request waits for its answer. */
  readonly standstillMs: number;
}

export interface HttpServerOptions {
  readonly log: Logger;
  /** Rejects while the service cannot do its work. */
  readonly ready: () => Promise<void>;
  /** The largest request body, in bytes. */
  readonly bodyLimit?: number;
  /** How long a request may take to arrive. */
  readonly requestTimeoutMs?: number;
  readonly connections?: ConnectionLimits;
  readonly silence?: SilenceLimits;
  /** What `/metrics` tells, and where; without it nothing is measured. */
  readonly metrics?: MetricsEndpoint;
  /** How its clients are let go; a service that drains has it in hand. */
  readonly draining?: Draining;
  /** Is told of the metrics, too. */
  readonly telemetry?: Telemetry;
  /** The certificates to serve with; without them it speaks plain HTTP. */
  readonly tls?: Tls | undefined;
}

const DEFAULT_REQUEST_TIMEOUT_MS = 15_000;
/** Longer than usual proxies in front keep their connections, and than any answer takes. */
const DEFAULT_SILENCE: SilenceLimits = { keepAliveMs: 72_000, standstillMs: 60_000 };
/** How often it is looked which requests take too long to arrive. */
const LOOK_MS = 1_000;
/** Services are called from few addresses, but by many. */
const DEFAULT_CONNECTIONS: ConnectionLimits = { total: 10_000, perAddress: 0 };

/** The one place where servers are made: what connections may do is the same for all. */
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
 * A Fastify server with what every service answers: `/health` (the process lives), `/ready` (it can do its work) and,
 * where it is wanted, `/metrics` (Prometheus). Each request's id is its correlation id.
 */
export function createHttpServer(options: HttpServerOptions): FastifyInstance {
  const { tls, draining = new Draining() } = options;
  const app = fastify({
    bodyLimit: options.bodyLimit ?? 1_048_576,
    forceCloseConnections: 'idle',
    // What comes while it closes is refused by the hook below, which says that nothing was begun.
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

/** What services serve one another, and not probes. */
const GUARDED_PATHS: ReadonlySet<string> = new Set(['/graphql', WEBHOOK_PATH]);

/** Without a certificate that is trusted, nobody gets further than what probes ask. */
function refuseStrangers(app: FastifyInstance, tls: Tls): void {
  app.addHook('onRequest', async (request, reply) => {
    if (GUARDED_PATHS.has(request.routeOptions.url ?? '') && !isTrusted(tls, request.raw.socket))
      await reply
        .code(403)
        .send({ errors: [{ message: 'A certificate of a trusted authority is needed.' }] });
  });
}

/** One entry per GraphQL request; probes and metrics are not worth one. */
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
