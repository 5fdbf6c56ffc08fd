import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { address, parcel, startOrders, units, usd, type OrdersKit } from './kit.ts';

const order = { orderId: 'order-1' };
const why = { ...order, code: 'REQUESTED_BY_CUSTOMER', message: 'I have two already.' };
const lines = [
  { sku: 'LAMP', quantity: 3, price: 1000 },
  { sku: 'MUG', quantity: 2, price: 250 },
];
const east = parcel('EAST', units('LAMP', 2), units('MUG', 1));
const west = parcel('WEST', units('LAMP', 1), units('MUG', 1));

describe('cancelling lines of an order', () => {
  let orders: OrdersKit;

  const lock = (saga: string, asked?: readonly object[]) =>
    orders.step('lockLines', saga, { ...order, lines: asked });
  const unlock = (saga: string) => orders.step('unlockLines', saga, order, 'lockLines');
  const complete = (saga: string) => orders.step('completeCancellation', saga, why);
  const move = (shipmentId: string, status: string, more: object = {}, saga = `${shipmentId}-${status}`) =>
    orders.step('recordParcelMovement', saga, { ...order, shipmentId, status, lines: [], ...more });
  /** Cancelled and shipped units of each line. */
  const counts = async () =>
    (await orders.seen()).lines.map(({ cancelled, shipped }) => [cancelled, shipped]);
  const rejected = (code: string) =>
    expect.objectContaining({ rejection: expect.objectContaining({ code }) });

  beforeEach(async () => {
    orders = await startOrders();
    expect(await orders.place('order-1', lines, [east, west])).toEqual({ rejection: null });
  });
  afterEach(() => orders.stop());

  it('says what it means, and keeps the order confirmed', async () => {
    const { number } = await orders.seen();
    expect(await lock('c1', [units('MUG', 1), units('LAMP', 1)])).toEqual({
      whole: false,
      number,
      lines: [units('MUG', 1), units('LAMP', 1)],
      // All that is in WEST, so that EAST can go as it is.
      units: [
        { ...units('LAMP', 1), warehouse: 'WEST' },
        { ...units('MUG', 1), warehouse: 'WEST' },
      ],
      amount: usd(1250),
      parcels: [west],
      staying: [],
      shippingAddress: { name: address.name, line2: null, postalCode: address.postalCode },
      rejection: null,
    });
    expect(await orders.seen()).toMatchObject({ status: 'CONFIRMED', nextActions: [] });
    expect(await counts()).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });

  it('opens a parcel where no whole one is to be cancelled, and says what stays of it', async () => {
    expect(await lock('c1', [units('LAMP', 1), units('LAMP', 1)])).toMatchObject({
      lines: [units('LAMP', 2)],
      units: [{ ...units('LAMP', 2), warehouse: 'EAST' }],
      amount: usd(2000),
      parcels: [east],
      staying: [parcel('EAST', units('MUG', 1))],
    });
  });

  it('counts what is cancelled once it is complete, and the next one finds smaller parcels', async () => {
    await lock('c1', [units('LAMP', 2)]);
    expect(await complete('c1')).toEqual({ rejection: null });
    expect(await complete('c1')).toEqual({ rejection: null });
    expect(await counts()).toEqual([
      [2, 0],
      [0, 0],
    ]);
    expect(await lock('c2', [units('MUG', 1)])).toMatchObject({
      units: [{ ...units('MUG', 1), warehouse: 'EAST' }],
      parcels: [parcel('EAST', units('MUG', 1))],
      staying: [],
    });
  });

  it('is all of the order where all that is left is named, or nothing is', async () => {
    await lock('c1', [units('LAMP', 1), units('MUG', 1)]);
    await complete('c1');
    const rest = { whole: true, amount: usd(2250), parcels: [east], staying: [] };
    expect(await lock('c2', [units('MUG', 1), units('LAMP', 2)])).toMatchObject(rest);
    expect(await orders.seen()).toMatchObject({ status: 'CANCELLING' });
    expect(await unlock('c2')).toEqual({ undone: true });
    expect(await orders.seen()).toMatchObject({ status: 'CONFIRMED' });
    expect(await lock('c3')).toMatchObject(rest);
    expect(await complete('c3')).toEqual({ rejection: null });
    expect(await orders.seen()).toMatchObject({
      status: 'CANCELLED',
      cancellation: { code: why.code, message: why.message },
      lines: [{ cancelled: 3 }, { cancelled: 2 }],
    });
    expect(await lock('c4')).toEqual(rejected('ALREADY_CANCELLED'));
  });

  it('leaves the order as it was where it is not possible, and another saga may try', async () => {
    const before = await orders.seen();
    await lock('c1', [units('LAMP', 1)]);
    expect(await unlock('c1')).toEqual({ undone: true });
    expect(await unlock('c1')).toEqual({ undone: true });
    expect(await orders.seen()).toEqual(before);
    expect(await lock('c1', [units('LAMP', 1)])).toEqual({ failed: 'STEP_CANCELLED' });
    expect(await complete('c1')).toEqual(rejected('ORDER_NOT_LOCKED'));
    expect(await lock('c2', [units('LAMP', 1)])).toMatchObject({ rejection: null });
    // What the first saga says late has nothing to do with the second one's lock.
    expect(await orders.step('unlockLines', 'c3', order, 'lockLines')).toEqual({ undone: false });
    expect(await lock('c4', [units('MUG', 1)])).toEqual(rejected('CANCELLATION_UNDER_WAY'));
  });

  it('is begun by one saga only, of twelve that ask for the same unit or for all at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        n % 3 === 0
          ? lock(`c${n}`)
          : n % 3 === 1
            ? lock(`c${n}`, [units('MUG', 1)])
            : orders.step('requestCancellation', `c${n}`, order),
      ),
    );
    const refused = answers.filter(({ rejection }) => rejection);
    expect(refused).toEqual(Array(11).fill(rejected('CANCELLATION_UNDER_WAY')));
  });

  it('keeps the first version of cancelling from an order of which lines are locked', async () => {
    await lock('c1', [units('MUG', 1)]);
    expect(await orders.step('requestCancellation', 'v1', order)).toEqual(rejected('CANCELLATION_UNDER_WAY'));
    await complete('c1');
    expect(await orders.step('requestCancellation', 'v2', order)).toEqual({ rejection: null });
    expect(await complete('v2')).toEqual({ rejection: null });
    expect(await orders.seen()).toMatchObject({ status: 'CANCELLED' });
  });

  it.each([
    [[units('LAMP', 4)], /LAMP, 3 /],
    [[units('LAMP', 2), units('LAMP', 2)], /LAMP, 3 /],
    [[units('MUG', 1), units('OTHER', 1)], /OTHER, 0 /],
    [[units('MUG', 0)], /MUG, 2 /],
    [[], /Nothing/],
  ])('is refused for %j', async (asked, message) => {
    const { rejection } = (await lock('c1', asked)) as { rejection: object };
    expect(rejection).toEqual({ code: 'NOT_CANCELLABLE', message: expect.stringMatching(message) });
    expect(await lock('c2', [units('LAMP', 3), units('MUG', 2)])).toMatchObject({ whole: true });
  });

  it('waits until it is decided whether the order is placed, and is refused where there is none', async () => {
    expect(await orders.step('lockLines', 'c1', { orderId: 'order-9' })).toEqual(rejected('ORDER_NOT_FOUND'));
    const abandoned = { orderId: 'order-9', code: 'OUT_OF_STOCK', message: 'There is none.' };
    await orders.place('order-9', lines, [east]);
    expect(await orders.step('lockLines', 'c2', { orderId: 'order-9' })).toEqual({ failed: 'ORDER_PENDING' });
    await orders.step('abandonOrder', 'placing-order-9', abandoned, 'createOrder');
    expect(await orders.step('lockLines', 'c2', { orderId: 'order-9' })).toEqual(
      rejected('ALREADY_CANCELLED'),
    );
  });

  it('takes what is in parcels that have not left, and never all once one has', async () => {
    await move('S-WEST', 'HANDED_OVER', { warehouse: 'WEST', lines: west.lines });
    expect(await lock('c1')).toEqual(rejected('SHIPMENT_HANDED_OVER'));
    expect(await lock('c2', [units('LAMP', 3)])).toMatchObject({
      rejection: { code: 'NOT_CANCELLABLE', message: 'Of LAMP, 2 units can be cancelled, and not 3.' },
    });
    expect(await lock('c3', [units('LAMP', 2), units('MUG', 1)])).toMatchObject({
      whole: false,
      parcels: [east],
      staying: [],
    });
    await complete('c3');
    expect(await orders.seen()).toMatchObject({ status: 'CONFIRMED', fulfilment: 'SHIPPED' });
    expect(await counts()).toEqual([
      [2, 1],
      [1, 1],
    ]);
  });

  it.each([
    ['what stays', { lines: [units('MUG', 1)] }],
    ['what stays, from a warehouse that is told', { warehouse: 'EAST', lines: [units('MUG', 1)] }],
    ['all that was planned', { lines: east.lines }],
    ['what nobody says', { warehouse: 'EAST' }],
  ])('counts right when a parcel with %s is handed over while lines are locked', async (_what, report) => {
    await lock('c1', [units('LAMP', 2)]);
    await move('S-EAST', 'HANDED_OVER', report);
    await complete('c1');
    expect((await counts())[1]).toEqual([0, 1]);
    for (const [cancelled, shipped] of await counts()) expect(cancelled! + shipped!).toBeLessThanOrEqual(3);
    // EAST has left, so only WEST can be taken back.
    expect(await lock('c2', [units('MUG', 1)])).toMatchObject({ parcels: [west] });
  });

  it('shows a parcel that was handed over while lines were locked and given free', async () => {
    await lock('c1', [units('LAMP', 2)]);
    await move('S-EAST', 'HANDED_OVER', { lines: east.lines });
    await unlock('c1');
    expect(await counts()).toEqual([
      [0, 2],
      [0, 1],
    ]);
  });

  it('confirms an order with just its units in its parcels only', async () => {
    for (const plan of [[east], [east, west, west], [east, parcel('WEST', units('LAMP', 1))], []])
      expect(await orders.place(`wrong-${plan.length}-${JSON.stringify(plan).length}`, lines, plan)).toEqual(
        rejected('PARCELS_MISMATCH'),
      );
  });

  it('takes an order of which no plan is known for one parcel in EAST', async () => {
    await orders.place('order-2', lines);
    const on = { orderId: 'order-2' };
    const all = parcel('EAST', units('LAMP', 3), units('MUG', 2));
    expect(await orders.step('lockLines', 'c1', { ...on, lines: [units('MUG', 1)] })).toMatchObject({
      units: [{ ...units('MUG', 1), warehouse: 'EAST' }],
      parcels: [all],
      staying: [parcel('EAST', units('LAMP', 3), units('MUG', 1))],
    });
    await orders.step('completeCancellation', 'c1', { ...why, ...on });
    const report = { ...on, shipmentId: 'S', status: 'HANDED_OVER', lines: [] };
    await orders.step('recordParcelMovement', 'm1', report);
    const { fulfilment, lines: seen } = await orders.seen('order-2');
    expect([fulfilment, ...seen.map(({ cancelled, shipped }) => [cancelled, shipped])]).toEqual([
      'SHIPPED',
      [0, 3],
      [1, 1],
    ]);
    expect(await orders.step('lockLines', 'c2', { ...on, lines: [units('MUG', 1)] })).toEqual(
      rejected('NOT_CANCELLABLE'),
    );
    expect(await orders.step('lockLines', 'c3', on)).toEqual(rejected('SHIPMENT_HANDED_OVER'));
  });
});
