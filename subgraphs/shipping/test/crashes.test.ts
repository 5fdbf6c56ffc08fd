import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { processDeath, stepInput } from '@counterstep/service-kit/testing';
import { bookOf, openDepot, shipmentOf, type Depot } from './fixture.ts';

type Death = (depot: Depot) => void;

const bookingDeaths: readonly (readonly [string, Death])[] = [
  ['before the booking is sent', (depot) => (depot.hooks.beforeBooking = processDeath(depot))],
  ['before the booking’s answer arrives', (depot) => (depot.hooks.afterBooking = processDeath(depot))],
  [
    'before the booking’s answer is recorded',
    (depot) => (depot.hooks.afterBooking = () => depot.store().close()),
  ],
];
const cancelDeaths: readonly (readonly [string, Death])[] = [
  ['before the cancellation is sent', (depot) => (depot.hooks.beforeCancel = processDeath(depot))],
  ['before the cancellation’s answer arrives', (depot) => (depot.hooks.afterCancel = processDeath(depot))],
  [
    'before the cancellation’s answer is recorded',
    (depot) => (depot.hooks.afterCancel = () => depot.store().close()),
  ],
];

describe('a shipping process that dies', () => {
  let depot: Depot;
  const step = stepInput('scheduleShipping');
  const revive = async (): Promise<void> => {
    depot.unhook();
    await depot.restart();
  };

  beforeEach(async () => {
    depot = await openDepot();
  });
  afterEach(() => depot.close());

  it.each(bookingDeaths)('%s has booked once after the next attempt', async (_when, death) => {
    death(depot);
    expect((await depot.schedule('order-1', { step })).errors).toHaveLength(1);
    await revive();
    expect(await shipmentOf(depot, 'order-1')).toMatchObject({ status: 'PENDING' });
    expect((await depot.schedule('order-1', { step })).errors).toBeUndefined();
    expect(await shipmentOf(depot, 'order-1')).toMatchObject({ status: 'SCHEDULED' });
    expect(await bookOf(depot, 'order-1')).toEqual({ booked: 1, carried: 1 });
  });

  it.each(bookingDeaths)('%s carries nothing after the compensation', async (_when, death) => {
    death(depot);
    expect((await depot.schedule('order-1', { step })).errors).toHaveLength(1);
    await revive();
    expect((await depot.cancel('order-1', step)).errors).toBeUndefined();
    expect(await shipmentOf(depot, 'order-1')).toMatchObject({ status: 'CANCELLED' });
    expect(await bookOf(depot, 'order-1')).toMatchObject({ carried: 0 });
  });

  it.each(cancelDeaths)('%s has cancelled once after the next compensation', async (_when, death) => {
    await depot.schedule('order-1', { step });
    death(depot);
    expect((await depot.cancel('order-1', step)).errors).toHaveLength(1);
    await revive();
    expect((await depot.cancel('order-1', step)).data).toEqual({ cancelShipping: { undone: true } });
    const events = [{ status: 'SCHEDULED' }, { status: 'CANCELLED' }];
    expect(await shipmentOf(depot, 'order-1')).toMatchObject({ status: 'CANCELLED', events });
    expect(await bookOf(depot, 'order-1')).toEqual({ booked: 1, carried: 0 });
  });

  it('after its answer was recorded gives the same answer again', async () => {
    const first = await depot.schedule('order-1', { step });
    await depot.restart();
    expect((await depot.schedule('order-1', { step })).data).toEqual(first.data);
    const cancelled = await depot.cancel('order-1', step);
    await depot.restart();
    expect((await depot.cancel('order-1', step)).data).toEqual(cancelled.data);
    expect(await bookOf(depot, 'order-1')).toEqual({ booked: 1, carried: 0 });
  });
});
