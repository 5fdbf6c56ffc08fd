import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { age, authorized, done, entryOf, MINUTE_MS, orderAt, refused, waits } from './authorizing.ts';
import { booksOf, openTill, type Till } from './fixture.ts';

let till: Till;
let orders = 0;
beforeAll(async () => {
  till = await openTill();
});
afterAll(() => till.close());
beforeEach(() => {
  till.unhook();
});
const order = (token?: string, amount?: number) => {
  const orderId = `order-${(orders += 1)}`;
  return { ...orderAt(till, orderId, token, amount), entry: () => entryOf(till, orderId) };
};
const lost = () => Promise.reject(new Error('The connection was lost.'));
const undone = { undone: true };

describe('money that is set aside', () => {
  it('is not taken before it is captured, and then once', async () => {
    const { orderId, authorize, capture, payment, entry } = order();
    for (const _ of [1, 2]) expect(await authorize()).toEqual(authorized);
    expect(await payment()).toMatchObject({ status: 'AUTHORIZED', method: 'visa', capturedAt: null });
    expect((await entry())?.status).toBe('AUTHORIZED');
    for (const _ of [1, 2]) expect(await capture()).toEqual(done);
    expect(await payment()).toMatchObject({ status: 'CAPTURED', capturedAt: expect.any(String) });
    expect(await booksOf(till, orderId)).toEqual({ charges: 1, kept: 2800 });
  });

  it('is let go, and taken by no capture that comes later', async () => {
    const { orderId, authorize, capture, payment, entry, void: letGo } = order();
    await authorize();
    for (const _ of [1, 2]) expect(await letGo()).toEqual(undone);
    expect(await capture()).toEqual(done);
    expect(await payment()).toMatchObject({ status: 'VOIDED', capturedAt: null });
    expect((await entry())?.status).toBe('VOIDED');
    expect(await booksOf(till, orderId)).toEqual({ charges: 0, kept: 0 });
  });

  it('is let go where the reply was lost, and where the void’s own reply is lost', async () => {
    const { authorize, payment, entry, void: letGo } = order('tok_lost_reply');
    expect(await authorize()).toBe('PROVIDER_UNAVAILABLE');
    till.hooks.afterCancel = lost;
    expect(await letGo()).toBe('INTERNAL_SERVER_ERROR');
    till.unhook();
    expect(await letGo()).toEqual(undone);
    expect(await payment()).toMatchObject({ status: 'VOIDED' });
    expect((await entry())?.status).toBe('VOIDED');
  });

  it('is given back where it was taken in the meantime', async () => {
    const { orderId, authorize, capture, payment, void: letGo } = order();
    await authorize();
    await capture();
    expect(await letGo()).toEqual(undone);
    expect(await payment()).toMatchObject({ status: 'REFUNDED', refunded: { amount: 2800 } });
    expect(await booksOf(till, orderId)).toEqual({ charges: 1, kept: 0 });
  });

  it('is taken once where the reply of the capture is lost', async () => {
    const { orderId, authorize, capture, payment } = order();
    await authorize();
    till.hooks.afterCapture = lost;
    expect(await capture()).toBe('INTERNAL_SERVER_ERROR');
    till.unhook();
    expect(await capture()).toEqual(done);
    expect(await payment()).toMatchObject({ status: 'CAPTURED' });
    expect(await booksOf(till, orderId)).toEqual({ charges: 1, kept: 2800 });
  });

  it.each([
    ['tok_declined', 'PAYMENT_DECLINED'],
    ['tok_unheard_of', 'PAYMENT_DECLINED'],
  ])('is refused for %s, and there is nothing to let go', async (token, code) => {
    const { authorize, payment, void: letGo } = order(token);
    for (const _ of [1, 2]) expect(await authorize()).toEqual(refused(code));
    expect(await letGo()).toEqual({ undone: false });
    expect(await payment()).toMatchObject({ status: 'DECLINED' });
  });

  it('is set aside after two failures of the flaky token', async () => {
    const { authorize } = order('tok_flaky');
    for (const _ of [1, 2]) expect(await authorize()).toBe('PROVIDER_UNAVAILABLE');
    expect(await authorize()).toEqual(authorized);
  });

  it('cannot be let go where every void fails', async () => {
    const { authorize, payment, void: letGo } = order('tok_refund_fails');
    await authorize();
    expect(await letGo()).toBe('PROVIDER_UNAVAILABLE');
    expect(await payment()).toMatchObject({ status: 'AUTHORIZED' });
  });
});

