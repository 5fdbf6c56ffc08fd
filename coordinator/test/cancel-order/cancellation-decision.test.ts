import { describe, expect, it } from '@jest/globals';
import {
  decideCancellation as decide,
  refusalOf,
  type KnownSaga,
} from '../../src/cancel-order/cancellation-decision.ts';
import { isOutcomeKnown } from '../../src/await-saga.ts';
import { cancellableUnits } from '../../src/cancel-order/precheck.ts';
import { checkRequest, wantedOf, whyOf } from '../../src/cancel-order/request.ts';

const step = (
  kind: 'COMPENSATABLE' | 'PIVOT' | 'RETRIABLE',
  status: 'PENDING' | 'STARTED' | 'SUCCEEDED',
) => ({
  ...{ name: kind, subgraph: 'orders', kind, status },
  ...{ critical: true, afterCompensation: false, attempts: 0 },
});

const saga = (type: string, changes: Partial<KnownSaga> = {}): KnownSaga => ({
  definitionName: type,
  status: 'RUNNING',
  direction: 'FORWARD',
  steps: [step('COMPENSATABLE', 'STARTED'), step('PIVOT', 'PENDING')],
  requestHash: type === 'CancelOrder' ? 'whole' : 'placed',
  ...changes,
});

/** The decision on a cancellation of the whole order. */
const decideCancellation = (sagas: readonly KnownSaga[], passedPivot: boolean, unread?: number) =>
  decide(sagas, { hash: 'whole', wholeHash: 'whole' }, passedPivot, unread);
/** The decision on a cancellation of some lines of it. */
const decideLines = (sagas: readonly KnownSaga[], hash = 'lines') =>
  decide(sagas, { hash, wholeHash: 'whole' }, false);

const placing = saga('PlaceOrder');
const placed = saga('PlaceOrder', { status: 'COMPLETED' });
const failedWith = (code: string): Partial<KnownSaga> => ({
  direction: 'BACKWARD',
  failure: { code, message: 'Because of that.' },
});
const refused = saga('CancelOrder', { status: 'COMPENSATED', ...failedWith('SHIPMENT_HANDED_OVER') });

describe('the decision on a cancellation', () => {
  it('ends where no saga has placed the order', () => {
    expect(decideCancellation([], false)).toEqual({ kind: 'unknown-order' });
  });

  it('turns the placing back while that may be possible', () => {
    expect(decideCancellation([placing], false)).toEqual({ kind: 'turn-back', placing });
    const asked = saga('PlaceOrder', { steps: [step('PIVOT', 'STARTED')] });
    expect(decideCancellation([asked], false)).toEqual({ kind: 'turn-back', placing: asked });
  });

  it('begins a saga once the placing has passed its pivot, by its state or its own word', () => {
    expect(decideCancellation([placed], false)).toEqual({ kind: 'begin', placing: placed, attempt: 0 });
    const late = saga('PlaceOrder', { steps: [step('PIVOT', 'SUCCEEDED'), step('RETRIABLE', 'STARTED')] });
    expect(decideCancellation([late], false)).toEqual({ kind: 'begin', placing: late, attempt: 0 });
    expect(decideCancellation([placing], true)).toEqual({ kind: 'begin', placing, attempt: 0 });
  });

  it.each(['REQUESTED_BY_CUSTOMER', 'REQUESTED_BY_ADMIN'])(
    'follows a placing that is undone for %s',
    (code) => {
      const undone = saga('PlaceOrder', { status: 'COMPENSATING', ...failedWith(code) });
      expect(decideCancellation([undone], true)).toEqual({ kind: 'follow', saga: undone });
    },
  );

  it('is refused where the placing is undone for another reason', () => {
    const undone = saga('PlaceOrder', { status: 'COMPENSATED', ...failedWith('OUT_OF_STOCK') });
    const message = 'The order is cancelled already: Because of that.';
    const refusal = { code: 'ALREADY_CANCELLED', message };
    expect(decideCancellation([undone], false)).toEqual({ kind: 'refuse', saga: undone, refusal });
  });

  it.each(['RUNNING', 'COMPENSATING', 'STUCK', 'COMPLETED'] as const)(
    'follows a saga that is %s',
    (status) => {
      const cancelling = saga('CancelOrder', { status });
      expect(decideCancellation([placed, refused, cancelling], false)).toEqual({
        kind: 'follow',
        saga: cancelling,
      });
    },
  );

  it('is refused once the saga that has placed the order is archived, unless another one cancels it', () => {
    const archived = saga('PlaceOrder', { status: 'COMPLETED', archivedAt: '2026-06-01T09:00:00.000Z' });
    expect(decideCancellation([archived, refused], false)).toMatchObject({
      kind: 'refuse',
      refusal: { code: 'ORDER_TOO_OLD' },
    });
    const cancelled = saga('CancelOrder', { status: 'COMPLETED' });
    expect(decideCancellation([archived, cancelled], false)).toEqual({ kind: 'follow', saga: cancelled });
  });

  it('begins another saga after those that could not cancel it', () => {
    expect(decideCancellation([placed, refused, refused], false)).toMatchObject({
      kind: 'begin',
      attempt: 2,
    });
    expect(decideCancellation([placed, refused, refused], false, 40)).toMatchObject({
      kind: 'begin',
      attempt: 42,
    });
  });
});

