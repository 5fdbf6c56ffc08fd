import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openDocumentStore } from '@counterstep/document-store';
import { ada, admin, createServiceKit, grace, stepInput } from '@counterstep/service-kit/testing';
import { createCountingStore } from '@counterstep/document-store/testing';
import { createShippingService } from '../src/service.ts';
import { addressIn, bookOf, codeOf, openDepot, shipmentOf, type Depot } from './fixture.ts';

const SHIPMENT = `query ($id: ID!) { shipment(id: $id) { id status } }`;
const SHIPMENTS = `query ($first: Int, $after: String, $filter: ShipmentFilter) {
  shipments(first: $first, after: $after, filter: $filter) {
    nodes { order { id } } totalCount pageInfo { hasNextPage endCursor } } }`;
const OF_ORDERS = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Order { shipment { status } } } }`;
const orders = (...ids: string[]) => ({ of: ids.map((id) => ({ __typename: 'Order', id })) });

describe('shipping', () => {
  let depot: Depot;
  beforeEach(async () => {
    depot = await openDepot();
  });
  afterEach(() => depot.close());

  it('books a parcel with a tracking number and a day of delivery', async () => {
    const { data } = await depot.schedule('order-1');
    const shipment = await shipmentOf(depot, 'order-1');
    const { id, trackingNumber } = shipment!;
    expect(data!['scheduleShipping']).toEqual({ shipmentId: id, trackingNumber, rejection: null });
    expect(shipment).toMatchObject({
      status: 'SCHEDULED',
      carrier: 'Simulated Parcel Service',
      trackingNumber: expect.stringMatching(/^SIM[0-9A-F]{16}$/),
      estimatedDelivery: expect.stringMatching(/Z$/),
      events: [{ status: 'SCHEDULED', note: null }],
      order: { id: 'order-1' },
    });
    expect(await bookOf(depot, 'order-1')).toEqual({ booked: 1, carried: 1 });
  });

  it('gives every shipment a tracking number of its own', async () => {
    for (const n of [1, 2, 3]) await depot.schedule(`order-${n}`);
    const { nodes } = await depot.carrier.bookings({});
    expect(new Set(nodes.map(({ booked }) => booked!.trackingNumber)).size).toBe(3);
  });

  it('rejects the step where the carrier does not deliver', async () => {
    const step = stepInput('scheduleShipping');
    const { data } = await depot.schedule('order-1', { step, postalCode: '00000' });
    const message = 'We cannot deliver to the postal code 00000.';
    expect(data!['scheduleShipping']).toEqual({
      shipmentId: null,
      trackingNumber: null,
      rejection: { code: 'SHIPPING_UNAVAILABLE', message },
    });
    const events = [{ status: 'CANCELLED', note: message }];
    expect(await shipmentOf(depot, 'order-1')).toMatchObject({ status: 'CANCELLED', events });
    expect(await bookOf(depot, 'order-1')).toEqual({ booked: 0, carried: 0 });
    expect((await depot.cancel('order-1', step)).data).toEqual({ cancelShipping: { undone: false } });
  });

  it('knows no outcome where the carrier is down, and can cancel all the same', async () => {
    const step = stepInput('scheduleShipping');
    for (const _ of [1, 2, 3]) {
      const answer = await depot.schedule('order-1', { step, postalCode: '99999' });
      expect(codeOf(answer)).toBe('PROVIDER_UNAVAILABLE');
    }
    expect(await shipmentOf(depot, 'order-1')).toMatchObject({ status: 'PENDING', trackingNumber: null });
    expect((await depot.cancel('order-1', step)).data).toEqual({ cancelShipping: { undone: false } });
    expect(await shipmentOf(depot, 'order-1')).toMatchObject({ status: 'CANCELLED' });
  });

  it('cancels once, however often it is asked', async () => {
    const step = stepInput('scheduleShipping');
    await depot.schedule('order-1', { step });
    expect((await depot.cancel('order-1', step)).data).toEqual({ cancelShipping: { undone: true } });
    expect((await depot.cancel('order-1', step)).data).toEqual({ cancelShipping: { undone: true } });
    const { status, events } = (await shipmentOf(depot, 'order-1'))!;
    expect(status).toBe('CANCELLED');
    expect(events).toMatchObject([{ status: 'SCHEDULED' }, { status: 'CANCELLED' }]);
    expect(await bookOf(depot, 'order-1')).toEqual({ booked: 1, carried: 0 });
  });

  it('books no second parcel for an order, also from another saga', async () => {
    await depot.schedule('order-1');
    const { data } = await depot.schedule('order-1', { step: stepInput('scheduleShipping', 'another-saga') });
    expect(data!['scheduleShipping']).toMatchObject({ rejection: { code: 'SHIPMENT_EXISTS' } });
    expect(await bookOf(depot, 'order-1')).toEqual({ booked: 1, carried: 1 });
  });

  it('accepts step mutations from the coordinator only', async () => {
    const mutation = `mutation ($step: StepInput!) { cancelShipping(step: $step, input: { orderId: "1" }) { undone } }`;
    const answer = await depot.ask(mutation, { step: stepInput('scheduleShipping') }, { viewer: admin });
    expect(codeOf(answer)).toBe('FORBIDDEN');
  });

  it('shows a shipment to its owner and to ADMIN only', async () => {
    await depot.schedule('order-1');
    const id = (await shipmentOf(depot, 'order-1'))!['id'];
    const seen = async (viewer: typeof ada) => [
      (await depot.ask(SHIPMENT, { id }, { viewer })).data!['shipment'],
      (await depot.ask(OF_ORDERS, orders('order-1'), { viewer })).data!['_entities'],
      ((await depot.ask(SHIPMENTS, {}, { viewer })).data!['shipments'] as { nodes: unknown[] }).nodes,
    ];
    const shipment = { status: 'SCHEDULED' };
    const everything = [{ id, ...shipment }, [{ shipment }], [{ order: { id: 'order-1' } }]];
    expect(await seen(ada)).toEqual(everything);
    expect(await seen(admin)).toEqual(everything);
    expect(await seen(grace)).toEqual([null, [{ shipment: null }], []]);
    expect(codeOf(await depot.ask(SHIPMENT, { id }))).toBe('UNAUTHENTICATED');
    expect(codeOf(await depot.ask(SHIPMENTS, {}))).toBe('UNAUTHENTICATED');
    expect((await depot.ask(OF_ORDERS, orders('order-1'))).data!['_entities']).toEqual([{ shipment: null }]);
  });

  it('lists shipments newest first, page by page and by status', async () => {
    for (const n of [1, 2, 3])
      await depot.schedule(`order-${n}`, { postalCode: n === 2 ? '00000' : '12345' });
    const page = async (variables: object) => {
      const { data } = await depot.ask(SHIPMENTS, variables, { viewer: ada });
      const { nodes, ...rest } = data!['shipments'] as {
        nodes: { order: { id: string } }[];
        totalCount: number;
        pageInfo: { hasNextPage: boolean; endCursor: string };
      };
      return { ids: nodes.map(({ order }) => order.id), ...rest };
    };
    const first = await page({ first: 2 });
    expect(first).toMatchObject({
      ids: ['order-3', 'order-2'],
      totalCount: 3,
      pageInfo: { hasNextPage: true },
    });
    expect((await page({ first: 2, after: first.pageInfo.endCursor })).ids).toEqual(['order-1']);
    expect((await page({ filter: { status: ['SCHEDULED'] } })).ids).toEqual(['order-3', 'order-1']);
    expect(codeOf(await depot.ask(SHIPMENTS, { first: 0 }, { viewer: ada }))).toBe('BAD_USER_INPUT');
  });
});

describe('the shipping service', () => {
  it('reads the shipments of a hundred orders at once', async () => {
    const kit = await createServiceKit();
    const config = { ...kit.config, failureRate: 0 };
    const store = createCountingStore(await openDocumentStore({ service: 'shipping', ...config }));
    const service = await createShippingService(config, { store });
    const ids = Array.from({ length: 100 }, (_, n) => `order-${n}`);
    const before = store.reads();
    const { data } = await kit.ask(service, OF_ORDERS, orders(...ids), { viewer: ada });
    expect(data!['_entities']).toHaveLength(100);
    expect(store.reads() - before).toBe(1);
    await service.stop();
    await kit.remove();
  });

  it('shows the simulated carrier’s book to ADMIN, and null where a real carrier is used', async () => {
    const kit = await createServiceKit();
    const book = `{ simulatedBookings { totalCount nodes { key status trackingNumber openedAt order { id } } } }`;
    const service = await createShippingService({ ...kit.config, failureRate: 0 });
    const query = `mutation ($step: StepInput!, $input: ScheduleShippingInput!) {
      scheduleShipping(step: $step, input: $input) { shipmentId } }`;
    const input = {
      orderId: 'order-1',
      customerId: ada.id,
      address: addressIn('00000'),
      lines: [{ sku: 'MUG-BLUE', quantity: 1 }],
    };
    const variables = { step: stepInput('scheduleShipping', 'saga-x'), input };
    await kit.ask(service, query, variables, { service: 'coordinator' });
    expect((await kit.ask(service, book, {}, { viewer: admin })).data!['simulatedBookings']).toEqual({
      totalCount: 1,
      nodes: [
        {
          key: 'saga-x:scheduleShipping',
          status: 'REFUSED',
          trackingNumber: null,
          openedAt: expect.any(String),
          order: { id: 'order-1' },
        },
      ],
    });
    expect(codeOf(await kit.ask(service, book, {}, { viewer: ada }))).toBe('FORBIDDEN');
    await service.stop();

    const depot = await openDepot();
    const answer = await depot.ask(book, {}, { viewer: admin });
    expect([answer.data, answer.errors]).toEqual([{ simulatedBookings: null }, undefined]);
    await depot.close();
    await kit.remove();
  });
});