describe('a capture that is refused', () => {
  it('is blocked and not rejected, and answers success once the payment is voided', async () => {
    const { authorize, capture, payment, void: letGo } = order('tok_capture_fails');
    await authorize();
    for (const _ of [1, 2]) expect(await capture()).toBe('STEP_BLOCKED');
    expect(await payment()).toMatchObject({ status: 'AUTHORIZED' });
    await letGo();
    expect(await capture()).toEqual(done);
    expect(await payment()).toMatchObject({ status: 'VOIDED' });
  });

  it('answers success once all of the order is cancelled', async () => {
    const { authorize, capture, part, payment } = order('tok_capture_fails');
    await authorize();
    expect(await capture()).toBe('STEP_BLOCKED');
    expect(await part('all', 2800)).toMatchObject({ refunded: { amount: 2800 }, refundId: null });
    expect(await capture()).toEqual(done);
    expect(await payment()).toMatchObject({ status: 'VOIDED' });
  });

  it('is blocked where no money was set aside', async () => {
    const { authorize, capture } = order('tok_3ds');
    await authorize();
    expect(await capture()).toBe('STEP_BLOCKED');
  });

  it('is refused where there never was a payment', async () => {
    const { capture } = order('tok_visa');
    expect(await capture()).toEqual({ rejection: { code: 'PAYMENT_NOT_FOUND' } });
  });
});

describe('a payment that waits', () => {
  it.each([
    ['tok_3ds', 'CUSTOMER', 'REQUIRES_ACTION'],
    ['tok_async', 'PROVIDER', 'PROCESSING'],
  ] as const)('is asked again with %s, until 15 minutes after it was made', async (token, who, status) => {
    const { authorize, orderId, payment } = order(token);
    const before = Date.now();
    for (const _ of [1, 2]) {
      const answer = (await authorize()) as { waiting: { until: string; askAgainAt: string } };
      expect(answer).toMatchObject(waits(who));
      const untilMs = Date.parse(answer.waiting.until);
      expect(untilMs).toBeGreaterThanOrEqual(before + 15 * MINUTE_MS);
      expect(untilMs).toBeLessThan(Date.now() + 15 * MINUTE_MS);
      expect(Date.parse(answer.waiting.askAgainAt)).toBeLessThan(Date.now() + MINUTE_MS);
    }
    expect(await payment()).toMatchObject({ status });
    expect(await booksOf(till, orderId)).toEqual({ charges: 0, kept: 0 });
  });

  it('is given up when the time is over, and the success of the bank a second later sets nothing aside', async () => {
    const { authorize, orderId, payment, entry, void: letGo, capture } = order('tok_3ds');
    await authorize();
    await age(till, orderId, 15 * MINUTE_MS);
    await till.ledger.simulate((await entry())!.id, 'AUTHENTICATED');
    expect((await entry())?.status).toBe('AUTHORIZED');
    for (const _ of [1, 2]) expect(await authorize()).toEqual(refused('PAYMENT_EXPIRED'));
    expect(await letGo()).toEqual({ undone: false });
    expect(await payment()).toMatchObject({ status: 'VOIDED', authorizedAt: null });
    expect((await entry())?.status).toBe('VOIDED');
    expect(await capture()).toEqual(done);
    expect(await booksOf(till, orderId)).toEqual({ charges: 0, kept: 0 });
  });

  it('is voided where the saga turns back before the bank speaks, which then says nothing any more', async () => {
    const { authorize, payment, entry, void: letGo } = order('tok_3ds');
    await authorize();
    await letGo();
    expect(await till.ledger.simulate((await entry())!.id, 'AUTHENTICATED')).toBe(false);
    expect(await authorize()).toBe('STEP_CANCELLED');
    expect(await payment()).toMatchObject({ status: 'VOIDED' });
    expect((await entry())?.status).toBe('CANCELLED');
  });

  it.each([
    ['tok_3ds', 'AUTHENTICATED'],
    ['tok_async', 'SETTLED'],
  ] as const)('goes on once the provider says so: %s', async (token, outcome) => {
    const { authorize, capture, entry, orderId } = order(token);
    await authorize();
    expect(await till.ledger.simulate((await entry())!.id, outcome)).toBe(true);
    expect(await authorize()).toEqual(authorized);
    expect(await capture()).toEqual(done);
    expect(await booksOf(till, orderId)).toEqual({ charges: 1, kept: 2800 });
  });

  it.each([
    ['tok_3ds', 'AUTHENTICATION_FAILED'],
    ['tok_async', 'SETTLEMENT_FAILED'],
  ] as const)('is refused once the provider says so: %s', async (token, outcome) => {
    const { authorize, entry, payment } = order(token);
    await authorize();
    expect(await till.ledger.simulate((await entry())!.id, outcome)).toBe(true);
    expect(await authorize()).toEqual(refused('PAYMENT_DECLINED'));
    expect(await payment()).toMatchObject({ status: 'DECLINED', declineCode: outcome });
  });
});

