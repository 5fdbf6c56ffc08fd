import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createGraphqlClient, logIn, PASSWORD, type Client } from '../support/client.ts';
import { newCustomer, type Customer } from '../support/customers.ts';
import { placeOrderSaga, recordsOfRefused, undoneBefore } from '../support/definition.ts';
import { eventually } from '../support/eventually.ts';
import { postGraphql, sendHttp } from '../support/http.ts';
import { requestsDuring, type RequestCounts } from '../support/metrics.ts';
import { mugs, placeOrder } from '../support/orders.ts';
import {
  allServices,
  calledServices,
  startServices,
  type LogEntry,
  type Services,
} from '../support/services.ts';
import { describeOutages } from './outages.ts';

let services: Services;
let customer: Customer;
let admin: Client;

beforeAll(async () => {
  // A restarted coordinator waits for its predecessor's lease; an audit would add to the requests that are counted.
  services = await startServices({ ATTEMPT_TIMEOUT_MS: '2500', LEASE_MS: '3000', AUDIT_ON_START: 'false' });
  [customer, admin] = await Promise.all([newCustomer(services.url), logIn(services.url, 'admin')]);
}, 60_000);

afterAll(async () => {
  await services.remove();
});

describe('every service that runs alone', () => {
  it.each(allServices)('%s is up and ready, and counts what it does', async (name) => {
    const url = services.urlOf(name);
    const [health, ready, metrics] = await Promise.all(
      ['health', 'ready', 'metrics'].map((path) => sendHttp(`${url}/${path}`)),
    );
    expect(health).toMatchObject({ status: 200, text: '{"status":"up"}' });
    expect(ready).toMatchObject({ status: 200, text: '{"status":"ready"}' });
    expect(metrics?.text).toContain('http_request_duration_seconds_count');
  });

  it.each(calledServices)('%s answers nobody but the gateway and the coordinator', async (name) => {
    const tokens = [{}, { authorization: `Bearer ${customer.token}` }, { authorization: 'Bearer nonsense' }];
    for (const headers of tokens) {
      const { status, text } = await postGraphql(services.urlOf(name), { query: '{ __typename }' }, headers);
      expect(status).toBe(401);
      expect(JSON.parse(text)).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    }
  });
});

describe('a list of orders', () => {
  const everything = `orders(first: $first) { nodes { number customer { name } lines { product { name stock { available } } }
    reservation { status } payment { status } shipment { status } notifications { status }
    saga { status } sagas { id } } }`;
  const queries = [
    ['orders', `query ($first: Int!) { ${everything} }`],
    ['me { orders }', `query ($first: Int!) { me { ${everything} } }`],
  ] as const;

  /** The lowest of several measurements, because the coordinator's background jobs can only add requests. */
  async function requestsFor(query: string, first: number): Promise<RequestCounts> {
    const counts: RequestCounts[] = [];
    for (let times = 0; times < 3; times += 1)
      counts.push(await requestsDuring(services, () => customer.client.ask(query, { first })));
    const sum = (count: RequestCounts): number =>
      Object.values(count).reduce((total, each) => total + each, 0);
    return counts.reduce((fewest, count) => (sum(count) < sum(fewest) ? count : fewest));
  }

  beforeAll(async () => {
    const skus = ['MUG-BLUE', 'MUG-GREEN', 'NOTEBOOK-A5', 'CABLE-USBC', 'SKETCHBOOK-A4'];
    const place = 'mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { saga { status } } }';
    for (let batch = 0; batch < 5; batch += 1) {
      const placed = Array.from({ length: 20 }, (_, index) =>
        customer.client.ask(place, { input: mugs({ lines: [{ sku: skus[index % 5]!, quantity: 1 }] }) }),
      );
      for (const answer of await Promise.all(placed))
        expect(answer).toEqual({ placeOrder: { saga: { status: 'COMPLETED' } } });
    }
  }, 60_000);

  it.each(queries)('asks each service as often for 100 orders as for one (%s)', async (_name, query) => {
    const one = await requestsFor(query, 1);
    const hundred = await requestsFor(query, 100);
    expect(hundred).toEqual(one);
    expect(Object.keys(hundred).sort()).toEqual([...calledServices].sort());
    for (const count of Object.values(hundred)) expect(count).toBeLessThanOrEqual(2);
  });

  it('is counted by the metrics of the coordinator', async () => {
    const { text } = await sendHttp(`${services.urlOf('coordinator')}/metrics`);
    for (const line of [
      'saga_duration_seconds_count{saga="PlaceOrder",outcome="COMPLETED"} 100',
      'saga_events_total{saga="PlaceOrder",type="SAGA_COMPLETED"} 100',
      'sagas_active{status="STUCK"} 0',
    ])
      expect(text.split('\n')).toContain(line);
  });

  it('has everything of each of the 100 orders', async () => {
    const { orders } = await customer.client.ask<{ orders: { nodes: object[] } }>(queries[0][1], {
      first: 100,
    });
    expect(orders.nodes).toHaveLength(100);
    for (const order of orders.nodes) {
      expect(order).toMatchObject({
        customer: { name: 'Mary' },
        reservation: { status: 'HELD' },
        payment: { status: 'CAPTURED' },
        shipment: { status: 'SCHEDULED' },
        notifications: [{ status: 'SENT' }],
        saga: { status: 'COMPLETED' },
      });
    }
  });
});

