import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  createLogger,
  noTelemetry,
  readVariables,
  startTelemetry,
  telemetryConfig,
  telemetryVariables,
  type Telemetry,
  parseTraceparent,
} from '@counterstep/service-kit';
import { startOtlpReceiver, type OtlpReceiver } from '@counterstep/service-kit/testing/otlp';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const traceparent = (flags: string) => `00-${TRACE}-b7ad6b7169203331-${flags}`;
const log = createLogger('test', 'silent');

let receiver: OtlpReceiver;
let before: NodeJS.ProcessEnv;

beforeEach(async () => {
  before = process.env;
  receiver = await startOtlpReceiver();
});
afterEach(async () => {
  process.env = before;
  await receiver.close();
});

/** Starts telemetry as a process with these variables does; the SDK itself reads some of them. */
const start = (variables: Record<string, string> = {}): Promise<Telemetry> => {
  process.env = { ...before, OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, ...variables };
  const config = telemetryConfig(readVariables(telemetryVariables, process.env));
  return startTelemetry(config, { service: 'orders', log, database: { 'db.system.name': 'sqlite' } });
};

/** Sends one span below a caller's; returns whether it was kept. */
async function keeps(variables: Record<string, string>, header: unknown, trusted = true): Promise<boolean> {
  const telemetry = await start({ OTEL_METRICS_EXPORTER: 'none', ...variables });
  telemetry
    .join(header, trusted ? 'trusted' : 'untrusted')
    .begin('work')
    .end();
  await telemetry.stop();
  return receiver.spans.some(({ name }) => name === 'work');
}

describe.each(['http/protobuf', 'http/json'])('telemetry by %s', (protocol) => {
  it('sends spans with their parents, links and attributes, under the resource that variables describe', async () => {
    const telemetry = await start({
      OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
      OTEL_EXPORTER_OTLP_HEADERS: 'x-key=secret',
      OTEL_SERVICE_NAME: 'shop-orders',
      OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test,service.version=3',
    });
    const request = telemetry.join(traceparent('01'), 'trusted').begin('request', { kind: 'SERVER' });
    const link = `00-${'1'.repeat(32)}-${'2'.repeat(16)}-01`;
    const work = request.begin('work', {
      attributes: { step: 'pay', tries: 2, last: true, nothing: undefined },
      links: [link, 'no link'],
    });
    work.fail('CARD_DECLINED');
    work.end();
    request.end();
    await telemetry.stop();

    const [sentRequest, sentWork] = ['request', 'work'].map((name) =>
      receiver.spans.find((span) => span.name === name),
    );
    expect(sentRequest).toMatchObject({
      ...{ service: 'shop-orders', traceId: TRACE, parentSpanId: 'b7ad6b7169203331', kind: 2, failed: false },
      resource: {
        'deployment.environment.name': 'test',
        'service.version': '3',
        'service.namespace': 'counterstep',
      },
    });
    expect(sentWork).toMatchObject({
      ...{ traceId: TRACE, parentSpanId: sentRequest?.spanId, failed: true },
      links: [{ traceId: '1'.repeat(32), spanId: '2'.repeat(16) }],
    });
    expect(Object.keys(sentWork!.attributes)).toEqual(['step', 'tries', 'last', 'error.type']);
    expect(receiver.requests.map(({ headers }) => headers['x-key'])).toContain('secret');
    expect(new Set(receiver.requests.map(({ path }) => path))).toEqual(
      new Set(['/v1/traces', '/v1/metrics']),
    );
  });

  it('sends what the registries hold, under the same names', async () => {
    const telemetry = await start({ OTEL_EXPORTER_OTLP_PROTOCOL: protocol });
    const registry = new Registry();
    const registers = [registry];
    new Counter({ name: 'orders_total', help: 'Orders.', labelNames: ['outcome'], registers }).inc(
      { outcome: 'placed' },
      3,
    );
    new Gauge({ name: 'sagas_active', help: 'Sagas.', registers }).set(7);
    const durations = new Histogram({ name: 'took_seconds', help: 'Took.', buckets: [0.1, 1], registers });
    for (const seconds of [0.05, 0.5, 5, 0.25]) durations.observe(seconds);
    telemetry.observe(registry);
    await telemetry.stop();

    const found = (name: string) => receiver.metrics.find((metric) => metric.name === name);
    expect(found('orders_total')).toMatchObject({
      ...{ service: 'orders', kind: 'sum' },
      points: [{ attributes: { outcome: 'placed' }, value: 3 }],
    });
    expect(found('sagas_active')).toMatchObject({ kind: 'gauge', points: [{ value: 7 }] });
    expect(found('took_seconds')).toMatchObject({
      kind: 'histogram',
      points: [
        {
          count: 4,
          sum: 5.8,
          explicitBounds: [0.1, 1],
          bucketCounts: [1, 2, 1],
        },
      ],
    });
  });
});

