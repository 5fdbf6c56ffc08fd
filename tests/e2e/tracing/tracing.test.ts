import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  startOtlpReceiver,
  type OtlpReceiver,
  type ReceivedSpan,
} from '@counterstep/service-kit/testing/otlp';
import { logIn } from '../support/client.ts';
import { newCustomer, type Customer } from '../support/customers.ts';
import { eventually } from '../support/eventually.ts';
import { postGraphql } from '../support/http.ts';
import { mugs } from '../support/orders.ts';
import { startProgram, startSystem, type System } from '../support/system.ts';

const PLACE = `mutation Buy($input: PlaceOrderInput!) { placeOrder(input: $input) { orderId saga { id status traceId events { type step traceId } } errors { __typename } } }`;

interface TracedSaga {
  readonly id: string;
  readonly status: string;
  readonly traceId: string | null;
  readonly events: readonly {
    readonly type: string;
    readonly step: string | null;
    readonly traceId: string | null;
  }[];
}

interface Bought {
  readonly data: { readonly placeOrder: { readonly saga: TracedSaga } };
  readonly extensions?: { readonly traceId?: string };
}

const LIMIT_MS = 120_000;
const TRACE = '0af7651916cd43dd8448eb211c80319c';
const CLIENT_SPAN = 'b7ad6b7169203331';
const traceparent = `00-${TRACE}-${CLIENT_SPAN}-01`;

let receiver: OtlpReceiver;
let system: System;
let customer: Customer;

beforeAll(async () => {
  receiver = await startOtlpReceiver();
  system = await startSystem({
    LOG_LEVEL: 'info',
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    OTEL_BSP_SCHEDULE_DELAY: '50',
    OTEL_METRIC_EXPORT_INTERVAL: '500',
  });
  customer = await newCustomer(system.url);
}, LIMIT_MS);

afterAll(async () => {
  await customer.client.close();
  await system.remove();
  await receiver.close();
});

const buy = async (changes: object, headers: Record<string, string> = {}): Promise<Bought> => {
  const body = { query: PLACE, variables: { input: mugs(changes) } };
  const authorization = `Bearer ${customer.token}`;
  const { text } = await postGraphql(system.url, body, { authorization, ...headers });
  return JSON.parse(text) as Bought;
};

/** The first span with the name below the parent, already received or still to come. */
const below = (parent: string | undefined, name: string): Promise<ReceivedSpan> =>
  receiver.until(({ spans }) => spans.find((span) => span.parentSpanId === parent && span.name === name));

/** Walks down a trace by the names of its spans; returns the last one. */
async function path(parent: string, ...names: readonly string[]): Promise<ReceivedSpan> {
  const [name, ...more] = names;
  const span = await below(parent, name!);
  return more.length === 0 ? span : path(span.spanId, ...more);
}

describe('an order placed with a traceparent', () => {
  let bought: Bought;
  let coordinator: ReceivedSpan;
  let saga: ReceivedSpan;

  beforeAll(async () => {
    bought = await buy({}, { traceparent });
    coordinator = await path(
      CLIENT_SPAN,
      'POST /graphql',
      'mutation Buy',
      'fetch coordinator',
      'POST /graphql',
    );
    saga = await below(coordinator.spanId, 'saga PlaceOrder');
  }, LIMIT_MS);

  it('is one trace from its client to its plan and its coordinator', async () => {
    const operation = await path(CLIENT_SPAN, 'POST /graphql', 'mutation Buy');
    await below(operation.spanId, 'plan');
    expect(coordinator).toMatchObject({ service: 'coordinator', kind: 2 });
    expect(saga.attributes).toMatchObject({ 'counterstep.saga.status': 'COMPLETED' });
  });

  it('is the same trace in the subgraphs that are asked before it is accepted', async () => {
    for (const subgraph of ['catalog', 'customers'])
      expect(await path(coordinator.spanId, `ask ${subgraph}`, 'POST /graphql')).toMatchObject({
        service: subgraph,
      });
  });

  it.each([
    ['createOrder', 'orders', 'createOrder', []],
    ['reserveInventory', 'inventory', 'reserveInventory', []],
    ['authorizePayment', 'payments', 'authorizePayment', ['provider authorize']],
    ['bookParcel', 'shipping', 'bookParcel', ['carrier book']],
    ['confirmOrder', 'orders', 'confirmOrder', []],
    ['allocateReservation', 'inventory', 'allocateReservation', []],
    ['capturePayment', 'payments', 'capturePayment', ['provider capture']],
    ['sendNotification', 'notifications', 'sendOrderConfirmation', []],
  ])(
    'is the same trace in the attempt of %s, its participant and its commit',
    async (step, service, field, calls) => {
      const participant = await path(saga.spanId, `invoke ${step}`, 'POST /graphql', field);
      expect(participant).toMatchObject({ service, traceId: TRACE });
      expect(participant.attributes).toMatchObject({ 'counterstep.step': step });
      for (const call of calls) expect(await below(participant.spanId, call)).toMatchObject({ kind: 3 });
      const commit = await receiver.until(({ spans }) =>
        spans.find(
          ({ parentSpanId, name }) => parentSpanId === participant.spanId && name.startsWith('commit '),
        ),
      );
      expect(commit.attributes).toMatchObject({ 'db.system.name': 'sqlite' });
      expect(commit.attributes['db.collection.name']).toContain('step_barriers');
    },
  );

  it('names its trace in its answer, its saga and the saga’s events', () => {
    const { traceId, events } = bought.data.placeOrder.saga;
    expect(bought.extensions?.traceId).toBe(TRACE);
    expect(traceId).toBe(TRACE);
    expect(new Set(events.map((event) => event.traceId))).toEqual(new Set([TRACE]));
  });

  it('says in no span who the customer is, what they pay with or where they live', () => {
    const text = JSON.stringify(receiver.spans);
    for (const secret of [customer.email, 'Mary', 'Celestial', 'tok_visa', customer.token, 'MUG-BLUE'])
      expect(text).not.toContain(secret);
  });

  it('is told in the logs of all services by its trace, too', () => {
    const logs = system.program
      .output()
      .split('\n')
      .filter((line) => line.includes(`"traceId":"${TRACE}"`))
      .map((line) => JSON.parse(line) as { readonly service: string });
    expect(logs.map(({ service }) => service)).toEqual(expect.arrayContaining(['coordinator', 'payments']));
  });

  it('is counted in the metrics that are sent', async () => {
    const events = await receiver.until(({ metrics }) =>
      metrics.find(
        ({ name, points }) =>
          name === 'saga_events_total' &&
          points.some(({ attributes }) => attributes['type'] === 'SAGA_COMPLETED'),
      ),
    );
    expect(events).toMatchObject({ service: 'coordinator', kind: 'sum' });
  });
});

