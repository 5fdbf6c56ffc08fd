import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { losing, stepInput, type Answer, type Fate } from '@counterstep/service-kit/testing';
import fc from 'fast-check';
import { bookOf, openDepot, shipmentOf, type Depot } from './fixture.ts';

const fates = fc.array(fc.constantFrom<Fate>('answered', 'request lost', 'reply lost'), { maxLength: 8 });
const calls = fc.array(fc.constantFrom('withdraw', 'withdraw', 'hand over'), { minLength: 1, maxLength: 5 });

const rejectionOf = ({ data }: Answer): unknown =>
  (data!['withdrawShipment'] as { rejection: { code: string } | null }).rejection?.code;

/** Tests any interleaving of withdrawals, hand-over and lost replies, on one kind of store. */
export const withdrawalsInAnyOrder = (engine: string, runs: number, mongoUri?: () => string): void => {
  describe(`any interleaving of withdrawals, hand-over and lost replies on ${engine}`, () => {
    let depot: Depot;
    let orders = 0;
    beforeAll(async () => {
      depot = await openDepot(mongoUri && { mongoUri: mongoUri() });
    });
    afterAll(() => depot.close());

    it('takes the parcel back or hands it over, and never both', async () => {
      const property = fc.asyncProperty(fc.scheduler(), calls, fates, async (scheduler, plan, given) => {
        const orderId = `order-${(orders += 1)}`;
        const step = stepInput('cancelShipping');
        await depot.schedule(orderId);
        const { id: shipmentId } = (await shipmentOf(depot, orderId))!;
        const { before, after } = losing(given, () => scheduler.schedule(Promise.resolve()));
        depot.hooks.beforeCancel = before;
        depot.hooks.afterCancel = after;
        const act = async (call: string): Promise<boolean> => {
          await scheduler.schedule(Promise.resolve(), call);
          if (call === 'withdraw') await depot.withdraw(orderId, step);
          else return (await depot.report({ shipmentId, status: 'HANDED_OVER' })).errors.length === 0;
          return false;
        };
        const handedOver = (await scheduler.waitFor(Promise.all(plan.map(act)))).includes(true);

        depot.unhook();
        const rejection = rejectionOf(await depot.withdraw(orderId, step));
        const { carried } = await bookOf(depot, orderId);
        const { status } = (await shipmentOf(depot, orderId))!;
        expect({ rejection, carried, status }).toEqual(
          handedOver
            ? { rejection: 'SHIPMENT_HANDED_OVER', carried: 1, status: 'HANDED_OVER' }
            : { rejection: undefined, carried: 0, status: 'CANCELLED' },
        );
      });
      await fc.assert(property, { numRuns: runs, interruptAfterTimeLimit: 20_000 });
    });
  });
};
