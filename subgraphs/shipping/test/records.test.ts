import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Service } from '@counterstep/service-kit/server';
import {
  ada,
  admin,
  createServiceKit,
  grace,
  stepInput,
  type ServiceKit,
} from '@counterstep/service-kit/testing';
import { createShippingService } from '../src/service.ts';
import { addressIn, openDepot } from './fixture.ts';

const SCHEDULE = `mutation ($step: StepInput!, $input: ScheduleShippingInput!) { scheduleShipping(step: $step, input: $input) { shipmentId } }`;
const SHIPMENTS = `query ($orderIds: [ID!]) { shipmentRecords(orderIds: $orderIds) { nodes { status order { id } } } }`;
const BOOKINGS = `query ($orderIds: [ID!]) { bookingRecords(orderIds: $orderIds) { nodes { key status order { id } } } }`;
const coordinator = { service: 'coordinator' } as const;

describe('what shipping shows the auditor', () => {
  let kit: ServiceKit;
  let service: Service;
  const ask = (query: string, variables: object, as: object = coordinator) =>
    kit.ask(service, query, variables, as);
  const schedule = (orderId: string, customerId: string) =>
    ask(SCHEDULE, {
      step: stepInput('scheduleShipping', `saga-of-${orderId}`),
      input: { orderId, customerId, address: addressIn('12345'), lines: [{ sku: 'MUG-BLUE', quantity: 2 }] },
    });

  beforeEach(async () => {
    kit = await createServiceKit();
    service = await createShippingService({ ...kit.config, failureRate: 0 });
    await schedule('order-1', ada.id);
    await schedule('order-2', grace.id);
  });
  afterEach(async () => {
    await service.stop();
    await kit.remove();
  });

  it('is shipments of all customers, or those of some orders', async () => {
    expect((await ask(SHIPMENTS, {})).data).toMatchObject({ shipmentRecords: { nodes: { length: 2 } } });
    expect((await ask(SHIPMENTS, { orderIds: ['order-2', 'order-3'] })).data).toEqual({
      shipmentRecords: { nodes: [{ status: 'SCHEDULED', order: { id: 'order-2' } }] },
    });
  });

  it('is the bookings of the simulated carrier, all of them or those of some orders', async () => {
    expect((await ask(BOOKINGS, {})).data).toMatchObject({ bookingRecords: { nodes: { length: 2 } } });
    expect((await ask(BOOKINGS, { orderIds: ['order-1'] })).data).toEqual({
      bookingRecords: {
        nodes: [{ key: 'saga-of-order-1:scheduleShipping', status: 'BOOKED', order: { id: 'order-1' } }],
      },
    });
  });

  it('is for the coordinator only', async () => {
    for (const query of [SHIPMENTS, BOOKINGS])
      expect((await ask(query, {}, { viewer: admin })).errors![0]!.extensions['code']).toBe('FORBIDDEN');
  });
});

describe('with a real carrier', () => {
  it('there are no bookings to show', async () => {
    const depot = await openDepot();
    try {
      expect((await depot.ask(BOOKINGS, {}, coordinator)).data).toEqual({ bookingRecords: null });
    } finally {
      await depot.close();
    }
  });
});
