import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { failureOf, logIn, type Client } from '../support/client.ts';
import { chargesOf } from '../support/books.ts';
import { ADDRESS, newCustomer } from '../support/customers.ts';
import { undoneBefore } from '../support/definition.ts';
import { eventually } from '../support/eventually.ts';
import {
  command,
  sagaOf,
  untilEvent,
  type Commanded,
  type CommandName,
  type OperatedSaga,
} from '../support/operators.ts';
import { mugs, orderOf, placeOrder, stockOf, type SagaEvent } from '../support/orders.ts';
import { startSystem, type System } from '../support/system.ts';

const windows = { ATTEMPT_TIMEOUT_MS: '1000', LEASE_MS: '1500', PROBE_INTERVAL_MS: '600000' };

let system: System;
let customer: Client;
let admin: Client;

async function logInAll(): Promise<void> {
  admin = await logIn(system.url, 'admin');
  customer = (await newCustomer(system.url)).client;
}

beforeAll(async () => {
  system = await startSystem({ ...windows, PERSISTENT_RETRY_WINDOW_MS: '300' });
  await logInAll();
});

afterAll(async () => {
  await Promise.all([customer.close(), admin.close()]);
  await system.remove();
});

const actor = 'admin@example.com';
const UNSERVED = { ...ADDRESS, postalCode: '00000' };
/** An address for which the carrier is down, so that the order is retried for a while. */
const DOWN = { ...ADDRESS, postalCode: '99999' };

const statusOf = (saga: OperatedSaga, step: string) => saga.steps.find(({ name }) => name === step)?.status;
const told = ({ events }: OperatedSaga) =>
  events.map(({ type, step }) => (step === null ? type : `${type} ${step}`));

const reaches = (sagaId: string, status: string) =>
  eventually(
    () => sagaOf(admin, sagaId),
    (saga) => saga.status === status,
  );

async function place(input: object): Promise<{ orderId: string; sagaId: string }> {
  const { orderId, saga } = await placeOrder(customer, mugs({ waitFor: 'ACCEPTED', ...input }));
  return { orderId: orderId!, sagaId: saga!.id };
}

/** Places an order whose refund fails, so that its saga is stuck. */
async function stuckOrder(sku: string): Promise<{ orderId: string; sagaId: string }> {
  const placed = await place({
    lines: [{ sku, quantity: 2 }],
    payment: { token: 'tok_refund_fails' },
    shippingAddress: UNSERVED,
  });
  await reaches(placed.sagaId, 'STUCK');
  return placed;
}

describe('a saga that is stuck at a refund', () => {
  it('is seen, retried, and waived: the rest is undone, and it says for ever that it was waived', async () => {
    const before = await stockOf(admin, 'CLOCK-WALL');
    const { orderId, sagaId } = await stuckOrder('CLOCK-WALL');
    const stuck = await sagaOf(admin, sagaId);
    expect(stuck.stuckReason).toMatch(/^authorizePayment: ./);
    expect(stuck.compensationPlan).toMatchObject({
      possible: true,
      undone: [...undoneBefore('bookParcel')].map((name) => ({ name })),
    });
    expect(stuck.compensationPlan.kept[0]?.step.name).toBe('bookParcel');

    const attempts = (saga: OperatedSaga) =>
      saga.steps.find(({ name }) => name === 'authorizePayment')!.attempts;
    const { saga: retried, errors } = await command(admin, 'retrySaga', sagaId);
    expect(errors).toEqual([]);
    expect(retried?.events.at(-1)).toMatchObject({
      type: 'OPERATOR_RETRIED',
      step: 'authorizePayment',
      actor,
    });
    await eventually(
      () => sagaOf(admin, sagaId),
      (saga) => attempts(saga) > attempts(stuck),
    );

    const waive = () => command(admin, 'waiveCompensation', sagaId, { step: 'authorizePayment' });
    expect((await waive()).errors).toEqual([]);
    const ended = await reaches(sagaId, 'COMPENSATED');
    expect(ended).toMatchObject({ waivedSteps: ['authorizePayment'], stuckReason: null });
    expect(statusOf(ended, 'authorizePayment')).toBe('WAIVED');
    expect(ended.events.at(-1)).toMatchObject({ type: 'SAGA_COMPENSATED', code: 'WAIVED' });
    expect(ended.order?.status).toBe('CANCELLED');
    expect(await chargesOf(admin, orderId)).toMatchObject([{ status: 'AUTHORIZED' }]);
    expect(await stockOf(admin, 'CLOCK-WALL')).toEqual(before);
    expect(await waive()).toMatchObject({ errors: [], saga: { sequence: ended.sequence } });
  });

  it('goes on when an operator says that the money was given back', async () => {
    const { sagaId } = await stuckOrder('KETTLE-GOOSE');
    const resolve = () =>
      command(admin, 'resolveSagaStep', sagaId, { step: 'authorizePayment', outcome: 'SUCCEEDED' });
    // Right after the saga has turned back, a call that was sent before may still arrive.
    const accepted = await eventually(resolve, ({ errors }) => errors.length === 0);
    expect(accepted.errors).toEqual([]);
    const ended = await reaches(sagaId, 'COMPENSATED');
    expect(ended.waivedSteps).toEqual([]);
    expect(statusOf(ended, 'authorizePayment')).toBe('COMPENSATED');
    expect(ended.events.filter(({ type }) => type === 'STEP_RESOLVED')).toHaveLength(1);
  });

  it('tells its customer neither who the operator is nor what the reason was', async () => {
    const { sagaId } = await stuckOrder('KETTLE-GOOSE');
    await command(admin, 'waiveCompensation', sagaId, { step: 'authorizePayment', reason: 'fraud' });
    const waived = ({ events }: OperatedSaga) => events.find(({ type }) => type === 'STEP_WAIVED');
    expect(waived(await sagaOf(admin, sagaId))).toMatchObject({ actor, message: 'fraud' });
    expect(waived(await sagaOf(customer, sagaId))).toMatchObject({ actor: null, message: null });
  });

  it('refuses to waive what is not stuck, and names a step that it does not have', async () => {
    const { sagaId } = await stuckOrder('KETTLE-GOOSE');
    const waive = async (step: string) =>
      (await command(admin, 'waiveCompensation', sagaId, { step })).errors;
    expect(await waive('createOrder')).toMatchObject([{ code: 'STEP_NOT_STUCK', path: ['input', 'step'] }]);
    expect(await waive('makeTea')).toMatchObject([{ code: 'NO_SUCH_STEP', path: ['input', 'step'] }]);
    await command(admin, 'waiveCompensation', sagaId, { step: 'authorizePayment' });
    await reaches(sagaId, 'COMPENSATED');
  });
});

