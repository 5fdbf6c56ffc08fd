import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { InvalidConfiguration } from '@counterstep/primitives';
import { type MetricsConfig } from '../../src/config.ts';
import { createLogger } from '../../src/log.ts';
import {
  createServiceMetrics,
  mergeMetrics,
  metricsText,
  openFoundation,
  startSubgraph,
  type Service,
} from '../../src/server/index.ts';
import { createServiceKit, hostileConnections, type ServiceKit } from '../../src/testing/index.ts';
import { Counter } from 'prom-client';

let kit: ServiceKit;
let service: Service | undefined;
let entries: Record<string, unknown>[] = [];

beforeAll(async () => {
  kit = await createServiceKit();
});

afterEach(async () => {
  await service?.stop();
  service = undefined;
  entries = [];
});

afterAll(() => kit.remove());

const log = createLogger(undefined, 'info', {
  write: (entry) => void entries.push(JSON.parse(entry) as Record<string, unknown>),
});

/**
 * Starts a service with metrics at a place; returns its URL, and the URL of its separate metrics server if there is
 * one.
 */
async function start(at: MetricsConfig['at']): Promise<readonly [url: string, metrics: string]> {
  const config = { ...kit.config, metrics: { at, runtime: 'none' } } as const;
  service = await startSubgraph({
    name: 'one',
    config,
    foundation: await openFoundation('one', config, { log }),
    sdl: 'type Query { one: Int }',
    resolvers: { Query: { one: () => 1 } },
    context: (request) => request,
  });
  const served = entries.find(({ msg }) => msg === 'metrics are served');
  return [service.url, String(served?.['url'])];
}

const statusOf = async (url: string): Promise<number> => (await fetch(url)).status;

describe('the metrics of a service', () => {
  it('are on its own port where they are wanted there', async () => {
    const [url] = await start('service');
    await fetch(`${url}/health`);
    const answer = await fetch(`${url}/metrics`);
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(await answer.text()).toMatch(
      /^http_request_duration_seconds_count\{service_name="one",method="GET",route="\/health",status="200"\} 1$/m,
    );
  });

  it('are nowhere when they are off', async () => {
    const [url] = await start('off');
    expect(await statusOf(`${url}/metrics`)).toBe(404);
    expect(await statusOf(`${url}/health`)).toBe(200);
    expect(entries.map(({ msg }) => msg)).not.toContain('metrics are served');
  });

  it('are only on a port of their own, with nothing else, where there is one', async () => {
    const [url, metrics] = await start(0);
    expect(new URL(metrics).port).not.toBe(new URL(url).port);
    expect(await statusOf(`${url}/health`)).toBe(200);
    expect(await statusOf(`${url}/ready`)).toBe(200);
    expect(await statusOf(`${url}/metrics`)).toBe(404);
    expect(await (await fetch(`${metrics}/metrics`)).text()).toContain('route="/ready"');
    expect(await statusOf(`${metrics}/health`)).toBe(200);
    expect(await statusOf(`${metrics}/ready`)).toBe(404);
    expect(await statusOf(`${metrics}/graphql?query={one}`)).toBe(404);
  });

  it.each(hostileConnections)('are told after a connection that $name', async ({ attack }) => {
    const [, metrics] = await start(0);
    await attack(metrics);
    expect(await statusOf(`${metrics}/metrics`)).toBe(200);
  });

  it('end with the service', async () => {
    const [, metrics] = await start(0);
    expect(await statusOf(`${metrics}/metrics`)).toBe(200);
    await service?.stop();
    service = undefined;
    await expect(fetch(`${metrics}/metrics`)).rejects.toThrow('fetch failed');
  });

  it('keep a service from its start whose metrics port is taken, and name the variable', async () => {
    const occupant = createServer().listen(0, '127.0.0.1');
    await once(occupant, 'listening');
    const { port } = occupant.address() as AddressInfo;
    const failure: unknown = await start(port).catch((error: unknown) => error);
    occupant.close();
    expect(failure).toEqual(
      new InvalidConfiguration(`Port ${port} of 127.0.0.1 is in use. Choose another one with METRICS_PORT.`),
    );
  });
});

describe('metrics of several services', () => {
  it('are one text, in which each family stands once', async () => {
    const texts = ['orders', 'payments'].map(async (name) => {
      const metrics = createServiceMetrics(name);
      new Counter({ name: 'calls_total', help: 'Calls.', registers: [metrics.common] }).inc();
      new Counter({ name: `${name}_total`, help: 'Own.', registers: [metrics.own] }).inc();
      return metricsText(metrics);
    });
    expect(mergeMetrics(await Promise.all(texts))).toBe(
      [
        '# HELP calls_total Calls.\n# TYPE calls_total counter',
        'calls_total{service_name="orders"} 1\ncalls_total{service_name="payments"} 1\n',
        '# HELP orders_total Own.\n# TYPE orders_total counter\norders_total 1\n',
        '# HELP payments_total Own.\n# TYPE payments_total counter\npayments_total 1\n',
      ].join('\n'),
    );
  });
});
