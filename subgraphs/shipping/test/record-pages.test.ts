import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openDocumentStore } from '@counterstep/platform/storage';
import {
  createAskedStore,
  createServiceKit,
  sqliteToil,
  type AskedStore,
  type ServiceKit,
} from '@counterstep/platform/testing';
import { createSimulatedCarrier } from '../src/carrier/simulated-carrier.ts';
import { createShipmentStore } from '../src/shipment-store.ts';

const orderIds = Array.from({ length: 100 }, (_, index) => `order-${index}`);

describe('of any number of shipments, the auditor finds by an index', () => {
  let kit: ServiceKit;
  let store: AskedStore;
  beforeEach(async () => {
    kit = await createServiceKit();
    store = createAskedStore(await openDocumentStore({ service: 'shipping', ...kit.config }));
  });
  afterEach(async () => {
    await store.close();
    await kit.remove();
  });
  const toil = async () => (await Promise.all(store.asked.map(sqliteToil))).flat();

  it('each page, in order', async () => {
    await createShipmentStore(store).list({ first: 100 }, {});
    expect(await toil()).toEqual([]);
  });

  it('the shipments of a page of orders', async () => {
    await createShipmentStore(store).list({ first: 100 }, { orderIds });
    expect(store.asked).toHaveLength(1);
    expect(await toil()).not.toContain('SCAN');
  });

  it('the bookings of a page of orders', async () => {
    const carrier = createSimulatedCarrier({
      store,
      clock: { now: () => 0 },
      failureRate: 0,
      random: () => 0,
    });
    await carrier.bookings({ first: 100 }, orderIds);
    expect(store.asked).toHaveLength(1);
    expect(await toil()).not.toContain('SCAN');
  });
});
