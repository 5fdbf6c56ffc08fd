import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { admin, processDeath, stepInput } from '@counterstep/service-kit/testing';
import { bookOf, codeOf, fastCarrier, openDepot, shipmentOf, type Depot } from './fixture.ts';
import { withdrawalsInAnyOrder } from './withdrawals.ts';

withdrawalsInAnyOrder('SQLite', 30);

const step = stepInput('cancelShipping', 'cancelling');
const done = { withdrawShipment: { rejection: null } };
const refused = (code: string) => ({
  withdrawShipment: { rejection: { code, message: expect.any(String) } },
});

describe('the parcel of a cancelled order', () => {
  let depot: Depot;
  const idOf = async (orderId: string) => (await shipmentOf(depot, orderId))!['id'];
  const report = async (status: string) => depot.report({ shipmentId: await idOf('order-1'), status });

  beforeEach(async () => {
    depot = await openDepot();
    await depot.schedule('order-1');
  });
  afterEach(() => depot.close());

  it('is taken back from the carrier, once', async () => {
    expect((await depot.withdraw('order-1', step)).data).toEqual(done);
    expect((await depot.withdraw('order-1', step)).data).toEqual(done);
    expect(await bookOf(depot, 'order-1')).toEqual({ booked: 1, carried: 0 });
    expect(await shipmentOf(depot, 'order-1')).toMatchObject({
      status: 'CANCELLED',
      events: [{ status: 'SCHEDULED' }, { status: 'CANCELLED' }],
    });
  });

  it.each(['HANDED_OVER', 'IN_TRANSIT', 'DELIVERED'])('stays where it is once it is %s', async (status) => {
    await report(status);
    expect((await depot.withdraw('order-1', step)).data).toEqual(refused('SHIPMENT_HANDED_OVER'));
    expect((await depot.withdraw('order-1', step)).data).toEqual(refused('SHIPMENT_HANDED_OVER'));
    expect(await shipmentOf(depot, 'order-1')).toMatchObject({ status });
    expect(await bookOf(depot, 'order-1')).toEqual({ booked: 1, carried: 1 });
  });

  it('is not handed over while the carrier is asked', async () => {
    let errors: readonly object[] = [];
    depot.hooks.beforeCancel = async () => {
      ({ errors } = await report('HANDED_OVER'));
    };
    expect((await depot.withdraw('order-1', step)).data).toEqual(done);
    expect(errors).toMatchObject([{ message: 'The shipment is being cancelled.' }]);
  });

  it.each<[string, (dying: Depot) => void]>([
    ['before the carrier is asked', (dying) => (dying.hooks.beforeCancel = processDeath(dying))],
    ['before its answer arrives', (dying) => (dying.hooks.afterCancel = processDeath(dying))],
    ['before its answer is recorded', (dying) => (dying.hooks.afterCancel = () => dying.store().close())],
  ])('is taken back by a process that dies %s, at the next attempt', async (_when, death) => {
    death(depot);
    expect((await depot.withdraw('order-1', step)).errors).toHaveLength(1);
    depot.unhook();
    await depot.restart();
    expect((await report('HANDED_OVER')).errors).toHaveLength(1);
    expect((await depot.withdraw('order-1', step)).data).toEqual(done);
    expect(await bookOf(depot, 'order-1')).toEqual({ booked: 1, carried: 0 });
    expect(await shipmentOf(depot, 'order-1')).toMatchObject({ status: 'CANCELLED' });
  });

  it('must have been booked', async () => {
    expect((await depot.withdraw('order-2', step)).data).toEqual(refused('SHIPMENT_NOT_FOUND'));
  });

  it('is taken back at the word of the coordinator only', async () => {
    const mutation = `mutation ($step: StepInput!) { withdrawShipment(step: $step, input: { orderId: "order-1" }) { __typename } }`;
    expect(codeOf(await depot.ask(mutation, { step }, { viewer: admin }))).toBe('FORBIDDEN');
  });
});

describe('a parcel that the carrier has taken without our knowing', () => {
  it('stays where it is, and can be reported as handed over after all', async () => {
    const depot = await openDepot({ carrier: fastCarrier });
    try {
      await depot.schedule('order-1');
      expect((await depot.withdraw('order-1', step)).data).toEqual(refused('SHIPMENT_HANDED_OVER'));
      const { id, status } = (await shipmentOf(depot, 'order-1'))!;
      expect(status).toBe('SCHEDULED');
      expect((await depot.report({ shipmentId: id, status: 'HANDED_OVER' })).errors).toEqual([]);
    } finally {
      await depot.close();
    }
  });
});
