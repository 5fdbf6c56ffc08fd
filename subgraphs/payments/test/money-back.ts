import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, noTrace } from '@counterstep/service-kit';
import { admin, stepInput } from '@counterstep/service-kit/testing';
import fc from 'fast-check';
import { createInquiry } from '../src/inquiry.ts';
import { createPaymentStore } from '../src/payment-store.ts';
import { createRefundStore } from '../src/refund-store.ts';
import { authorized, done, entryOf, orderAt } from './authorizing.ts';
import { booksOf, openTill, usd, type Till } from './fixture.ts';

const CLAIM = `mutation ($step: StepInput!, $input: ClaimRefundInput!) {
  claimRefund(step: $step, input: $input) { refundId rejection { code } } }`;
const RELEASE = `mutation ($step: StepInput!, $input: ReleaseClaimInput!) {
  releaseClaim(step: $step, input: $input) { undone } }`;
const EXECUTE = `mutation ($step: StepInput!, $input: ExecuteRefundInput!) {
  executeRefund(step: $step, input: $input) { rejection { code } } }`;
const PAYMENT = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Order { refunded { amount } payment {
  status captured { amount } refunded { amount } refundable { amount } refunds { status amount { amount } } } } } }`;

/** An act that gives money back, or undoes that. */
type Act =
  | { readonly kind: 'goodwill' | 'cancellation' | 'return'; readonly minor: number; readonly lost: boolean }
  /** The order, placed by the first version, is cancelled, which gives everything back. */
  | { readonly kind: 'all'; readonly lost: boolean }
  /** The latest refund fails at the bank. */
  | { readonly kind: 'failed' };

const minor = fc.integer({ min: 1, max: 4_000 });
const lost = fc.boolean();
const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constantFrom('goodwill', 'cancellation', 'return'), minor, lost }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('all'), lost }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('failed') }) },
);
const acts = fc.array(act, { minLength: 1, maxLength: 8 });
const AMOUNT = 5_000;

interface Seen {
  readonly captured: { readonly amount: number };
  readonly refunded: { readonly amount: number };
  readonly refundable: { readonly amount: number };
  readonly refunds: readonly { readonly status: string; readonly amount: { readonly amount: number } }[];
}

/** Tests goodwill, returns, cancellations, lost replies and refunds that fail later, on one kind of store. */
export const moneyComesBackOnce = (engine: string, runs: number, mongoUri?: () => string): void => {
  describe(`gestures, returns, cancellations and refunds that fail later on ${engine}`, () => {
    let till: Till;
    let orders = 0;
    beforeAll(async () => {
      till = await openTill(mongoUri && { mongoUri: mongoUri() });
    });
    afterAll(() => till.close());

    const coordinator = { service: 'coordinator' } as const;
    const answerOf = async (query: string, step: object, input: object): Promise<unknown> => {
      const { data, errors } = await till.ask(query, { step, input }, coordinator);
      return errors === undefined ? Object.values(data!)[0] : errors[0]!.extensions['code'];
    };

    /** Repeats a call until it is answered, as a coordinator does. */
    const insist = async (call: () => Promise<unknown>): Promise<unknown> => {
      for (let attempt = 0; attempt < 50; attempt += 1) {
        const answer = await call();
        if (typeof answer === 'object') return answer;
      }
      throw new Error('There is no answer.');
    };

    /** Asks the provider what has become of the refunds, as after a hint. */
    const inquire = async (orderId: string): Promise<void> => {
      const { store: openStore, ledger: provider } = till;
      const store = openStore();
      const [payments, refunds] = [createPaymentStore(store), createRefundStore(store)];
      const ask = createInquiry({ store, payments, refunds, provider, clock: Date });
      await ask((await payments.ofOrders([orderId])).get(orderId)!, noTrace);
    };

    /** Loses the provider's next reply about a refund. */
    const loseReply = (): void => {
      let replies = 1;
      const lose = () =>
        replies-- > 0 ? Promise.reject(new Error('The connection was lost.')) : Promise.resolve();
      Object.assign(till.hooks, { afterRefund: lose, afterCancel: lose });
    };

    const goodwill = async (orderId: string, much: number): Promise<void> => {
      const refundId = newId();
      const step = (name: string) => stepInput(name, `saga-${refundId}`);
      const input = { refundId, orderId, amount: usd(much), cause: 'GOODWILL' };
      const claimed = await insist(() => answerOf(CLAIM, step('claimRefund'), input));
      if ((claimed as { rejection: unknown }).rejection !== null) return;
      const made = await insist(() => answerOf(EXECUTE, step('executeRefund'), { refundId }));
      if ((made as { rejection: unknown }).rejection === null) return;
      await insist(() => answerOf(RELEASE, step('claimRefund'), { refundId, code: 'REFUND_REFUSED' }));
    };

    const perform = async (order: ReturnType<typeof orderAt>, given: Act, name: string): Promise<void> => {
      const { orderId } = order;
      if (given.kind === 'failed') {
        await till.ledger.simulate((await entryOf(till, orderId))!.id, 'REFUND_FAILED');
        await inquire(orderId);
        return;
      }
      if (given.lost) loseReply();
      if (given.kind === 'goodwill') await goodwill(orderId, given.minor);
      else if (given.kind === 'all')
        await insist(async () => {
          const { data, errors } = await till.refundOrder(
            orderId,
            stepInput('refundPayment', `${name}-${orderId}`),
          );
          return errors === undefined ? data : 'again';
        });
      else await insist(() => order.part(name, given.minor, given.kind.toUpperCase()));
      till.unhook();
    };

    /** A captured payment that the customer had to confirm. */
    const paid = async (): Promise<ReturnType<typeof orderAt>> => {
      const order = orderAt(till, `order-${(orders += 1)}`, 'tok_3ds', AMOUNT);
      await order.authorize();
      await till.ledger.simulate((await entryOf(till, order.orderId))!.id, 'AUTHENTICATED');
      expect(await order.authorize()).toEqual(authorized);
      expect(await order.capture()).toEqual(done);
      return order;
    };

    /**
     * Checks that the payment, its refunds and the provider's ledger agree, and that no more than was captured is given
     * back.
     */
    const check = async (orderId: string): Promise<void> => {
      await inquire(orderId);
      const { data } = await till.ask(
        PAYMENT,
        { of: [{ __typename: 'Order', id: orderId }] },
        { viewer: admin },
      );
      const [order] = data!['_entities'] as { refunded: { amount: number }; payment: Seen }[];
      const { captured, refunded, refundable, refunds } = order!.payment;
      const given = refunds.reduce(
        (sum, { status, amount }) => sum + (status === 'SUCCEEDED' ? amount.amount : 0),
        0,
      );
      const { kept } = await booksOf(till, orderId);
      expect({ captured, refunded, given, kept, left: refundable, shown: order!.refunded }).toEqual({
        ...{ captured: { amount: AMOUNT }, refunded: { amount: given }, given, shown: { amount: given } },
        ...{ kept: AMOUNT - given, left: { amount: AMOUNT - given } },
      });
      expect(given).toBeLessThanOrEqual(AMOUNT);
      expect(refunds.filter(({ status }) => status === 'PENDING')).toEqual([]);
    };

    it('never come to more than was taken, one after the other', async () => {
      const property = fc.asyncProperty(acts, async (given) => {
        const order = await paid();
        for (const [index, each] of given.entries()) {
          await perform(order, each, `act-${index}`);
          await check(order.orderId);
        }
      });
      await fc.assert(property, { numRuns: runs, interruptAfterTimeLimit: 20_000 });
    });

    it('never come to more than was taken, all at once', async () => {
      const property = fc.asyncProperty(acts, async (given) => {
        const order = await paid();
        await Promise.all(given.map((each, index) => perform(order, each, `act-${index}`)));
        till.unhook();
        await check(order.orderId);
      });
      await fc.assert(property, { numRuns: runs, interruptAfterTimeLimit: 20_000 });
    });
  });
};
