import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { losing, stepInput, type Fate } from '@counterstep/service-kit/testing';
import fc from 'fast-check';
import { booksOf, openTill, paymentOf, type Till } from './fixture.ts';

const fates = fc.array(fc.constantFrom<Fate>('answered', 'request lost', 'reply lost'), { maxLength: 8 });

/** Tests any interleaving of attempts to refund a cancelled order, on one kind of store. */
export const refundsInAnyOrder = (engine: string, runs: number, mongoUri?: () => string): void => {
  describe(`any interleaving of refunds of cancelled orders and lost replies on ${engine}`, () => {
    let till: Till;
    let orders = 0;
    beforeAll(async () => {
      till = await openTill(mongoUri && { mongoUri: mongoUri() });
    });
    afterAll(() => till.close());

    it('gives all of the money back, once', async () => {
      const attempts = fc.integer({ min: 1, max: 4 });
      const property = fc.asyncProperty(fc.scheduler(), attempts, fates, async (scheduler, count, given) => {
        const orderId = `order-${(orders += 1)}`;
        const step = stepInput('refundPayment');
        expect((await till.pay(orderId)).errors).toBeUndefined();
        const { before, after } = losing(given, () => scheduler.schedule(Promise.resolve()));
        till.hooks.beforeCancel = before;
        till.hooks.afterCancel = after;
        await scheduler.waitFor(
          Promise.all(Array.from({ length: count }, () => till.refundOrder(orderId, step))),
        );
        till.unhook();
        expect((await till.refundOrder(orderId, step)).data).toEqual({ refundOrder: { rejection: null } });
        expect(await booksOf(till, orderId)).toEqual({ charges: 1, kept: 0 });
        expect(await paymentOf(till, orderId)).toMatchObject({
          status: 'REFUNDED',
          refunded: { amount: 2800 },
          refundedAt: expect.any(String),
        });
      });
      await fc.assert(property, { numRuns: runs, interruptAfterTimeLimit: 20_000 });
    });
  });
};
