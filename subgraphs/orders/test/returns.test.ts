import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { admin, ada, grace, type As } from '@counterstep/service-kit/testing';
import { address, parcel, startOrders, units, usd, type OrdersKit, type Rejection } from './kit.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const REQUESTED = '2026-03-01T09:00:00.000Z';
const RECEIVE_BY = '2026-03-31T09:00:00.000Z';
const UNTIL = '2026-04-01T09:00:00.000Z';
const lines = [
  { sku: 'LAMP', quantity: 3, price: 1000 },
  { sku: 'MUG', quantity: 1, price: 250 },
];
const east = parcel('EAST', units('LAMP', 2));
const west = parcel('WEST', units('LAMP', 1), units('MUG', 1));

const RETURN = `query ($id: ID!) { return(id: $id) { number status reason note requestedAt receiveBy receivedAt
  lines { sku quantity accepted resellable } order { id } } }`;
const RETURNS = `query ($filter: ReturnFilter, $orderBy: ReturnOrder, $first: Int, $after: String) {
  returns(filter: $filter, orderBy: $orderBy, first: $first, after: $after) {
    nodes { id } totalCount pageInfo { endCursor } } }`;
const OF_ORDER = `query { order(id: "order-1") { returns { id status } } }`;
const RETURNABLE = `query ($orderId: ID!) { returnableUnits(orderId: $orderId) { sku returnable code } }`;
const decision = 'return { id status } rejection { code } sku returnable';
const RECEIVE = `mutation ($input: RecordReceiptInput!) { recordReceipt(input: $input) { ${decision} } }`;
const CLOSE = `mutation ($input: RecordClosingInput!) { recordClosing(input: $input) { ${decision} } }`;

