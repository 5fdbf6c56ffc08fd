import type { RequestListener, Server } from 'node:http';
import { fastify, type FastifyInstance } from 'fastify';
import { Registry } from 'prom-client';
import type { MetricsConfig } from '../config.ts';
import type { Logger } from '../log.ts';
import { listen } from './listen.ts';
import { mergeMetrics, metricsText, type ServiceMetrics } from './metrics.ts';

export interface MetricsEndpoint {
  readonly metrics: ServiceMetrics;
  readonly at: MetricsConfig['at'];
  /** The address that a separate metrics server listens on. */
  readonly host: string;
  /** Reads metrics of other parts of the process, in Prometheus' format. */
  readonly otherMetrics?: (() => Promise<string>) | undefined;
}

/**
 * Serves `/metrics` where it is wanted: on the service's server, or on a separate one that listens before the service
 * does and closes with it.
 */
export function serveMetrics(
  app: FastifyInstance,
  endpoint: MetricsEndpoint,
  createServer: (handler: RequestListener) => Server,
  log: Logger,
): void {
  const { at, host } = endpoint;
  if (at === 'off') return;
  if (at === 'service') {
    answerMetrics(app, endpoint);
    return;
  }
  // A scrape that is cut off will be repeated, so closing does not wait for it.
  const own = fastify({ forceCloseConnections: true, serverFactory: createServer });
  answerMetrics(own, endpoint);
  own.get('/health', () => ({ status: 'up' }));
  app.addHook('onReady', async () => {
    log.info({ url: await listen(own, host, at, 'METRICS_PORT') }, 'metrics are served');
  });
  app.addHook('onClose', () => own.close());
}

function answerMetrics(app: FastifyInstance, { metrics, otherMetrics }: MetricsEndpoint): void {
  app.get('/metrics', async (_request, reply) => {
    // If the other metrics cannot be read, the rest is still served.
    const others = otherMetrics?.().catch(() => '');
    const texts = await Promise.all([metricsText(metrics), others]);
    return reply
      .header('content-type', Registry.PROMETHEUS_CONTENT_TYPE)
      .send(mergeMetrics(texts.map((text) => text ?? '')));
  });
}
