import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CANCEL_ORDER } from '../support/cancellations.ts';
import { newCustomer } from '../support/customers.ts';
import { queriesOfAlerts, queriesOfDashboards } from '../support/dashboards.ts';
import { readSamples, sumOf, type Sample } from '../support/exposition.ts';
import { sendHttp } from '../support/http.ts';
import { mugs, placeOrder, progressOf } from '../support/orders.ts';
import { readQuery } from '../support/promql.ts';
import { startSystem, type System } from '../support/system.ts';

let system: System;
let text: string;
let samples: readonly Sample[];

/** A name that a client chose, and that no label may hold. */
const CHOSEN = 'ChosenByAStranger';

beforeAll(async () => {
  system = await startSystem();
  const { client } = await newCustomer(system.url);
  const { orderId } = await placeOrder(client, mugs());
  await placeOrder(client, mugs({ payment: { token: 'tok_declined' } }));
  await progressOf(client, orderId!);
  await client.ask(CANCEL_ORDER, { input: { orderId, waitFor: 'FINISHED' } });
  await client.send(
    `query ${CHOSEN} { ...${CHOSEN} me { id } } fragment ${CHOSEN} on Query { products { totalCount } }`,
  );
  await client.send(`query ${CHOSEN} { ${CHOSEN}: order(id: "${CHOSEN}") { id } }`);
  await client.send(`query ${CHOSEN} { ${CHOSEN} }`);
  await client.close();
  text = (await sendHttp(`${system.url}/metrics`)).text;
  samples = readSamples(text);
}, 90_000);

afterAll(async () => {
  await system.remove();
});

const documented = async (): Promise<readonly string[]> => {
  const guide = await readFile(new URL('../../../docs/metrics.md', import.meta.url), 'utf8');
  return [...guide.matchAll(/^\| `([a-z0-9_]+)`/gm)].map(([, name]) => name!);
};

/** The metric families in an exposition, each once. */
const familiesOf = (exposition: string): readonly string[] =>
  [...exposition.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name!);

describe('the metrics of the running system', () => {
  it('are all that docs/metrics.md lists, and nothing else, each family once', async () => {
    expect([...familiesOf(text)].sort()).toEqual([...(await documented())].sort());
  });

  it('hold no text that a client has chosen', () => {
    expect(text).not.toContain(CHOSEN);
  });

  it('tell of operations by root field and outcome', () => {
    const count = (service_name: string, field: string, outcome: string) =>
      sumOf(samples, 'graphql_operation_duration_seconds_count', { service_name, field, outcome });
    expect(count('gateway', 'placeOrder', 'ok')).toBe(2);
    expect(count('gateway', 'several', 'ok')).toBe(1);
    expect(count('gateway', 'order', 'ok') + count('gateway', 'order', 'refused')).toBe(1);
    expect(count('payments', 'authorizePayment', 'ok')).toBe(2);
  });

  it('tell of steps, commits and sagas', () => {
    const step = { mutation: 'authorizePayment', operation: 'invoke', outcome: 'rejected' };
    expect(sumOf(samples, 'step_duration_seconds_count', step)).toBe(1);
    const commits = { service_name: 'orders', outcome: 'committed' };
    expect(sumOf(samples, 'store_commit_duration_seconds_count', commits)).toBeGreaterThan(2);
    const rejected = { saga: 'PlaceOrder', step: 'authorizePayment', outcome: 'rejected' };
    expect(sumOf(samples, 'saga_step_duration_seconds_count', rejected)).toBe(1);
    const completed = { saga: 'PlaceOrder', type: 'SAGA_COMPLETED' };
    expect(sumOf(samples, 'saga_events_total', completed)).toBe(1);
    expect(sumOf(samples, 'sagas_active')).toBe(0);
  });

  it('tell of orders, payments, money and stock', () => {
    for (const outcome of ['placed', 'not_placed', 'cancelled'])
      expect([outcome, sumOf(samples, 'orders_total', { outcome })]).toEqual([outcome, 1]);
    for (const outcome of ['captured', 'declined', 'refunded'])
      expect([outcome, sumOf(samples, 'payments_total', { outcome })]).toEqual([outcome, 1]);
    const taken = sumOf(samples, 'payments_captured_minor_units_total', { currency: 'USD' });
    expect(taken).toBeGreaterThan(0);
    expect(sumOf(samples, 'payments_refunded_minor_units_total', { currency: 'USD' })).toBe(taken);
    expect(sumOf(samples, 'inventory_units', { state: 'available' })).toBeGreaterThan(0);
  });

  it('tell of subscriptions, those that are over too', () => {
    const coordinator = { subgraph: 'coordinator' };
    const events = sumOf(samples, 'graphql_subscription_events_total', coordinator);
    expect(events).toBeGreaterThan(5);
    expect(sumOf(samples, 'graphql_subscription_lag_seconds_count')).toBe(events);
    expect(sumOf(samples, 'graphql_subscriptions_open', coordinator)).toBe(0);
  });
});