describe('what is sampled', () => {
  const ratio = (share: string) => ({
    OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
    OTEL_TRACES_SAMPLER_ARG: share,
  });

  it.each([
    ['everything by default', {}, undefined, true, true],
    ['nothing with always_off', { OTEL_TRACES_SAMPLER: 'always_off' }, traceparent('01'), true, false],
    ['what a trusted caller samples', ratio('0'), traceparent('01'), true, true],
    ['nothing that a trusted caller does not', ratio('1'), traceparent('00'), true, false],
    ['no more of what a client samples', ratio('0'), traceparent('01'), false, false],
    ['no less of what a client does not', ratio('1'), traceparent('00'), false, true],
  ] as const)('is %s', async (_what, variables, header, trusted, kept) => {
    expect(await keeps(variables, header, trusted)).toBe(kept);
  });

  it('is not chosen by a client that has chosen the id of its trace', async () => {
    const lowest = `00-${'0'.repeat(31)}1-b7ad6b7169203331-01`;
    const telemetry = await start({ OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.5' });
    const [own, theirs] = (['trusted', 'untrusted'] as const).map(
      (trust) => telemetry.join(lowest, trust).begin('work').traceId,
    );
    await telemetry.stop();
    expect(own).toBe(parseTraceparent(lowest)?.traceId);
    expect(theirs).not.toBe(own);
  });

  it('goes on as it began, in a trace of its own that is linked', async () => {
    const telemetry = await start(ratio('0'));
    telemetry.resume('kept', traceparent('01')).end();
    telemetry.resume('dropped', traceparent('00')).end();
    await telemetry.stop();
    expect(receiver.spans.map(({ name }) => name)).toEqual(['kept']);
    expect(receiver.spans[0]).toMatchObject({ parentSpanId: undefined, links: [{ traceId: TRACE }] });
    expect(receiver.spans[0]!.traceId).not.toBe(TRACE);
  });
});

describe('a collector', () => {
  let collector: Server | undefined;
  afterEach(async () => {
    collector?.closeAllConnections();
    collector?.close();
    if (collector) await once(collector, 'close');
    collector = undefined;
  });

  /** Starts a collector that handles requests as given; returns its URL. */
  async function collectorThat(answers: Parameters<typeof createServer>[1]): Promise<string> {
    collector = createServer(answers);
    collector.listen(0, '127.0.0.1');
    await once(collector, 'listening');
    return `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
  }

  const floods = async (url: string): Promise<number> => {
    const telemetry = await start({ OTEL_EXPORTER_OTLP_ENDPOINT: url, OTEL_BSP_MAX_QUEUE_SIZE: '10' });
    for (let each = 0; each < 1_000; each += 1) telemetry.join(undefined, 'trusted').begin('work').end();
    const stopsAt = performance.now();
    await telemetry.stop();
    return performance.now() - stopsAt;
  };

  it('that is away keeps nobody from work, and a stop from ending only for a second', async () => {
    expect(await floods('http://127.0.0.1:9')).toBeLessThan(5_000);
  });

  it('that never answers keeps a stop from ending only for a second', async () => {
    expect(await floods(await collectorThat(() => undefined))).toBeLessThan(5_000);
  });

  it('that answers nonsense keeps nobody from work', async () => {
    const url = await collectorThat((_request, response) => response.writeHead(200).end('\u0000nonsense'));
    expect(await floods(url)).toBeLessThan(5_000);
  });
});

describe('telemetry', () => {
  it.each([
    ['no endpoint', { OTEL_EXPORTER_OTLP_ENDPOINT: '' }],
    ['the SDK disabled', { OTEL_SDK_DISABLED: 'true' }],
    ['no exporter', { OTEL_TRACES_EXPORTER: 'none', OTEL_METRICS_EXPORTER: 'none' }],
  ])('is none with %s', async (_what, variables) => {
    expect(await start(variables)).toBe(noTelemetry);
  });

  it.each([
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector:4317'],
    ['OTEL_EXPORTER_OTLP_PROTOCOL', 'grpc'],
    ['OTEL_TRACES_SAMPLER', 'sometimes'],
    ['OTEL_TRACES_SAMPLER_ARG', '10'],
    ['OTEL_BSP_MAX_QUEUE_SIZE', '0'],
  ])('is refused with a wrong %s, which is named', (name, value) => {
    expect(() => readVariables(telemetryVariables, { [name]: value })).toThrow(name);
  });
});