describe('the logs of an order', () => {
  const PLACE = `mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { saga { id } } }`;

  /** Places an order and returns the id that its answer carries. */
  async function place(input: object, headers: Record<string, string> = {}) {
    const answer = await postGraphql(
      services.url,
      { query: PLACE, variables: { input } },
      { authorization: `Bearer ${customer.token}`, ...headers },
    );
    const { data } = JSON.parse(answer.text) as { data: { placeOrder: { saga: { id: string } } } };
    return { id: answer.headers.get('x-correlation-id')!, sagaId: data.placeOrder.saga.id };
  }

  const stepsOf = (logs: readonly LogEntry[]) =>
    logs
      .filter(({ msg }) => msg === 'step answered')
      .map(({ service, step, operation }) => [service, step, operation]);

  /** What all services have logged under a correlation id, once its saga has ended after so many step calls. */
  const logsOf = (id: string, calls: number): Promise<readonly LogEntry[]> =>
    eventually(
      () => Promise.resolve(services.logs().filter(({ correlationId }) => correlationId === id)),
      (logs) =>
        stepsOf(logs).length >= calls &&
        logs.some(({ type }) => type === 'SAGA_COMPLETED' || type === 'SAGA_COMPENSATED'),
    );

  it('carry the correlation id of the answer in every service and step', async () => {
    const { id, sagaId } = await place(mugs());
    const logs = await logsOf(id, placeOrderSaga.steps.length);
    expect(stepsOf(logs)).toEqual(
      expect.arrayContaining(placeOrderSaga.steps.map(({ subgraph, name }) => [subgraph, name, 'invoke'])),
    );
    const sagas = logs.filter(({ msg }) => msg === 'saga event');
    expect(sagas.map(({ type }) => type)).toEqual(expect.arrayContaining(['SAGA_STARTED', 'SAGA_COMPLETED']));
    expect(new Set(sagas.map((entry) => entry['sagaId']))).toEqual(new Set([sagaId]));
  });

  it('carry the id that the client chose, at compensating steps too', async () => {
    const given = `chosen-${randomUUID()}`;
    const { id } = await place(mugs({ payment: { token: 'tok_declined' } }), { 'x-correlation-id': given });
    expect(id).toBe(given);
    const calls = recordsOfRefused('authorizePayment') + undoneBefore('authorizePayment').length;
    expect(stepsOf(await logsOf(id, calls))).toEqual(
      expect.arrayContaining([
        ['inventory', 'reserveInventory', 'compensate'],
        ['orders', 'createOrder', 'compensate'],
        ['notifications', 'sendCancellation', 'invoke'],
      ]),
    );
  });

  it('hold no secret, whatever was tried', async () => {
    const nobody = createGraphqlClient(services.url);
    const wrong = `wrong-${randomUUID()}`;
    const login = 'mutation ($input: LoginInput!) { login(input: $input) { errors { __typename } } }';
    await nobody.ask(login, { input: { email: customer.email, password: wrong } });
    await nobody.send(
      'mutation { refreshSession(refreshToken: "wrong-refresh-token") { errors { __typename } } }',
    );
    await nobody.send(login, { input: { email: customer.email, passwort: wrong } });
    const payment = { token: `tok_${randomUUID()}` };
    await placeOrder(customer.client, mugs({ payment }));
    await createGraphqlClient(services.url, 'a-token-that-is-none').send('{ me { id } }');
    await admin.ask('{ sagas { totalCount } }');
    const output = services.output();
    const secrets = [PASSWORD, wrong, customer.token, customer.refreshToken, admin.token!, payment.token];
    for (const secret of [
      ...secrets,
      'wrong-refresh-token',
      'a-token-that-is-none',
      'tok_visa',
      'PRIVATE KEY',
    ])
      expect([secret, output.includes(secret)]).toEqual([secret, false]);
  });
});

describe('outages', () => {
  describeOutages(() => services);
});