/** Places orders until one receives the command before it has gone too far. */
async function commandedInTime(
  input: object,
  give: (placed: { readonly orderId: string; readonly sagaId: string }) => Promise<Commanded>,
  inTime: (commanded: Commanded) => boolean,
): Promise<{ readonly orderId: string; readonly sagaId: string; readonly saga: OperatedSaga }> {
  for (let tries = 0; tries < 20; tries += 1) {
    const placed = await place(input);
    const commanded = await give(placed);
    if (inTime(commanded)) return { ...placed, saga: commanded.saga! };
  }
  throw new Error('Orders are too quick for operators.');
}

const pausedOnItsWay = (input: object) =>
  commandedInTime(
    input,
    ({ sagaId }) => command(admin, 'pauseSaga', sagaId),
    ({ saga, errors }) => errors.length === 0 && saga?.status === 'RUNNING',
  );

describe('a saga that is on its way', () => {
  it('is undone at once when an operator wants it', async () => {
    const { orderId, sagaId, saga } = await commandedInTime(
      { shippingAddress: DOWN },
      async (placed) => {
        const isRetried = ({ type, step }: SagaEvent) => type === 'STEP_RETRYING' && step === 'bookParcel';
        await untilEvent(customer, placed.orderId, isRetried);
        return command(admin, 'compensateSaga', placed.sagaId);
      },
      ({ saga: undone }) => undone?.failure?.code === 'COMPENSATED_BY_OPERATOR',
    );
    expect(saga.status).toBe('COMPENSATING');
    const ended = await reaches(sagaId, 'COMPENSATED');
    expect(told(ended).filter((event) => event.startsWith('STEP_COMPENSATED'))).toEqual(
      ['bookParcel', ...undoneBefore('bookParcel')].map((step) => `STEP_COMPENSATED ${step}`),
    );
    expect(await orderOf(customer, orderId)).toMatchObject({
      status: 'CANCELLED',
      cancellation: { code: 'COMPENSATED_BY_OPERATOR' },
      payment: { status: 'VOIDED' },
      reservation: { status: 'RELEASED' },
    });
    expect(await command(admin, 'compensateSaga', sagaId)).toMatchObject({
      errors: [],
      saga: { sequence: ended.sequence },
    });
  });

  it('rests while it is paused, and turns back on a command only when it is resumed', async () => {
    const { sagaId, saga } = await pausedOnItsWay({ shippingAddress: DOWN });
    expect(saga.paused).toBe(true);
    expect(await command(admin, 'pauseSaga', sagaId)).toMatchObject({ errors: [], saga: { paused: true } });
    expect((await command(admin, 'retrySaga', sagaId)).errors).toMatchObject([{ code: 'SAGA_PAUSED' }]);
    const turned = await command(admin, 'compensateSaga', sagaId);
    expect(turned).toMatchObject({ errors: [], saga: { paused: true, status: 'COMPENSATING' } });
    await place({ waitFor: 'FINISHED' });
    const resting = await sagaOf(admin, sagaId);
    expect(told(resting).filter((event) => event.startsWith('STEP_COMPENSATING'))).toEqual([]);
    expect(await command(admin, 'resumeSaga', sagaId)).toMatchObject({ errors: [], saga: { paused: false } });
    const ended = await reaches(sagaId, 'COMPENSATED');
    expect(ended.events.filter(({ type }) => type === 'SAGA_PAUSED')).toMatchObject([{ actor }]);
  });
});

