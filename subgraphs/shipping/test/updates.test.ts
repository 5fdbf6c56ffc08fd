import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ada, stepInput, createGate } from '@counterstep/service-kit/testing';
import { bookOf, codeOf, fastCarrier, openDepot, shipmentOf, type Depot } from './fixture.ts';

describe('updateShipment', () => {
  let depot: Depot;
  let shipmentId: string;
  let step: object;
  const report = (status: string, more: object = {}) => depot.report({ shipmentId, status, ...more });

  beforeEach(async () => {
    depot = await openDepot();
    step = stepInput('scheduleShipping');
    const { data } = await depot.schedule('order-1', { step });
    ({ shipmentId } = data!['scheduleShipping'] as { shipmentId: string });
  });
  afterEach(() => depot.close());

  it('records every step of the way with place and note', async () => {
    await report('HANDED_OVER', { location: ' Springfield ', note: '' });
    await report('IN_TRANSIT');
    const { shipment, errors } = await report('DELIVERED', { note: 'Left with the neighbour.' });
    expect(errors).toEqual([]);
    expect(shipment).toEqual({
      id: shipmentId,
      status: 'DELIVERED',
      events: [
        { status: 'SCHEDULED', location: null, note: null },
        { status: 'HANDED_OVER', location: 'Springfield', note: null },
        { status: 'IN_TRANSIT', location: null, note: null },
        { status: 'DELIVERED', location: null, note: 'Left with the neighbour.' },
      ],
    });
    expect(await shipmentOf(depot, 'order-1')).toMatchObject({ status: 'DELIVERED' });
  });

  it.each([
    ['IN_TRANSIT', 'HANDED_OVER'],
    ['DELIVERED', 'IN_TRANSIT'],
  ])('refuses to go from %s to %s', async (from, to) => {
    await report(from);
    const { shipment, errors } = await report(to);
    expect(shipment).toBeNull();
    expect(errors).toEqual([
      {
        __typename: 'InvalidShipmentTransition',
        code: 'INVALID_SHIPMENT_TRANSITION',
        message: `A shipment that is ${from} cannot become ${to}.`,
        path: ['input', 'status'],
        from,
        to,
      },
    ]);
    expect(await shipmentOf(depot, 'order-1')).toMatchObject({ status: from });
  });

  it('refuses to hand over what is cancelled', async () => {
    await depot.cancel('order-1', step);
    expect((await report('HANDED_OVER')).errors).toMatchObject([{ from: 'CANCELLED', to: 'HANDED_OVER' }]);
  });

  it.each(['PENDING', 'SCHEDULED', 'CANCELLED'])('refuses to set %s', async (status) => {
    expect((await report(status)).errors).toMatchObject([
      { __typename: 'ValidationError', code: 'VALIDATION_ERROR', path: ['input', 'status'] },
    ]);
  });

  it('refuses texts that are too long, and names both', async () => {
    const long = { location: 'x'.repeat(201), note: 'x'.repeat(501) };
    const { shipment, errors } = await report('DELIVERED', long);
    expect(shipment).toBeNull();
    expect(errors).toMatchObject([{ path: ['input', 'location'] }, { path: ['input', 'note'] }]);
    expect(await shipmentOf(depot, 'order-1')).toMatchObject({ status: 'SCHEDULED' });
    const longest = { location: 'x'.repeat(200), note: 'x'.repeat(500) };
    expect((await report('DELIVERED', longest)).errors).toEqual([]);
  });

  it('knows only shipments that exist', async () => {
    expect((await depot.report({ shipmentId: 'nobody', status: 'DELIVERED' })).errors).toMatchObject([
      { __typename: 'ShipmentNotFound', code: 'SHIPMENT_NOT_FOUND', path: ['input', 'shipmentId'] },
    ]);
  });

  it('is for ADMIN only', async () => {
    const mutation = `mutation ($id: ID!) { updateShipment(input: { shipmentId: $id, status: DELIVERED }) { errors { __typename } } }`;
    expect(codeOf(await depot.ask(mutation, { id: shipmentId }, { viewer: ada }))).toBe('FORBIDDEN');
    expect(codeOf(await depot.ask(mutation, { id: shipmentId }))).toBe('UNAUTHENTICATED');
    expect(await shipmentOf(depot, 'order-1')).toMatchObject({ status: 'SCHEDULED' });
  });

  it('records scans of the same status, also two at once', async () => {
    const answers = await Promise.all([report('HANDED_OVER'), report('HANDED_OVER')]);
    expect(answers.map(({ errors }) => errors.length).toSorted()).toEqual([0, 0]);
    const { events } = (await shipmentOf(depot, 'order-1'))!;
    expect(events).toHaveLength(3);
  });

  it('hands nothing over while the carrier is asked to cancel', async () => {
    const held = createGate();
    depot.hooks.beforeCancel = held.pass;
    const compensation = depot.cancel('order-1', step);
    await held.reached;
    const { errors } = await report('HANDED_OVER');
    held.open();
    expect(errors).toMatchObject([{ message: 'The shipment is being cancelled.', from: 'SCHEDULED' }]);
    expect((await compensation).data).toEqual({ cancelShipping: { undone: true } });
  });

  it('makes a cancellation impossible, and says so as often as it is asked', async () => {
    await report('HANDED_OVER');
    for (const _ of [1, 2]) {
      expect(codeOf(await depot.cancel('order-1', step))).toBe('COMPENSATION_IMPOSSIBLE');
    }
    expect(await shipmentOf(depot, 'order-1')).toMatchObject({ status: 'HANDED_OVER' });
    expect(await bookOf(depot, 'order-1')).toEqual({ booked: 1, carried: 1 });
  });
});

describe('a carrier that has the parcel already', () => {
  it('makes a cancellation impossible, and the parcel can be handed over', async () => {
    const depot = await openDepot({ carrier: fastCarrier });
    const step = stepInput('scheduleShipping');
    await depot.schedule('order-1', { step });
    expect(codeOf(await depot.cancel('order-1', step))).toBe('COMPENSATION_IMPOSSIBLE');
    const { id } = (await shipmentOf(depot, 'order-1'))!;
    expect((await depot.report({ shipmentId: id, status: 'HANDED_OVER' })).errors).toEqual([]);
    expect(await shipmentOf(depot, 'order-1')).toMatchObject({
      status: 'HANDED_OVER',
      carrier: 'Fast Parcels',
    });
    await depot.close();
  });
});