describe('a part of what is only set aside', () => {
  it('is not taken, and leaves no refund', async () => {
    const { authorize, capture, orderId, part, payment } = order();
    await authorize();
    for (const _ of [1, 2])
      expect(await part('one', 800)).toEqual({ refunded: { amount: 800 }, refundId: null, rejection: null });
    await capture();
    expect(await payment()).toMatchObject({ status: 'CAPTURED', refunded: { amount: 0 } });
    expect(await booksOf(till, orderId)).toEqual({ charges: 1, kept: 2000 });
    expect(await part('rest', 2800)).toMatchObject({ refunded: { amount: 2000 } });
    expect(await payment()).toMatchObject({ status: 'REFUNDED', refunded: { amount: 2000 } });
    expect(await part('more', 1)).toEqual({ refunded: { amount: 0 }, refundId: null, rejection: null });
    expect(await booksOf(till, orderId)).toEqual({ charges: 1, kept: 0 });
  });

  it('is let go with the rest where nothing is left, also after a death between provider and record', async () => {
    const { authorize, capture, part, payment, entry } = order();
    await authorize();
    await part('one', 800);
    till.hooks.afterCancel = lost;
    expect(await part('rest', 5000)).toBe('INTERNAL_SERVER_ERROR');
    till.unhook();
    // The capture finishes what the other step has begun, and that step then gets the same answer.
    expect(await capture()).toEqual(done);
    expect(await part('rest', 5000)).toMatchObject({ refunded: { amount: 2000 }, refundId: null });
    expect(await payment()).toMatchObject({ status: 'VOIDED' });
    expect((await entry())?.status).toBe('VOIDED');
  });

  it('waits for a capture whose reply was lost, and is given back by a refund', async () => {
    const { authorize, capture, orderId, part, payment } = order();
    await authorize();
    till.hooks.afterCapture = lost;
    await capture();
    till.unhook();
    const answer = await part('one', 800);
    expect(answer).toMatchObject({ refunded: { amount: 800 }, refundId: expect.any(String) });
    expect(await capture()).toEqual(done);
    expect(await payment()).toMatchObject({ status: 'PARTIALLY_REFUNDED', refunded: { amount: 800 } });
    expect(await booksOf(till, orderId)).toEqual({ charges: 1, kept: 2000 });
  });

  it('is decided by the payment’s version where a capture and twelve parts come at once', async () => {
    const { authorize, capture, orderId, part } = order();
    await authorize();
    const parts = Array.from({ length: 12 }, (_, index) => part(`part-${index}`, 200));
    const answers = await Promise.all([...parts, capture()]);
    expect(answers.pop()).toEqual(done);
    for (const answer of answers) expect(answer).toMatchObject({ refunded: { amount: 200 } });
    expect((await booksOf(till, orderId)).kept).toBe(400);
  });

  it('is refused where there is no payment, and where the amount makes no sense', async () => {
    const { authorize, part } = order();
    expect(await part('one', 1)).toMatchObject({ rejection: { code: 'PAYMENT_NOT_FOUND' } });
    await authorize();
    expect(await part('two', -1)).toMatchObject({ rejection: { code: 'INVALID_AMOUNT' } });
  });
});
