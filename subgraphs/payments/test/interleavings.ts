import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { losing, stepInput, type Fate } from '@counterstep/service-kit/testing';
import fc from 'fast-check';
import { booksOf, openTill, paymentOf, type Hooks, type Till } from './fixture.ts';

const fates = fc.array(fc.constantFrom<Fate>('answered', 'answered', 'request lost', 'reply lost'), {
  maxLength: 12,
});
const calls = fc.array(fc.constantFrom('pay', 'pay', 'refund'), { minLength: 1, maxLength: 6 });
const tokens = fc.constantFrom('tok_visa', 'tok_flaky', 'tok_declined', 'tok_lost_reply');

/** Lets the scheduler decide when each call reaches the provider and when its answer comes back, if at all. */
function scheduled(scheduler: fc.Scheduler, fates: readonly Fate[]): Hooks {
  const { before, after } = losing(fates, () => scheduler.schedule(Promise.resolve()));
  return { beforeCharge: before, afterCharge: after, beforeCancel: before, afterCancel: after };
}

/** Tests any interleaving of attempts, compensations and lost replies, on one kind of store. */
export const paymentsInAnyOrder = (engine: string, runs: number, mongoUri?: () => string): void => {
  describe(`any interleaving of attempts, compensations and lost replies on ${engine}`, () => {
    let till: Till;
    let orders = 0;
    beforeAll(async () => {
      till = await openTill(mongoUri && { mongoUri: mongoUri() });
    });
    afterAll(() => till.close());

    /**
     * Acts as the coordinator at the end: compensates until it is answered, or repeats the attempt until it is
     * answered.
     */
    const settle = async (orderId: string, step: object, token: string, undo: boolean): Promise<void> => {
      till.unhook();
      for (let tries = 0; tries < 4; tries += 1) {
        const { errors } = undo ? await till.refund(orderId, step) : await till.pay(orderId, { step, token });
        if (errors === undefined) return;
      }
    };

    it('keeps exactly one charge or nothing, and the payment says which', async () => {
      const property = fc.asyncProperty(
        fc.scheduler(),
        calls,
        fates,
        tokens,
        async (scheduler, plan, upcoming, token) => {
          const orderId = `order-${(orders += 1)}`;
          const step = stepInput('processPayment');
          Object.assign(till.hooks, scheduled(scheduler, upcoming));
          const answers = plan.map((call) =>
            call === 'pay' ? till.pay(orderId, { step, token }) : till.refund(orderId, step),
          );
          await scheduler.waitFor(Promise.all(answers));
          const undo = plan.includes('refund') || token === 'tok_lost_reply';
          await settle(orderId, step, token, undo);

          const { charges, kept } = await booksOf(till, orderId);
          const payment = await paymentOf(till, orderId);
          const done = { charges: 1, kept: 2800, status: 'CAPTURED', refunded: 0 };
          const undone =
            charges === 0
              ? { charges: 0, kept: 0, status: 'VOIDED', refunded: 0 }
              : { charges: 1, kept: 0, status: 'REFUNDED', refunded: 2800 };
          const declined = { charges: 0, kept: 0, status: 'DECLINED', refunded: 0 };
          const never = { charges: 0, kept: 0, status: undefined, refunded: undefined };
          const { status, refunded } = (payment ?? {}) as { status?: string; refunded?: { amount: number } };
          const ends = undo ? [undone, declined, never] : token === 'tok_declined' ? [declined] : [done];
          expect(ends).toContainEqual({ charges, kept, status, refunded: refunded?.amount });
        },
      );
      await fc.assert(property, { numRuns: runs, interruptAfterTimeLimit: 20_000 });
    });
  });
};
