import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { stepInput, type Answer } from '@counterstep/service-kit/testing';
import fc from 'fast-check';
import { bookOf, openDepot, shipmentOf, type Depot } from './fixture.ts';

/** Whether a call reaches the carrier, and whether its answer comes back. */
type Fate = 'answered' | 'request lost' | 'reply lost';

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
        const upcoming = [...given];
        const lostOn = (lost: Fate) => async (): Promise<void> => {
          await scheduler.schedule(Promise.resolve());
          if (upcoming.shift() === lost) throw new Error('The connection was lost.');
        };
        depot.hooks.beforeCancel = lostOn('request lost');
        depot.hooks.afterCancel = lostOn('reply lost');
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