describe('returns', () => {
  let orders: OrdersKit;

  const coordinator: As = { service: 'coordinator' };
  const delivered = async (shipmentId: string, { warehouse, lines }: typeof east) => {
    const report = { orderId: 'order-1', shipmentId, warehouse, lines, status: 'DELIVERED' };
    await orders.step('recordParcelMovement', shipmentId, report);
  };
  const open = (returnId: string, asked: readonly object[], changes: object = {}) =>
    orders.step('openReturn', returnId, {
      ...{ returnId, orderId: 'order-1', lines: asked, reason: 'NOT_WANTED', note: 'Too bright.' },
      ...{ requestedAt: REQUESTED, receiveBy: RECEIVE_BY, ...changes },
    });
  const on = (mutation: 'awaitParcel' | 'acceptReturn' | 'completeReturn', returnId: string) =>
    orders.step(mutation, returnId, { returnId });
  const forget = (returnId: string) => orders.step('forgetParcel', returnId, { returnId }, 'awaitParcel');
  const abandon = (returnId: string) =>
    orders.step(
      'abandonReturn',
      returnId,
      { returnId, code: 'WAIT_EXPIRED', message: 'It is late.' },
      'openReturn',
    );
  const receive = async (returnId: string, received: readonly object[], warehouse = 'WEST') => {
    const input = { returnId, warehouse, lines: received };
    return (await orders.ask(RECEIVE, { input }, coordinator)).data!['recordReceipt'];
  };
  const close = async (returnId: string, reason = 'I keep it.') =>
    (await orders.ask(CLOSE, { input: { returnId, reason } }, coordinator)).data!['recordClosing'];
  const read = async (id: string, as?: As) => (await orders.ask(RETURN, { id }, as)).data!['return'];
  const returnable = async () =>
    (await orders.ask(RETURNABLE, { orderId: 'order-1' }, coordinator)).data!['returnableUnits'];
  const returned = async () => (await orders.seen()).lines.map((line) => line.returned);
  const rejected = (code: string) =>
    expect.objectContaining({ rejection: expect.objectContaining({ code }) });
  const took = (sku: string, accepted: number, resellable = accepted) => ({ sku, accepted, resellable });
  const ok = (id: string, status: string) => ({
    ...{ return: { id, status }, rejection: null, sku: null, returnable: null },
  });

  beforeEach(async () => {
    orders = await startOrders();
    await orders.place('order-1', lines, [east, west]);
  });
  afterEach(() => orders.stop());

  it('bring units back, step by step, and count what is accepted', async () => {
    await delivered('S-EAST', east);
    await delivered('S-WEST', west);
    const { number, ...opened } = await open('r1', [units('LAMP', 2), units('MUG', 1)]);
    expect(number).toMatch(/^R2603-[0-9A-Z]{4}-[0-9A-Z]{4}$/);
    const { name, line2, postalCode } = address;
    expect(opened).toEqual({ address: { name, line2, postalCode }, rejection: null });
    expect(await read('r1')).toMatchObject({
      ...{ number, status: 'REQUESTED', reason: 'NOT_WANTED', note: 'Too bright.', receivedAt: null },
      ...{ requestedAt: REQUESTED, receiveBy: RECEIVE_BY, order: { id: 'order-1' } },
      lines: [
        { ...units('LAMP', 2), accepted: null, resellable: null },
        { ...units('MUG', 1), accepted: null, resellable: null },
      ],
    });

    const waiting = { for: 'PARCEL', askAgainAt: '2026-03-01T10:00:00.000Z', until: UNTIL };
    expect(await on('awaitParcel', 'r1')).toEqual({ receivedAt: null, waiting, rejection: null });
    expect(await on('awaitParcel', 'r1')).toMatchObject({ waiting });
    expect(await read('r1')).toMatchObject({ status: 'AWAITING_PARCEL' });
    expect(await receive('r1', [took('LAMP', 2, 1)])).toEqual(ok('r1', 'RECEIVED'));
    const received = { receivedAt: REQUESTED, waiting: null, rejection: null };
    expect(await on('awaitParcel', 'r1')).toEqual(received);
    expect(await returned()).toEqual([0, 0]);

    expect(await on('acceptReturn', 'r1')).toEqual({
      amount: usd(2000),
      lines: [units('LAMP', 2)],
      units: [{ ...units('LAMP', 1), warehouse: 'WEST' }],
      rejection: null,
    });
    expect(await on('acceptReturn', 'r1')).toMatchObject({ amount: usd(2000) });
    expect(await returned()).toEqual([2, 0]);
    expect(await on('completeReturn', 'r1')).toEqual({ rejection: null });
    expect(await read('r1')).toMatchObject({
      status: 'COMPLETED',
      receivedAt: REQUESTED,
      lines: [
        { accepted: 2, resellable: 1 },
        { accepted: 0, resellable: 0 },
      ],
    });
    // What was not accepted may be sent back again.
    expect(await returnable()).toEqual([
      { sku: 'LAMP', returnable: 1, code: 'TOO_MANY' },
      { sku: 'MUG', returnable: 1, code: 'TOO_MANY' },
    ]);
  });

  it('are asked last just when they have to be received, and refuse then, and are received by nobody', async () => {
    await delivered('S-EAST', east);
    await open('r1', [units('LAMP', 1)]);
    orders.clock.advance(30 * DAY - HOUR / 2);
    expect(await on('awaitParcel', 'r1')).toMatchObject({ waiting: { askAgainAt: RECEIVE_BY } });
    orders.clock.advance(HOUR / 2);
    expect(await on('awaitParcel', 'r1')).toEqual(rejected('WAIT_EXPIRED'));
    orders.clock.jump(-HOUR);
    expect(await receive('r1', [took('LAMP', 1)])).toEqual(rejected('RETURN_STATE_CONFLICT'));
    expect(await abandon('r1')).toEqual({ undone: true });
    expect(await returnable()).toMatchObject([{ sku: 'LAMP', returnable: 2 }, { sku: 'MUG' }]);
  });

  it('count where they were received just in time, although nobody asks until later', async () => {
    await delivered('S-EAST', east);
    await open('r1', [units('LAMP', 1)]);
    orders.clock.advance(30 * DAY - 1);
    const { waiting } = (await on('awaitParcel', 'r1')) as { waiting: { until: string } };
    expect(await receive('r1', [took('LAMP', 1)])).toEqual(ok('r1', 'RECEIVED'));
    orders.clock.advance(HOUR);
    expect(new Date(orders.clock.now()).toISOString() < waiting.until).toBe(true);
    expect(await on('awaitParcel', 'r1')).toMatchObject({ rejection: null, receivedAt: expect.any(String) });
    expect(await on('acceptReturn', 'r1')).toMatchObject({ amount: usd(1000), rejection: null });
  });

  it('are refused for what has not arrived, is too much, or came too long ago', async () => {
    const refused = async (returnId: string, asked: readonly object[], requestedAt = REQUESTED) => {
      const { rejection } = (await open(returnId, asked, { requestedAt })) as { rejection: Rejection };
      return [rejection.code, /^Of (\S+), (\d)/.exec(rejection.message)?.slice(1)];
    };
    expect(await refused('r1', [units('LAMP', 1)])).toEqual(['NOT_DELIVERED', ['LAMP', '0']]);
    await delivered('S-EAST', east);
    expect(await refused('r2', [units('LAMP', 1), units('LAMP', 2)])).toEqual(['TOO_MANY', ['LAMP', '2']]);
    expect(await refused('r3', [units('LAMP', 1), units('OTHER', 1)])).toEqual([
      'NOT_DELIVERED',
      ['OTHER', '0'],
    ]);
    orders.clock.advance(31 * DAY);
    await delivered('S-WEST', west);
    const late = '2026-04-01T09:00:00.000Z';
    expect(await refused('r4', [units('LAMP', 2)], late)).toEqual(['WINDOW_OVER', ['LAMP', '1']]);
    expect(await returnable()).toEqual([
      { sku: 'LAMP', returnable: 1, code: 'WINDOW_OVER' },
      { sku: 'MUG', returnable: 1, code: 'TOO_MANY' },
    ]);
    expect(await open('r5', [units('LAMP', 1)], { requestedAt: late })).toMatchObject({ rejection: null });
    expect(await open('r6', [], { orderId: 'order-9' })).toEqual(rejected('ORDER_NOT_FOUND'));
    expect((await orders.ask(RETURNABLE, { orderId: 'order-9' }, coordinator)).data).toEqual({
      returnableUnits: null,
    });
  });

  it('of one unit are won by one of twelve that ask at once', async () => {
    await delivered('S-WEST', west);
    const answers = await Promise.all(Array.from({ length: 12 }, (_, n) => open(`r${n}`, [units('MUG', 1)])));
    const refused = answers.filter(({ rejection }) => rejection);
    expect(refused).toEqual(Array(11).fill(rejected('TOO_MANY')));
  });

  it('are received once: fewer units are fine, more, other and late ones are not', async () => {
    await delivered('S-EAST', east);
    await open('r1', [units('LAMP', 2)]);
    const wrong = (sku: string, most: number) => ({
      ...{ return: { id: 'r1', status: 'REQUESTED' }, rejection: { code: 'NOT_RETURNABLE' } },
      ...{ sku, returnable: most },
    });
    expect(await receive('r1', [took('LAMP', 3)])).toEqual(wrong('LAMP', 2));
    expect(await receive('r1', [took('LAMP', 1), took('LAMP', 2)])).toEqual(wrong('LAMP', 2));
    expect(await receive('r1', [took('LAMP', 1, 2)])).toEqual(wrong('LAMP', 2));
    expect(await receive('r1', [took('LAMP', -1, -1)])).toEqual(wrong('LAMP', 2));
    expect(await receive('r1', [took('LAMP', 1), took('MUG', 1)])).toEqual(wrong('MUG', 0));
    expect(await receive('r9', [])).toMatchObject({
      return: null,
      rejection: { code: 'RETURN_NOT_FOUND' },
    });
    const both = await Promise.all([
      receive('r1', [took('LAMP', 1)]),
      receive('r1', [took('LAMP', 1)], 'EAST'),
    ]);
    const conflict = { return: { status: 'RECEIVED' }, rejection: { code: 'RETURN_STATE_CONFLICT' } };
    expect(both).toContainEqual(ok('r1', 'RECEIVED'));
    expect(both).toContainEqual(expect.objectContaining({ rejection: conflict.rejection }));
    expect(await receive('r1', [took('LAMP', 2)])).toMatchObject(conflict);
    expect(await close('r1')).toMatchObject(conflict);
  });

  it('are not received once it is too late, or nobody waits any more', async () => {
    await delivered('S-EAST', east);
    await open('r1', [units('LAMP', 1)]);
    await open('r2', [units('LAMP', 1)]);
    await on('awaitParcel', 'r2');
    expect(await forget('r2')).toEqual({ undone: true });
    expect(await receive('r2', [took('LAMP', 1)])).toEqual(rejected('RETURN_STATE_CONFLICT'));
    orders.clock.advance(30 * DAY);
    expect(await receive('r1', [took('LAMP', 1)])).toEqual(rejected('RETURN_STATE_CONFLICT'));
    expect(await abandon('r1')).toEqual({ undone: true });
    expect(await abandon('r1')).toEqual({ undone: true });
    expect(await read('r1')).toMatchObject({ status: 'CLOSED', lines: [{ accepted: null }] });
    expect(await receive('r1', [took('LAMP', 1)])).toEqual(rejected('RETURN_STATE_CONFLICT'));
    expect(await on('acceptReturn', 'r1')).toEqual(rejected('RETURN_STATE_CONFLICT'));
  });

  it('are closed as long as nothing was received, and their units may come back in another one', async () => {
    await delivered('S-WEST', west);
    await open('r1', [units('MUG', 1)]);
    await on('awaitParcel', 'r1');
    expect(await open('r2', [units('MUG', 1)])).toEqual(rejected('TOO_MANY'));
    expect(await close('r1')).toEqual(ok('r1', 'CLOSED'));
    expect(await close('r1')).toEqual(ok('r1', 'CLOSED'));
    expect(await close('r1', 'Other words.')).toEqual(rejected('RETURN_STATE_CONFLICT'));
    expect(await on('awaitParcel', 'r1')).toMatchObject({
      rejection: { code: 'RETURN_CLOSED', message: 'I keep it.' },
    });
    expect(await open('r3', [units('MUG', 1)])).toMatchObject({ rejection: null });
    // What the closed one's saga undoes late takes nothing from the open one.
    expect(await abandon('r1')).toEqual({ undone: false });
    expect(await open('r4', [units('MUG', 1)])).toEqual(rejected('TOO_MANY'));
    expect((await orders.ask(OF_ORDER)).data!['order']).toEqual({
      returns: [
        { id: 'r1', status: 'CLOSED' },
        { id: 'r3', status: 'REQUESTED' },
      ],
    });
  });

  it('of which nothing is accepted are not accepted, and end', async () => {
    await delivered('S-WEST', west);
    await open('r1', [units('MUG', 1)]);
    await on('awaitParcel', 'r1');
    await receive('r1', [took('MUG', 0)]);
    await on('awaitParcel', 'r1');
    expect(await on('acceptReturn', 'r1')).toEqual(rejected('NOTHING_ACCEPTED'));
    await forget('r1');
    expect(await abandon('r1')).toEqual({ undone: true });
    expect(await read('r1')).toMatchObject({ status: 'CLOSED', lines: [{ accepted: 0 }] });
    expect(await returned()).toEqual([0, 0]);
  });

  it('are never opened by a request that comes after its compensation', async () => {
    await delivered('S-WEST', west);
    expect(await abandon('r1')).toEqual({ undone: false });
    expect(await open('r1', [units('MUG', 1)])).toEqual({ failed: 'STEP_CANCELLED' });
    expect(await forget('r1')).toEqual({ undone: false });
    expect(await read('r1')).toBeNull();
  });

  it('are seen by whose order it is, and ADMIN, and recorded by the coordinator only', async () => {
    await delivered('S-WEST', west);
    await open('r1', [units('MUG', 1)]);
    expect(await read('r1', { viewer: grace })).toBeNull();
    expect(await read('r1', { viewer: admin })).toMatchObject({ status: 'REQUESTED' });
    const input = { returnId: 'r1', warehouse: 'WEST', lines: [] };
    const { errors } = await orders.ask(RECEIVE, { input }, { viewer: admin });
    expect(errors![0]!.extensions['code']).toBe('FORBIDDEN');
  });

  it('are listed by what is asked for, in either order, page by page', async () => {
    await delivered('S-EAST', east);
    await delivered('S-WEST', west);
    for (const [n, sku] of ['LAMP', 'LAMP', 'MUG'].entries())
      await open(`r${n}`, [units(sku, 1)], { requestedAt: `2026-03-0${n + 1}T10:00:00.000Z` });
    await close('r1');
    const list = async (variables: object, viewer = ada) => {
      const { data, errors } = await orders.ask(RETURNS, variables, { viewer });
      if (errors !== undefined) return errors[0]!.extensions['code'];
      return (data!['returns'] as { nodes: { id: string }[] }).nodes.map(({ id }) => id);
    };
    expect(await list({})).toEqual(['r2', 'r1', 'r0']);
    expect(await list({}, grace)).toEqual([]);
    expect(await list({}, admin)).toEqual(['r2', 'r1', 'r0']);
    expect(await list({ filter: { customerId: ada.id } }, grace)).toBe('FORBIDDEN');
    expect(await list({ filter: { status: ['CLOSED'] } })).toEqual(['r1']);
    expect(await list({ filter: { orderId: 'order-2' } })).toEqual([]);
    const between = {
      requestedAfter: '2026-03-02T00:00:00.000Z',
      requestedBefore: '2026-03-03T00:00:00.000Z',
    };
    expect(await list({ filter: between })).toEqual(['r1']);
    expect(await list({ orderBy: { field: 'STATUS', direction: 'ASC' } })).toEqual(['r1', 'r0', 'r2']);
    expect(await list({ orderBy: { field: 'REQUESTED_AT', direction: 'ASC' }, first: 2 })).toEqual([
      'r0',
      'r1',
    ]);
  });

  it('are among what may be done next, for whom and as long as it may', async () => {
    const next = async (viewer = ada) => (await orders.seen('order-1', { viewer })).nextActions;
    expect(await next()).toEqual(['CANCEL', 'CANCEL_LINES']);
    expect(await next(admin)).toEqual(['CANCEL', 'CANCEL_LINES', 'REFUND']);
    await delivered('S-EAST', east);
    expect(await next()).toEqual(['CANCEL_LINES', 'RETURN']);
    await delivered('S-WEST', west);
    expect(await next()).toEqual(['RETURN']);
    await open('r1', [units('LAMP', 3), units('MUG', 1)]);
    expect(await next(admin)).toEqual(['REFUND']);
    await receive('r1', [took('LAMP', 3), took('MUG', 1)]);
    await on('acceptReturn', 'r1');
    expect(await next(admin)).toEqual([]);
  });

  it('are not offered once the window is over', async () => {
    await delivered('S-EAST', east);
    orders.clock.advance(30 * DAY + 1);
    expect((await orders.seen()).nextActions).toEqual(['CANCEL_LINES']);
  });
});
