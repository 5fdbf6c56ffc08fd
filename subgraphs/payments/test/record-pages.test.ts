import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openDocumentStore } from '@counterstep/platform/storage';
import {
  createAskedStore,
  createServiceKit,
  sqliteToil,
  type AskedStore,
  type ServiceKit,
} from '@counterstep/platform/testing';
import { createPaymentStore } from '../src/payment-store.ts';
import { createSimulatedProvider } from '../src/provider/simulated-provider.ts';

const orderIds = Array.from({ length: 100 }, (_, index) => `order-${index}`);

describe('of any number of payments, the auditor finds by an index', () => {
  let kit: ServiceKit;
  let store: AskedStore;
  beforeEach(async () => {
    kit = await createServiceKit();
    store = createAskedStore(await openDocumentStore({ service: 'payments', ...kit.config }));
  });
  afterEach(async () => {
    await store.close();
    await kit.remove();
  });
  const toil = async () => (await Promise.all(store.asked.map(sqliteToil))).flat();

  it('each page, in order', async () => {
    await createPaymentStore(store).list({ first: 100 }, {});
    expect(await toil()).toEqual([]);
  });

  it('the payments of a page of orders', async () => {
    await createPaymentStore(store).list({ first: 100 }, { orderIds });
    expect(store.asked).toHaveLength(1);
    expect(await toil()).not.toContain('SCAN');
  });

  it('the charges of a page of orders', async () => {
    const provider = createSimulatedProvider({
      store,
      clock: { now: () => 0 },
      failureRate: 0,
      random: () => 0,
    });
    await provider.charges({ first: 100 }, orderIds);
    expect(store.asked).toHaveLength(1);
    expect(await toil()).not.toContain('SCAN');
  });
});
