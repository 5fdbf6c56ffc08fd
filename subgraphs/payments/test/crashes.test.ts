import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { processDeath, stepInput } from '@counterstep/service-kit/testing';
import { booksOf, openTill, paymentOf, type Till } from './fixture.ts';

type Death = (till: Till) => void;

const chargeDeaths: readonly (readonly [string, Death])[] = [
  ['before the charge is sent', (till) => (till.hooks.beforeCharge = processDeath(till))],
  ['before the charge’s answer arrives', (till) => (till.hooks.afterCharge = processDeath(till))],
  ['before the charge’s answer is recorded', (till) => (till.hooks.afterCharge = () => till.store().close())],
];
const cancelDeaths: readonly (readonly [string, Death])[] = [
  ['before the cancellation is sent', (till) => (till.hooks.beforeCancel = processDeath(till))],
  ['before the cancellation’s answer arrives', (till) => (till.hooks.afterCancel = processDeath(till))],
  [
    'before the cancellation’s answer is recorded',
    (till) => (till.hooks.afterCancel = () => till.store().close()),
  ],
];
const tokens = ['tok_visa', 'tok_lost_reply'];
const charges = chargeDeaths.flatMap(([when, death]) => tokens.map((token) => [when, token, death] as const));

describe('a payments process that dies', () => {
  let till: Till;
  const step = stepInput('processPayment');
  const revive = async (): Promise<void> => {
    till.unhook();
    await till.restart();
  };

  beforeEach(async () => {
    till = await openTill();
  });
  afterEach(() => till.close());

  it.each(chargeDeaths)('%s has charged once after the next attempt', async (_when, death) => {
    death(till);
    expect((await till.pay('order-1', { step })).errors).toHaveLength(1);
    await revive();
    expect(await paymentOf(till, 'order-1')).toMatchObject({ status: 'PENDING' });
    expect((await till.pay('order-1', { step })).errors).toBeUndefined();
    expect(await paymentOf(till, 'order-1')).toMatchObject({ status: 'CAPTURED' });
    expect(await booksOf(till, 'order-1')).toEqual({ charges: 1, kept: 2800 });
  });

  it.each(charges)('%s holds nothing of %s after the compensation', async (_when, token, death) => {
    death(till);
    expect((await till.pay('order-1', { step, token })).errors).toHaveLength(1);
    await revive();
    expect((await till.refund('order-1', step)).errors).toBeUndefined();
    const { charges: made, kept } = await booksOf(till, 'order-1');
    const status = made === 0 ? 'VOIDED' : 'REFUNDED';
    expect([kept, await paymentOf(till, 'order-1')]).toMatchObject([0, { status }]);
  });

  it.each(cancelDeaths)('%s has refunded once after the next compensation', async (_when, death) => {
    await till.pay('order-1', { step });
    death(till);
    expect((await till.refund('order-1', step)).errors).toHaveLength(1);
    await revive();
    expect((await till.refund('order-1', step)).data).toEqual({ refundPayment: { undone: true } });
    expect(await paymentOf(till, 'order-1')).toMatchObject({
      status: 'REFUNDED',
      refunded: { amount: 2800 },
    });
    expect(await booksOf(till, 'order-1')).toEqual({ charges: 1, kept: 0 });
  });

  it('after its answer was recorded gives the same answer again', async () => {
    const first = await till.pay('order-1', { step });
    await till.restart();
    expect((await till.pay('order-1', { step })).data).toEqual(first.data);
    const refunded = await till.refund('order-1', step);
    await till.restart();
    expect((await till.refund('order-1', step)).data).toEqual(refunded.data);
    expect(await booksOf(till, 'order-1')).toEqual({ charges: 1, kept: 0 });
  });
});