/** The labels that Prometheus itself adds. */
const ofPrometheus = ['instance', 'job'];

/** The labels of each family in the documentation. */
async function documentedLabels(): Promise<ReadonlyMap<string, readonly string[]>> {
  const guide = await readFile(new URL('../../../docs/metrics.md', import.meta.url), 'utf8');
  const rows = [...guide.matchAll(/^\| `([a-z0-9_]+)` +\| \w+ +\| ([^|]*)\|/gm)];
  return new Map(
    rows.map(([, name, labels]) => [name!, [...labels!.matchAll(/`(\w+)`/g)].map(([, label]) => label!)]),
  );
}

/** The labels of a metric: those of its samples, or the documented ones where there are no samples. */
function labelsOf(
  metric: string,
  known: ReadonlyMap<string, readonly string[]>,
): readonly string[] | undefined {
  const told = samples.filter(({ name }) => name === metric);
  if (told.length > 0) return [...new Set(told.flatMap(({ labels }) => Object.keys(labels)))];
  const family = [metric, metric.replace(/_(bucket|count|sum)$/, '')].find((name) => known.has(name));
  if (family === undefined) return undefined;
  return [...known.get(family)!, 'service_name', ...(metric.endsWith('_bucket') ? ['le'] : [])];
}

describe('a query of a dashboard or an alert', () => {
  it('asks for metrics and labels that the running system exports', async () => {
    const known = await documentedLabels();
    const alerts = (await queriesOfAlerts()).map((alert) => ({ ...alert, legend: [] }));
    const all = [...(await queriesOfDashboards()), ...alerts];
    expect(all.length).toBeGreaterThan(70);
    const wrong = all.flatMap(({ where, query, legend }) => {
      const { selectors, grouping } = readQuery(query);
      const missing = selectors.flatMap(({ metric, labels }) => {
        const exported = labelsOf(metric, known);
        if (exported === undefined) return [`${where}: ${metric}`];
        return labels
          .filter((label) => !exported.includes(label))
          .map((label) => `${where}: ${metric}{${label}}`);
      });
      const anywhere = selectors.flatMap(({ metric }) => labelsOf(metric, known) ?? []).concat(ofPrometheus);
      const groups = grouping
        .filter((label) => !anywhere.includes(label))
        .map((label) => `${where}: by ${label}`);
      const names = legend
        .filter((label) => !grouping.includes(label))
        .map((label) => `${where}: {{${label}}}`);
      return [...missing, ...groups, ...names];
    });
    expect(wrong).toEqual([]);
  });

  it.each(['sum(', 'rate(x[5m]', 'a b', 'sum by (le) (rate(x{y=~}[5m]))'])(
    'is PromQL, which %s is not',
    (text) => {
      expect(() => readQuery(text)).toThrow(SyntaxError);
    },
  );
});
