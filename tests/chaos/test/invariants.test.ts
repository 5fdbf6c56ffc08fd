import { describe, expect, it } from '@jest/globals';
import type { Told } from '../src/load/ledger.ts';
import { checkInvariants, type KnownOrder, type KnownSaga } from '../src/invariants.ts';
import { recoveriesMs } from '../src/report.ts';

const saga = (changes: Partial<KnownSaga> = {}): KnownSaga => ({
  id: 's',
  type: 'PlaceOrder',
  status: 'COMPLETED',
  sequence: 2,
  events: [{ sequence: 1 }, { sequence: 2 }],
  ...changes,
});

const order = (changes: Partial<KnownOrder> = {}): KnownOrder => ({
  id: 'o',
  status: 'CONFIRMED',
  sagas: [saga()],
  ...changes,
});

const told = (changes: Partial<Told> = {}): Told => ({
  orderId: 'o',
  sagaId: 's',
  key: 'k',
  isDoomed: false,
  cancelled: false,
  ...changes,
});

const check = (told: Told, orders: readonly KnownOrder[], unrecorded: [string, string | undefined][] = []) =>
  checkInvariants(new Map([[told.orderId, told]]), orders, new Map(unrecorded));

const cancelling = (status: string) => saga({ id: 'c', type: 'CancelOrder', status });
const undone = { status: 'CANCELLED', sagas: [saga({ status: 'COMPENSATED' })] };

describe('Invariants at rest', () => {
  it.each<[string, Told, KnownOrder]>([
    ['a placed order', told({ lastEvent: 'SAGA_COMPLETED' }), order()],
    ['an undone order', told({ isDoomed: true, lastEvent: 'SAGA_COMPENSATED' }), order(undone)],
    [
      'an order cancelled after it was placed',
      told({ cancelled: true }),
      order({ status: 'CANCELLED', sagas: [saga(), cancelling('COMPLETED')] }),
    ],
    [
      'an order whose cancellation was undone',
      told({ cancelled: true }),
      order({ sagas: [saga(), cancelling('COMPENSATED')] }),
    ],
  ])('hold with %s', (_, told, known) => {
    expect(check(told, [known])).toEqual([]);
  });

  it('are kept with an order that was undone before it was recorded', () => {
    expect(check(told(), [], [['o', 'COMPENSATED']])).toEqual([]);
  });

  it.each<[string, Told, KnownOrder, string]>([
    ['an order nobody was told of', told({ orderId: 'x' }), order(), 'nobody was told of it'],
    [
      'a saga that goes on',
      told(),
      order({ status: 'PENDING', sagas: [saga({ status: 'STUCK' })] }),
      'saga s has not ended: it is STUCK',
    ],
    [
      'a gap',
      told(),
      order({ sagas: [saga({ events: [{ sequence: 1 }, { sequence: 3 }] })] }),
      'the events of saga s have gaps',
    ],
    [
      'a lost last event',
      told(),
      order({ sagas: [saga({ sequence: 3 })] }),
      'the events of saga s have gaps',
    ],
    [
      'two sagas that place one order',
      told(),
      order({ sagas: [saga(), saga({ id: 't' })] }),
      'it is CONFIRMED, and its sagas say nothing that fits',
    ],
    [
      'an order that differs from its saga',
      told(),
      order({ sagas: [saga({ status: 'COMPENSATED' })] }),
      'it is CONFIRMED, and its sagas say CANCELLED',
    ],
    ['a declined card', told({ isDoomed: true }), order(), 'it could only be undone and is CONFIRMED'],
    [
      'a forgotten cancellation',
      told({ cancelled: true }),
      order(),
      'its cancellation was promised, and it is CONFIRMED',
    ],
    [
      'a follower who saw another end',
      told({ lastEvent: 'SAGA_COMPLETED' }),
      order(undone),
      'a follower saw SAGA_COMPLETED last, and its saga is COMPENSATED',
    ],
  ])('are violated by %s', (_, told, known, finding) => {
    expect(check(told, [known])).toContain(`order o: ${finding}`);
  });

  it('are broken by an order that is gone', () => {
    expect(check(told(), [], [['o', undefined]])).toEqual([
      'order o: it was acknowledged and is not there; its saga is neither',
    ]);
    expect(check(told(), [], [['o', 'COMPLETED']])).toHaveLength(1);
  });
});

describe('Recovery', () => {
  it('is the time from a fault to the next acknowledged order', () => {
    const faults = [{ beganAt: 100 }, { beganAt: 350 }, { beganAt: 900 }];
    expect(recoveriesMs(faults, [90, 300, 400, 800])).toEqual([50, 200]);
  });
});
