import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createAskedKit, type AskedKit } from '@counterstep/document-store/testing';
import { createPaymentStore } from '../src/payment-store.ts';
import { createSimulatedProvider } from '../src/provider/simulated-provider.ts';

const orderIds = Array.from({ length: 100 }, (_, index) => `order-${index}`);

describe('of any number of payments, the auditor finds by an index', () => {
  let kit: AskedKit;
  beforeEach(async () => {
    kit = await createAskedKit('payments');
  });
  afterEach(() => kit.remove());

  it('each page, in order', async () => {
    await createPaymentStore(kit.store).list({ first: 100 }, {});
    expect(await kit.unindexedWork()).toEqual([]);
  });

  it('the payments of a page of orders', async () => {
    await createPaymentStore(kit.store).list({ first: 100 }, { orderIds });
    expect(kit.store.asked).toHaveLength(1);
    expect(await kit.unindexedWork()).not.toContain('SCAN');
  });

  it('the charges of a page of orders', async () => {
    const provider = createSimulatedProvider({
      store: kit.store,
      clock: { now: () => 0 },
      failureRate: 0,
      random: () => 0,
    });
    await provider.charges({ first: 100 }, orderIds);
    expect(kit.store.asked).toHaveLength(1);
    expect(await kit.unindexedWork()).not.toContain('SCAN');
  });
});
