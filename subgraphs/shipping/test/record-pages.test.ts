import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createAskedKit, type AskedKit } from '@counterstep/document-store/testing';
import { createSimulatedCarrier } from '../src/carrier/simulated-carrier.ts';
import { createShipmentStore } from '../src/shipment-store.ts';

const orderIds = Array.from({ length: 100 }, (_, index) => `order-${index}`);

describe('of any number of shipments, the auditor finds by an index', () => {
  let kit: AskedKit;
  beforeEach(async () => {
    kit = await createAskedKit('shipping');
  });
  afterEach(() => kit.remove());

  it('each page, in order', async () => {
    await createShipmentStore(kit.store).list({ first: 100 }, {});
    expect(await kit.unindexedWork()).toEqual([]);
  });

  it('the shipments of a page of orders', async () => {
    await createShipmentStore(kit.store).list({ first: 100 }, { orderIds });
    expect(kit.store.asked).toHaveLength(1);
    expect(await kit.unindexedWork()).not.toContain('SCAN');
  });

  it('the bookings of a page of orders', async () => {
    const carrier = createSimulatedCarrier({
      store: kit.store,
      clock: { now: () => 0 },
      failureRate: 0,
      random: () => 0,
    });
    await carrier.bookings({ first: 100 }, orderIds);
    expect(kit.store.asked).toHaveLength(1);
    expect(await kit.unindexedWork()).not.toContain('SCAN');
  });
});
