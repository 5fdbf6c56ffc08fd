import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createGate, type Gate, stepInput } from '@counterstep/service-kit/testing';
import { bookOf, codeOf, openDepot, shipmentOf, type Depot } from './fixture.ts';

const nothingCarried = { booked: 1, carried: 0 };
const neverBooked = { booked: 0, carried: 0 };
const carriedOnce = { booked: 1, carried: 1 };

describe('a shipment that several calls work on', () => {
  let depot: Depot;
  let step: object;
  let gates: Gate[];
  const gate = (): Gate => {
    const made = createGate();
    gates.push(made);
    return made;
  };
  const schedule = () => depot.schedule('order-1', { step });
  const cancel = () => depot.cancel('order-1', step);

  beforeEach(async () => {
    depot = await openDepot();
    step = stepInput('scheduleShipping');
    gates = [];
  });
  afterEach(async () => {
    for (const { open } of gates) open();
    await depot.close();
  });

  it('is booked once by two attempts that are at the carrier together', async () => {
    const [one, two] = [gate(), gate()];
    depot.hooks.beforeBooking = one.pass;
    const first = schedule();
    await one.reached;
    depot.hooks.beforeBooking = two.pass;
    const second = schedule();
    await two.reached;
    two.open();
    const answer = await second;
    one.open();
    expect((await first).data).toEqual(answer.data);
    expect(answer.errors).toBeUndefined();
    expect(await bookOf(depot, 'order-1')).toEqual(carriedOnce);
  });

  it('is booked once by twelve first attempts at once', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, schedule));
    const ids = answers.map(({ data }) => (data!['scheduleShipping'] as { shipmentId: string }).shipmentId);
    expect(new Set(ids)).toEqual(new Set([(await shipmentOf(depot, 'order-1'))!['id']]));
    expect(await bookOf(depot, 'order-1')).toEqual(carriedOnce);
  });

  it('is never booked when its compensation overtakes the booking on the way to the carrier', async () => {
    const held = gate();
    depot.hooks.beforeBooking = held.pass;
    const attempt = schedule();
    await held.reached;
    expect((await cancel()).data).toEqual({ cancelShipping: { undone: false } });
    held.open();
    expect(codeOf(await attempt)).toBe('STEP_CANCELLED');
    expect(await shipmentOf(depot, 'order-1')).toMatchObject({ status: 'CANCELLED' });
    expect(await bookOf(depot, 'order-1')).toEqual(neverBooked);
  });

  it('is cancelled when its compensation comes before the booking’s answer', async () => {
    const held = gate();
    depot.hooks.afterBooking = held.pass;
    const attempt = schedule();
    await held.reached;
    expect((await cancel()).data).toEqual({ cancelShipping: { undone: true } });
    held.open();
    expect(codeOf(await attempt)).toBe('STEP_CANCELLED');
    expect(await shipmentOf(depot, 'order-1')).toMatchObject({ status: 'CANCELLED' });
    expect(await bookOf(depot, 'order-1')).toEqual(nothingCarried);
  });

  it('stays cancelled when the booking’s answer is recorded while the compensation is at the carrier', async () => {
    const [booked, cancelled] = [gate(), gate()];
    depot.hooks.afterBooking = booked.pass;
    depot.hooks.afterCancel = cancelled.pass;
    const attempt = schedule();
    await booked.reached;
    const compensation = cancel();
    await cancelled.reached;
    booked.open();
    expect((await attempt).errors).toBeUndefined();
    expect(await shipmentOf(depot, 'order-1')).toMatchObject({ status: 'SCHEDULED' });
    cancelled.open();
    expect((await compensation).data).toEqual({ cancelShipping: { undone: true } });
    expect(await shipmentOf(depot, 'order-1')).toMatchObject({ status: 'CANCELLED' });
    expect(await bookOf(depot, 'order-1')).toEqual(nothingCarried);
  });

  it('is not booked by an attempt that comes between the cancellation and its record', async () => {
    depot.hooks.beforeBooking = () => Promise.reject(new Error('The connection was lost.'));
    await schedule();
    delete depot.hooks.beforeBooking;
    const held = gate();
    depot.hooks.afterCancel = held.pass;
    const compensation = cancel();
    await held.reached;
    expect(codeOf(await schedule())).toBe('STEP_CANCELLED');
    held.open();
    expect((await compensation).errors).toBeUndefined();
    expect(await shipmentOf(depot, 'order-1')).toMatchObject({ status: 'CANCELLED' });
    expect(await bookOf(depot, 'order-1')).toEqual(neverBooked);
  });

  it('is not booked by an attempt that comes after the compensation, whether or not another came before', async () => {
    expect((await cancel()).data).toEqual({ cancelShipping: { undone: false } });
    expect(codeOf(await schedule())).toBe('STEP_CANCELLED');
    expect(await shipmentOf(depot, 'order-1')).toBeNull();
    expect(await bookOf(depot, 'order-1')).toEqual(neverBooked);

    const other = stepInput('scheduleShipping');
    await depot.schedule('order-2', { step: other });
    await depot.cancel('order-2', other);
    expect(codeOf(await depot.schedule('order-2', { step: other }))).toBe('STEP_CANCELLED');
    expect(await bookOf(depot, 'order-2')).toEqual(nothingCarried);
  });

  it('is cancelled once by two compensations at once', async () => {
    await schedule();
    const answers = await Promise.all([cancel(), cancel()]);
    for (const { data } of answers) expect(data).toEqual({ cancelShipping: { undone: true } });
    const events = [{ status: 'SCHEDULED' }, { status: 'CANCELLED' }];
    expect(await shipmentOf(depot, 'order-1')).toMatchObject({ status: 'CANCELLED', events });
    expect(await bookOf(depot, 'order-1')).toEqual(nothingCarried);
  });

  it('is booked once by two sagas that want it at once', async () => {
    const answers = await Promise.all([
      schedule(),
      depot.schedule('order-1', { step: stepInput('scheduleShipping') }),
    ]);
    const refused = answers.filter(
      ({ data }) => (data!['scheduleShipping'] as { rejection: unknown }).rejection,
    );
    expect(refused).toHaveLength(1);
    expect(await bookOf(depot, 'order-1')).toEqual(carriedOnce);
  });
});

describe('an attempt whose deadline passes while it is at the carrier', () => {
  it('records nothing, and the next one finds the booking', async () => {
    const clock = { ahead: 0, now: () => Date.now() + clock.ahead };
    const depot = await openDepot({ clock });
    const step = stepInput('scheduleShipping');
    depot.hooks.afterBooking = () => {
      clock.ahead = 61_000;
      return Promise.resolve();
    };
    expect(codeOf(await depot.schedule('order-1', { step }))).toBe('DEADLINE_EXCEEDED');
    clock.ahead = 0;
    expect(await shipmentOf(depot, 'order-1')).toMatchObject({ status: 'PENDING' });
    delete depot.hooks.afterBooking;
    expect((await depot.schedule('order-1', { step })).errors).toBeUndefined();
    expect(await shipmentOf(depot, 'order-1')).toMatchObject({ status: 'SCHEDULED' });
    expect(await bookOf(depot, 'order-1')).toEqual(carriedOnce);
    await depot.close();
  });
});
