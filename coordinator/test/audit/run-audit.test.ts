import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { AuditResult } from '@counterstep/saga-service';
import { World } from './world.ts';

const told = ({ findings, notes }: AuditResult) => ({
  findings: findings.map(({ code, sagaId, subject, step }) =>
    [code, sagaId ?? subject, step].filter(Boolean).join(' '),
  ),
  notes: notes.map(({ code }) => code),
});

const book = { sku: 'MUG', warehouse: 'EAST', settled: true, onHand: 8, reserved: 0, available: 8 };
const counted = { ...book, opening: 10, adjusted: 0, held: 0, sold: 2 };

describe('an audit of a system', () => {
  let world: World;
  beforeEach(async () => {
    world = await World.open();
  });
  afterEach(() => world.close());

  const placeMany = () => Promise.all(Array.from({ length: 205 }, (_, index) => world.place(index + 1)));

  it('looks at everything there is, page by page, and finds nothing where both sides agree', async () => {
    await placeMany();
    world.kept.stockBooks = [counted];
    const examined: object[] = [];
    const result = await world.audit(undefined, async (now) => {
      examined.push(now);
      return Promise.resolve();
    });
    expect(result).toEqual({ findings: [], notes: [], truncated: false });
    expect(examined.at(-1)).toEqual({ sagas: 205, stepRecords: 6 * 205, effects: 6 * 205, stockItems: 1 });
  });

  it('finds a fault on any page, in either direction', async () => {
    await placeMany();
    world.forget('payments', 'saga-3', 'processPayment');
    world.record('inventory', { sagaId: 'nobody', step: 'reserveInventory', at: '2026-01-02T00:00:00.000Z' });
    world.kept.shipmentRecords.push({ id: 'stray', status: 'SCHEDULED', order: { id: 'order-x' } });
    expect(told(await world.audit()).findings.sort()).toEqual([
      'EFFECT_WITHOUT_SAGA order-x',
      'STEP_ABSENT_AT_PARTICIPANT saga-3 processPayment',
      'STEP_UNKNOWN_TO_COORDINATOR nobody reserveInventory',
    ]);
  });

  it('reports only what a second look confirms', async () => {
    await world.place(1);
    await world.place(2);
    world.forget('payments', 'saga-1', 'processPayment');
    world.forget('payments', 'saga-2', 'processPayment');
    world.record('orders', { sagaId: 'saga-3', step: 'createOrder', at: '2026-01-02T00:00:00.000Z' });
    world.kept.stockBooks = [{ ...counted, onHand: 7 }];
    world.meanwhile = async () => {
      world.record('payments', { sagaId: 'saga-1', step: 'processPayment', at: '2026-01-02T00:00:00.000Z' });
      await world.place(3);
      world.kept.stockBooks = [counted];
    };
    expect(told(await world.audit()).findings).toEqual(['STEP_ABSENT_AT_PARTICIPANT saga-2 processPayment']);
  });

  it('does not report what only the second look sees', async () => {
    await world.place(1);
    world.forget('payments', 'saga-1', 'processPayment');
    world.meanwhile = () => {
      world.forget('orders', 'saga-1', 'confirmOrder');
    };
    expect(told(await world.audit()).findings).toEqual(['STEP_ABSENT_AT_PARTICIPANT saga-1 processPayment']);
  });

  it('asks nothing twice where nothing seems wrong', async () => {
    await world.place(1);
    world.meanwhile = () => {
      throw new Error('There is nothing to wait for.');
    };
    await world.audit();
    expect(world.asked.filter((field) => field === 'stockBooks')).toEqual(['stockBooks']);
  });

  it('finds wrong stock that was moving at the first look, and notes what never rests', async () => {
    const moving = { ...counted, settled: false };
    world.kept.stockBooks = [moving, { ...moving, sku: 'LAMP' }, { ...moving, sku: 'VASE' }];
    world.meanwhile = () => {
      world.kept.stockBooks = [{ ...counted, reserved: 1 }, moving, { ...counted, sku: 'VASE' }].map(
        (one, index) => (index === 1 ? { ...one, sku: 'LAMP' } : one),
      );
    };
    const { findings, notes } = await world.audit();
    expect(findings.map(({ code, item }) => [code, item])).toEqual([
      ['STOCK_DOES_NOT_ADD_UP', 'MUG in EAST'],
    ]);
    expect(notes.map(({ code, item }) => [code, item])).toEqual([['STOCK_UNSETTLED', 'LAMP in EAST']]);
  });

  it('looks only at what began since an instant', async () => {
    for (const index of [1, 2, 3]) await world.place(index);
    for (const index of [1, 3]) world.forget('payments', `saga-${index}`, 'processPayment');
    world.record('orders', { sagaId: 'older', step: 'createOrder', at: '2026-01-01T00:00:01.000Z' });
    expect(told(await world.audit('2026-01-01T00:00:02.000Z')).findings).toEqual([
      'STEP_ABSENT_AT_PARTICIPANT saga-3 processPayment',
    ]);
  });

  it('judges an order by all its sagas, also those that began before', async () => {
    const { version: _, ...first } = await world.place(1);
    world.kept.reservationRecords[0] = { ...world.kept.reservationRecords[0], status: 'HELD' };
    const later = '2026-01-05T00:00:00.000Z';
    await world.sagas.insert({
      ...first,
      id: 'saga-2',
      definitionName: 'CancelOrder',
      steps: [],
      startedAt: later,
    });
    expect(told(await world.audit(later)).findings).toEqual([
      'STOCK_HELD_BY_ENDED_SAGA saga-2',
      'STOCK_DIFFERS_FROM_ORDER saga-2',
    ]);
  });

  it('notes sagas that wait for help, and finds no fault in them', async () => {
    const { steps } = await world.place(1);
    await world.place(2, {
      status: 'STUCK',
      steps: steps.map((step) => (step.name === 'commitReservation' ? { ...step, status: 'STUCK' } : step)),
    });
    expect(told(await world.audit())).toEqual({ findings: [], notes: ['SAGA_OVERDUE'] });
  });

  it('lists at most 1000 findings and says that there were more', async () => {
    for (let index = 0; index < 1001; index += 1)
      world.record('orders', {
        sagaId: `nobody-${index}`,
        step: 'createOrder',
        at: '2026-01-02T00:00:00.000Z',
      });
    const { findings, truncated } = await world.audit();
    expect([findings.length, truncated]).toEqual([1000, true]);
  });

  it('ends where it is told to', async () => {
    await world.place(1);
    await expect(world.audit(undefined, () => Promise.reject(new Error('Stop.')))).rejects.toThrow('Stop.');
  });

  it('cannot be done where a participant does not answer', async () => {
    world.down = 'shipping';
    await expect(world.audit()).rejects.toThrow('shipping cannot be reached.');
  });
});