interface Streamed {
  readonly sequence: number;
  readonly type: string;
  readonly saga: { readonly id: string; readonly status: string };
  readonly order: { readonly id: string; readonly number: string; readonly status: string } | null;
}

describe('the events of all sagas', () => {
  const SAGA_EVENTS = `subscription ($filter: SagaFilter) { sagaEvents(filter: $filter) {
    sequence type saga { id status } order { id number status } } }`;

  it('come live through the gateway, with fields of other subgraphs, and begin with nothing old', async () => {
    const following = admin.follow<{ sagaEvents: Streamed }>(SAGA_EVENTS, { filter: { type: 'PlaceOrder' } });
    const first = following.next();
    // The subscription is known to be open once an event arrives: place orders until one does.
    let placed: string[] = [];
    const seen: Streamed[] = [];
    const arrived = first.then(({ value }) => {
      if (value) seen.push(value.sagaEvents);
    });
    while (seen.length === 0) {
      placed = [...placed, (await place({ waitFor: 'FINISHED' })).sagaId];
      await Promise.race([arrived, new Promise((resolve) => setImmediate(resolve))]);
    }
    const { orderId, sagaId } = await place({ waitFor: 'FINISHED' });
    for await (const { sagaEvents } of following) {
      seen.push(sagaEvents);
      if (sagaEvents.saga.id === sagaId && sagaEvents.type === 'SAGA_COMPLETED') break;
    }
    const { events } = await sagaOf(admin, sagaId);
    const mine = seen.filter(({ saga }) => saga.id === sagaId);
    expect(mine.map(({ sequence, type }) => [sequence, type])).toEqual(
      events.map(({ sequence, type }) => [sequence, type]),
    );
    expect(mine.at(-1)?.order).toMatchObject({ id: orderId, status: 'CONFIRMED' });
    expect(seen.every(({ saga }) => saga.id === sagaId || placed.includes(saga.id))).toBe(true);
  });

  it('keep to a filter', async () => {
    const following = admin.follow<{ sagaEvents: Streamed }>(SAGA_EVENTS, { filter: { status: ['STUCK'] } });
    const first = following.next();
    const seen: Streamed[] = [];
    const arrived = first.then(({ value }) => {
      if (value) seen.push(value.sagaEvents);
    });
    while (seen.length === 0) {
      await place({ waitFor: 'FINISHED' });
      const { sagaId } = await stuckOrder('KETTLE-GOOSE');
      await command(admin, 'retrySaga', sagaId);
      await Promise.race([arrived, new Promise((resolve) => setImmediate(resolve))]);
      await command(admin, 'waiveCompensation', sagaId, { step: 'authorizePayment' });
    }
    expect(seen[0]?.saga.status).toBe('STUCK');
    expect(['STEP_STUCK', 'OPERATOR_RETRIED']).toContain(seen[0]?.type);
    await following.return();
  });
});

