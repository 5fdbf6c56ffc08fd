import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { admin, losing, stepInput, type Fate } from '@counterstep/service-kit/testing';
import fc from 'fast-check';
import { addressIn, bookOf, openDepot, shipmentOf, type Depot } from './fixture.ts';

const fates = fc.array(fc.constantFrom<Fate>('answered', 'request lost', 'reply lost'), {
  maxLength: 10,
});
const calls = fc.array(fc.constantFrom('withdraw', 'withdraw', 'withdraw', 'undo', 'hand over'), {
  minLength: 1,
  maxLength: 6,
});
const WITHDRAW = `mutation ($step: StepInput!, $input: ParcelStepInput!) {
  withdrawParcel(step: $step, input: $input) { rejection { code } } }`;
const REBOOK = `mutation ($step: StepInput!, $input: RebookParcelInput!) {
  rebookParcel(step: $step, input: $input) { undone } }`;
const PARCELS = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Order {
  shipments { status lines { sku quantity } } } } }`;

/** Tests any interleaving of withdrawing a parcel, rebooking it and its hand-over, on one kind of store. */
export const rebookingInAnyOrder = (engine: string, runs: number, mongoUri?: () => string): void => {
  describe(`any interleaving of withdrawals, their undoing, hand-over and lost replies on ${engine}`, () => {
    let depot: Depot;
    let orders = 0;
    beforeAll(async () => {
      depot = await openDepot(mongoUri && { mongoUri: mongoUri() });
    });
    afterAll(() => depot.close());

    const coordinator = { service: 'coordinator' } as const;

    it('leaves one parcel with the same lines where it is undone, and else none or the one handed over', async () => {
      const property = fc.asyncProperty(
        fc.scheduler(),
        calls,
        fates,
        fc.boolean(),
        async (scheduler, plan, given, turnsBack) => {
          const orderId = `order-${(orders += 1)}`;
          const step = stepInput('withdrawParcel', `cancelling-${orderId}`);
          await depot.schedule(orderId);
          const { id: shipmentId } = (await shipmentOf(depot, orderId))!;
          const { before, after } = losing(given, () => scheduler.schedule(Promise.resolve()));
          Object.assign(depot.hooks, {
            ...{ beforeCancel: before, afterCancel: after, beforeBooking: before, afterBooking: after },
          });
          const parcel = { orderId, warehouse: 'EAST' };
          const withdraw = () => depot.ask(WITHDRAW, { step, input: parcel }, coordinator);
          const undo = () =>
            depot.ask(REBOOK, { step, input: { ...parcel, address: addressIn('12345') } }, coordinator);
          const handOver = async () =>
            (await depot.report({ shipmentId, status: 'HANDED_OVER' })).errors.length === 0;
          const act = async (call: string): Promise<boolean> => {
            await scheduler.schedule(Promise.resolve(), call);
            if (call === 'hand over') return handOver();
            await (call === 'withdraw' ? withdraw() : undo());
            return false;
          };
          const handedOver = (await scheduler.waitFor(Promise.all(plan.map(act)))).includes(true);

          // Acts as the coordinator at the end: compensates, or repeats the attempt until it is answered.
          depot.unhook();
          const isUndone = turnsBack || plan.includes('undo');
          expect((await (isUndone ? undo() : withdraw())).errors).toBeUndefined();
          const of = [{ __typename: 'Order', id: orderId }];
          const { data } = await depot.ask(PARCELS, { of }, { viewer: admin });
          const [{ shipments }] = data!['_entities'] as [
            { shipments: { status: string; lines: object[] }[] },
          ];
          const going = shipments.filter(({ status }) => status !== 'CANCELLED');
          const { carried } = await bookOf(depot, orderId);
          const expected = handedOver || isUndone ? 1 : 0;
          expect({ carried, going: going.length }).toEqual({ carried: expected, going: expected });
          for (const { status, lines } of going) {
            expect(lines).toEqual([{ sku: 'MUG-BLUE', quantity: 2 }]);
            expect(status).toBe(handedOver ? 'HANDED_OVER' : 'SCHEDULED');
          }
        },
      );
      await fc.assert(property, { numRuns: runs, interruptAfterTimeLimit: 20_000 });
    });
  });
};
