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

const line = (changes: Partial<KnownOrder['lines'][number]> = {}) => ({
  ...{ quantity: 3, cancelled: 0, delivered: 0, returned: 0 },
  ...changes,
});

const order = (changes: Partial<KnownOrder> = {}): KnownOrder => ({
  id: 'o',
  status: 'CONFIRMED',
  lines: [line()],
  ...{ refunds: [], returns: [], shipments: [] },
  sagas: [saga()],
  ...changes,
});

const told = (changes: Partial<Told> = {}): Told => ({
  orderId: 'o',
  sagaId: 's',
  key: 'k',
  isDoomed: false,
  cancelled: false,
  ...{ lineCancellations: new Map(), goodwill: new Map(), moved: new Map(), returns: new Map() },
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
    [
      'an order of which a line was cancelled',
      told({ lineCancellations: new Map([['c', 1]]) }),
      order({ lines: [line({ cancelled: 1 })], sagas: [saga(), cancelling('COMPLETED')] }),
    ],
    [
      'an order that has arrived, and of which something came back',
      told({ ...{ moved: new Map([['p', 'DELIVERED']]), returns: new Map([['r', 2]]) } }),
      order({
        lines: [line({ delivered: 3, returned: 2 })],
        returns: [{ id: 'r', status: 'COMPLETED' }],
        shipments: [{ id: 'p', status: 'DELIVERED' }],
      }),
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
    [
      'a line whose cancellation was forgotten',
      told({ lineCancellations: new Map([['c', 1]]) }),
      order({ sagas: [saga(), cancelling('COMPLETED')] }),
      '0 units are cancelled, and 1 were promised',
    ],
    [
      'a gesture that was made twice',
      told({ goodwill: new Map([['g', 100]]) }),
      order({
        refunds: [1, 2].map(() => ({ status: 'SUCCEEDED', cause: 'GOODWILL', amount: { amount: 100 } })),
        sagas: [saga(), saga({ id: 'g', type: 'RefundOrder' })],
      }),
      '200 are given back as a gesture, and 100 were promised',
    ],
    [
      'a return that was received and turned back',
      told({ returns: new Map([['r', 2]]) }),
      order({ returns: [{ id: 'r', status: 'CLOSED' }] }),
      'of the return r 2 units were accepted, and it is CLOSED',
    ],
    [
      'a parcel that has not arrived although it was reported',
      told({ moved: new Map([['p', 'DELIVERED']]) }),
      order({ shipments: [{ id: 'p', status: 'DELIVERED' }] }),
      'all its parcels have arrived, and not all its units',
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
