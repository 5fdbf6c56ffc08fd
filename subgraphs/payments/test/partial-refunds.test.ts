import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@counterstep/service-kit';
import { stepInput } from '@counterstep/service-kit/testing';
import fc from 'fast-check';
import { booksOf, codeOf, openTill, paymentOf, usd, type Till } from './fixture.ts';

const CLAIM = `mutation ($step: StepInput!, $input: ClaimRefundInput!) {
  claimRefund(step: $step, input: $input) { refundId rejection { code } } }`;
const RELEASE = `mutation ($step: StepInput!, $input: ReleaseClaimInput!) {
  releaseClaim(step: $step, input: $input) { undone } }`;
const EXECUTE = `mutation ($step: StepInput!, $input: ExecuteRefundInput!) {
  executeRefund(step: $step, input: $input) { rejection { code } } }`;
const REFUND = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Refund {
  status cause note failure amount { amount } } ... on Order { payment { refundable { amount } } } } }`;

let till: Till;
let orders = 0;
let orderId: string;
beforeAll(async () => {
  till = await openTill();
});
afterAll(() => till.close());
beforeEach(() => {
  till.unhook();
  orderId = `order-${(orders += 1)}`;
});

const coordinator = { service: 'coordinator' } as const;
const answerOf = async (query: string, step: object, input: object) => {
  const { data, errors } = await till.ask(query, { step, input }, coordinator);
  return errors === undefined ? Object.values(data!)[0] : errors[0]!.extensions['code'];
};
/** The steps of one refund's saga. */
const refunding = (amount: number) => {
  const refundId = newId();
  const step = (name: string) => stepInput(name, `saga-${refundId}`);
  const input = { refundId, orderId, amount: usd(amount), cause: 'GOODWILL', note: 'Sorry.' };
  return {
    claim: () => answerOf(CLAIM, step('claimRefund'), input),
    release: () => answerOf(RELEASE, step('claimRefund'), { refundId, code: 'REFUND_REFUSED' }),
    execute: () => answerOf(EXECUTE, step('executeRefund'), { refundId }),
    read: async () => {
      const of = [{ __typename: 'Refund', id: refundId }];
      const viewer = { id: 'admin', email: 'a@example.com', name: 'A', role: 'ADMIN' as const };
      return ((await till.ask(REFUND, { of }, { viewer })).data!['_entities'] as object[])[0];
    },
  };
};
const claimed = { refundId: expect.any(String), rejection: null };
const tooLarge = { refundId: null, rejection: { code: 'REFUND_TOO_LARGE' } };
const done = { rejection: null };

describe('a part of a payment', () => {
  it('is given back once, however often it is asked for', async () => {
    await till.pay(orderId);
    const { claim, execute, read } = refunding(1000);
    for (const _ of [1, 2]) expect(await claim()).toEqual(claimed);
    expect(await read()).toMatchObject({ status: 'PENDING', cause: 'GOODWILL', note: 'Sorry.' });
    for (const _ of [1, 2]) expect(await execute()).toEqual(done);
    expect(await read()).toMatchObject({ status: 'SUCCEEDED', amount: { amount: 1000 } });
    expect(await paymentOf(till, orderId)).toMatchObject({
      ...{ status: 'PARTIALLY_REFUNDED', refunded: { amount: 1000 } },
    });
    expect(await booksOf(till, orderId)).toEqual({ charges: 1, kept: 1800 });
  });

  it('is given back once where the provider’s reply is lost', async () => {
    await till.pay(orderId);
    const { claim, execute } = refunding(1000);
    await claim();
    till.hooks.afterRefund = () => Promise.reject(new Error('The connection was lost.'));
    expect(await execute()).toBe('INTERNAL_SERVER_ERROR');
    till.unhook();
    expect(await execute()).toEqual(done);
    expect(await booksOf(till, orderId)).toEqual({ charges: 1, kept: 1800 });
  });

  it('is claimed by as many of twelve at once as there is money for', async () => {
    await till.pay(orderId);
    const refunds = Array.from({ length: 12 }, () => refunding(700));
    const answers = await Promise.all(refunds.map(({ claim }) => claim()));
    expect(answers.filter((answer) => (answer as { refundId: unknown }).refundId !== null)).toHaveLength(4);
    await Promise.all(refunds.map(({ execute }) => execute()));
    expect(await booksOf(till, orderId)).toEqual({ charges: 1, kept: 0 });
    expect(await paymentOf(till, orderId)).toMatchObject({ status: 'REFUNDED', refunded: { amount: 2800 } });
  });

  it('can be claimed again once a claim is released', async () => {
    await till.pay(orderId);
    const first = refunding(2000);
    await first.claim();
    expect(await refunding(1000).claim()).toEqual(tooLarge);
    expect(await first.release()).toEqual({ undone: true });
    expect(await first.read()).toMatchObject({ status: 'FAILED', failure: 'REFUND_REFUSED' });
    expect(await first.claim()).toBe('STEP_CANCELLED');
    expect(await refunding(2800).claim()).toEqual(claimed);
  });

  it('is refused where a cancellation has given everything back, or nothing was taken', async () => {
    expect(await refunding(1).claim()).toMatchObject({ rejection: { code: 'PAYMENT_NOT_FOUND' } });
    await till.pay(orderId);
    const { claim, execute, release } = refunding(1000);
    await claim();
    await till.refundOrder(orderId, stepInput('refundPayment', `cancelling-${orderId}`));
    expect(await execute()).toEqual({ rejection: { code: 'REFUND_REFUSED' } });
    expect(await release()).toEqual({ undone: true });
    expect(await paymentOf(till, orderId)).toMatchObject({ status: 'REFUNDED', refunded: { amount: 2800 } });
    expect(await booksOf(till, orderId)).toEqual({ charges: 1, kept: 0 });
  });

  it('is left to a cancellation, which gives the rest back', async () => {
    await till.pay(orderId);
    const { claim, execute } = refunding(1000);
    await claim();
    await execute();
    await till.refundOrder(orderId, stepInput('refundPayment', `cancelling-${orderId}`));
    expect(await paymentOf(till, orderId)).toMatchObject({ status: 'REFUNDED', refunded: { amount: 2800 } });
    expect(await booksOf(till, orderId)).toEqual({ charges: 1, kept: 0 });
  });

  it('is claimed and given back at the word of the coordinator only', async () => {
    const mutation = `mutation ($step: StepInput!) { executeRefund(step: $step, input: { refundId: "1" }) { __typename } }`;
    const viewer = { id: 'admin', email: 'a@example.com', name: 'A', role: 'ADMIN' as const };
    const answer = await till.ask(mutation, { step: stepInput('executeRefund') }, { viewer });
    expect(codeOf(answer)).toBe('FORBIDDEN');
  });
});

describe('partial refunds', () => {
  it('sum to exactly what was captured, and never to more, however it is split', async () => {
    const splits = fc.array(fc.integer({ min: 1, max: 5_000 }), { minLength: 1, maxLength: 6 });
    const property = fc.asyncProperty(splits, fc.boolean(), async (parts, cancelled) => {
      orderId = `order-${(orders += 1)}`;
      const amount = parts.reduce((sum, part) => sum + part, 0);
      await till.pay(orderId, { amount, step: stepInput('processPayment', orderId) });
      const refunds = (cancelled ? parts.slice(1) : parts).map(refunding);
      for (const { claim } of refunds) expect(await claim()).toEqual(claimed);
      await Promise.all(refunds.map(({ execute }) => execute()));
      if (cancelled) await till.refundOrder(orderId, stepInput('refundPayment', `cancelling-${orderId}`));
      expect(await refunding(1).claim()).toEqual(tooLarge);
      expect(await paymentOf(till, orderId)).toMatchObject({ status: 'REFUNDED', refunded: { amount } });
      expect((await booksOf(till, orderId)).kept).toBe(0);
    });
    await fc.assert(property, { numRuns: 20, interruptAfterTimeLimit: 20_000 });
  });
});
