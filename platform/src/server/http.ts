import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { Server as TlsServer } from 'node:tls';
import { fastify, type FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Histogram, Registry, type Metric } from 'prom-client';
import { newId } from '../ids.ts';
import type { Logger } from '../log.ts';
import { Draining } from './draining.ts';
import { guardConnections, limitPipelines, type ConnectionLimits } from './connections.ts';
import type { Telemetry } from '../telemetry/index.ts';
import { isTrusted, renewCertificates, serverOptions, type Tls } from '../tls.ts';

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
  /** Whether to count requests of the whole process too; off where several services share one. */
  readonly processMetrics?: boolean;
  /** What else `/metrics` tells; registered nowhere yet. */
  readonly metrics?: readonly Metric[];
  /** Metrics of other parts of the process, as Prometheus' text; families that this server has itself are left out. */
  readonly otherMetrics?: (() => Promise<string>) | undefined;
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
 * A Fastify server with what every service answers: `/health` (the process lives), `/ready` (it can do its work) and
 * `/metrics` (Prometheus). Each request's id is its correlation id.
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
  addMetrics(app, options);
  return app;
}

/** Without a certificate that is trusted, nobody gets further than what probes ask. */
function refuseStrangers(app: FastifyInstance, tls: Tls): void {
  app.addHook('onRequest', async (request, reply) => {
    if (request.routeOptions.url === '/graphql' && !isTrusted(tls, request.raw.socket))
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

/** The families of a text of Prometheus that the registry does not have: each begins with its help. */
const othersOnly = (text: string, registry: Registry): string =>
  text
    .split(/^(?=# HELP )/m)
    .filter((family) => registry.getSingleMetric(/^# HELP (\S+)/.exec(family)?.[1] ?? '') === undefined)
    .map((family) => `${family.trim()}\n`)
    .join('');

function addMetrics(app: FastifyInstance, options: HttpServerOptions): void {
  const { processMetrics = false, metrics = [], otherMetrics = () => Promise.resolve('') } = options;
  const registry = new Registry();
  for (const metric of metrics) registry.registerMetric(metric);
  if (processMetrics) collectDefaultMetrics({ register: registry });
  const durations = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'How long HTTP requests took.',
    labelNames: ['method', 'route', 'status'],
    registers: [registry],
  });
  options.telemetry?.observe(registry);
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'unknown';
    durations.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
    done();
  });
  app.get('/metrics', async (_request, reply) => {
    // What is not known is not told; the rest still is.
    const [own, others] = await Promise.all([registry.metrics(), otherMetrics().catch(() => '')]);
    return reply.header('content-type', registry.contentType).send(own + othersOnly(others, registry));
  });
}

/** Listens, and returns the base URL, such as `http://127.0.0.1:4000`. */
export async function listen(app: FastifyInstance, host: string, port: number): Promise<string> {
  await app.listen({ host, port });
  const address = app.server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no TCP address.');
  const name = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  const protocol = app.server instanceof TlsServer ? 'https' : 'http';
  return `${protocol}://${name === '0.0.0.0' || name === '[::]' ? '127.0.0.1' : name}:${address.port}`;
}
