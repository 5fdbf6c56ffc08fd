import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ada, admin, grace, stepInput } from '@counterstep/service-kit/testing';
import { reserveInput, startInventory, units, type InventoryKit } from './inventory-kit.ts';

const held = (...lines: readonly object[]) => ({
  id: expect.any(String),
  status: 'HELD',
  expiresAt: null,
  lines,
});

describe('reservations', () => {
  let inventory: InventoryKit;

  beforeEach(async () => {
    inventory = await startInventory([
      units('LAMP', 'EAST', 6),
      units('LAMP', 'WEST', 4),
      units('MUG', 'WEST', 10),
      units('POSTER', 'EAST', 0),
    ]);
  });
  afterEach(() => inventory.end());

  it('hold everything in one warehouse where one has everything', async () => {
    expect(
      await inventory.reserve('order-1', [
        ['LAMP', 3],
        ['MUG', 2],
      ]),
    ).toBeUndefined();
    expect(await inventory.stock()).toEqual([
      'LAMP/EAST: 6-0=6',
      'LAMP/WEST: 4-3=1',
      'MUG/WEST: 10-2=8',
      'POSTER/EAST: 0-0=0',
    ]);
    expect(await inventory.reservations(['order-1'])).toEqual([
      held({ sku: 'LAMP', quantity: 3, warehouse: 'WEST' }, { sku: 'MUG', quantity: 2, warehouse: 'WEST' }),
    ]);
  });

  it('are split over warehouses where none has everything', async () => {
    await inventory.reserve('order-1', [['LAMP', 8]]);
    expect(await inventory.reservations(['order-1'])).toEqual([
      held({ sku: 'LAMP', quantity: 6, warehouse: 'EAST' }, { sku: 'LAMP', quantity: 2, warehouse: 'WEST' }),
    ]);
    expect((await inventory.stock()).slice(0, 2)).toEqual(['LAMP/EAST: 6-6=0', 'LAMP/WEST: 4-2=2']);
  });

  it.each([
    [
      'too many',
      [
        ['MUG', 1],
        ['LAMP', 11],
      ],
      'Only 10 units of LAMP are left.',
    ],
    ['none left', [['POSTER', 1]], 'POSTER is out of stock.'],
    [
      'an unknown product',
      [
        ['NOWHERE', 1],
        ['MUG', 1],
      ],
      'NOWHERE is out of stock.',
    ],
  ] as const)('hold nothing at all of an order with %s', async (_what, lines, message) => {
    const before = await inventory.stock();
    expect(await inventory.reserve('order-1', lines)).toEqual({ code: 'OUT_OF_STOCK', message });
    expect(await inventory.stock()).toEqual(before);
    expect(await inventory.reservations(['order-1'])).toEqual([null]);
  });

  it('are made once for all attempts of their step', async () => {
    const step = stepInput('reserveInventory');
    const first = await inventory.reserveAnswer(reserveInput('order-1', [['MUG', 2]]), step);
    const second = await inventory.reserveAnswer(reserveInput('order-1', [['MUG', 2]]), step);
    expect(second.data).toEqual(first.data);
    expect(await inventory.stock()).toContain('MUG/WEST: 10-2=8');
    const other = await inventory.reserveAnswer(reserveInput('order-1', [['MUG', 3]]), step);
    expect(other.errors![0]!.extensions['code']).toBe('KEY_PARAMETER_MISMATCH');
  });

  it('are made once for an order, whatever asks for it', async () => {
    const input = reserveInput('order-1', [['MUG', 2]]);
    const answers = await Promise.all(Array.from({ length: 8 }, () => inventory.reserveAnswer(input)));
    const rejections = answers.map(
      ({ data }) => (data!['reserveInventory'] as { rejection: unknown }).rejection,
    );
    expect(rejections.filter((rejection) => rejection === null)).toHaveLength(1);
    expect(rejections.filter(Boolean)).toEqual(
      Array(7).fill({ code: 'ALREADY_RESERVED', message: expect.any(String) }),
    );
    expect(await inventory.stock()).toContain('MUG/WEST: 10-2=8');
  });

  it('give back exactly what they hold, once', async () => {
    const before = await inventory.stock();
    await inventory.reserve('order-1', [
      ['LAMP', 8],
      ['MUG', 1],
    ]);
    await inventory.reserve('order-2', [['MUG', 5]]);
    expect((await inventory.release('order-1')).data).toEqual({ releaseInventory: { undone: true } });
    expect((await inventory.release('order-1')).data).toEqual({ releaseInventory: { undone: true } });
    expect(await inventory.reservations(['order-1'])).toMatchObject([
      { status: 'RELEASED', lines: [{}, {}, {}] },
    ]);
    expect(await inventory.stock()).toEqual(before.with(2, 'MUG/WEST: 10-5=5'));
  });

  it('are refused for good once their release came first', async () => {
    expect((await inventory.release('order-1')).data).toEqual({ releaseInventory: { undone: false } });
    const step = stepInput('reserveInventory', 'saga-of-order-1');
    const late = await inventory.reserveAnswer(reserveInput('order-1', [['MUG', 1]]), step);
    expect(late.errors![0]!.extensions['code']).toBe('STEP_CANCELLED');
    expect(await inventory.stock()).toContain('MUG/WEST: 10-0=10');
  });

  it('have nothing to give back where they were refused', async () => {
    await inventory.reserve('order-1', [['POSTER', 1]]);
    expect((await inventory.release('order-1')).data).toEqual({ releaseInventory: { undone: false } });
  });

  it('take their units out of the stock on hand when they are committed, once', async () => {
    await inventory.reserve('order-1', [['LAMP', 8]]);
    const done = { commitReservation: { rejection: null } };
    expect((await inventory.commit('order-1')).data).toEqual(done);
    expect((await inventory.commit('order-1')).data).toEqual(done);
    expect((await inventory.stock()).slice(0, 2)).toEqual(['LAMP/EAST: 0-0=0', 'LAMP/WEST: 2-0=2']);
    expect(await inventory.reservations(['order-1'])).toMatchObject([{ status: 'COMMITTED' }]);
  });

  it('are not committed where there is none, or where it was released', async () => {
    const refused = (code: string) => ({ commitReservation: { rejection: { code } } });
    expect((await inventory.commit('order-1')).data).toEqual(refused('RESERVATION_NOT_FOUND'));
    await inventory.reserve('order-2', [['MUG', 1]]);
    await inventory.release('order-2');
    expect((await inventory.commit('order-2')).data).toEqual(refused('RESERVATION_NOT_HELD'));
    expect(await inventory.stock()).toContain('MUG/WEST: 10-0=10');
  });

  it.each([
    ['no lines', [], ['input', 'lines']],
    ['a quantity of 0', [['MUG', 0]], ['input', 'lines', '0', 'quantity']],
    [
      'a negative quantity',
      [
        ['LAMP', 1],
        ['MUG', -1],
      ],
      ['input', 'lines', '1', 'quantity'],
    ],
    ['a quantity of 101', [['MUG', 101]], ['input', 'lines', '0', 'quantity']],
    [
      'a product twice',
      [
        ['MUG', 1],
        ['MUG', 1],
      ],
      ['input', 'lines', '1', 'sku'],
    ],
  ] as const)('are refused with %s, naming the argument', async (_what, lines, argument) => {
    const { errors } = await inventory.reserveAnswer(reserveInput('order-1', lines));
    expect(errors![0]!.extensions).toEqual({ code: 'BAD_USER_INPUT', argument });
    expect(await inventory.stock()).toContain('MUG/WEST: 10-0=10');
  });

  it('are shown to the owner of the order and to ADMIN only', async () => {
    await inventory.reserve('order-ada', [['MUG', 1]]);
    await inventory.reserve('order-grace', [['MUG', 1]], grace.id);
    const orders = ['order-ada', 'order-grace', 'order-of-nobody'];
    const mug = held({ sku: 'MUG', quantity: 1, warehouse: 'WEST' });
    expect(await inventory.reservations(orders, { viewer: ada })).toEqual([mug, null, null]);
    expect(await inventory.reservations(orders, { viewer: grace })).toEqual([null, mug, null]);
    expect(await inventory.reservations(orders, { viewer: admin })).toEqual([mug, mug, null]);
    expect(await inventory.reservations(orders, {})).toEqual([null, null, null]);
  });

  it('of 100 orders are read at once', async () => {
    const orders = Array.from({ length: 100 }, (_, index) => `order-${index}`);
    await Promise.all(orders.slice(0, 9).map((order) => inventory.reserve(order, [['MUG', 1]])));
    const before = inventory.store.reads();
    const found = await inventory.reservations(orders);
    expect(inventory.store.reads() - before).toBe(1);
    expect(found.filter((reservation) => reservation !== null)).toHaveLength(9);
  });

  it('are changed by the coordinator only', async () => {
    const steps = [
      ['reserveInventory', 'ReserveInventoryInput', reserveInput('order-1', [['MUG', 1]])],
      ['releaseInventory', 'ReservationStepInput', { orderId: 'order-1' }],
      ['commitReservation', 'ReservationStepInput', { orderId: 'order-1' }],
    ] as const;
    for (const [name, type, input] of steps) {
      const mutation = `mutation ($step: StepInput!, $input: ${type}!) { ${name}(step: $step, input: $input) { __typename } }`;
      const { errors } = await inventory.ask(mutation, { step: stepInput(name), input }, { viewer: admin });
      expect(errors![0]!.extensions['code']).toBe('FORBIDDEN');
    }
    expect(await inventory.stock()).toContain('MUG/WEST: 10-0=10');
  });
});
