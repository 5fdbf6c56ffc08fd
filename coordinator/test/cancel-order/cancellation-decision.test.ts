import { describe, expect, it } from '@jest/globals';
import {
  decideCancellation,
  isDecided,
  refusalOf,
  type KnownSaga,
} from '../../src/cancel-order/cancellation-decision.ts';
import { checkRequest, whyOf } from '../../src/cancel-order/request.ts';

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
  ...changes,
});

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

describe('a cancellation', () => {
  const pivotDone = { steps: [step('PIVOT', 'SUCCEEDED')] };

  it('is decided by its pivot, by its end, or when it is stuck', () => {
    expect(isDecided(saga('CancelOrder'))).toBe(false);
    expect(isDecided(saga('CancelOrder', failedWith('SHIPMENT_HANDED_OVER')))).toBe(false);
    expect(isDecided(refused)).toBe(true);
    expect(isDecided(saga('CancelOrder', pivotDone))).toBe(true);
    expect(isDecided(saga('CancelOrder', { status: 'STUCK' }))).toBe(true);
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

  it('takes a reason of at most 500 characters', () => {
    expect(checkRequest({ orderId: 'o1', reason: '😀'.repeat(500) })).toEqual([]);
    expect(checkRequest({ orderId: 'o1', reason: '😀'.repeat(501) })).toMatchObject([
      { code: 'VALIDATION_ERROR', path: ['input', 'reason'] },
    ]);
  });
});
