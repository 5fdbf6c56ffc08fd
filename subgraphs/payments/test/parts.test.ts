import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { authorized, done, orderAt } from './authorizing.ts';
import { booksOf, openTill, type Till } from './fixture.ts';

let till: Till;
let orders = 0;
beforeAll(async () => {
  till = await openTill();
});
afterAll(() => till.close());

interface Part {
  readonly minor: number;
  readonly cause: 'CANCELLATION' | 'RETURN' | 'GOODWILL';
  /** Whether the part is asked for before the capture. */
  readonly early: boolean;
  /** Whether the provider's first reply is lost. */
  readonly lost: boolean;
}

const part = fc.record<Part>({
  minor: fc.integer({ min: 1, max: 4_000 }),
  cause: fc.constantFrom('CANCELLATION', 'RETURN', 'GOODWILL'),
  early: fc.boolean(),
  lost: fc.boolean(),
});
const limits = { numRuns: 15, interruptAfterTimeLimit: 20_000 };
const refundedOf = (answer: unknown): number => (answer as { refunded: { amount: number } }).refunded.amount;
const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0);

describe('parts of an order’s money, for whatever cause', () => {
  const give = async (order: ReturnType<typeof orderAt>, { minor, cause, lost }: Part, name: string) => {
    let replies = lost ? 1 : 0;
    const lose = () =>
      replies-- > 0 ? Promise.reject(new Error('The connection was lost.')) : Promise.resolve();
    Object.assign(till.hooks, { afterRefund: lose, afterCancel: lose });
    const first = await order.part(name, minor, cause);
    till.unhook();
    const answer = await order.part(name, minor, cause);
    if (first !== 'INTERNAL_SERVER_ERROR') expect(answer).toEqual(first);
    return refundedOf(answer);
  };

  it('come to exactly what was asked for, or to what was there where that is less', async () => {
    const amounts = fc.integer({ min: 1, max: 6_000 });
    const parts = fc.array(part, { minLength: 1, maxLength: 5 });
    const property = fc.asyncProperty(amounts, parts, async (amount, wanted) => {
      const order = orderAt(till, `order-${(orders += 1)}`, 'tok_visa', amount);
      expect(await order.authorize()).toEqual(authorized);
      const early = wanted.filter((each) => each.early);
      const late = wanted.filter((each) => !each.early);
      let left = amount;
      const giveAll = async (given: readonly Part[], when: string): Promise<void> => {
        for (const [index, each] of given.entries()) {
          const back = await give(order, each, `${when}-${index}`);
          expect(back).toBe(Math.min(each.minor, left));
          left -= back;
        }
      };
      await giveAll(early, 'early');
      expect(await order.capture()).toEqual(done);
      await giveAll(late, 'late');
      expect((await booksOf(till, order.orderId)).kept).toBe(left);
    });
    await fc.assert(property, limits);
  });

  it('never come to more than was taken where they are asked for at once, with the capture among them', async () => {
    const property = fc.asyncProperty(
      fc.array(part, { minLength: 2, maxLength: 6 }),
      fc.nat(),
      async (wanted, at) => {
        const amount = 5_000;
        const order = orderAt(till, `order-${(orders += 1)}`, 'tok_visa', amount);
        await order.authorize();
        const calls = wanted.map(
          ({ minor, cause }, index) =>
            () =>
              order.part(`part-${index}`, minor, cause),
        );
        const captured: Promise<unknown>[] = [];
        const answers = await Promise.all(
          calls.map((call, index) => {
            if (index === at % calls.length) captured.push(order.capture());
            return call();
          }),
        );
        expect(await captured[0]).toEqual(done);
        const back = sum(answers.map(refundedOf));
        expect(back).toBe(Math.min(amount, sum(wanted.map(({ minor }) => minor))));
        expect((await booksOf(till, order.orderId)).kept).toBe(amount - back);
      },
    );
    await fc.assert(property, limits);
  });

  it('can be split in every way: all splits of a small amount sum to exactly what was taken', async () => {
    const splitsOf = (amount: number): number[][] =>
      amount === 0
        ? [[]]
        : Array.from({ length: amount }, (_, index) => index + 1).flatMap((first) =>
            splitsOf(amount - first).map((rest) => [first, ...rest]),
          );
    for (const split of splitsOf(4)) {
      const order = orderAt(till, `order-${(orders += 1)}`, 'tok_visa', 4);
      await order.authorize();
      await order.capture();
      const back: number[] = [];
      for (const [index, minor] of split.entries())
        back.push(refundedOf(await order.part(`part-${index}`, minor)));
      expect(back).toEqual(split);
      expect(refundedOf(await order.part('more', 1))).toBe(0);
      expect((await booksOf(till, order.orderId)).kept).toBe(0);
    }
  });
});
