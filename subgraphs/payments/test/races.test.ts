import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createGate, type Gate, stepInput } from '@counterstep/service-kit/testing';
import { booksOf, codeOf, openTill, paymentOf, type Till } from './fixture.ts';

const nothingKept = { charges: 1, kept: 0 };
const neverCharged = { charges: 0, kept: 0 };
const keptOnce = { charges: 1, kept: 2800 };

describe('a payment that several calls work on', () => {
  let till: Till;
  let step: object;
  let gates: Gate[];
  const gate = (): Gate => {
    const made = createGate();
    gates.push(made);
    return made;
  };
  const pay = () => till.pay('order-1', { step });
  const refund = () => till.refund('order-1', step);

  beforeEach(async () => {
    till = await openTill();
    step = stepInput('processPayment');
    gates = [];
  });
  afterEach(async () => {
    for (const { open } of gates) open();
    await till.close();
  });

  it('is charged once by two attempts that are at the provider together', async () => {
    const [one, two] = [gate(), gate()];
    till.hooks.beforeCharge = one.pass;
    const first = pay();
    await one.reached;
    till.hooks.beforeCharge = two.pass;
    const second = pay();
    await two.reached;
    two.open();
    const answer = await second;
    one.open();
    expect((await first).data).toEqual(answer.data);
    expect(answer.errors).toBeUndefined();
    expect(await booksOf(till, 'order-1')).toEqual(keptOnce);
  });

  it('is charged once by twelve first attempts at once', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, pay));
    const ids = answers.map(({ data }) => (data!['processPayment'] as { paymentId: string }).paymentId);
    expect(new Set(ids)).toEqual(new Set([(await paymentOf(till, 'order-1'))!['id']]));
    expect(await booksOf(till, 'order-1')).toEqual(keptOnce);
  });

  it('is never charged when its compensation overtakes the charge on the way to the provider', async () => {
    const held = gate();
    till.hooks.beforeCharge = held.pass;
    const attempt = pay();
    await held.reached;
    expect((await refund()).data).toEqual({ refundPayment: { undone: false } });
    held.open();
    expect(codeOf(await attempt)).toBe('STEP_CANCELLED');
    expect(await paymentOf(till, 'order-1')).toMatchObject({ status: 'VOIDED', refunded: { amount: 0 } });
    expect(await booksOf(till, 'order-1')).toEqual(neverCharged);
  });

  it('is refunded when its compensation comes before the charge’s answer', async () => {
    const held = gate();
    till.hooks.afterCharge = held.pass;
    const attempt = pay();
    await held.reached;
    expect((await refund()).data).toEqual({ refundPayment: { undone: true } });
    held.open();
    expect(codeOf(await attempt)).toBe('STEP_CANCELLED');
    expect(await paymentOf(till, 'order-1')).toMatchObject({ status: 'REFUNDED', method: 'visa' });
    expect(await booksOf(till, 'order-1')).toEqual(nothingKept);
  });

  it('stays refunded when the charge’s answer is recorded while the compensation is at the provider', async () => {
    const [charged, cancelled] = [gate(), gate()];
    till.hooks.afterCharge = charged.pass;
    till.hooks.afterCancel = cancelled.pass;
    const attempt = pay();
    await charged.reached;
    const compensation = refund();
    await cancelled.reached;
    charged.open();
    expect((await attempt).errors).toBeUndefined();
    expect(await paymentOf(till, 'order-1')).toMatchObject({ status: 'CAPTURED' });
    cancelled.open();
    expect((await compensation).data).toEqual({ refundPayment: { undone: true } });
    expect(await paymentOf(till, 'order-1')).toMatchObject({ status: 'REFUNDED' });
    expect(await booksOf(till, 'order-1')).toEqual(nothingKept);
  });

  it('is not charged by an attempt that comes between the cancellation and its record', async () => {
    till.hooks.beforeCharge = () => Promise.reject(new Error('The connection was lost.'));
    await pay();
    delete till.hooks.beforeCharge;
    const held = gate();
    till.hooks.afterCancel = held.pass;
    const compensation = refund();
    await held.reached;
    expect(codeOf(await pay())).toBe('STEP_CANCELLED');
    held.open();
    expect((await compensation).errors).toBeUndefined();
    expect(await paymentOf(till, 'order-1')).toMatchObject({ status: 'VOIDED' });
    expect(await booksOf(till, 'order-1')).toEqual(neverCharged);
  });

  it('is not charged by an attempt that comes after the compensation, whether or not another came before', async () => {
    expect((await refund()).data).toEqual({ refundPayment: { undone: false } });
    expect(codeOf(await pay())).toBe('STEP_CANCELLED');
    expect(await paymentOf(till, 'order-1')).toBeNull();
    expect(await booksOf(till, 'order-1')).toEqual(neverCharged);

    const other = stepInput('processPayment');
    await till.pay('order-2', { step: other });
    await till.refund('order-2', other);
    expect(codeOf(await till.pay('order-2', { step: other }))).toBe('STEP_CANCELLED');
    expect(await booksOf(till, 'order-2')).toEqual(nothingKept);
  });

  it('is refunded once by two compensations at once', async () => {
    await pay();
    const answers = await Promise.all([refund(), refund()]);
    for (const { data } of answers) expect(data).toEqual({ refundPayment: { undone: true } });
    expect(await paymentOf(till, 'order-1')).toMatchObject({
      status: 'REFUNDED',
      refunded: { amount: 2800 },
    });
    expect(await booksOf(till, 'order-1')).toEqual(nothingKept);
  });

  it('is taken once by two sagas that want it at once', async () => {
    const answers = await Promise.all([pay(), till.pay('order-1', { step: stepInput('processPayment') })]);
    const refused = answers.filter(
      ({ data }) => (data!['processPayment'] as { rejection: unknown }).rejection,
    );
    expect(refused).toHaveLength(1);
    expect(await booksOf(till, 'order-1')).toEqual(keptOnce);
  });
});

describe('an attempt whose deadline passes while it is at the provider', () => {
  it('records nothing, and the next one finds the charge', async () => {
    const clock = { ahead: 0, now: () => Date.now() + clock.ahead };
    const till = await openTill({ clock });
    const step = stepInput('processPayment');
    till.hooks.afterCharge = () => {
      clock.ahead = 61_000;
      return Promise.resolve();
    };
    expect(codeOf(await till.pay('order-1', { step }))).toBe('DEADLINE_EXCEEDED');
    clock.ahead = 0;
    expect(await paymentOf(till, 'order-1')).toMatchObject({ status: 'PENDING' });
    delete till.hooks.afterCharge;
    expect((await till.pay('order-1', { step })).errors).toBeUndefined();
    expect(await paymentOf(till, 'order-1')).toMatchObject({ status: 'CAPTURED' });
    expect(await booksOf(till, 'order-1')).toEqual(keptOnce);
    await till.close();
  });
});
