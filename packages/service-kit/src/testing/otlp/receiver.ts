import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { decode, requests } from './protobuf.ts';

type Values = Readonly<Record<string, string | number | boolean>>;

/** A received span. */
export interface ReceivedSpan {
  /** The `service.name` of its resource. */
  readonly service: string;
  readonly resource: Values;
  readonly traceId: string;
  readonly spanId: string;
  /** Undefined for the root of a trace. */
  readonly parentSpanId: string | undefined;
  readonly name: string;
  /** 1 INTERNAL, 2 SERVER, 3 CLIENT. */
  readonly kind: number;
  readonly attributes: Values;
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[];
  readonly failed: boolean;
}

/** A received metric. */
export interface ReceivedMetric {
  readonly service: string;
  readonly name: string;
  readonly kind: 'gauge' | 'sum' | 'histogram';
  readonly points: readonly {
    readonly attributes: Values;
    readonly value: number | undefined;
    readonly count: number | undefined;
    readonly sum: number | undefined;
    readonly bucketCounts: readonly number[];
    readonly explicitBounds: readonly number[];
  }[];
}

/** A received request. */
export interface ReceivedRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}

/** A collector that keeps everything it receives. */
export interface OtlpReceiver {
  /** The value for `OTEL_EXPORTER_OTLP_ENDPOINT`. */
  readonly url: string;
  readonly requests: readonly ReceivedRequest[];
  readonly spans: readonly ReceivedSpan[];
  readonly metrics: readonly ReceivedMetric[];
  /** Resolves as soon as `find` finds something in the received data. */
  until<T>(find: (receiver: OtlpReceiver) => T | undefined): Promise<T>;
  close(): Promise<void>;
}

interface Attribute {
  readonly key: string;
  readonly value?: {
    readonly stringValue?: string;
    readonly boolValue?: boolean;
    readonly intValue?: string | number;
    readonly doubleValue?: number;
  };
}
interface Attributed {
  readonly attributes?: readonly Attribute[];
}
interface OtlpSpan extends Attributed {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly links?: ReceivedSpan['links'];
  readonly status?: { readonly code?: number };
}
interface OtlpPoint extends Attributed {
  readonly asDouble?: number;
  readonly count?: number;
  readonly sum?: number;
  readonly bucketCounts?: readonly number[];
  readonly explicitBounds?: readonly number[];
}
type OtlpMetric = { readonly name: string } & Readonly<
  Partial<Record<ReceivedMetric['kind'], { readonly dataPoints?: readonly OtlpPoint[] }>>
>;

/** The body of a request with traces or metrics. */
interface Body {
  readonly resourceSpans?: readonly {
    readonly resource?: Attributed;
    readonly scopeSpans?: readonly { readonly spans?: readonly OtlpSpan[] }[];
  }[];
  readonly resourceMetrics?: readonly {
    readonly resource?: Attributed;
    readonly scopeMetrics?: readonly { readonly metrics?: readonly OtlpMetric[] }[];
  }[];
}

const valueOf = ({ value = {} }: Attribute): string | number | boolean =>
  value.intValue === undefined
    ? (value.stringValue ?? value.boolValue ?? value.doubleValue ?? '')
    : Number(value.intValue);

const valuesOf = ({ attributes = [] }: Attributed = {}): Values =>
  Object.fromEntries(attributes.map((attribute) => [attribute.key, valueOf(attribute)]));

function spansOf({ resourceSpans = [] }: Body): ReceivedSpan[] {
  return resourceSpans.flatMap(({ resource: told, scopeSpans = [] }) => {
    const resource = valuesOf(told);
    const service = String(resource['service.name']);
    return scopeSpans
      .flatMap(({ spans = [] }) => spans)
      .map(({ traceId, spanId, parentSpanId, name, kind, links = [], status, ...span }) => ({
        ...{ service, resource, traceId, spanId, name, kind, links },
        parentSpanId: parentSpanId === '' ? undefined : parentSpanId,
        attributes: valuesOf(span),
        failed: status?.code === 2,
      }));
  });
}

const pointOf = ({ asDouble: value, count, sum, bucketCounts = [], ...point }: OtlpPoint) => {
  const { explicitBounds = [] } = point;
  return { attributes: valuesOf(point), value, count, sum, bucketCounts, explicitBounds };
};

function metricsOf({ resourceMetrics = [] }: Body): ReceivedMetric[] {
  return resourceMetrics.flatMap(({ resource, scopeMetrics = [] }) => {
    const service = String(valuesOf(resource)['service.name']);
    return scopeMetrics
      .flatMap(({ metrics = [] }) => metrics)
      .map((metric) => {
        const kind = (['gauge', 'sum', 'histogram'] as const).find((each) => each in metric) ?? 'gauge';
        return { service, name: metric.name, kind, points: (metric[kind]?.dataPoints ?? []).map(pointOf) };
      });
  });
}

async function bodyOf(request: IncomingMessage): Promise<Body> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const sent = Buffer.concat(chunks);
  const bytes = request.headers['content-encoding'] === 'gzip' ? gunzipSync(sent) : sent;
  if (request.headers['content-type'] === 'application/json') return JSON.parse(bytes.toString()) as Body;
  const signal = request.url?.endsWith('/metrics') === true ? 'metrics' : 'traces';
  return decode(bytes, requests[signal]);
}

/** Starts a collector on a free loopback port, which takes OTLP over HTTP as protobuf and as JSON. */
export async function startOtlpReceiver(): Promise<OtlpReceiver> {
  const received: ReceivedRequest[] = [];
  const [spans, metrics]: [ReceivedSpan[], ReceivedMetric[]] = [[], []];
  const waiting = new Set<() => void>();
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      received.push({ path: request.url ?? '', headers: request.headers });
      spans.push(...spansOf(body));
      metrics.push(...metricsOf(body));
      response.setHeader('content-type', request.headers['content-type'] ?? '');
      response.end(request.headers['content-type'] === 'application/json' ? '{}' : '');
      for (const look of [...waiting]) look();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const receiver: OtlpReceiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: received,
    ...{ spans, metrics },
    until: (find) =>
      new Promise((resolve) => {
        const look = (): void => {
          const found = find(receiver);
          if (found === undefined) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return receiver;
}
