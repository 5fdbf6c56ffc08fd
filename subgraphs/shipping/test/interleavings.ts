import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { losing, stepInput, type Fate } from '@counterstep/service-kit/testing';
import fc from 'fast-check';
import { bookOf, openDepot, shipmentOf, type Depot, type Hooks } from './fixture.ts';

const fates = fc.array(fc.constantFrom<Fate>('answered', 'answered', 'request lost', 'reply lost'), {
  maxLength: 12,
});
const calls = fc.array(fc.constantFrom('schedule', 'schedule', 'cancel'), { minLength: 1, maxLength: 6 });
const postalCodes = fc.constantFrom('12345', '00000', '99999');

/** Lets the scheduler decide when each call reaches the carrier and when its answer comes back, if at all. */
function scheduled(scheduler: fc.Scheduler, fates: readonly Fate[]): Hooks {
  const { before, after } = losing(fates, () => scheduler.schedule(Promise.resolve()));
  return { beforeBooking: before, afterBooking: after, beforeCancel: before, afterCancel: after };
}

/** Tests any interleaving of attempts, compensations and lost replies, on one kind of store. */
export const shippingInAnyOrder = (engine: string, runs: number, mongoUri?: () => string): void => {
  describe(`any interleaving of attempts, compensations and lost replies on ${engine}`, () => {
    let depot: Depot;
    let orders = 0;
    beforeAll(async () => {
      depot = await openDepot(mongoUri && { mongoUri: mongoUri() });
    });
    afterAll(() => depot.close());

    it('carries exactly one parcel or nothing, and the shipment says which', async () => {
      const property = fc.asyncProperty(
        fc.scheduler(),
        calls,
        fates,
        postalCodes,
        async (scheduler, plan, upcoming, postalCode) => {
          const orderId = `order-${(orders += 1)}`;
          const step = stepInput('scheduleShipping');
          const call = (name: string) =>
            name === 'schedule' ? depot.schedule(orderId, { step, postalCode }) : depot.cancel(orderId, step);
          Object.assign(depot.hooks, scheduled(scheduler, upcoming));
          await scheduler.waitFor(Promise.all(plan.map(call)));

          // Acts as the coordinator at the end: compensates, or repeats the attempt until it is answered.
          depot.unhook();
          const undo = plan.includes('cancel') || postalCode === '99999';
          expect((await call(undo ? 'cancel' : 'schedule')).errors).toBeUndefined();

          const { booked, carried } = await bookOf(depot, orderId);
          const status = (await shipmentOf(depot, orderId))?.['status'];
          if (undo || postalCode === '00000') {
            expect({ carried, status }).toEqual({ carried: 0, status: status && 'CANCELLED' });
            expect(booked).toBeLessThanOrEqual(1);
          } else {
            expect({ booked, carried, status }).toEqual({ booked: 1, carried: 1, status: 'SCHEDULED' });
          }
        },
      );
      await fc.assert(property, { numRuns: runs, interruptAfterTimeLimit: 20_000 });
    });
  });
};