describe('the decision on a cancellation of lines', () => {
  const lines = (status: KnownSaga['status'], changes: Partial<KnownSaga> = {}) =>
    saga('CancelOrder', { status, requestHash: 'lines', ...changes });
  const refusal = (code: string) => ({ kind: 'refuse', refusal: { code } });

  it('is refused until the order is placed, and never turns the placing back', () => {
    expect(decideLines([placing])).toMatchObject(refusal('ORDER_PENDING'));
    expect(decideLines([placed])).toEqual({ kind: 'begin', placing: placed, attempt: 0 });
    const undone = saga('PlaceOrder', { status: 'COMPENSATED', ...failedWith('REQUESTED_BY_CUSTOMER') });
    expect(decideLines([undone])).toMatchObject(refusal('ALREADY_CANCELLED'));
  });

  it('follows the saga of the same lines while it runs, and begins another one once it has cancelled them', () => {
    const running = lines('RUNNING');
    expect(decideLines([placed, running])).toEqual({ kind: 'follow', saga: running });
    expect(decideLines([placed, lines('COMPLETED')])).toMatchObject({ kind: 'begin', attempt: 1 });
    expect(decideLines([placed, lines('COMPLETED'), lines('COMPENSATED')])).toMatchObject({ attempt: 2 });
  });

  it('is refused while other lines, or all of the order, are just being cancelled', () => {
    const underWay = refusal('CANCELLATION_UNDER_WAY');
    expect(decideLines([placed, lines('RUNNING')], 'others')).toMatchObject(underWay);
    expect(decideLines([placed, lines('STUCK')], 'others')).toMatchObject(underWay);
    expect(decideLines([placed, saga('CancelOrder')])).toMatchObject(underWay);
    expect(decideCancellation([placed, lines('RUNNING')], false)).toMatchObject(underWay);
  });

  it('leaves the rest to be cancelled as a whole, and nothing once it has come to all of it', () => {
    expect(decideCancellation([placed, lines('COMPLETED')], false)).toMatchObject({
      kind: 'begin',
      attempt: 1,
    });
    const last = lines('COMPLETED', {
      requestHash: 'last',
      steps: [{ ...step('COMPENSATABLE', 'SUCCEEDED'), output: { whole: true } }],
    });
    expect(decideCancellation([placed, last], false)).toEqual({ kind: 'follow', saga: last });
    expect(decideLines([placed, last])).toMatchObject(refusal('ALREADY_CANCELLED'));
    expect(decideLines([placed, saga('CancelOrder', { status: 'COMPLETED' })])).toMatchObject(
      refusal('ALREADY_CANCELLED'),
    );
  });
});

