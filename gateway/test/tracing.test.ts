import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readVariables, telemetryConfig, telemetryVariables } from '@counterstep/service-kit';
import type { Service } from '@counterstep/service-kit/server';
import {
  startOtlpReceiver,
  type OtlpReceiver,
  type ReceivedSpan,
} from '@counterstep/service-kit/testing/otlp';
import { createClient } from 'graphql-sse';
import { connect, Follower } from './follower.ts';
import { createLibraryKit, type LibraryKit } from './kit.ts';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const PARENT = 'b7ad6b7169203331';
const traceparent = `00-${TRACE}-${PARENT}-01`;

let kit: LibraryKit;
let receiver: OtlpReceiver;
let before: string | undefined;
let gateway: Service;

beforeAll(async () => {
  kit = await createLibraryKit();
  receiver = await startOtlpReceiver();
  before = process.env['OTEL_EXPORTER_OTLP_ENDPOINT'];
  // The SDK reads it itself.
  process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] = receiver.url;
  gateway = await kit.gateway({ telemetry: telemetryConfig(readVariables(telemetryVariables, variables())) });
});
afterAll(async () => {
  if (before === undefined) delete process.env['OTEL_EXPORTER_OTLP_ENDPOINT'];
  else process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] = before;
  await kit.end();
  await receiver.close();
});

const variables = () => ({
  OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
  OTEL_BSP_SCHEDULE_DELAY: '20',
  OTEL_METRICS_EXPORTER: 'none',
});

interface TracedAnswer {
  readonly data?: unknown;
  readonly extensions?: { readonly traceId?: string };
}

const ask = async (
  { url }: Service,
  query: string,
  headers: Record<string, string> = {},
  more: object = {},
) => {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, ...more }),
  });
  return (await response.json()) as TracedAnswer;
};

const spanOf = (name: string, traceId = TRACE): Promise<ReceivedSpan> =>
  receiver.until(({ spans }) => spans.find((span) => span.name === name && span.traceId === traceId));

describe('a traced operation', () => {
  it('is a span of its client’s trace, above its plan and what is fetched for it', async () => {
    const query = 'query Read { book(id: "1") { title rating } }';
    const { extensions } = await ask(gateway, query, { traceparent });
    expect(extensions).toEqual({ traceId: TRACE });

    const request = await spanOf('POST /graphql');
    const operation = await spanOf('query Read');
    expect(request).toMatchObject({ service: 'gateway', traceId: TRACE, parentSpanId: PARENT, kind: 2 });
    expect(request.attributes).toMatchObject({ 'http.response.status_code': 200, 'http.route': '/graphql' });
    expect(operation).toMatchObject({ traceId: TRACE, parentSpanId: request.spanId });
    for (const name of ['plan', 'fetch books', 'fetch reviews'])
      expect(await spanOf(name)).toMatchObject({ traceId: TRACE, parentSpanId: operation.spanId });
    expect(JSON.stringify(receiver.spans)).not.toContain('title');
  });

  it('begins a trace where its client names none, and answers which', async () => {
    const { extensions } = await ask(gateway, '{ whoami { service } }');
    const { traceId, parentSpanId } = await spanOf('POST /graphql', extensions?.traceId);
    expect(parentSpanId).toBeUndefined();
    expect(extensions).toEqual({ traceId });
  });

  it('keeps its trace over a socket, and each operation may name its own', async () => {
    const client = connect(gateway, undefined, { traceparent });
    const other = '1'.repeat(32);
    const first = new Follower(client, 'query First { whoami { service } }');
    await first.ended;
    const own = { traceparent: `00-${other}-${PARENT}-01` };
    const second = new Follower(client, 'query Second { whoami { service } }', {}, own);
    await second.ended;
    await client.dispose();
    expect([first, second].map(({ results }) => results[0]?.extensions?.['traceId'])).toEqual([TRACE, other]);
    expect(await spanOf('query First')).toMatchObject({ traceId: TRACE, parentSpanId: PARENT, kind: 2 });
    expect(await spanOf('query Second', other)).toMatchObject({ parentSpanId: PARENT });
  });

  it('is seen to begin where it is a subscription, over a socket and over SSE', async () => {
    const query = (name: string) => `subscription ${name} { progress(id: "1") { sequence } }`;
    const sse = createClient({
      url: `${gateway.url}/graphql/stream`,
      headers: { traceparent },
      retryAttempts: 0,
    });
    const results = sse.iterate({ query: query('Streamed') });
    const client = connect(gateway, undefined, { traceparent });
    const follower = new Follower(client, query('Sent'));
    kit.library.channel('1').tell('lent');
    await results.next();
    for (const name of ['subscription Streamed', 'subscription Sent'])
      expect(await spanOf(name)).toMatchObject({ traceId: TRACE });
    follower.leave();
    await results.return?.(undefined);
    sse.dispose();
    await client.dispose();
  });

  it.each([
    ['malformed', { traceparent: '00-' + 'g'.repeat(32) + '-x-01' }],
    ['doubled', { traceparent: `${traceparent}, ${traceparent}` }],
    ['huge', { traceparent: 'a'.repeat(8_000) }],
    [
      'beside a tracestate and a baggage without end',
      { tracestate: 'a=b,'.repeat(900), baggage: 'c=d,'.repeat(900) },
    ],
  ])('answers as ever with a traceparent that is %s', async (_how, headers) => {
    const { data, extensions } = await ask(gateway, '{ whoami { service } }', headers);
    expect(data).toEqual({ whoami: { service: 'gateway' } });
    const request = await spanOf('POST /graphql', extensions?.traceId);
    expect(request.parentSpanId).toBeUndefined();
    expect(JSON.stringify(request.attributes)).not.toMatch(/a=b|c=d|aaaa/);
  });

  it.each([
    ['a number', 7],
    ['an object', { toString: traceparent }],
    ['huge', 'a'.repeat(100_000)],
  ])('is done as ever where the parameter of its socket is %s', async (_what, wrong) => {
    const client = connect(gateway, undefined, { traceparent: wrong });
    const follower = new Follower(client, '{ whoami { service } }', {}, { traceparent: wrong });
    await follower.ended;
    await client.dispose();
    expect(follower.results).toMatchObject([{ data: { whoami: { service: 'gateway' } } }]);
  });
});

describe('a gateway that trusts its clients', () => {
  it('leaves it to them whether their traces are kept', async () => {
    const telemetry = telemetryConfig(readVariables(telemetryVariables, variables()));
    const trusting = await kit.gateway({ telemetry, trustTraceparent: true });
    const [dropped, kept] = ['2'.repeat(32), '3'.repeat(32)];
    await ask(trusting, '{ whoami { service } }', { traceparent: `00-${dropped}-${PARENT}-00` });
    await ask(trusting, '{ whoami { service } }', { traceparent: `00-${kept}-${PARENT}-01` });
    await spanOf('POST /graphql', kept);
    expect(receiver.spans.filter(({ traceId }) => traceId === dropped)).toEqual([]);
  });
});

describe('a gateway without telemetry', () => {
  it('says nothing of traces to clients that name none, and hands on those of others', async () => {
    const silent = await kit.gateway();
    expect(await ask(silent, '{ whoami { service } }')).toEqual({
      data: { whoami: { service: 'gateway' } },
    });
    const { extensions } = await ask(silent, '{ whoami { service } }', { traceparent });
    expect(extensions).toEqual({ traceId: TRACE });
  });
});
