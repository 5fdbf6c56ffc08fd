import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { admin, processDeath, stepInput } from '@counterstep/service-kit/testing';
import { refundsInAnyOrder } from './cancelled-orders.ts';
import { booksOf, codeOf, openTill, paymentOf, type Till } from './fixture.ts';

refundsInAnyOrder('SQLite', 30);

describe('the money of a cancelled order', () => {
  let till: Till;
  const step = stepInput('refundPayment', 'cancelling');
  const done = { refundOrder: { rejection: null } };
  const kept = { charges: 1, kept: 2800 };
  const returned = { charges: 1, kept: 0 };

  beforeEach(async () => {
    till = await openTill();
  });
  afterEach(() => till.close());

  it('is given back by whichever saga asks, under the key of the payment', async () => {
    await till.pay('order-1');
    await till.pay('order-2');
    expect((await till.refundOrder('order-1', step)).data).toEqual(done);
    expect(await paymentOf(till, 'order-1')).toMatchObject({
      status: 'REFUNDED',
      amount: { amount: 2800 },
      refunded: { amount: 2800 },
    });
    expect(await booksOf(till, 'order-1')).toEqual(returned);
    expect(await booksOf(till, 'order-2')).toEqual(kept);
  });

  it('is given back once, also when another saga asks for it again', async () => {
    await till.pay('order-1');
    await till.refundOrder('order-1', step);
    const { refundedAt } = (await paymentOf(till, 'order-1'))!;
    expect((await till.refundOrder('order-1', step)).data).toEqual(done);
    expect((await till.refundOrder('order-1', stepInput('refundPayment', 'another'))).data).toEqual(done);
    expect(await paymentOf(till, 'order-1')).toMatchObject({ refundedAt });
    expect(await booksOf(till, 'order-1')).toEqual(returned);
  });

  it.each<[string, (dying: Till) => void]>([
    ['before the provider is asked', (dying) => (dying.hooks.beforeCancel = processDeath(dying))],
    ['before its answer arrives', (dying) => (dying.hooks.afterCancel = processDeath(dying))],
    ['before its answer is recorded', (dying) => (dying.hooks.afterCancel = () => dying.store().close())],
  ])('is given back once by a process that dies %s, after the next attempt', async (_when, death) => {
    await till.pay('order-1');
    death(till);
    expect((await till.refundOrder('order-1', step)).errors).toHaveLength(1);
    till.unhook();
    await till.restart();
    expect(await paymentOf(till, 'order-1')).toMatchObject({ status: 'CAPTURED' });
    expect((await till.refundOrder('order-1', step)).data).toEqual(done);
    expect(await paymentOf(till, 'order-1')).toMatchObject({ status: 'REFUNDED' });
    expect(await booksOf(till, 'order-1')).toEqual(returned);
  });

  it('is asked for again while the provider does not give it back', async () => {
    await till.pay('order-1', { token: 'tok_refund_fails' });
    expect(codeOf(await till.refundOrder('order-1', step))).toBe('PROVIDER_UNAVAILABLE');
    expect(await paymentOf(till, 'order-1')).toMatchObject({ status: 'CAPTURED', refunded: { amount: 0 } });
  });

  it('must have been asked for once', async () => {
    const rejection = { code: 'PAYMENT_NOT_FOUND' };
    expect((await till.refundOrder('order-1', step)).data).toEqual({ refundOrder: { rejection } });
  });

  it('is given back at the word of the coordinator only', async () => {
    const mutation = `mutation ($step: StepInput!) { refundOrder(step: $step, input: { orderId: "order-1" }) { __typename } }`;
    expect(codeOf(await till.ask(mutation, { step }, { viewer: admin }))).toBe('FORBIDDEN');
  });
});