describe('a cancellation', () => {
  const pivotDone = { steps: [step('PIVOT', 'SUCCEEDED')] };

  it('is decided by its pivot, by its end, or when it is stuck', () => {
    expect(isOutcomeKnown(saga('CancelOrder'))).toBe(false);
    expect(isOutcomeKnown(saga('CancelOrder', failedWith('SHIPMENT_HANDED_OVER')))).toBe(false);
    expect(isOutcomeKnown(refused)).toBe(true);
    expect(isOutcomeKnown(saga('CancelOrder', pivotDone))).toBe(true);
    expect(isOutcomeKnown(saga('CancelOrder', { status: 'STUCK' }))).toBe(true);
  });

  it('is refused with the reason for which its saga has turned back', () => {
    expect(refusalOf(refused)).toMatchObject({ code: 'SHIPMENT_HANDED_OVER' });
    expect(refusalOf(saga('CancelOrder', pivotDone))).toBeUndefined();
    expect(refusalOf(saga('PlaceOrder', failedWith('REQUESTED_BY_CUSTOMER')))).toBeUndefined();
  });

  it('says who has asked for it, and why', () => {
    const viewer = { id: 'c1', email: 'ada@example.com', name: 'Ada', role: 'CUSTOMER' } as const;
    const why = (reason: string | null, customer: string) =>
      whyOf({ orderId: 'o1', reason }, viewer, customer);
    expect(why(' Too late. ', 'c1')).toEqual({ code: 'REQUESTED_BY_CUSTOMER', message: 'Too late.' });
    expect(why(' ', 'c1')).toMatchObject({ message: 'Cancelled at the customer’s request.' });
    expect(why(null, 'c2')).toEqual({ code: 'REQUESTED_BY_ADMIN', message: 'Cancelled by the shop.' });
  });

  it('takes 1 to 50 lines of 1 to 100 units', () => {
    const paths = (lines: readonly { sku: string; quantity: number }[]) =>
      checkRequest({ orderId: 'o1', lines }).map(({ path }) => path.join('.'));
    expect(paths([{ sku: 'MUG-BLUE', quantity: 100 }])).toEqual([]);
    expect(paths([])).toEqual(['input.lines']);
    expect(paths(Array.from({ length: 51 }, (_, index) => ({ sku: `S${index}`, quantity: 1 })))).toEqual([
      'input.lines',
    ]);
    expect(paths([1, 0, 101].map((quantity) => ({ sku: 'MUG-BLUE', quantity })))).toEqual([
      'input.lines.1.quantity',
      'input.lines.2.quantity',
    ]);
  });

  it('is the same whatever the order of its lines', () => {
    const hash = (...lines: { sku: string; quantity: number }[]) =>
      wantedOf('CancelOrder', { orderId: 'o1', lines }).hash;
    const [one, two] = [
      { sku: 'A', quantity: 1 },
      { sku: 'B', quantity: 2 },
    ];
    expect(hash(one, two)).toBe(hash(two, one));
    expect(hash(one, one)).toBe(hash({ sku: 'A', quantity: 2 }));
    expect(hash(one)).not.toBe(hash(two));
    const { hash: all, wholeHash } = wantedOf('CancelOrder', { orderId: 'o1' });
    expect(all).toBe(wholeHash);
  });

  it('counts what is on its way as units that cannot be cancelled, whoever knows of it first', () => {
    const line = { sku: 'A', quantity: 5, cancelled: 1, shipped: 0 };
    const most = (changes: object, parcels: { sku: string; quantity: number }[][]) =>
      cancellableUnits([{ ...line, ...changes }], parcels).get('A');
    expect(most({}, [])).toBe(4);
    expect(most({ shipped: 3 }, [])).toBe(1);
    expect(most({}, [[{ sku: 'A', quantity: 3 }], [{ sku: 'B', quantity: 1 }]])).toBe(1);
    expect(most({ shipped: 2 }, [[{ sku: 'A', quantity: 3 }]])).toBe(1);
    expect(most({}, [[]])).toBe(0);
  });

  it('takes a reason of at most 500 characters', () => {
    expect(checkRequest({ orderId: 'o1', reason: '😀'.repeat(500) })).toEqual([]);
    expect(checkRequest({ orderId: 'o1', reason: '😀'.repeat(501) })).toMatchObject([
      { code: 'VALIDATION_ERROR', path: ['input', 'reason'] },
    ]);
  });
});