describe('the list and the statistics of sagas', () => {
  const ids = async (filter: object): Promise<readonly string[]> => {
    const query = 'query ($filter: SagaFilter) { sagas(first: 100, filter: $filter) { nodes { id } } }';
    const { sagas } = await admin.ask<{ sagas: { nodes: { id: string }[] } }>(query, { filter });
    return sagas.nodes.map(({ id }) => id);
  };

  it('keep to a status, a type, an order and a time', async () => {
    const from = new Date().toISOString();
    const { orderId, sagaId } = await place({ waitFor: 'FINISHED' });
    const { saga } = await admin.ask<{ saga: { startedAt: string } }>(
      'query ($id: ID!) { saga(id: $id) { startedAt } }',
      { id: sagaId },
    );
    expect(await ids({ orderId })).toEqual([sagaId]);
    expect(await ids({ orderId, status: ['COMPLETED'], type: 'PlaceOrder' })).toEqual([sagaId]);
    expect(await ids({ orderId, status: ['STUCK', 'RUNNING'] })).toEqual([]);
    expect(await ids({ orderId, type: 'MakeTea' })).toEqual([]);
    expect(await ids({ startedAfter: from })).toContain(sagaId);
    expect(await ids({ orderId, startedBefore: saga.startedAt })).toEqual([]);
  });

  it.each([
    ['query ($at: DateTime) { sagas(filter: { startedAfter: $at }) { totalCount } }', { at: 'yesterday' }],
    ['{ sagas(filter: { startedBefore: "2026-13-01T00:00:00Z" }) { totalCount } }', {}],
    ['query ($at: DateTime) { sagaStatistics(since: $at) { total } }', { at: '2026-03-01' }],
  ])('refuse what is not an instant: %s', async (query, variables) => {
    const [error] = await failureOf(admin.ask(query, variables));
    expect(error?.extensions.code).toBe('BAD_USER_INPUT');
    expect(error?.message).toContain('DateTime must be an instant');
  });

  it('count what the list counts, and measure what has ended', async () => {
    await place({ waitFor: 'FINISHED' });
    const query = `query ($since: DateTime) { sagaStatistics(type: "PlaceOrder", since: $since) {
      total byStatus { status count } durationMs { p50 p95 p99 } oldestActiveStartedAt }
      sagas { totalCount }
      completed: sagas(filter: { status: [COMPLETED] }) { totalCount } }`;
    interface Figures {
      readonly sagaStatistics: {
        readonly total: number;
        readonly byStatus: readonly { readonly status: string; readonly count: number }[];
        readonly durationMs: { readonly p50: number; readonly p95: number; readonly p99: number } | null;
        readonly oldestActiveStartedAt: string | null;
      };
      readonly sagas: { readonly totalCount: number };
      readonly completed: { readonly totalCount: number };
    }
    const { sagaStatistics, sagas, completed } = await admin.ask<Figures>(query);
    expect(sagaStatistics.total).toBe(sagas.totalCount);
    expect(sagaStatistics.byStatus.find(({ status }) => status === 'COMPLETED')?.count).toBe(
      completed.totalCount,
    );
    const { p50, p95, p99 } = sagaStatistics.durationMs!;
    expect(p50).toBeGreaterThan(0);
    expect(p95).toBeGreaterThanOrEqual(p50);
    expect(p99).toBeGreaterThanOrEqual(p95);
    const none = await admin.ask<Figures>(query, { since: new Date(Date.now() + 60_000).toISOString() });
    expect(none.sagaStatistics).toMatchObject({ total: 0, durationMs: null, oldestActiveStartedAt: null });
  });
});

describe('after the whole system was killed', () => {
  it('a paused saga is still paused, and completes once it is resumed; a saga past its pivot is not undone', async () => {
    const { orderId, sagaId } = await pausedOnItsWay({ payment: { token: 'tok_flaky' } });
    await Promise.all([customer.close(), admin.close()]);
    await system.kill();
    system = await system.restart({
      ...windows,
      PERSISTENT_RETRY_WINDOW_MS: '60000',
      NOTIFICATION_FAILURE_RATE: '1',
    });
    await logInAll();
    expect(await sagaOf(admin, sagaId)).toMatchObject({ paused: true, status: 'RUNNING' });

    expect((await command(admin, 'resumeSaga', sagaId)).errors).toEqual([]);
    const late = await eventually(
      () => sagaOf(admin, sagaId),
      (saga) => told(saga).includes('STEP_RETRYING sendNotification'),
    );
    expect(late.compensationPlan).toMatchObject({
      possible: false,
      reason: 'confirmOrder has been sent: from there on the saga only goes forward.',
      undone: [],
    });
    const refusals = async (name: CommandName, more: object = {}) =>
      (await command(admin, name, sagaId, more)).errors.map(({ code, path }) => [code, path]);
    expect(await refusals('compensateSaga')).toEqual([['PAST_PIVOT', ['input', 'sagaId']]]);
    const step = 'sendNotification';
    expect(await refusals('resolveSagaStep', { step, outcome: 'REJECTED' })).toEqual([
      ['STEP_CANNOT_BE_REJECTED', ['input', 'outcome']],
    ]);
    const wrong = { step, outcome: 'SUCCEEDED', output: { tea: 'hot' } };
    expect(await refusals('resolveSagaStep', wrong)).toEqual([
      ['OUTPUT_MISMATCH', ['input', 'output', 'tea']],
    ]);
    expect(await refusals('resolveSagaStep', { ...wrong, output: {} })).toEqual([]);
    const ended = await reaches(sagaId, 'COMPLETED');
    expect(statusOf(ended, step)).toBe('SUCCEEDED');
    expect(await orderOf(admin, orderId)).toMatchObject({
      status: 'CONFIRMED',
      payment: { status: 'CAPTURED' },
    });
  });
});
