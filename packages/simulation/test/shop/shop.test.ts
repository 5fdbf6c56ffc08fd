import { describe, expect, it } from '@jest/globals';
import { describeShopFailure, runShopSchedule, simulateShop, type Defects } from '../../src/index.ts';

const SCHEDULES = 500;
const TIMEOUT_MS = 180_000;

describe('the shop, with several sagas about one order', () => {
  it(
    'keeps every invariant in any schedule of orders, cancellations, parcels, returns and refunds',
    async () => {
      const { failure, ends } = await simulateShop({ runs: SCHEDULES });
      expect(failure && describeShopFailure(failure)).toBeUndefined();
      for (const saga of ['PlaceOrder', 'CancelOrder', 'ReturnOrder', 'RefundOrder'])
        for (const end of ['COMPLETED', 'COMPENSATED'])
          expect(ends.get(`${saga} ${end}`)).toBeGreaterThan(15);
      expect(ends.get('MoveParcel COMPLETED')).toBeGreaterThan(100);
    },
    TIMEOUT_MS,
  );

  it.each<[string, Defects]>([
    ['a participant forgets what it has done', { answersForgotten: true }],
    ['a participant forgets a compensation that came first', { tombstoneForgotten: true }],
    ['an instance shares the key of another', { itemIgnored: true }],
    ['the compensation of an instance is left out', { instanceLeft: 'WEST' }],
    ['a wake is trusted', { wakeTrusted: true }],
  ])(
    'violates one where %s',
    async (_what, defects) => {
      const { failure } = await simulateShop({ runs: 1_000, defects });
      expect(failure?.violation).toBeDefined();
    },
    TIMEOUT_MS,
  );

  it('is the same schedule again from the same seed', async () => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const [one, other] = [await runShopSchedule({ seed }), await runShopSchedule({ seed })];
      expect(one.faults).toEqual(other.faults);
      const endsOf = ({ sagas }: typeof one) => sagas.map(({ id, status, log }) => [id, status, log.length]);
      expect(endsOf(other)).toEqual(endsOf(one));
    }
  });
});