describe('an order whose process is killed on the way', () => {
  it(
    'goes on in a trace of its own, whose attempts are linked to the first',
    async () => {
      const trace = '1af7651916cd43dd8448eb211c80319d';
      const address = {
        name: 'Ada',
        line1: '1 Way',
        city: 'Springfield',
        postalCode: '99999',
        country: 'US',
      };
      const begun = await buy(
        { waitFor: 'ACCEPTED', shippingAddress: address },
        { traceparent: `00-${trace}-${CLIENT_SPAN}-01` },
      );
      const { id } = begun.data.placeOrder.saga;
      await receiver.until(({ spans }) =>
        spans.find(({ traceId, name }) => traceId === trace && name === 'invoke bookParcel'),
      );
      await system.kill();
      system = await system.restart();

      const later = await receiver.until(({ spans }) =>
        spans.find(
          ({ traceId, name, attributes }) =>
            traceId !== trace &&
            /^(invoke|compensate) /.test(name) &&
            attributes['counterstep.saga.id'] === id,
        ),
      );
      expect(later.links.map(({ traceId }) => traceId)).toEqual([trace]);
      const admin = await logIn(system.url, 'admin');
      const query = 'query ($id: ID!) { saga(id: $id) { id status traceId events { type step traceId } } }';
      const { saga } = await eventually(
        () => admin.ask<{ saga: TracedSaga }>(query, { id }),
        (answer) => answer.saga.events.some(({ traceId }) => traceId === later.traceId),
      );
      await admin.close();
      expect(saga.traceId).toBe(trace);
      expect(saga.events[0]).toMatchObject({ type: 'SAGA_STARTED', traceId: trace });
    },
    LIMIT_MS,
  );
});

describe('a program without an endpoint of a collector', () => {
  const dist = fileURLToPath(new URL('../../../dist/', import.meta.url));

  /** Everything that a program loads when it starts, transitively. */
  async function loaded(file: string, seen = new Map<string, string>()): Promise<Map<string, string>> {
    if (seen.has(file)) return seen;
    const text = await readFile(dist + file, 'utf8');
    seen.set(file, text);
    const imports = [...text.matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g)].map(([, name]) => name!);
    for (const name of imports) await loaded(name, seen);
    return seen;
  }

  it('loads nothing of the SDK', async () => {
    const all = await readdir(dist);
    const programs = all.filter((name) => name.endsWith('.js') && !name.startsWith('chunk-'));
    const hasSdk = (text: string): boolean => text.includes('BatchSpanProcessor');
    const withSdk = async (name: string) => [...(await loaded(name)).values()].some(hasSdk);
    for (const program of ['gateway.js', 'coordinator.js', 'orders.js', 'all-in-one.js'])
      expect(programs).toContain(program);
    for (const program of programs) expect([program, await withSdk(program)]).toEqual([program, false]);
    // The SDK is in the bundles, and loaded only on demand.
    const texts = await Promise.all(
      all.filter((name) => name.endsWith('.js')).map((name) => readFile(dist + name, 'utf8')),
    );
    expect(texts.some(hasSdk)).toBe(true);
  });

  it('says with one line which variable is wrong', async () => {
    const program = startProgram('orders', { OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' });
    expect(await program.ended).not.toBe(0);
    expect(program.output()).toContain('OTEL_EXPORTER_OTLP_ENDPOINT must be an http or https URL');
  });
});
